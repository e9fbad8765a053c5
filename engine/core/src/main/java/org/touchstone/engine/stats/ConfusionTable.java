package org.touchstone.engine.stats;

/**
 * Predicted against true classes.
 *
 * @param truePositives predicted positive, truly positive
 * @param falsePositives predicted positive, truly negative
 * @param falseNegatives predicted negative, truly positive
 * @param trueNegatives predicted negative, truly negative
 */
public record ConfusionTable(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  public ConfusionTable {
    if (truePositives < 0 || falsePositives < 0 || falseNegatives < 0 || trueNegatives < 0) {
      throw new IllegalArgumentException(
          "Counts are not negative, found "
              + truePositives
              + ", "
              + falsePositives
              + ", "
              + falseNegatives
              + ", "
              + trueNegatives);
    }
  }

  /** All rows. */
  public long rows() {
    return truePositives + falsePositives + falseNegatives + trueNegatives;
  }

  /** {@code TP / (TP + FP)}: how many of the rows predicted positive are positive. */
  public Proportion precision() {
    return new Proportion(truePositives, truePositives + falsePositives);
  }

  /** {@code TP / (TP + FN)}, the true positive rate: how many positive rows are found. */
  public Proportion recall() {
    return new Proportion(truePositives, truePositives + falseNegatives);
  }

  /** {@code FP / (FP + TN)}: how many negative rows are predicted positive. */
  public Proportion falsePositiveRate() {
    return new Proportion(falsePositives, falsePositives + trueNegatives);
  }

  /** {@code (TP + FP) / rows}: how many rows are predicted positive. */
  public Proportion predictedPositive() {
    return new Proportion(truePositives + falsePositives, rows());
  }

  /** {@code (TN + FN) / rows}: how many rows are predicted negative. */
  public Proportion predictedNegative() {
    return new Proportion(trueNegatives + falseNegatives, rows());
  }

  /**
   * The harmonic mean of precision and recall, {@code 2 TP / (2 TP + FP + FN)} (van Rijsbergen,
   * Information Retrieval, 1979).
   *
   * @throws ArithmeticException if precision or recall is not computable
   */
  public double f1() {
    precision().requireComputable();
    recall().requireComputable();
    return 2.0 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
  }

  /**
   * The geometric mean of precision and recall, {@code TP / sqrt((TP + FP) (TP + FN))} (Fowlkes and
   * Mallows, A method for comparing two hierarchical clusterings, JASA 78, 1983, pp. 553-569).
   *
   * @throws ArithmeticException if precision or recall is not computable
   */
  public double fowlkesMallows() {
    precision().requireComputable();
    recall().requireComputable();
    double product = (double) (truePositives + falsePositives) * (truePositives + falseNegatives);
    return truePositives / Math.sqrt(product);
  }

  /** The counts of both tables together. */
  public ConfusionTable plus(ConfusionTable other) {
    return new ConfusionTable(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives,
        trueNegatives + other.trueNegatives);
  }
}
