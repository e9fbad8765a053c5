package org.touchstone.engine.counterfactual;

import java.util.Arrays;

/** Orders of numbers. */
final class Ranking {

  private Ranking() {}

  /**
   * The positions of the first {@code count} numbers, largest first; equal ones in their order. A
   * merge sort of positions, which a library's sort would box.
   */
  static int[] descending(double[] numbers, int count) {
    int[] from = new int[count];
    Arrays.setAll(from, i -> i);
    int[] to = new int[count];
    for (int run = 1; run < count; run *= 2) {
      for (int low = 0; low < count; low += 2 * run) {
        merge(numbers, from, to, low, Math.min(low + run, count), Math.min(low + 2 * run, count));
      }
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private static void merge(double[] numbers, int[] from, int[] to, int low, int middle, int high) {
    int a = low;
    int b = middle;
    for (int at = low; at < high; at++) {
      boolean first =
          b == high || (a < middle && Double.compare(numbers[from[a]], numbers[from[b]]) >= 0);
      to[at] = first ? from[a++] : from[b++];
    }
  }
}
