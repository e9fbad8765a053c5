package org.touchstone.engine.kpi;

/** The ids of the KPIs that come with Touchstone, for code that names them. */
public final class KpiIds {

  /** 1.1.1 Presence in technical documentation. */
  public static final KpiId DOC = KpiId.of("DOC");

  /** 1.1.2a Variance inflation factor. */
  public static final KpiId VIF = KpiId.of("VIF");

  /** 1.1.2b Shapiro-Wilk test of the residuals. */
  public static final KpiId SWT = KpiId.of("SWT");

  /** 1.1.2c Breusch-Pagan test of the residuals. */
  public static final KpiId BPT = KpiId.of("BPT");

  /** 1.2.1 Area under the ROC curve. */
  public static final KpiId AUC = KpiId.of("AUC");

  /** 1.2.2 F1-score. */
  public static final KpiId F1 = KpiId.of("F1");

  /** Fowlkes-Mallows index, the geometric mean of precision and recall. */
  public static final KpiId FM = KpiId.of("FM");

  /** 1.3.1 Total Sobol variance ratio. */
  public static final KpiId TSVR = KpiId.of("TSVR");

  /** 1.3.2 Cosine similarity vector pairs. */
  public static final KpiId CSVP = KpiId.of("CSVP");

  /** 2.1.1 Equalised odds. */
  public static final KpiId EQUAL_ODDS = KpiId.of("EqualOdds");

  /** 2.1.2a Disparate impact. */
  public static final KpiId DI = KpiId.of("DI");

  /** 2.1.2b Statistical parity. */
  public static final KpiId SP = KpiId.of("SP");

  /** 2.2.1 Difference of similar individuals. */
  public static final KpiId DIFF_IND = KpiId.of("DiffInd");

  /** 2.2.2 Difference of an individual across groups. */
  public static final KpiId DIFF_IND_GRP = KpiId.of("DiffIndGrp");

  /** 3.1.1 Rank correlation of feature contributions. */
  public static final KpiId RHO_ORDER = KpiId.of("rhoOrder");

  /** 3.1.2 Probability unexplained. */
  public static final KpiId PUX = KpiId.of("PUX");

  /** 3.1.3 Percentage of incorrect feature signs. */
  public static final KpiId POIFS = KpiId.of("POIFS");

  /** 3.2.1 Percentage of valid counterfactuals. */
  public static final KpiId PVCF = KpiId.of("PVCF");

  /** 3.2.2 Proximity of counterfactuals. */
  public static final KpiId PCF = KpiId.of("PCF");

  /** 3.2.3 Sparsity of counterfactuals. */
  public static final KpiId SCF = KpiId.of("SCF");

  /** 3.2.4 Diversity of counterfactuals. */
  public static final KpiId DCF = KpiId.of("DCF");

  /** Largest relative additivity error of an attribution. */
  public static final KpiId ADDITIVITY_ERROR = KpiId.of("ADDITIVITY_ERROR");

  /** Rank correlation of repeated attributions. */
  public static final KpiId SHAP_STABILITY = KpiId.of("SHAP_STABILITY");

  /** TimeSHAP: share of event features without influence. */
  public static final KpiId TS_DEAD_FEATURES = KpiId.of("TS_DEAD_FEATURES");

  /** TimeSHAP: share of events that are pruned. */
  public static final KpiId TS_PRUNED_SHARE = KpiId.of("TS_PRUNED_SHARE");

  /** TimeSHAP: relative standard deviation of event values over repeats. */
  public static final KpiId TS_RSD = KpiId.of("TS_RSD");

  /** TimeSHAP: share of attribution on sensitive event features. */
  public static final KpiId TS_SENSITIVE_SHARE = KpiId.of("TS_SENSITIVE_SHARE");

  /** Mean number of changes that turn a decision, by PermuteAttack. */
  public static final KpiId ATTACK_MEAN_CHANGES = KpiId.of("ATTACK_MEAN_CHANGES");

  /** Share of decisions that sensitive features alone turn, by PermuteAttack. */
  public static final KpiId ATTACK_SENSITIVE_SUCCESS = KpiId.of("ATTACK_SENSITIVE_SUCCESS");

  /** Share of counterfactuals that can be told from real rows. */
  public static final KpiId ATTACK_DETECTABLE = KpiId.of("ATTACK_DETECTABLE");

  /** Fidelity of a rule list that stands in for the model. */
  public static final KpiId RULE_FIDELITY = KpiId.of("RULE_FIDELITY");

  /** Coverage of rules that name a sensitive feature. */
  public static final KpiId RULE_SENSITIVE = KpiId.of("RULE_SENSITIVE");

  /** Features that explainers share. */
  public static final KpiId EXPLAINER_OVERLAP = KpiId.of("EXPLAINER_OVERLAP");

  /** Share of closest flip points that change the sensitive feature. */
  public static final KpiId FLIP_SENSITIVE_RATE = KpiId.of("FLIP_SENSITIVE_RATE");

  /** Relative difference of the distance to the boundary when the sensitive feature is swapped. */
  public static final KpiId FLIP_PARITY = KpiId.of("FLIP_PARITY");

  /** Share of rows whose class changes when the sensitive feature is swapped. */
  public static final KpiId FLIP_SWAP_RATE = KpiId.of("FLIP_SWAP_RATE");

  /** Condition number of the training data. */
  public static final KpiId DATA_CONDITION = KpiId.of("DATA_CONDITION");

  /** Numerical rank of the training data, as a share of its columns. */
  public static final KpiId DATA_RANK = KpiId.of("DATA_RANK");

  private KpiIds() {}
}
