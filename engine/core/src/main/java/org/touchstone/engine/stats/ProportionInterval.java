package org.touchstone.engine.stats;

/**
 * The confidence interval of one proportion: Wilson's score interval.
 *
 * <p>Source: Wilson, Probable inference, the law of succession, and statistical inference, JASA 22,
 * 1927, pp. 209-212; Newcombe, Two-sided confidence intervals for the single proportion, Statistics
 * in Medicine 17, 1998, pp. 857-872, method 3.
 */
public final class ProportionInterval {

  private static final String METHOD = "Wilson 1927 score";

  private ProportionInterval() {}

  /**
   * The interval of a proportion.
   *
   * @param level confidence level in (0, 1)
   * @throws ArithmeticException if the rate is over no rows
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval of(Proportion proportion, double level) {
    Wilson limits = Wilson.of(proportion, NormalQuantile.twoSided(level));
    return new ConfidenceInterval(limits.low(), limits.high(), level, METHOD);
  }

  /**
   * The interval of the mean of shares, each in [0, 1] and of a row of its own. A share's variance
   * is at most {@code p (1 - p)}, that of a yes or no with the same mean p, so the interval of a
   * proportion over the rows covers at least as often as it says.
   *
   * @param mean mean of the shares, in [0, 1]
   * @param rows number of shares, 1 or more
   * @param level confidence level in (0, 1)
   * @throws IllegalArgumentException if the mean or the level is out of range, or there are no rows
   */
  public static ConfidenceInterval ofMeanShare(double mean, long rows, double level) {
    if (!(mean >= 0 && mean <= 1) || rows < 1) {
      throw new IllegalArgumentException(
          "A mean share lies in [0, 1] and is of 1 row or more, found " + mean + " of " + rows);
    }
    Wilson limits = Wilson.of(mean, rows, NormalQuantile.twoSided(level));
    return new ConfidenceInterval(
        limits.low(), limits.high(), level, METHOD + ", rows as trials (conservative for shares)");
  }
}
