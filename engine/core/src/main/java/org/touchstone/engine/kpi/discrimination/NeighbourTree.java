package org.touchstone.engine.kpi.discrimination;

/**
 * A k-d tree over points that finds all pairs within a distance without comparing all of them.
 *
 * <p>A node holds a range of the points and the box around them. Two nodes whose boxes are further
 * apart than the distance have no pair; two leaves are compared point by point. Source: J. L.
 * Bentley, Multidimensional binary search trees used for associative searching, Communications of
 * the ACM 18, 1975; pairs of nodes: A. Gray, A. Moore, N-body problems in statistical learning,
 * NIPS 2000.
 */
final class NeighbourTree {

  /** Receives pairs of points. */
  interface Visitor {
    /** A pair; each comes once. */
    void visit(int a, int b);
  }

  private static final int LEAF = 16;

  private final double[] coordinates;
  private final int width;
  private final int[] points;
  private final double[] low;
  private final double[] high;

  /**
   * A tree.
   *
   * @param coordinates row-major, one row for each point
   * @param width coordinates of a point, 1 or more
   * @param points the rows that are in the tree, at least one; copied
   */
  NeighbourTree(double[] coordinates, int width, int[] points) {
    this.coordinates = coordinates;
    this.width = width;
    this.points = points.clone();
    int nodes = 1;
    for (int size = points.length; size > LEAF; size = (size + 1) / 2) {
      nodes = 2 * nodes + 1;
    }
    this.low = new double[nodes * width];
    this.high = new double[nodes * width];
    build(0, 0, points.length);
  }

  /** Visits the pairs of points whose Euclidean distance is at most {@code distance}. */
  void forEachPair(double distance, Visitor visitor) {
    new Search(distance * distance, visitor).within(0, 0, points.length);
  }

  private void build(int node, int from, int to) {
    int widest = bound(node, from, to);
    if (to - from > LEAF) {
      int middle = middle(from, to);
      select(from, to - 1, middle, widest);
      build(2 * node + 1, from, middle);
      build(2 * node + 2, middle, to);
    }
  }

  /** The larger half first, so that no branch is deeper than the nodes that were counted. */
  private static int middle(int from, int to) {
    return from + (to - from + 1) / 2;
  }

  private int bound(int node, int from, int to) {
    int widest = 0;
    double most = -1;
    for (int k = 0; k < width; k++) {
      double least = Double.POSITIVE_INFINITY;
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        double value = coordinates[points[i] * width + k];
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
      low[node * width + k] = least;
      high[node * width + k] = largest;
      if (largest - least > most) {
        most = largest - least;
        widest = k;
      }
    }
    return widest;
  }

  /** Hoare's selection: afterwards no point before {@code at} is above one behind it. */
  private void select(int first, int last, int at, int k) {
    int from = first;
    int to = last;
    while (from < to) {
      double pivot = coordinates[points[(from + to) >>> 1] * width + k];
      int i = from;
      int j = to;
      while (i <= j) {
        while (coordinates[points[i] * width + k] < pivot) {
          i++;
        }
        while (coordinates[points[j] * width + k] > pivot) {
          j--;
        }
        if (i <= j) {
          int swap = points[i];
          points[i++] = points[j];
          points[j--] = swap;
        }
      }
      if (at <= j) {
        to = j;
      } else if (at >= i) {
        from = i;
      } else {
        return;
      }
    }
  }

  /** One search: the squared distance, and who is told. */
  private final class Search {
    private final double limit;
    private final Visitor visitor;

    Search(double limit, Visitor visitor) {
      this.limit = limit;
      this.visitor = visitor;
    }

    void within(int node, int from, int to) {
      if (to - from <= LEAF) {
        for (int i = from; i < to; i++) {
          for (int j = i + 1; j < to; j++) {
            compare(points[i], points[j]);
          }
        }
        return;
      }
      int middle = middle(from, to);
      within(2 * node + 1, from, middle);
      within(2 * node + 2, middle, to);
      between(2 * node + 1, from, middle, 2 * node + 2, middle, to);
    }

    private void between(int a, int fromA, int toA, int b, int fromB, int toB) {
      if (gap(a, b) > limit) {
        return;
      }
      boolean leafA = toA - fromA <= LEAF;
      boolean leafB = toB - fromB <= LEAF;
      if (leafA && leafB) {
        for (int i = fromA; i < toA; i++) {
          for (int j = fromB; j < toB; j++) {
            compare(points[i], points[j]);
          }
        }
      } else if (leafB || (!leafA && toA - fromA >= toB - fromB)) {
        int middle = middle(fromA, toA);
        between(2 * a + 1, fromA, middle, b, fromB, toB);
        between(2 * a + 2, middle, toA, b, fromB, toB);
      } else {
        int middle = middle(fromB, toB);
        between(a, fromA, toA, 2 * b + 1, fromB, middle);
        between(a, fromA, toA, 2 * b + 2, middle, toB);
      }
    }

    /** The squared distance of two boxes. */
    private double gap(int a, int b) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        double gap =
            Math.max(
                0,
                Math.max(
                    low[a * width + k] - high[b * width + k],
                    low[b * width + k] - high[a * width + k]));
        sum += gap * gap;
      }
      return sum;
    }

    private void compare(int a, int b) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        double difference = coordinates[a * width + k] - coordinates[b * width + k];
        sum += difference * difference;
      }
      if (sum <= limit) {
        visitor.visit(a, b);
      }
    }
  }
}
