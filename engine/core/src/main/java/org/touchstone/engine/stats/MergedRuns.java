package org.touchstone.engine.stats;

/**
 * Merges sorted arrays into one ascending sequence, a chunk at a time: constant memory, and {@code
 * log2(k)} steps a number for {@code k} arrays.
 *
 * <p>A chunk is made of the next few numbers of each array, up to the smallest of their last ones:
 * whatever follows in any array is not lower. They are merged in pairs (bottom-up merge sort,
 * Knuth, The Art of Computer Programming 3, section 5.2.4).
 */
final class MergedRuns {

  private static final int CHUNK = 4096;
  private static final int LEAST_OF_EACH = 16;

  private final double[][] runs;
  private final int[] lengths;
  private final int[] positions;
  private final int ofEach;

  /** Where the part of each run starts in {@link #chunk}; the last entry is where all end. */
  private final int[] starts;

  private double[] chunk;
  private double[] spare;
  private int length;

  /** Merges {@code runs}, of which the first {@code lengths[r]} numbers ascend. */
  MergedRuns(double[][] runs, int[] lengths) {
    int used = 0;
    for (int r = 0; r < runs.length; r++) {
      used += lengths[r] > 0 ? 1 : 0;
    }
    this.runs = new double[used][];
    this.lengths = new int[used];
    this.positions = new int[used];
    for (int r = 0, u = 0; r < runs.length; r++) {
      if (lengths[r] > 0) {
        this.runs[u] = runs[r];
        this.lengths[u++] = lengths[r];
      }
    }
    this.ofEach = used == 0 ? 0 : Math.max(LEAST_OF_EACH, CHUNK / used);
    this.starts = new int[used + 1];
    this.chunk = new double[used > 1 ? used * ofEach : 0];
    this.spare = new double[chunk.length];
  }

  /** How many numbers the chunk has that {@link #next} returned last; 0 after the end. */
  int length() {
    return length;
  }

  /**
   * The next numbers in ascending order, from the start of the array that is returned. It is valid
   * until the next call, and not to be changed.
   */
  double[] next() {
    if (runs.length == 1) {
      length = positions[0] == 0 ? lengths[0] : 0;
      positions[0] = lengths[0];
      return runs[0];
    }
    collect(pivot());
    for (int parts = runs.length; parts > 1; parts = (parts + 1) / 2) {
      mergePairs(parts);
    }
    return chunk;
  }

  /** The smallest of the last numbers of the next parts; infinite where all parts are the last. */
  private double pivot() {
    double pivot = Double.POSITIVE_INFINITY;
    for (int r = 0; r < runs.length; r++) {
      if (lengths[r] - positions[r] > ofEach) {
        pivot = Math.min(pivot, runs[r][positions[r] + ofEach - 1]);
      }
    }
    return pivot;
  }

  /** Copies the next numbers of each run that are not above the pivot. */
  private void collect(double pivot) {
    length = 0;
    for (int r = 0; r < runs.length; r++) {
      int from = positions[r];
      int to = upTo(runs[r], from, from + Math.min(ofEach, lengths[r] - from), pivot);
      System.arraycopy(runs[r], from, chunk, length, to - from);
      positions[r] = to;
      starts[r] = length;
      length += to - from;
    }
    starts[runs.length] = length;
  }

  /** The first position from {@code from} to {@code to} whose number is above the pivot. */
  private static int upTo(double[] run, int from, int to, double pivot) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (run[middle] <= pivot) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void mergePairs(int parts) {
    for (int p = 0; p < parts; p += 2) {
      if (p + 1 < parts) {
        merge(starts[p], starts[p + 1], starts[p + 2]);
      } else {
        System.arraycopy(chunk, starts[p], spare, starts[p], starts[p + 1] - starts[p]);
      }
      starts[p / 2] = starts[p];
    }
    starts[(parts + 1) / 2] = length;
    double[] merged = spare;
    spare = chunk;
    chunk = merged;
  }

  private void merge(int from, int middle, int to) {
    double[] in = chunk;
    double[] out = spare;
    int left = from;
    int right = middle;
    int at = from;
    while (left < middle && right < to) {
      double x = in[left];
      double y = in[right];
      boolean first = x <= y;
      out[at++] = first ? x : y;
      left += first ? 1 : 0;
      right += first ? 0 : 1;
    }
    System.arraycopy(in, left, out, at, middle - left);
    System.arraycopy(in, right, out, at + middle - left, to - right);
  }
}
