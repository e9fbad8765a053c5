package org.touchstone.engine.stats;

/**
 * The score interval of one proportion: all {@code p} with {@code (p^ - p)^2 <= z^2 p (1 - p) / n}.
 *
 * <p>Source: Wilson, Probable inference, the law of succession, and statistical inference, JASA 22,
 * 1927, pp. 209-212; Newcombe, Two-sided confidence intervals for the single proportion, Statistics
 * in Medicine 17, 1998, pp. 857-872, method 3.
 *
 * @param low lower limit, exactly 0 for no events
 * @param high upper limit, exactly 1 for events only
 */
record Wilson(double low, double high) {

  /**
   * The interval of {@code rate} over {@code trials > 0} rows, which need not be a whole number.
   */
  static Wilson of(double rate, double trials, double z) {
    double z2 = z * z;
    double centre = rate + z2 / (2 * trials);
    double half = z * Math.sqrt((rate * (1 - rate) + z2 / (4 * trials)) / trials);
    double scale = 1 + z2 / trials;
    double low = rate <= 0 ? 0 : Math.max(0, (centre - half) / scale);
    double high = rate >= 1 ? 1 : Math.min(1, (centre + half) / scale);
    // Rounding must not put the estimate outside of its own interval.
    return new Wilson(Math.min(low, rate), Math.max(high, rate));
  }

  static Wilson of(Proportion proportion, double z) {
    return of(proportion.rate(), proportion.trials(), z);
  }
}
