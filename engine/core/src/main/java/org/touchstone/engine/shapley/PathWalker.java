package org.touchstone.engine.shapley;

import java.util.Arrays;

/**
 * Goes through trees with several rows at a time and adds up path-dependent Shapley values.
 *
 * <p>A leaf of value v below distinct players D adds to player i {@code v (o_i - z_i) integral over
 * [0, 1] of prod_{j in D, j != i} f_j(t) dt}, see {@link PathTree} for o, z and f. The integral is
 * taken by a Gauss-Legendre rule that is exact for its degree. As in Linear TreeSHAP (P. Yu, C. Xu,
 * A. Bifet, J. Read, NeurIPS 2022), the products are built on the way down, and their sums over the
 * leaves of a subtree are used on the way up, so a tree costs {@code O(leaves * depth)} for a row.
 * With quadrature points for the polynomials' basis all factors are positive, and polynomials of
 * different degree add up as they are.
 *
 * <p>Where a player is met again further down, what its upper edge adds for the leaves below is
 * taken back.
 */
final class PathWalker {

  /** Rows that go through a tree together: the loops over them are vector instructions. */
  static final int BLOCK = 128;

  private final PathTree tree;
  private final UnitQuadrature rule;
  private final double[] columns;
  private final int rows;
  private final double[] phi;

  /** Level by level: for each point and row the product of factors, and the sum of leaves. */
  private final double[][] product;

  private final double[][] sum;

  /** Level by level: the one fraction of the edge into the current node. */
  private final double[][] one;

  private final double[][] goesLeft;
  private final double[] own;
  private final double[] above;

  /**
   * Prepares a walk.
   *
   * @param tree the tree
   * @param rule exact for its number of players
   * @param columns inputs of the rows, one after the other, with a stride of {@code rows}
   * @param rows number of rows
   * @param phi player by player, with a stride of {@code rows}; the values are added
   * @param space buffers for this or a larger tree, and this number of rows
   */
  PathWalker(
      PathTree tree, UnitQuadrature rule, double[] columns, int rows, double[] phi, Space space) {
    this.tree = tree;
    this.rule = rule;
    this.columns = columns;
    this.rows = rows;
    this.phi = phi;
    this.product = space.product;
    this.sum = space.sum;
    this.one = space.one;
    this.goesLeft = space.goesLeft;
    this.own = new double[rows];
    this.above = new double[rows];
  }

  /** Buffers for trees up to a depth, rules up to a number of points, and a number of rows. */
  static final class Space {
    private final double[][] product;
    private final double[][] sum;
    private final double[][] one;
    private final double[][] goesLeft;

    Space(int depth, int points, int rows) {
      product = new double[depth + 1][points * rows];
      sum = new double[depth + 1][points * rows];
      one = new double[depth + 1][rows];
      goesLeft = new double[depth + 1][rows];
    }
  }

  void walk() {
    if (tree.isLeaf(0)) {
      return;
    }
    for (int q = 0; q < rule.size(); q++) {
      for (int r = 0; r < rows; r++) {
        product[0][q * rows + r] = rule.weights[q];
      }
    }
    walk(0, 0);
  }

  /** Adds the value of the leaf that each row reaches. */
  void addLeaves(double[] out) {
    for (int r = 0; r < rows; r++) {
      int node = 0;
      while (!tree.isLeaf(node)) {
        boolean isLeft = tree.goesLeft(node, columns[tree.input[node] * rows + r]);
        node = isLeft ? tree.left[node] : tree.right[node];
      }
      out[r] += tree.value[node];
    }
  }

  private void walk(int node, int level) {
    double[] isLeft = goesLeft[level];
    int from = tree.input[node] * rows;
    double threshold = tree.threshold[node];
    boolean missingLeft = tree.missingLeft[node];
    for (int r = 0; r < rows; r++) {
      double x = columns[from + r];
      isLeft[r] = x < threshold || (missingLeft && Double.isNaN(x)) ? 1 : 0;
    }
    Arrays.fill(sum[level], 0, rule.size() * rows, 0);
    int left = tree.left[node];
    int right = tree.right[node];
    oneFraction(left, level + 1, isLeft, 0, 1);
    child(left, level + 1);
    oneFraction(right, level + 1, isLeft, 1, -1);
    child(right, level + 1);
  }

  /** The row takes an edge: {@code offset + sign * isLeft}; and all above of the same player. */
  private void oneFraction(int child, int level, double[] isLeft, double offset, double sign) {
    double[] ones = one[level];
    int levelAbove = tree.levelAbove[child];
    if (levelAbove < 0) {
      for (int r = 0; r < rows; r++) {
        ones[r] = offset + sign * isLeft[r];
      }
    } else {
      double[] onesAbove = one[levelAbove];
      for (int r = 0; r < rows; r++) {
        ones[r] = onesAbove[r] * (offset + sign * isLeft[r]);
      }
    }
  }

  private void child(int child, int level) {
    boolean again = tree.levelAbove[child] >= 0;
    Arrays.fill(own, 0, rows, 0);
    if (tree.isLeaf(child)) {
      if (again) {
        Arrays.fill(above, 0, rows, 0);
        repeatedLeaf(child, level);
      } else {
        leaf(child, level);
      }
    } else {
      descend(child, level, again);
      walk(child, level);
      Arrays.fill(own, 0, rows, 0);
      ascend(child, level);
      if (again) {
        Arrays.fill(above, 0, rows, 0);
        ascendAbove(child, level);
      }
      double[] from = sum[level];
      double[] to = sum[level - 1];
      for (int i = 0; i < rule.size() * rows; i++) {
        to[i] += from[i];
      }
    }
    addTo(child, one[level], tree.zero[child], own, 1);
    if (again) {
      int nodeAbove = tree.nodeAbove[child];
      addTo(child, one[tree.levelAbove[child]], tree.zero[nodeAbove], above, -1);
    }
  }

