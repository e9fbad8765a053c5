package org.touchstone.engine.timeshap;

import java.util.Arrays;

/**
 * A summary of several values.
 *
 * @param count number of values, 1 or more
 * @param mean arithmetic mean
 * @param meanAbsolute mean of the absolute values
 * @param standardDeviation sample standard deviation; 0 of one value
 * @param min smallest value
 * @param lowerQuartile quantile 0.25, interpolated linearly (R's type 7)
 * @param median quantile 0.5
 * @param upperQuartile quantile 0.75
 * @param max largest value
 */
public record Distribution(
    int count,
    double mean,
    double meanAbsolute,
    double standardDeviation,
    double min,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double max) {

  /**
   * Summarises values.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Distribution of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("A distribution needs a value");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    double mean = Arrays.stream(sorted).sum() / count;
    double squares = 0;
    double absolute = 0;
    for (double value : sorted) {
      squares += (value - mean) * (value - mean);
      absolute += Math.abs(value);
    }
    return new Distribution(
        count,
        mean,
        absolute / count,
        count == 1 ? 0 : Math.sqrt(squares / (count - 1)),
        sorted[0],
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        sorted[count - 1]);
  }

  private static double quantile(double[] sorted, double p) {
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
