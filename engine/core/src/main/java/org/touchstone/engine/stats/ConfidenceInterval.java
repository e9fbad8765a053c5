package org.touchstone.engine.stats;

/**
 * A two-sided confidence interval {@code [low, high]}, both ends included.
 *
 * @param low lower limit; may be {@code -Infinity}
 * @param high upper limit; may be {@code +Infinity}
 * @param level confidence level in (0, 1), for example 0.95
 * @param method how it was computed, with its citation, for example "DeLong 1988, logit scale"
 */
public record ConfidenceInterval(double low, double high, double level, String method) {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is NaN, the limits are in the wrong order, or the
   *     level is not in (0, 1)
   */
  public ConfidenceInterval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "A confidence interval needs low <= high, found [" + low + ", " + high + "]");
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("A confidence level lies in (0, 1), found " + level);
    }
  }

  /** Whether {@code value} lies in the interval, the ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
