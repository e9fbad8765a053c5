package org.touchstone.engine.kpi;

import java.util.List;
import org.touchstone.engine.model.Gru;
import org.touchstone.engine.model.Lstm;
import org.touchstone.engine.model.SequenceClassifier;

/**
 * Families of models, each with the assumptions that its results rest on and that its technical
 * documentation has to state (KPI 1.1.1).
 */
public enum ModelFamily {

  /**
   * Logistic regression of one population. Source: D. Hosmer, S. Lemeshow, R. Sturdivant, Applied
   * Logistic Regression, 3rd edition, 2013, sections 1.2 (independent rows), 3.5 and 4.2 (log odds
   * linear in the features) and 4.4 (collinear features); same distribution: Bhaumik and Dey 2023,
   * section 3.2.
   */
  LOGISTIC_REGRESSION("logistic-regression", "logistic regression"),

  /**
   * Logistic regression whose intercept or slopes vary by group. Source: the five assumptions that
   * Bhaumik and Dey 2023 list in section 3.2.
   */
  MULTILEVEL_LOGISTIC_REGRESSION(
      "multilevel-logistic-regression", "multilevel logistic regression"),

  /**
   * Random forests and boosted trees. Source: Bhaumik and Dey 2023, section 3.3: no assumption
   * about distributions but that training and test data have the same.
   */
  TREE_ENSEMBLE("tree-ensemble", "tree ensemble"),

  /**
   * Neural networks, recurrent ones included. Source: I. Goodfellow, Y. Bengio, A. Courville, Deep
   * Learning, 2016, section 5.2: the rows are independent of each other, and training and test data
   * are identically distributed.
   */
  NEURAL_NETWORK("neural-network", "neural network"),

  /**
   * Bayesian rule lists. Source: B. Letham, C. Rudin, T. McCormick, D. Madigan, Interpretable
   * classifiers using rules and Bayesian analysis, 2015, section 2.3: given the rule that decides,
   * the labels are independent draws of one probability, in training and afterwards.
   */
  RULE_LIST("rule-list", "rule list"),

  /**
   * Any other model: what a measured performance assumes of every model. Source: Bhaumik and Dey
   * 2023, section 3.3.
   */
  OTHER("other", "model of another family");

  private final String id;
  private final String displayName;

  ModelFamily(String id, String displayName) {
    this.id = id;
    this.displayName = displayName;
  }

  /**
   * The family of an audit's model, as far as its class tells: {@link #OTHER} where it does not, as
   * behind the encoder of a model of sequences.
   */
  public static ModelFamily of(Audit audit) {
    return audit
        .sequences()
        .map(subject -> ofSequences(subject.model()))
        .orElseGet(() -> ModelStructure.of(audit).family());
  }

  private static ModelFamily ofSequences(SequenceClassifier model) {
    return model instanceof Gru || model instanceof Lstm ? NEURAL_NETWORK : OTHER;
  }

  /** The name in documentation files. */
  public String id() {
    return id;
  }

  /** The name in reports. */
  public String displayName() {
    return displayName;
  }

  /** The assumptions that the technical documentation has to state. */
  public List<Assumption> assumptions() {
    return switch (this) {
      case LOGISTIC_REGRESSION ->
          List.of(
              Assumption.LINEAR_LOG_ODDS,
              Assumption.UNCORRELATED_FEATURES,
              Assumption.INDEPENDENT_ROWS,
              Assumption.SAME_DISTRIBUTION);
      case MULTILEVEL_LOGISTIC_REGRESSION ->
          List.of(
              Assumption.LINEAR_LOG_ODDS,
              Assumption.UNCORRELATED_FEATURES,
              Assumption.NORMAL_ERRORS,
              Assumption.NORMAL_GROUP_EFFECTS,
              Assumption.SAME_DISTRIBUTION);
      case TREE_ENSEMBLE -> List.of(Assumption.SAME_DISTRIBUTION);
      case NEURAL_NETWORK, RULE_LIST ->
          List.of(Assumption.INDEPENDENT_ROWS, Assumption.SAME_DISTRIBUTION);
      case OTHER -> List.of(Assumption.SAME_DISTRIBUTION);
    };
  }

  /** An assumption of a family of models. */
  public enum Assumption {
    /** The log odds are a linear function of the features. */
    LINEAR_LOG_ODDS("linear-log-odds", "The log odds are a linear function of the features."),
    /** The features are mutually uncorrelated. */
    UNCORRELATED_FEATURES("uncorrelated-features", "The features are mutually uncorrelated."),
    /** The error terms are normally distributed with mean zero and constant variance. */
    NORMAL_ERRORS(
        "normal-errors",
        "The error terms are normally distributed with mean zero and constant variance."),
    /** The intercepts and slopes that vary by group are normally distributed. */
    NORMAL_GROUP_EFFECTS(
        "normal-group-effects",
        "The intercepts and slopes that vary by group are normally distributed."),
    /** The rows are independent of each other. */
    INDEPENDENT_ROWS("independent-rows", "The rows are independent of each other."),
    /** Training and test data follow the same distribution. */
    SAME_DISTRIBUTION("same-distribution", "Training and test data follow the same distribution.");

    private final String id;
    private final String statement;

    Assumption(String id, String statement) {
      this.id = id;
      this.statement = statement;
    }

    /** The name in documentation files. */
    public String id() {
      return id;
    }

    /** What is assumed, in one sentence. */
    public String statement() {
      return statement;
    }
  }
}
