package org.touchstone.engine.model;

/**
 * A classifier that is the logistic function of a smooth score, its log odds. Where the probability
 * is 0 or 1 to the last digit, the log odds and their gradient still say how far the decision
 * boundary is.
 */
public interface LogOddsClassifier extends DifferentiableClassifier {

  /**
   * Computes the log odds of the positive class, {@code log(p / (1 - p))}.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives the log odds of each row
   */
  void logOdds(double[] rows, int count, double[] out);

  /**
   * Computes the log odds and their gradient: {@code gradients[i * inputWidth() + j] = d logOdds_i
   * / dx_ij}.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives the log odds of each row
   * @param gradients receives the row-major gradients, at least {@code count * inputWidth()} long
   */
  void logOddsGradient(double[] rows, int count, double[] out, double[] gradients);
}
