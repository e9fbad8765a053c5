package org.touchstone.engine.kpi.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.touchstone.engine.run.Execution;

/**
 * Pairs of one lower and one upper vector whose cosine similarity is above a limit: how many there
 * are, and the closest ones. Products are formed block by block; memory is that of the vectors.
 *
 * @param count number of pairs
 * @param closest the closest pairs, the most similar first; of equal ones the earlier first
 */
record SimilarPairs(long count, List<Pair> closest) {

  /** How many of the closest pairs are kept. */
  static final int KEPT = 20;

  private static final int LOWER_BLOCK = 64;
  private static final int UPPER_BLOCK = 512;

  private static final Comparator<Pair> CLOSEST_FIRST =
      Comparator.comparingDouble(Pair::cosine)
          .reversed()
          .thenComparingInt(Pair::lower)
          .thenComparingInt(Pair::upper);

  /**
   * A pair.
   *
   * @param lower index of the lower vector
   * @param upper index of the upper vector
   * @param cosine their cosine similarity, at most 1
   */
  record Pair(int lower, int upper, double cosine) {}

  SimilarPairs {
    closest = List.copyOf(closest);
  }

  /**
   * Finds the pairs.
   *
   * @param lower row-major vectors of length 1, or 0 for one without a direction
   * @param upper the same
   * @param width coordinates of a vector
   * @param limit a pair counts if its cosine similarity is above this
   */
  static SimilarPairs find(
      double[] lower, double[] upper, int width, double limit, Execution execution) {
    int lowers = lower.length / width;
    Blocks blocks = new Blocks(upper, width);
    long[] count = new long[1];
    PriorityQueue<Pair> best = new PriorityQueue<>(CLOSEST_FIRST.reversed());
    execution.run(
        "comparing " + lowers + " with " + upper.length / width + " rows near the threshold",
        lowers,
        LOWER_BLOCK,
        (from, to) -> blocks.compare(lower, from, to, limit),
        found -> {
          count[0] += found.count();
          found.closest().forEach(pair -> keep(best, pair));
        });
    List<Pair> closest = new ArrayList<>(best);
    closest.sort(CLOSEST_FIRST);
    return new SimilarPairs(count[0], closest);
  }

  private static void keep(PriorityQueue<Pair> best, Pair pair) {
    best.add(pair);
    if (best.size() > KEPT) {
      best.remove();
    }
  }

  /**
   * The upper vectors in blocks, each block coordinate by coordinate: the inner loop has stride 1.
   */
  private static final class Blocks {
    private final double[] columns;
    private final int width;
    private final int count;

    Blocks(double[] upper, int width) {
      this.width = width;
      this.count = upper.length / width;
      int blocks = (count + UPPER_BLOCK - 1) / UPPER_BLOCK;
      this.columns = new double[blocks * UPPER_BLOCK * width];
      for (int row = 0; row < count; row++) {
        int at = row / UPPER_BLOCK * UPPER_BLOCK * width + row % UPPER_BLOCK;
        for (int k = 0; k < width; k++) {
          columns[at + k * UPPER_BLOCK] = upper[row * width + k];
        }
      }
    }

    SimilarPairs compare(double[] lower, int from, int to, double limit) {
      double[] products = new double[UPPER_BLOCK];
      PriorityQueue<Pair> best = new PriorityQueue<>(CLOSEST_FIRST.reversed());
      long found = 0;
      for (int first = 0; first < count; first += UPPER_BLOCK) {
        int inBlock = Math.min(UPPER_BLOCK, count - first);
        for (int i = from; i < to; i++) {
          multiply(lower, i * width, first * width, products);
          for (int j = 0; j < inBlock; j++) {
            // Rounding can make two vectors of one direction more than parallel.
            double cosine = Math.min(1, products[j]);
            if (cosine > limit) {
              found++;
              Pair worst = best.size() < KEPT ? null : best.peek();
              if (worst == null || cosine >= worst.cosine()) {
                keep(best, new Pair(i, first + j, cosine));
              }
            }
          }
        }
      }
      return new SimilarPairs(found, List.copyOf(best));
    }

    private void multiply(double[] lower, int at, int block, double[] products) {
      java.util.Arrays.fill(products, 0);
      for (int k = 0; k < width; k++) {
        double value = lower[at + k];
        if (value != 0) {
          int column = block + k * UPPER_BLOCK;
          for (int j = 0; j < UPPER_BLOCK; j++) {
            products[j] += value * columns[column + j];
          }
        }
      }
    }
  }
}
