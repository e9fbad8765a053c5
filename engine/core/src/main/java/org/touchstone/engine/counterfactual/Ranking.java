package org.touchstone.engine.counterfactual;

import java.util.stream.IntStream;

/** Orders of numbers. */
final class Ranking {

  private Ranking() {}

  /** The positions of the first {@code count} numbers, largest first; equal ones in their order. */
  static int[] descending(double[] numbers, int count) {
    return IntStream.range(0, count)
        .boxed()
        .sorted((a, b) -> Double.compare(numbers[b], numbers[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