  /** {@code phi += sign * (o - z) * integral}. */
  private void addTo(int child, double[] ones, double zero, double[] integral, double sign) {
    int to = tree.player[child] * rows;
    for (int r = 0; r < rows; r++) {
      phi[to + r] += sign * (ones[r] - zero) * integral[r];
    }
  }

  /**
   * The product without the leaf's own factor is the one above: no division is needed. Two points
   * at a time, as in {@link #integrate}, to halve the traffic of the sums.
   */
  private void leaf(int child, int level) {
    double[] ones = one[level];
    double value = tree.value[child];
    double zero = tree.zero[child];
    double[] from = product[level - 1];
    double[] to = sum[level - 1];
    int q = 0;
    for (; q + 1 < rule.size(); q += 2) {
      double t = rule.points[q];
      double t2 = rule.points[q + 1];
      double absent = (1 - t) * zero;
      double absent2 = (1 - t2) * zero;
      int at = q * rows;
      int at2 = at + rows;
      for (int r = 0; r < rows; r++) {
        double rest = value * from[at + r];
        double rest2 = value * from[at2 + r];
        own[r] += rest + rest2;
        to[at + r] += rest * (absent + t * ones[r]);
        to[at2 + r] += rest2 * (absent2 + t2 * ones[r]);
      }
    }
    if (q < rule.size()) {
      double t = rule.points[q];
      double absent = (1 - t) * zero;
      int at = q * rows;
      for (int r = 0; r < rows; r++) {
        double rest = value * from[at + r];
        own[r] += rest;
        to[at + r] += rest * (absent + t * ones[r]);
      }
    }
  }

  private void repeatedLeaf(int child, int level) {
    double[] ones = one[level];
    double[] onesAbove = one[tree.levelAbove[child]];
    double value = tree.value[child];
    double zero = tree.zero[child];
    double zeroAbove = tree.zero[tree.nodeAbove[child]];
    double[] from = product[level - 1];
    double[] to = sum[level - 1];
    for (int q = 0; q < rule.size(); q++) {
      double t = rule.points[q];
      double absent = (1 - t) * zero;
      double absentAbove = (1 - t) * zeroAbove;
      double inverse = 1 / absentAbove;
      double change = 1 / (absentAbove + t) - inverse;
      int at = q * rows;
      for (int r = 0; r < rows; r++) {
        double inverseAbove = inverse + change * onesAbove[r];
        double rest = value * from[at + r] * inverseAbove;
        double leaf = rest * (absent + t * ones[r]);
        own[r] += rest;
        above[r] += leaf * inverseAbove;
        to[at + r] += leaf;
      }
    }
  }

  private void descend(int child, int level, boolean again) {
    double[] ones = one[level];
    double zero = tree.zero[child];
    double[] from = product[level - 1];
    double[] to = product[level];
    for (int q = 0; q < rule.size(); q++) {
      double t = rule.points[q];
      double absent = (1 - t) * zero;
      int at = q * rows;
      if (again) {
        double[] onesAbove = one[tree.levelAbove[child]];
        double absentAbove = (1 - t) * tree.zero[tree.nodeAbove[child]];
        double inverse = 1 / absentAbove;
        double change = 1 / (absentAbove + t) - inverse;
        for (int r = 0; r < rows; r++) {
          to[at + r] = from[at + r] * (inverse + change * onesAbove[r]) * (absent + t * ones[r]);
        }
      } else {
        for (int r = 0; r < rows; r++) {
          to[at + r] = from[at + r] * (absent + t * ones[r]);
        }
      }
    }
  }

  private void ascend(int child, int level) {
    integrate(own, one[level], tree.zero[child], sum[level]);
  }

  private void ascendAbove(int child, int level) {
    double zero = tree.zero[tree.nodeAbove[child]];
    integrate(above, one[tree.levelAbove[child]], zero, sum[level]);
  }

  /**
   * {@code integral += sum over the points of from / f}, with the factor of zero and one fraction.
   */
  private void integrate(double[] integral, double[] ones, double zero, double[] from) {
    int q = 0;
    for (; q + 1 < rule.size(); q += 2) {
      double t = rule.points[q];
      double t2 = rule.points[q + 1];
      double inverse = 1 / ((1 - t) * zero);
      double inverse2 = 1 / ((1 - t2) * zero);
      double change = 1 / ((1 - t) * zero + t) - inverse;
      double change2 = 1 / ((1 - t2) * zero + t2) - inverse2;
      int at = q * rows;
      int at2 = at + rows;
      for (int r = 0; r < rows; r++) {
        integral[r] +=
            from[at + r] * (inverse + change * ones[r])
                + from[at2 + r] * (inverse2 + change2 * ones[r]);
      }
    }
    if (q < rule.size()) {
      double t = rule.points[q];
      double inverse = 1 / ((1 - t) * zero);
      double change = 1 / ((1 - t) * zero + t) - inverse;
      int at = q * rows;
      for (int r = 0; r < rows; r++) {
        integral[r] += from[at + r] * (inverse + change * ones[r]);
      }
    }
  }
}
