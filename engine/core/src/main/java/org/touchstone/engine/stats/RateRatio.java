package org.touchstone.engine.stats;

/**
 * Confidence intervals for the ratio of two independent proportions, {@code r = a / b}.
 *
 * <p>Method: the score interval of Miettinen and Nurminen, all {@code r} with
 *
 * <pre>
 * (a^ - r b^)^2 &lt;= z^2 V(r),   V(r) = (a~ (1 - a~) / m + r^2 b~ (1 - b~) / n) (m + n) / (m + n - 1)
 * </pre>
 *
 * where {@code a~ = r b~} and {@code b~} are the most likely rates whose ratio is {@code r}: {@code
 * b~} is the smaller root of {@code A b^2 + B b + C = 0} with {@code A = (m + n) r}, {@code B = -(m
 * r + x_a + n + x_b r)}, {@code C = x_a + x_b}.
 *
 * <p>Source: Miettinen and Nurminen, Comparative analysis of two rates, Statistics in Medicine 4,
 * 1985, pp. 213-226; without the factor {@code (m + n) / (m + n - 1)} it is the interval of
 * Koopman, Biometrics 40, 1984, pp. 513-517.
 */
public final class RateRatio {

  private static final String RATIO = "Miettinen-Nurminen 1985 score";
  private static final String SYMMETRIC = RATIO + ", folded at 1";

  private RateRatio() {}

  /**
   * The interval of {@code a / b}, within [0, infinity]. The upper limit is infinite if {@code b}
   * has no events: then a rate of 0 cannot be ruled out.
   *
   * @throws ArithmeticException if one of the rates is over no rows, or both rates are 0
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval interval(Proportion a, Proportion b, double level) {
    double z = NormalQuantile.twoSided(level);
    return new ConfidenceInterval(low(a, b, z), high(a, b, z), level, RATIO);
  }

  /**
   * The interval of {@code min(r, 1/r)}, within [0, 1]: the image of the interval of {@code r}. It
   * holds the symmetric ratio whenever that interval holds {@code r}, so its coverage is never
   * below that interval's. Conservative where the rates are nearly equal: if the interval of {@code
   * r} contains 1, the upper limit is 1, and coverage rises up to {@code (1 + level) / 2}.
   *
   * @throws ArithmeticException if one of the rates is over no rows, or both rates are 0
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval symmetricInterval(Proportion a, Proportion b, double level) {
    double z = NormalQuantile.twoSided(level);
    double low = low(a, b, z);
    double high = high(a, b, z);
    if (high <= 1) {
      return new ConfidenceInterval(low, high, level, SYMMETRIC);
    }
    if (low >= 1) {
      return new ConfidenceInterval(1 / high, 1 / low, level, SYMMETRIC);
    }
    return new ConfidenceInterval(Math.min(low, 1 / high), 1, level, SYMMETRIC);
  }

  private static double low(Proportion a, Proportion b, double z) {
    requireEvents(a, b);
    if (a.successes() == 0) {
      return 0;
    }
    double inside = b.successes() == 0 ? 1 : a.rate() / b.rate();
    // The estimate is inside; where it is infinite, a large enough ratio is.
    while (score(a, b, inside) > z) {
      inside *= 2;
    }
    double outside = inside;
    do {
      outside /= 2;
    } while (score(a, b, outside) <= z);
    return bisect(a, b, z, outside, inside);
  }

  private static double high(Proportion a, Proportion b, double z) {
    requireEvents(a, b);
    // Exchanging the groups inverts the ratio.
    return b.successes() == 0 ? Double.POSITIVE_INFINITY : 1 / low(b, a, z);
  }

  private static void requireEvents(Proportion a, Proportion b) {
    a.requireComputable();
    b.requireComputable();
    if (a.successes() == 0 && b.successes() == 0) {
      throw new ArithmeticException("The ratio of two rates of 0 is not computable");
    }
  }

  /** The point between {@code outside} (score above z) and {@code inside} where the score is z. */
  private static double bisect(Proportion a, Proportion b, double z, double out, double in) {
    double outside = out;
    double inside = in;
    while (true) {
      double middle = 0.5 * (outside + inside);
      if (middle <= outside || middle >= inside) {
        return outside;
      }
      if (score(a, b, middle) > z) {
        outside = middle;
      } else {
        inside = middle;
      }
    }
  }

  /** {@code (a^ - r b^) / sqrt(V(r))}, which falls from +infinity at {@code r = 0}. */
  private static double score(Proportion a, Proportion b, double r) {
    double m = a.trials();
    double n = b.trials();
    double quadratic = (m + n) * r;
    double linear = m * r + a.successes() + n + b.successes() * r;
    double constant = (double) a.successes() + b.successes();
    double root = Math.sqrt(Math.max(0, linear * linear - 4 * quadratic * constant));
    // The smaller root, in the form that does not cancel.
    double restrictedB = Math.min(1, 2 * constant / (linear + root));
    double restrictedA = Math.min(1, r * restrictedB);
    double variance =
        (restrictedA * (1 - restrictedA) / m + r * r * restrictedB * (1 - restrictedB) / n)
            * ((m + n) / (m + n - 1));
    double distance = a.rate() - r * b.rate();
    return distance == 0 ? 0 : distance / Math.sqrt(variance);
  }
}
