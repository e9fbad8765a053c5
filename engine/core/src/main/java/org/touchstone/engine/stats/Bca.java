package org.touchstone.engine.stats;

/**
 * Limits of BCa bootstrap intervals (bias-corrected and accelerated): B. Efron, Better bootstrap
 * confidence intervals, JASA 82, 1987, pp. 171-185.
 */
final class Bca {

  private Bca() {}

  /**
   * The lower and the upper limit.
   *
   * @param replicates the statistic of each resample, sorted
   * @param estimate the statistic of the data
   * @param acceleration the skewness of the jackknife influence values, over 6
   * @param z the quantile of the two-sided level, for example 1.96
   */
  static double[] limits(double[] replicates, double estimate, double acceleration, double z) {
    double bias = NormalQuantile.inverse(shareBelow(replicates, estimate));
    return new double[] {
      quantile(replicates, adjusted(bias, acceleration, -z)),
      quantile(replicates, adjusted(bias, acceleration, z))
    };
  }

  /** Share of the sorted replicates below the estimate, those equal to it counting one half. */
  private static double shareBelow(double[] replicates, double estimate) {
    double tolerance = 1e-12;
    double below = 0;
    for (double value : replicates) {
      if (value < estimate - tolerance) {
        below += 1;
      } else if (value <= estimate + tolerance) {
        below += 0.5;
      }
    }
    double share = below / replicates.length;
    // One half of a replicate away from 0 and 1, so that the bias stays finite.
    double least = 0.5 / replicates.length;
    return Math.min(1 - least, Math.max(least, share));
  }

  private static double adjusted(double bias, double acceleration, double z) {
    double shifted = bias + z;
    double scale = 1 - acceleration * shifted;
    // Beyond the pole of the correction only the outermost replicate is far enough out.
    return scale > 0
        ? NormalQuantile.cumulative(bias + shifted / scale)
        : NormalQuantile.cumulative(shifted * Double.POSITIVE_INFINITY);
  }

  /** The quantile of sorted values by linear interpolation at {@code (B + 1) p}. */
  private static double quantile(double[] sorted, double probability) {
    double position = (sorted.length + 1) * probability - 1;
    int index = (int) Math.floor(position);
    if (index < 0) {
      return sorted[0];
    }
    if (index >= sorted.length - 1) {
      return sorted[sorted.length - 1];
    }
    return sorted[index] + (position - index) * (sorted[index + 1] - sorted[index]);
  }
}
