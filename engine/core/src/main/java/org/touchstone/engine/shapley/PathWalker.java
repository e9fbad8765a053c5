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
  static final int BLOCK = 64;

  private final PathTree tree;
  private final UnitQuadrature rule;
  private final double[] columns;
  private final int rows;
  private final double[] phi;
  private final double[] out;

  /** Level by level: for each point and row the product of factors, and the sum of leaves. */
  private final double[][] product;

  private final double[][] sum;

  /** Level by level: the one fraction of the edge into the current node. */
  private final double[][] one;

  private final double[][] goesLeft;
  private final double[] own = new double[BLOCK];
  private final double[] above = new double[BLOCK];

  /**
   * Prepares a walk.
   *
   * @param tree the tree
   * @param rule exact for its number of players
   * @param columns inputs of up to {@link #BLOCK} rows, with that stride
   * @param rows number of rows
   * @param phi player by player, with stride {@link #BLOCK}; the values are added
   * @param out the leaves' values are added
   * @param space buffers for this or a larger tree
   */
  PathWalker(
      PathTree tree,
      UnitQuadrature rule,
      double[] columns,
      int rows,
      double[] phi,
      double[] out,
      Space space) {
    this.tree = tree;
    this.rule = rule;
    this.columns = columns;
    this.rows = rows;
    this.phi = phi;
    this.out = out;
    this.product = space.product;
    this.sum = space.sum;
    this.one = space.one;
    this.goesLeft = space.goesLeft;
  }

  /** Buffers for trees up to a depth and rules up to a number of points. */
  static final class Space {
    private final double[][] product;
    private final double[][] sum;
    private final double[][] one;
    private final double[][] goesLeft;

    Space(int depth, int points) {
      product = new double[depth + 1][points * BLOCK];
      sum = new double[depth + 1][points * BLOCK];
      one = new double[depth + 1][BLOCK];
      goesLeft = new double[depth + 1][BLOCK];
    }
  }

  void walk() {
    addLeaves();
    if (tree.isLeaf(0)) {
      return;
    }
    for (int q = 0; q < rule.size(); q++) {
      for (int r = 0; r < rows; r++) {
        product[0][q * BLOCK + r] = rule.weights[q];
      }
    }
    walk(0, 0);
  }

  private void addLeaves() {
    for (int r = 0; r < rows; r++) {
      int node = 0;
      while (!tree.isLeaf(node)) {
        boolean isLeft = tree.goesLeft(node, columns[tree.input[node] * BLOCK + r]);
        node = isLeft ? tree.left[node] : tree.right[node];
      }
      out[r] += tree.value[node];
    }
  }

  private void walk(int node, int level) {
    double[] isLeft = goesLeft[level];
    int from = tree.input[node] * BLOCK;
    double threshold = tree.threshold[node];
    boolean missingLeft = tree.missingLeft[node];
    for (int r = 0; r < rows; r++) {
      double x = columns[from + r];
      isLeft[r] = x < threshold || (missingLeft && Double.isNaN(x)) ? 1 : 0;
    }
    Arrays.fill(sum[level], 0, rule.size() * BLOCK, 0);
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
      for (int i = 0; i < rule.size() * BLOCK; i++) {
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
    int to = tree.player[child] * BLOCK;
    for (int r = 0; r < rows; r++) {
      phi[to + r] += sign * (ones[r] - zero) * integral[r];
    }
  }

  /** The product without the leaf's own factor is the one above: no division is needed. */
  private void leaf(int child, int level) {
    double[] ones = one[level];
    double value = tree.value[child];
    double zero = tree.zero[child];
    double[] from = product[level - 1];
    double[] to = sum[level - 1];
    for (int q = 0; q < rule.size(); q++) {
      double t = rule.points[q];
      double absent = (1 - t) * zero;
      int at = q * BLOCK;
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
      int at = q * BLOCK;
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
      int at = q * BLOCK;
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
    double[] ones = one[level];
    double zero = tree.zero[child];
    double[] from = sum[level];
    for (int q = 0; q < rule.size(); q++) {
      double t = rule.points[q];
      double inverse = 1 / ((1 - t) * zero);
      double change = 1 / ((1 - t) * zero + t) - inverse;
      int at = q * BLOCK;
      for (int r = 0; r < rows; r++) {
        own[r] += from[at + r] * (inverse + change * ones[r]);
      }
    }
  }

  private void ascendAbove(int child, int level) {
    double[] ones = one[tree.levelAbove[child]];
    double zero = tree.zero[tree.nodeAbove[child]];
    double[] from = sum[level];
    for (int q = 0; q < rule.size(); q++) {
      double t = rule.points[q];
      double inverse = 1 / ((1 - t) * zero);
      double change = 1 / ((1 - t) * zero + t) - inverse;
      int at = q * BLOCK;
      for (int r = 0; r < rows; r++) {
        above[r] += from[at + r] * (inverse + change * ones[r]);
      }
    }
  }
}
