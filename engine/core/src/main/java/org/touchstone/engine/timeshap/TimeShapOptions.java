package org.touchstone.engine.timeshap;

import java.util.OptionalDouble;

/**
 * How sequences are explained.
 *
 * @param tolerance the pruning tolerance eta, on the scale of the model's output; without one no
 *     event is pruned
 * @param nsamples largest number of coalitions that are evaluated, the empty and the full one not
 *     counted; where there are not more, all are, and the values are exact
 * @param seed of the random coalitions
 */
public record TimeShapOptions(OptionalDouble tolerance, int nsamples, long seed) {

  /** The paper's choice: eta = 0.025, 32,000 coalitions (sections 4 and 4.1); seed 42. */
  public static final TimeShapOptions DEFAULT =
      new TimeShapOptions(OptionalDouble.of(0.025), 32_000, 42);

  /** Largest number of coalitions. */
  private static final int MOST_SAMPLES = 1 << 22;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the tolerance is negative or NaN, or nsamples is not in [2,
   *     4194304]
   */
  public TimeShapOptions {
    if (tolerance.isPresent() && !(tolerance.getAsDouble() >= 0)) {
      throw new IllegalArgumentException(
          "The pruning tolerance is " + tolerance.getAsDouble() + "; it is 0 or more");
    }
    if (nsamples < 2 || nsamples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "nsamples is " + nsamples + "; it is from 2 to " + MOST_SAMPLES);
    }
  }

  /** The same options with another pruning tolerance. */
  public TimeShapOptions withTolerance(double eta) {
    return new TimeShapOptions(OptionalDouble.of(eta), nsamples, seed);
  }

  /** The same options without pruning. */
  public TimeShapOptions withoutPruning() {
    return new TimeShapOptions(OptionalDouble.empty(), nsamples, seed);
  }

  /** The same options with another number of coalitions. */
  public TimeShapOptions withNsamples(int count) {
    return new TimeShapOptions(tolerance, count, seed);
  }

  /** The same options with another seed. */
  public TimeShapOptions withSeed(long other) {
    return new TimeShapOptions(tolerance, nsamples, other);
  }
}
