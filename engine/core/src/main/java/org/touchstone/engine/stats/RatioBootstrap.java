package org.touchstone.engine.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Confidence interval of a ratio of sums, {@code sum_i a_i / sum_i b_i}, over units that were drawn
 * independently, for example sequences; with all b 1, of a mean. Units are drawn with replacement,
 * {@value #REPLICATES} times; the limits are BCa with the acceleration of the jackknife over units.
 *
 * <p>Source: B. Efron, Better bootstrap confidence intervals, JASA 82, 1987, pp. 171-185.
 */
public final class RatioBootstrap {

  /** Number of resamples. */
  public static final int REPLICATES = 2000;

  private static final String METHOD =
      "BCa bootstrap (Efron 1987) over the units, " + REPLICATES + " replicates";

  private RatioBootstrap() {}

  /**
   * The interval of the mean of some values; see {@link #interval}.
   *
   * @param values one for each unit
   */
  public static Optional<ConfidenceInterval> mean(double[] values, double level, long seed) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return interval(values, ones, level, seed);
  }

  /**
   * The interval. It lies within the smallest and the largest ratio of a resample; where all units
   * have the same ratio, it is that one value.
   *
   * @param numerators a, one for each unit
   * @param denominators b, one for each unit, 0 or more, one of them above 0
   * @param level confidence level in (0, 1)
   * @param seed the same seed gives the same interval
   * @return empty for fewer than two units with a positive denominator: they say nothing about the
   *     others
   * @throws IllegalArgumentException if the lengths differ, a denominator is negative, or the level
   *     is not in (0, 1)
   */
  public static Optional<ConfidenceInterval> interval(
      double[] numerators, double[] denominators, double level, long seed) {
    double z = NormalQuantile.twoSided(level);
    int units = requireUnits(numerators, denominators);
    if (units < 2) {
      return Optional.empty();
    }
    double a = Arrays.stream(numerators).sum();
    double b = Arrays.stream(denominators).sum();
    double[] replicates = replicates(numerators, denominators, seed);
    double estimate = a / b;
    if (replicates[replicates.length - 1] - replicates[0] <= 1e-12 * Math.abs(estimate)) {
      return Optional.of(new ConfidenceInterval(estimate, estimate, level, METHOD));
    }
    double acceleration = acceleration(numerators, denominators, a, b);
    double[] limits = Bca.limits(replicates, estimate, acceleration, z);
    return Optional.of(new ConfidenceInterval(limits[0], limits[1], level, METHOD));
  }

  private static int requireUnits(double[] numerators, double[] denominators) {
    if (numerators.length != denominators.length) {
      throw new IllegalArgumentException(
          numerators.length + " numerators for " + denominators.length + " denominators");
    }
    int units = 0;
    for (double b : denominators) {
      if (!(b >= 0)) {
        throw new IllegalArgumentException("A denominator is " + b + "; it is 0 or more");
      }
      units += b > 0 ? 1 : 0;
    }
    return units;
  }

  /** The ratio of each resample, sorted. Resamples without a denominator are drawn again. */
  private static double[] replicates(double[] numerators, double[] denominators, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int units = numerators.length;
    double[] ratios = new double[REPLICATES];
    for (int r = 0; r < ratios.length; r++) {
      double a;
      double b;
      do {
        a = 0;
        b = 0;
        for (int i = 0; i < units; i++) {
          int drawn = random.nextInt(units);
          a += numerators[drawn];
          b += denominators[drawn];
        }
      } while (b == 0);
      ratios[r] = a / b;
    }
    Arrays.sort(ratios);
    return ratios;
  }

  /** Of units whose removal leaves no denominator there are none: two or more have one. */
  private static double acceleration(
      double[] numerators, double[] denominators, double a, double b) {
    int units = numerators.length;
    double[] without = new double[units];
    for (int i = 0; i < units; i++) {
      without[i] = (a - numerators[i]) / (b - denominators[i]);
    }
    double mean = Arrays.stream(without).sum() / units;
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      double influence = mean - value;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
    return squares == 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
  }
}
