package org.touchstone.engine.kpi.discrimination;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much the scores of similar individuals differ: the largest difference and its pair, the mean,
 * quantiles, and the largest differences of bootstrap samples of the rows. A pair of individuals
 * counts as often as there are pairs of their rows. Pairs are visited several times; of many pairs
 * only those with the largest differences are stored.
 */
final class PairDifferences {

  /** Pairs that are held at a time for the bootstrap samples. */
  private static final int HELD = 1 << 16;

  private static final int BINS = 4096;

  private final SimilarIndividuals individuals;
  private final int held;
  private final boolean[] paired;
  private long pairs;
  private double sum;
  private double max = -1;
  private int maxA;
  private int maxB;

  PairDifferences(SimilarIndividuals individuals) {
    this(individuals, HELD);
  }

  /**
   * Reads the pairs.
   *
   * @param held pairs that are held at a time; any number gives the same results
   */
  PairDifferences(SimilarIndividuals individuals, int held) {
    this.individuals = individuals;
    this.held = held;
    this.paired = new boolean[individuals.count()];
    individuals.forEachPair(
        (a, b, difference) -> {
          long weight = weight(a, b);
          pairs += weight;
          sum += weight * difference;
          paired[a] = true;
          paired[b] = true;
          if (difference > max) {
            max = difference;
            maxA = a;
            maxB = b;
          }
        });
  }

  private long weight(int a, int b) {
    return individuals.weight(a) * individuals.weight(b);
  }

  /** Number of pairs of rows. */
  long pairs() {
    return pairs;
  }

  /** Number of rows that have a similar row. */
  long pairedRows() {
    long rows = 0;
    for (int i = 0; i < paired.length; i++) {
      rows += paired[i] ? individuals.weight(i) : 0;
    }
    return rows;
  }

  /** The largest difference; there is a pair. */
  double max() {
    return max;
  }

  /** The individuals of a pair with the largest difference, the one of the earlier row first. */
  int[] maxPair() {
    return individuals.firstRow(maxA) <= individuals.firstRow(maxB)
        ? new int[] {maxA, maxB}
        : new int[] {maxB, maxA};
  }

  double mean() {
    return sum / pairs;
  }

  /**
   * The smallest difference that at least a share of the pairs do not exceed.
   *
   * @param share in (0, 1)
   */
  double quantile(double share) {
    double rank = Math.ceil(share * pairs);
    double low = 0;
    double high = max;
    double below = 0;
    while (low < high) {
      double from = low;
      double to = high;
      Bins bins = new Bins(from, to);
      individuals.forEachPair(
          (a, b, difference) -> {
            if (difference >= from && difference <= to) {
              bins.add(difference, weight(a, b));
            }
          });
      int bin = 0;
      while (below + bins.weights[bin] < rank) {
        below += bins.weights[bin++];
      }
      low = bins.least[bin];
      high = bins.largest[bin];
    }
    return low;
  }

  /** The weights of differences by equal parts of a range, and what is in each part. */
  private static final class Bins {
    private final double from;
    private final double perUnit;
    private final double[] weights = new double[BINS];
    private final double[] least = new double[BINS];
    private final double[] largest = new double[BINS];

    Bins(double from, double to) {
      this.from = from;
      this.perUnit = BINS / (to - from);
      Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    void add(double difference, long weight) {
      // The division can overflow where the range is tiny: Math.min takes infinity as well.
      int bin = (int) Math.min(BINS - 1, (difference - from) * perUnit);
      weights[bin] += weight;
      least[bin] = Math.min(least[bin], difference);
      largest[bin] = Math.max(largest[bin], difference);
    }
  }

