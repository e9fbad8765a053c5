package org.touchstone.engine.stats;

import org.touchstone.engine.stats.RateDifference.Limits;

/**
 * The confidence interval of the equalised odds difference {@code (|f| + |t|) / 2}, where {@code f}
 * is the difference of two false positive rates and {@code t} of two true positive rates, all four
 * over different rows.
 *
 * <p>Method of variance estimates recovery (MOVER): {@code f} and {@code t} have hybrid score
 * limits {@code [l, u]} (see {@link RateDifference}). Where their signs are known, {@code |f| +
 * |t|} is a sum of two independent quantities, and with both turned to be positive
 *
 * <pre>
 * low  = f + t - sqrt((f - l_f)^2 + (t - l_t)^2)
 * high = f + t + sqrt((u_f - f)^2 + (u_t - t)^2)
 * </pre>
 *
 * These are the smallest and the largest sum over the region whose boundary is a quarter of an
 * ellipse in each quadrant about {@code (f, t)}. The upper limit is always the largest {@code |f| +
 * |t|} over that region, whatever the signs. Near a kink of the absolute value a sign is not known:
 * if the region of joint confidence (the square of its radius is the quantile of chi-squared with
 * two degrees of freedom, {@code -2 ln(1 - level)}) touches {@code f = 0} or {@code t = 0}, the
 * lower limit is the smallest {@code |f| + |t|} over that larger region. This is conservative: near
 * a kink, where a difference is small against its uncertainty, coverage of a 95 % interval rises to
 * up to 99 %; far from one, and where both differences are 0, it is the level.
 *
 * <p>Source: Zou and Donner, Construction of confidence limits about effect measures: a general
 * approach, Statistics in Medicine 27, 2008, pp. 1693-1702; the hybrid score limits are Newcombe
 * 1998, method 10. The projection of a joint region is Scheffe's (1953).
 */
public final class EqualizedOddsInterval {

  private static final String METHOD =
      "MOVER (Zou and Donner 2008) of Newcombe 1998 hybrid score limits, joint region near 0";

  private EqualizedOddsInterval() {}

  /**
   * The interval, within [0, 1].
   *
   * @param falsePositivesA false positives among the negatives of the one group
   * @param falsePositivesB false positives among the negatives of the other group
   * @param truePositivesA true positives among the positives of the one group
   * @param truePositivesB true positives among the positives of the other group
   * @param level confidence level in (0, 1)
   * @throws ArithmeticException if one of the rates is over no rows
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval of(
      Proportion falsePositivesA,
      Proportion falsePositivesB,
      Proportion truePositivesA,
      Proportion truePositivesB,
      double level) {
    double z = NormalQuantile.twoSided(level);
    Limits f = RateDifference.limits(falsePositivesA, falsePositivesB, z);
    Limits t = RateDifference.limits(truePositivesA, truePositivesB, z);
    double joint = Math.sqrt(-2 * Math.log1p(-level));
    Limits jointF = RateDifference.limits(falsePositivesA, falsePositivesB, joint);
    Limits jointT = RateDifference.limits(truePositivesA, truePositivesB, joint);
    boolean signsKnown = !jointF.containsZero() && !jointT.containsZero();
    double low =
        signsKnown
            ? smallestSum(f.upright(), t.upright())
            : smallestSum(jointF.upright(), jointT.upright());
    double high = largestSum(f.upright(), t.upright());
    return new ConfidenceInterval(Math.max(0, low / 2), Math.min(1, high / 2), level, METHOD);
  }

  /**
   * The smallest {@code |f| + |t|} over the region about {@code (f, t)}; both estimates are >= 0.
   */
  private static double smallestSum(Limits f, Limits t) {
    double downF = f.estimate() - f.low();
    double downT = t.estimate() - t.low();
    double fInRadii = f.estimate() / downF;
    double tInRadii = t.estimate() / downT;
    if (fInRadii * fInRadii + tInRadii * tInRadii <= 1) {
      return 0;
    }
    double radius = Math.hypot(downF, downT);
    if (f.estimate() < downF * downF / radius) {
      return t.estimate() - downT * Math.sqrt(1 - fInRadii * fInRadii);
    }
    if (t.estimate() < downT * downT / radius) {
      return f.estimate() - downF * Math.sqrt(1 - tInRadii * tInRadii);
    }
    return f.estimate() + t.estimate() - radius;
  }

  /** The largest {@code |f| + |t|} over the region: the largest of the four signed sums. */
  private static double largestSum(Limits f, Limits t) {
    double upF = f.high() - f.estimate();
    double downF = f.estimate() - f.low();
    double upT = t.high() - t.estimate();
    double downT = t.estimate() - t.low();
    double both = f.estimate() + t.estimate() + Math.hypot(upF, upT);
    double fTurned = t.estimate() - f.estimate() + Math.hypot(downF, upT);
    double tTurned = f.estimate() - t.estimate() + Math.hypot(upF, downT);
    double neither = Math.hypot(downF, downT) - f.estimate() - t.estimate();
    return Math.max(Math.max(both, fTurned), Math.max(tTurned, neither));
  }
}
