package org.touchstone.engine.model.fit;

/**
 * The log likelihood of 0-1 outcomes with log odds eta: {@code sum_i y_i eta_i - log(1 +
 * exp(eta_i))}, which is {@code -[eta disagrees with y] |eta| - log(1 + exp(-|eta|))}.
 *
 * <p>Factors {@code 1 + exp(-|eta|)}, which lie in (1, 2], are multiplied before a logarithm is
 * taken: it costs as much as the rest of a row.
 */
final class BernoulliSum {

  private static final double LARGE = 0x1p1000;

  private double sum;
  private double product = 1;

  /**
   * Adds an outcome.
   *
   * @param eta log odds
   * @param y 1 or 0
   * @param e {@code exp(-|eta|)}
   */
  void add(double eta, double y, double e) {
    sum += Math.min((2 * y - 1) * eta, 0);
    product *= 1 + e;
    if (product > LARGE) {
      sum -= Math.log(product);
      product = 1;
    }
  }

  double logLikelihood() {
    return sum - Math.log(product);
  }
}
