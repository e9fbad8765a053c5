package org.touchstone.engine.kpi.model;

import java.util.Locale;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.model.CheckedClassifier;

/**
 * The training rows as the model sees them: inputs, labels, probabilities, and the residuals
 * between the two. Rows with a missing input are left out. Computed once for an audit.
 */
final class TrainingResiduals {

  /** Name of the parameter that chooses the kind of residual. */
  static final String RESIDUAL = "residual";

  private static final int BATCH = 4096;

  /** Kinds of residual of a label y, 0 or 1, and a probability p. */
  enum Kind {
    /** {@code y - p}. */
    RESPONSE,
    /** {@code (y - p) / sqrt(p (1 - p))}. */
    PEARSON,
    /** {@code sign(y - p) sqrt(-2 log P(y))}. */
    DEVIANCE;

    double of(boolean positive, double p) {
      double difference = (positive ? 1 : 0) - p;
      return switch (this) {
        case RESPONSE -> difference;
        case PEARSON -> difference / Math.sqrt(p * (1 - p));
        case DEVIANCE ->
            Math.signum(difference) * Math.sqrt(-2 * (positive ? Math.log(p) : Math.log1p(-p)));
      };
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final int inputWidth;
  private final int features;
  private final int missing;
  private final double[] inputs;
  private final boolean[] positive;
  private final double[] probability;

  private TrainingResiduals(Audit audit) {
    Dataset training = audit.training().orElseThrow();
    training.requireClasses(audit.roles().label());
    ModelStructure structure = ModelStructure.of(audit);
    double[] all = structure.inputs(training);
    this.features = structure.linear().orElseThrow().featureCount();
    this.inputWidth = structure.linear().orElseThrow().inputWidth();
    int label = training.schema().indexOf(audit.roles().label());
    int code =
        audit
            .schema()
            .feature(audit.roles().label())
            .code(audit.roles().positiveClass())
            .orElseThrow();
    boolean[] labels = new boolean[training.rowCount()];
    int[] rows = new int[training.rowCount()];
    int kept = 0;
    for (int row = 0; row < training.rowCount(); row++) {
      if (complete(all, row * inputWidth)) {
        System.arraycopy(all, row * inputWidth, all, kept * inputWidth, inputWidth);
        rows[kept] = row;
        labels[kept++] = training.value(row, label) == code;
      }
    }
    this.missing = training.rowCount() - kept;
    this.inputs = java.util.Arrays.copyOf(all, kept * inputWidth);
    this.positive = java.util.Arrays.copyOf(labels, kept);
    this.probability = new double[kept];
    score(audit, training.select(java.util.Arrays.copyOf(rows, kept)));
  }

  /** The training rows of an audit that has them and a linear model. */
  static TrainingResiduals of(Audit audit) {
    return audit.shared(TrainingResiduals.class, TrainingResiduals::new);
  }

  /** The kind that a profile chooses. */
  static Kind kind(KpiParameters parameters, Kind fallback) {
    return parameters.choice(RESIDUAL, fallback);
  }

  private boolean complete(double[] all, int at) {
    for (int i = at; i < at + inputWidth; i++) {
      if (!Double.isFinite(all[i])) {
        return false;
      }
    }
    return true;
  }

  private void score(Audit audit, Dataset complete) {
    CheckedClassifier model = CheckedClassifier.of(audit.model());
    int rows = probability.length;
    double[] batch = new double[Math.min(BATCH, rows) * complete.schema().size()];
    double[] out = new double[Math.min(BATCH, rows)];
    for (int from = 0; from < rows; from += BATCH) {
      audit.monitor().progress("scoring " + rows + " training rows", from, rows);
      int count = Math.min(BATCH, rows - from);
      complete.copyRows(from, from + count, batch);
      int first = from;
      model.score(batch, count, out, row -> complete.rowId(first + row));
      System.arraycopy(out, 0, probability, from, count);
    }
  }

  /** Number of rows without a missing input. */
  int rows() {
    return probability.length;
  }

  /** Number of rows that were left out. */
  int missing() {
    return missing;
  }

  /** Number of features: inputs with a coefficient. */
  int features() {
    return features;
  }

  /** The features of all rows, row-major, without the number of the group. */
  double[] design() {
    double[] design = new double[rows() * features];
    for (int row = 0; row < rows(); row++) {
      System.arraycopy(inputs, row * inputWidth, design, row * features, features);
    }
    return design;
  }

  double probability(int row) {
    return probability[row];
  }

  /** The residuals of all rows; not finite where the model is certain and wrong. */
  double[] residuals(Kind kind) {
    double[] residuals = new double[rows()];
    for (int row = 0; row < residuals.length; row++) {
      residuals[row] = kind.of(positive[row], probability[row]);
    }
    return residuals;
  }
}
