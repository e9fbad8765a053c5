package org.touchstone.engine.stats;

/**
 * Confidence intervals for the difference of two independent proportions, {@code d = a - b}.
 *
 * <p>Method: Newcombe's hybrid score interval. With {@code a} in {@code [l_a, u_a]} and {@code b}
 * in {@code [l_b, u_b]} (Wilson),
 *
 * <pre>
 * low  = d - sqrt((a - l_a)^2 + (u_b - b)^2)
 * high = d + sqrt((u_a - a)^2 + (b - l_b)^2)
 * </pre>
 *
 * Source: Newcombe, Interval estimation for the difference between independent proportions:
 * comparison of eleven methods, Statistics in Medicine 17, 1998, pp. 873-890, method 10.
 */
public final class RateDifference {

  private static final String SIGNED = "Newcombe 1998 hybrid score (method 10)";
  private static final String ABSOLUTE = SIGNED + ", folded at 0";

  private RateDifference() {}

  /**
   * The interval of {@code a - b}, within [-1, 1].
   *
   * @throws ArithmeticException if one of the rates is over no rows
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval signed(Proportion a, Proportion b, double level) {
    Limits limits = limits(a, b, NormalQuantile.twoSided(level));
    return new ConfidenceInterval(limits.low, limits.high, level, SIGNED);
  }

  /**
   * The interval of {@code |a - b|}, within [0, 1]: the image of the signed interval. It holds the
   * absolute difference whenever the signed interval holds the signed one, so its coverage is never
   * below the signed interval's. Conservative where the rates are nearly equal: if the signed
   * interval contains 0, the lower limit is 0, and coverage rises up to {@code (1 + level) / 2}.
   *
   * @throws ArithmeticException if one of the rates is over no rows
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval absolute(Proportion a, Proportion b, double level) {
    Limits limits = limits(a, b, NormalQuantile.twoSided(level));
    if (limits.low >= 0) {
      return new ConfidenceInterval(limits.low, limits.high, level, ABSOLUTE);
    }
    if (limits.high <= 0) {
      return new ConfidenceInterval(-limits.high, -limits.low, level, ABSOLUTE);
    }
    return new ConfidenceInterval(0, Math.max(-limits.low, limits.high), level, ABSOLUTE);
  }

  /** The signed limits with their estimate; {@code low <= estimate <= high}. */
  record Limits(double low, double estimate, double high) {
    boolean containsZero() {
      return low <= 0 && high >= 0;
    }

    /** The same limits of {@code |estimate|}, turned around if the estimate is negative. */
    Limits upright() {
      return estimate < 0 ? new Limits(-high, -estimate, -low) : this;
    }
  }

  static Limits limits(Proportion a, Proportion b, double z) {
    double rateA = a.rate();
    double rateB = b.rate();
    Wilson intervalA = Wilson.of(a, z);
    Wilson intervalB = Wilson.of(b, z);
    double difference = rateA - rateB;
    double down = Math.hypot(rateA - intervalA.low(), intervalB.high() - rateB);
    double up = Math.hypot(intervalA.high() - rateA, rateB - intervalB.low());
    return new Limits(Math.max(-1, difference - down), difference, Math.min(1, difference + up));
  }
}
