package org.touchstone.engine.kpi;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LinearLogOdds;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.ReadableClassifier;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.model.WrappingClassifier;
import org.touchstone.engine.rules.RuleList;

/**
 * What is known about the model of table rows of an audit beyond its scores: which columns it
 * reads, and which kind of model it is. Immutable.
 */
public final class ModelStructure {

  private final Audit audit;
  private final Classifier model;
  private final Optional<Encoder> encoder;

  private ModelStructure(Audit audit) {
    this.audit = audit;
    Classifier outer = WrappingClassifier.innermost(audit.model());
    if (outer instanceof EncodedClassifier encoded) {
      this.model = WrappingClassifier.innermost(encoded.model());
      this.encoder = Optional.of(encoded.encoder());
    } else {
      this.model = outer;
      this.encoder = Optional.empty();
    }
  }

  /**
   * The structure of an audit's model.
   *
   * @throws IllegalStateException if the audit is about sequences
   */
  public static ModelStructure of(Audit audit) {
    return new ModelStructure(audit);
  }

  /** The encoder in front of the model, if there is one. */
  public Optional<Encoder> encoder() {
    return encoder;
  }

  /** The model behind the encoder, or the audit's own; it takes {@link #inputs}. */
  public Classifier model() {
    return model;
  }

  /** The model, if its log odds are linear in its inputs; it takes {@link #inputs}. */
  public Optional<LinearLogOdds> linear() {
    return model instanceof LinearLogOdds linear ? Optional.of(linear) : Optional.empty();
  }

  /** The model, if it is an ensemble of trees; it takes {@link #inputs}. */
  public Optional<TreeEnsemble> trees() {
    return model instanceof TreeEnsemble trees ? Optional.of(trees) : Optional.empty();
  }

  /**
   * The columns that the model reads, in the schema's order: those that its encoder reads, or that
   * a readable model says it reads; of any other model without an encoder, all but the label.
   */
  public List<String> features() {
    List<String> all = encoder.map(Encoder::features).orElseGet(() -> audit.schema().names());
    if (model instanceof ReadableClassifier readable) {
      List<String> read = readable.features();
      all = all.stream().filter(read::contains).toList();
    }
    return all.stream().filter(name -> !name.equals(audit.roles().label())).toList();
  }

  /**
   * The columns that have coefficients in a model that is linear in its inputs, in the order of its
   * inputs; several inputs can be of one column. Empty for other models.
   */
  public List<String> coefficientColumns() {
    return linear().stream()
        .flatMap(model -> IntStream.range(0, model.featureCount()).mapToObj(this::column))
        .distinct()
        .toList();
  }

  /** The column that an input of the model is computed from. */
  public String column(int input) {
    return encoder
        .map(e -> e.encoding().inputs().get(input).feature())
        .orElseGet(() -> audit.schema().names().get(input));
  }

  /**
   * The family of the model, as far as its class tells: {@link ModelFamily#OTHER} where it does
   * not.
   */
  public ModelFamily family() {
    if (model instanceof LinearLogOdds linear) {
      return linear.groupInput().isPresent()
          ? ModelFamily.MULTILEVEL_LOGISTIC_REGRESSION
          : ModelFamily.LOGISTIC_REGRESSION;
    }
    if (model instanceof TreeEnsemble) {
      return ModelFamily.TREE_ENSEMBLE;
    }
    if (model instanceof RuleList) {
      return ModelFamily.RULE_LIST;
    }
    return model instanceof Mlp ? ModelFamily.NEURAL_NETWORK : ModelFamily.OTHER;
  }

  /** What the model is, for a sentence: {@code a tree ensemble}, or the name of its class. */
  public String description() {
    ModelFamily family = family();
    return family == ModelFamily.OTHER
        ? "a " + model.getClass().getSimpleName()
        : "a " + family.displayName();
  }

  /** The name of an input of the model. */
  public String inputName(int input) {
    return encoder.map(e -> e.inputNames().get(input)).orElseGet(() -> column(input));
  }

  /**
   * The model's inputs of all rows of a table, row-major.
   *
   * @throws org.touchstone.engine.data.DataException if a row cannot be encoded
   */
  public double[] inputs(Dataset data) {
    double[] rows = new double[data.rowCount() * data.schema().size()];
    data.copyRows(0, data.rowCount(), rows);
    if (encoder.isEmpty()) {
      return rows;
    }
    double[] inputs = new double[data.rowCount() * encoder.get().inputWidth()];
    encoder.get().encode(rows, data.rowCount(), inputs);
    return inputs;
  }
}