  /**
   * The largest differences of bootstrap samples of the rows, in increasing order, without those of
   * samples that hold no two similar individuals.
   *
   * @param samples number of samples, a multiple of 64
   */
  double[] bootstrapMaxima(int samples, long seed) {
    int words = samples / Long.SIZE;
    long[] present = present(samples, seed);
    long[] waiting = new long[words];
    Arrays.fill(waiting, -1);
    double[] maxima = new double[samples];
    int found = 0;
    double ceiling = Double.POSITIVE_INFINITY;
    while (true) {
      Largest largest = new Largest(present, waiting, ceiling, held);
      individuals.forEachPair(largest);
      for (int i : largest.descending()) {
        int a = largest.first[i] * words;
        int b = largest.second[i] * words;
        for (int w = 0; w < words; w++) {
          long hit = present[a + w] & present[b + w] & waiting[w];
          waiting[w] &= ~hit;
          for (int n = Long.bitCount(hit); n > 0; n--) {
            maxima[found++] = largest.difference[i];
          }
        }
      }
      if (found == samples || largest.complete()) {
        double[] sorted = Arrays.copyOf(maxima, found);
        Arrays.sort(sorted);
        return sorted;
      }
      // Pairs at the smallest difference that was held may have been left out: it stays allowed.
      ceiling = largest.smallest();
    }
  }

  /** Bit s of an individual: one of its rows is in sample s. */
  private long[] present(int samples, long seed) {
    int words = samples / Long.SIZE;
    int[] individualOfRow = individuals.individualOfRow();
    long[] present = new long[individuals.count() * words];
    SplittableRandom streams = new SplittableRandom(seed);
    for (int sample = 0; sample < samples; sample++) {
      SplittableRandom stream = streams.split();
      int word = sample / Long.SIZE;
      long bit = 1L << (sample % Long.SIZE);
      for (int draw = 0; draw < individualOfRow.length; draw++) {
        present[individualOfRow[stream.nextInt(individualOfRow.length)] * words + word] |= bit;
      }
    }
    return present;
  }

  /** Holds the pairs with the largest differences that a waiting sample has both sides of. */
  private static final class Largest implements SimilarIndividuals.PairVisitor {
    private final long[] present;
    private final long[] waiting;
    private final double ceiling;
    private final int held;
    private final int[] first;
    private final int[] second;
    private final double[] difference;
    private int size;
    private double floor = -1;
    private boolean dropped;

    Largest(long[] present, long[] waiting, double ceiling, int held) {
      this.present = present;
      this.waiting = waiting;
      this.ceiling = ceiling;
      this.held = held;
      this.first = new int[2 * held];
      this.second = new int[2 * held];
      this.difference = new double[2 * held];
    }

    @Override
    public void visit(int a, int b, double value) {
      if (value > ceiling) {
        return;
      }
      if (value < floor) {
        dropped = true;
        return;
      }
      if (!wanted(a, b)) {
        return;
      }
      if (size == first.length) {
        halve();
        if (value < floor) {
          return;
        }
      }
      first[size] = a;
      second[size] = b;
      difference[size++] = value;
    }

    private boolean wanted(int a, int b) {
      int words = waiting.length;
      for (int w = 0; w < words; w++) {
        if ((present[a * words + w] & present[b * words + w] & waiting[w]) != 0) {
          return true;
        }
      }
      return false;
    }

    /** Keeps the larger half. */
    private void halve() {
      int[] order = descending();
      floor = difference[order[held - 1]];
      dropped = true;
      int[] a = new int[held];
      int[] b = new int[held];
      double[] values = new double[held];
      for (int i = 0; i < held; i++) {
        a[i] = first[order[i]];
        b[i] = second[order[i]];
        values[i] = difference[order[i]];
      }
      System.arraycopy(a, 0, first, 0, held);
      System.arraycopy(b, 0, second, 0, held);
      System.arraycopy(values, 0, difference, 0, held);
      size = held;
    }

    int[] descending() {
      return java.util.stream.IntStream.range(0, size)
          .boxed()
          .sorted((i, j) -> Double.compare(difference[j], difference[i]))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    boolean complete() {
      return !dropped;
    }

    double smallest() {
      return floor;
    }
  }
}
