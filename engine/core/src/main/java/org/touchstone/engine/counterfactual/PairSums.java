package org.touchstone.engine.counterfactual;

import java.util.Arrays;

/** Sums over all unordered pairs of values, without visiting the pairs. */
final class PairSums {

  private PairSums() {}

  /**
   * {@code sum_{i<j} |v_i - v_j| / scale} by sorting: the value of rank r, from 0, is added r times
   * and subtracted n - 1 - r times. A pair with one missing value counts 1; with a scale of 0 the
   * sum is infinite, or 0 where all values are the same.
   */
  static double absoluteDifferences(double[] values, double scale) {
    double[] sorted = values.clone();
    Arrays.sort(sorted); // NaN last
    int present = sorted.length;
    while (present > 0 && Double.isNaN(sorted[present - 1])) {
      present--;
    }
    double sum = 0;
    for (int rank = 0; rank < present; rank++) {
      sum += sorted[rank] * (2.0 * rank - present + 1);
    }
    double scaled = scale > 0 ? sum / scale : sum > 0 ? Double.POSITIVE_INFINITY : 0;
    return scaled + (double) present * (sorted.length - present);
  }

  /** Number of unordered pairs whose values differ; missing values are equal to each other. */
  static double differentValues(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double equal = 0;
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || Double.compare(sorted[i], sorted[from]) != 0) {
        double run = i - from;
        equal += run * (run - 1) / 2;
        from = i;
      }
    }
    return sorted.length * (sorted.length - 1.0) / 2 - equal;
  }
}
