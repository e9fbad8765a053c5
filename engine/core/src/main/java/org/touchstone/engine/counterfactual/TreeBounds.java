package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import org.touchstone.engine.model.EnsembleRules.Aggregation;

/**
 * How far the trees could move one row's margin if some features were free: the sum over the trees
 * of the best leaf that each could reach alone. With no feature free it is the row's margin, but
 * for the order of the sum.
 */
final class TreeBounds {

  /** A feature that may have any of its cells, or the row's own value. */
  static final int ANY = -3;

  /** A feature that may have any of its cells. */
  static final int FREE = -2;

  /** A feature that has the row's own value. */
  static final int OWN = -1;

  private final TreeCells cells;
  private final boolean[] ownLeft;
  private final int sign;
  private final int[] state;

  /** Of each free feature the cells that are left on the way down a tree, as bits. */
  private final long[][] open;

  /** Of each feature that may have any value whether the row's own one is left. */
  private final boolean[] ownOpen;

  private long steps;

  /**
   * Bounds of one row.
   *
   * @param open of each feature the cells that the row may change to
   * @param sign 1 to look for the largest margin, -1 for the smallest
   */
  TreeBounds(TreeCells cells, double[] original, long[][] open, int sign) {
    this.cells = cells;
    this.sign = sign;
    this.open = open;
    this.ownLeft = new boolean[cells.leaf.length];
    double[] inputs = cells.encode(original);
    for (int node = 0; node < ownLeft.length; node++) {
      ownLeft[node] = !cells.leaf[node] && cells.goesLeft(node, inputs);
    }
    this.state = new int[cells.space.size()];
    Arrays.fill(state, OWN);
    this.ownOpen = new boolean[state.length];
  }

  /** Sets what a feature has: a cell, {@link #FREE}, {@link #ANY} or {@link #OWN}. */
  void set(int j, int what) {
    state[j] = what;
    ownOpen[j] = what == ANY;
  }

  /** Number of nodes that were visited. */
  long steps() {
    return steps;
  }

  /** The largest, or smallest, margin. */
  double best() {
    double sum = 0;
    for (int root : cells.roots) {
      sum += sign * walk(root);
    }
    boolean mean = cells.trees.rules().aggregation() == Aggregation.MEAN;
    return (mean ? sum / cells.roots.length : sum) + cells.trees.rules().baseMargin();
  }

  /** The best signed value of the leaves below a node. */
  private double walk(int from) {
    int node = from;
    while (!cells.leaf[node]) {
      steps++;
      int j = cells.owner[node];
      int what = j == TreeCells.FIXED ? OWN : state[j];
      if (what == FREE || what == ANY) {
        return branch(node, j);
      }
      boolean goesLeft =
          what == OWN ? ownLeft[node] : (cells.leftCells[node][what / 64] >>> (what % 64) & 1) == 1;
      node = goesLeft ? cells.left[node] : cells.right[node];
    }
    return sign * cells.value[node];
  }

  private double branch(int node, int j) {
    long[] all = open[j];
    long[] goLeft = cells.leftCells[node];
    boolean own = ownOpen[j];
    long[] some = new long[all.length];
    long[] others = new long[all.length];
    boolean any = own && ownLeft[node];
    boolean rest = own && !ownLeft[node];
    for (int w = 0; w < all.length; w++) {
      some[w] = all[w] & goLeft[w];
      others[w] = all[w] & ~goLeft[w];
      any |= some[w] != 0;
      rest |= others[w] != 0;
    }
    double best = Double.NEGATIVE_INFINITY;
    if (any) {
      open[j] = some;
      ownOpen[j] = own && ownLeft[node];
      best = walk(cells.left[node]);
    }
    if (rest) {
      open[j] = others;
      ownOpen[j] = own && !ownLeft[node];
      best = Math.max(best, walk(cells.right[node]));
    }
    open[j] = all;
    ownOpen[j] = own;
    return best;
  }
}
