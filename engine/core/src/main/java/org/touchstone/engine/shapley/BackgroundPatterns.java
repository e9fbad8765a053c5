package org.touchstone.engine.shapley;

import java.util.Arrays;

/**
 * For each leaf of a tree the different patterns of the background rows, and how many have each.
 */
final class BackgroundPatterns {

  private final int[] first;
  private final long[] patterns;
  private final int[] counts;

  private BackgroundPatterns(int[] first, long[] patterns, int[] counts) {
    this.first = first;
    this.patterns = patterns;
    this.counts = counts;
  }

  /**
   * Counts patterns.
   *
   * @param columns the background rows' inputs, with a stride of {@code rows}
   */
  static BackgroundPatterns of(LeafPaths paths, double[] columns, int rows) {
    long[] left = new long[paths.splits() * ((rows + 63) >>> 6)];
    paths.compare(columns, rows, rows, left);
    int[] first = new int[paths.leaves() + 1];
    long[] patterns = new long[paths.leaves()];
    int[] counts = new int[paths.leaves()];
    long[] ofRow = new long[rows];
    long[] met = new long[LeafPaths.MAX_PLAYERS];
    int size = 0;
    for (int leaf = 0; leaf < paths.leaves(); leaf++) {
      paths.patterns(leaf, left, rows, ofRow, met);
      Arrays.sort(ofRow);
      for (int r = 0; r < rows; r++) {
        if (r > 0 && ofRow[r] == ofRow[r - 1]) {
          counts[size - 1]++;
          continue;
        }
        if (size == patterns.length) {
          patterns = Arrays.copyOf(patterns, 2 * size);
          counts = Arrays.copyOf(counts, 2 * size);
        }
        patterns[size] = ofRow[r];
        counts[size] = 1;
        size++;
      }
      first[leaf + 1] = size;
    }
    return new BackgroundPatterns(
        first, Arrays.copyOf(patterns, size), Arrays.copyOf(counts, size));
  }

  int first(int leaf) {
    return first[leaf];
  }

  int end(int leaf) {
    return first[leaf + 1];
  }

  long pattern(int index) {
    return patterns[index];
  }

  int count(int index) {
    return counts[index];
  }

  /** Number of background rows that reach a leaf. */
  int reaching(int leaf, long reached) {
    for (int i = first[leaf]; i < first[leaf + 1]; i++) {
      if (patterns[i] == reached) {
        return counts[i];
      }
    }
    return 0;
  }
}
