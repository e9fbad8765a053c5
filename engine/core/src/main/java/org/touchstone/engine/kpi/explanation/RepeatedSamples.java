package org.touchstone.engine.kpi.explanation;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Random samples of rows without replacement, drawn again and again, and what a measure is on each.
 * A sample has all rows where there are no more than it asks for.
 */
final class RepeatedSamples {

  private final int[][] samples;

  /**
   * Draws the samples.
   *
   * @param rows positions of rows to draw from
   * @param size rows of a sample
   * @param repeats number of samples
   * @param seed each sample has a random stream that follows from it
   */
  RepeatedSamples(int[] rows, int size, int repeats, long seed) {
    this.samples = new int[repeats][];
    for (int repeat = 0; repeat < repeats; repeat++) {
      samples[repeat] = sample(rows, size, RandomSeeds.derive(seed, Integer.toString(repeat)));
    }
  }

  /**
   * A sample without replacement, in order; all rows if there are no more than {@code size}. The
   * first steps of a Fisher-Yates shuffle.
   */
  static int[] sample(int[] rows, int size, long seed) {
    if (size >= rows.length) {
      return rows.clone();
    }
    int[] shuffled = rows.clone();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < size; i++) {
      int other = i + random.nextInt(shuffled.length - i);
      int swapped = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = swapped;
    }
    int[] sample = Arrays.copyOf(shuffled, size);
    Arrays.sort(sample);
    return sample;
  }

  int repeats() {
    return samples.length;
  }

  /** The rows of a sample, in order. */
  int[] sample(int repeat) {
    return samples[repeat].clone();
  }

  /** The rows that are in any sample, in order. */
  int[] distinct() {
    return Arrays.stream(samples).flatMapToInt(Arrays::stream).sorted().distinct().toArray();
  }

  /**
   * The mean of a measure over the rows of each sample that have it.
   *
   * @param measure of a row; NaN where it has none
   * @return one number for each sample, empty if no row of a sample has the measure
   */
  OptionalDouble[] means(IntToDoubleFunction measure) {
    return Arrays.stream(samples)
        .map(
            sample ->
                IntStream.of(sample)
                    .mapToDouble(measure)
                    .filter(value -> !Double.isNaN(value))
                    .average())
        .toArray(OptionalDouble[]::new);
  }
}
