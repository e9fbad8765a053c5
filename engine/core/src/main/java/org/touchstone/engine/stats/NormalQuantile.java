package org.touchstone.engine.stats;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;

/** The standard normal distribution. */
final class NormalQuantile {

  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);
  private static final double SQRT2 = Math.sqrt(2);

  private NormalQuantile() {}

  /**
   * The {@code z} with {@code P(|Z| <= z) = level}, for example 1.96 for 0.95.
   *
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  static double twoSided(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("A confidence level lies in (0, 1), found " + level);
    }
    return SQRT2 * Erf.erfInv(level);
  }

  /** The {@code z} with {@code P(Z <= z) = probability}; infinite for 0 and 1. */
  static double inverse(double probability) {
    return STANDARD.inverseCumulativeProbability(probability);
  }

  /** {@code P(Z <= z)}. */
  static double cumulative(double z) {
    return 0.5 * Erf.erfc(-z / SQRT2);
  }
}
