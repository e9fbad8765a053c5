package org.touchstone.engine.kpi.discrimination;

import java.util.Arrays;

/**
 * Finds all pairs of points within a Euclidean distance without comparing all pairs, also where
 * points have many coordinates.
 *
 * <p>A set is cut in two at the median of a coordinate. The pairs of each half are found in the
 * same way; a pair of both halves has its two points within the distance of the cut, so that only
 * these two slabs are joined, and are themselves cut in other coordinates. Where no cut leaves out
 * a tenth of the pairs, or few are left, points are compared. Which coordinate leaves out most is
 * estimated from a part of the points; the pairs that are found do not depend on it.
 *
 * <p>Source: J. L. Bentley, Multidimensional divide-and-conquer, Communications of the ACM 23, 1980
 * (fixed-radius near neighbours); the choice of the coordinate is ours.
 */
final class SimilarityJoin {

  /** Receives pairs of points. */
  interface Visitor {
    /** A pair; each comes once. */
    void visit(int a, int b);
  }

  /** Sets of so many points are compared point by point. */
  private static final int SMALL = 32;

  /** Points of a set that a cut is chosen by. */
  private static final int SAMPLE = 64;

  /** A cut is made if it leaves at most this share of the pairs. */
  private static final double WORTH_IT = 0.9;

  private static final long COMPARISONS_PER_LOOK = 1 << 20;

  private final double[] coordinates;
  private final int width;
  private final double distance;
  private final Visitor visitor;
  private final Runnable look;
  private final double[] sample = new double[2 * SAMPLE];
  private long comparisons;

  /**
   * A join.
   *
   * @param coordinates row-major, one row for each point
   * @param width coordinates of a point, 1 or more
   * @param distance the largest distance of a pair
   * @param visitor is told the pairs, always in the same order
   * @param look is run from time to time, and may throw to stop the work
   */
  SimilarityJoin(double[] coordinates, int width, double distance, Visitor visitor, Runnable look) {
    this.coordinates = coordinates;
    this.width = width;
    this.distance = distance;
    this.visitor = visitor;
    this.look = look;
  }

  /** Visits the pairs of some points. */
  void forEachPair(int[] points) {
    Cut cut = points.length > SMALL ? cut(points, new int[0]) : Cut.NONE;
    if (cut == Cut.NONE) {
      for (int i = 0; i < points.length; i++) {
        for (int j = i + 1; j < points.length; j++) {
          compare(points[i], points[j]);
        }
      }
      return;
    }
    int[] below = cut.below(points);
    int[] above = cut.above(points);
    forEachPair(below);
    forEachPair(above);
    between(cut.nearBelow(below), cut.nearAbove(above));
  }

  /** Visits the pairs of a point of the one set and a point of the other. */
  private void between(int[] a, int[] b) {
    Cut cut = (long) a.length * b.length > SMALL * SMALL ? cut(a, b) : Cut.NONE;
    if (cut == Cut.NONE) {
      for (int p : a) {
        for (int q : b) {
          compare(p, q);
        }
      }
      return;
    }
    int[] belowA = cut.below(a);
    int[] aboveA = cut.above(a);
    int[] belowB = cut.below(b);
    int[] aboveB = cut.above(b);
    between(belowA, belowB);
    between(aboveA, aboveB);
    between(cut.nearBelow(belowA), cut.nearAbove(aboveB));
    between(cut.nearAbove(aboveA), cut.nearBelow(belowB));
  }

  private void compare(int a, int b) {
    if (++comparisons % COMPARISONS_PER_LOOK == 0) {
      look.run();
    }
    double limit = distance * distance;
    double sum = 0;
    int i = a * width;
    int j = b * width;
    for (int k = 0; k < width && sum <= limit; k++) {
      double difference = coordinates[i + k] - coordinates[j + k];
      sum += difference * difference;
    }
    if (sum <= limit) {
      visitor.visit(a, b);
    }
  }

  /** How many pairs of points were compared. */
  long comparisons() {
    return comparisons;
  }

  /** The cut that leaves the fewest pairs of two sets. */
  private Cut cut(int[] a, int[] b) {
    double fewest = WORTH_IT;
    Cut best = Cut.NONE;
    for (int k = 0; k < width; k++) {
      int n = sample(b, k, sample(a, k, 0));
      Arrays.sort(sample, 0, n);
      double median = sample[n / 2];
      double left = left(n, median);
      if (left < fewest) {
        fewest = left;
        best = new Cut(coordinates, width, k, median, distance);
      }
    }
    return best;
  }

  /** Adds values of a coordinate, of points spread evenly over a set, to the sample. */
  private int sample(int[] points, int k, int from) {
    int size = Math.min(SAMPLE, points.length);
    for (int i = 0; i < size; i++) {
      int point = points[(int) ((long) i * points.length / size)];
      sample[from + i] = coordinates[point * width + k];
    }
    return from + size;
  }

  /** The share of the pairs that a cut leaves: those on one side, and those near it. */
  private double left(int n, double cut) {
    double below = 0;
    double nearBelow = 0;
    double nearAbove = 0;
    for (int i = 0; i < n; i++) {
      if (sample[i] < cut) {
        below++;
        nearBelow += sample[i] >= cut - distance ? 1 : 0;
      } else {
        nearAbove += sample[i] <= cut + distance ? 1 : 0;
      }
    }
    double above = n - below;
    return (below * below + above * above + 2 * nearBelow * nearAbove) / ((double) n * n);
  }

  /** A value of a coordinate that cuts sets in two. */
  private static final class Cut {

    static final Cut NONE = new Cut(new double[0], 0, 0, 0, 0);

    private final double[] coordinates;
    private final int width;
    private final int k;
    private final double at;

    /** The distance, and what rounding can add to it. */
    private final double reach;

    Cut(double[] coordinates, int width, int k, double at, double distance) {
      this.coordinates = coordinates;
      this.width = width;
      this.k = k;
      this.at = at;
      this.reach = distance + 1e-12 * distance + 4 * Math.ulp(at);
    }

    int[] below(int[] points) {
      return within(points, Double.NEGATIVE_INFINITY, Math.nextDown(at));
    }

    int[] above(int[] points) {
      return within(points, at, Double.POSITIVE_INFINITY);
    }

    int[] nearBelow(int[] below) {
      return within(below, at - reach, at);
    }

    int[] nearAbove(int[] above) {
      return within(above, at, at + reach);
    }

    private int[] within(int[] points, double low, double high) {
      int[] kept = new int[points.length];
      int count = 0;
      for (int point : points) {
        double value = coordinates[point * width + k];
        if (value >= low && value <= high) {
          kept[count++] = point;
        }
      }
      return Arrays.copyOf(kept, count);
    }
  }
}
