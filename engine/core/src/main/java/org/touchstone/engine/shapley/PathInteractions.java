package org.touchstone.engine.shapley;

/**
 * Adds up the path-dependent interaction indices of one row: a leaf of value v below distinct
 * players D adds to {@code (i, j)} the value {@code v (o_i - z_i) (o_j - z_j) integral over [0, 1]
 * of prod_{k in D, k != i, j} f_k(t) dt}; see {@link PathTree} and {@link PathWalker}.
 */
final class PathInteractions {

  private final PathTree tree;
  private final UnitQuadrature rule;
  private final double[] inputs;
  private final double[] matrix;
  private final int size;

  /** The distinct players on the current path, with zero and one fraction. */
  private final int[] players;

  private final double[] zero;
  private final double[] one;
  private int distinct;

  private final double[] factor;
  private final double[] after;

  PathInteractions(PathTree tree, UnitQuadrature rule, double[] inputs, double[] matrix, int size) {
    this.tree = tree;
    this.rule = rule;
    this.inputs = inputs;
    this.matrix = matrix;
    this.size = size;
    this.players = new int[tree.players];
    this.zero = new double[tree.players];
    this.one = new double[tree.players];
    this.factor = new double[tree.players];
    this.after = new double[tree.players + 1];
  }

  void walk() {
    walk(0);
  }

  private void walk(int node) {
    if (tree.isLeaf(node)) {
      leaf(tree.value[node]);
      return;
    }
    boolean isLeft = tree.goesLeft(node, inputs[tree.input[node]]);
    take(tree.left[node], isLeft);
    take(tree.right[node], !isLeft);
  }

  private void take(int child, boolean isTaken) {
    int slot = 0;
    while (slot < distinct && players[slot] != tree.player[child]) {
      slot++;
    }
    boolean isNew = slot == distinct;
    double zeroBefore = isNew ? 1 : zero[slot];
    double oneBefore = isNew ? 1 : one[slot];
    players[slot] = tree.player[child];
    zero[slot] = tree.zero[child];
    one[slot] = isTaken ? oneBefore : 0;
    distinct += isNew ? 1 : 0;
    walk(child);
    distinct -= isNew ? 1 : 0;
    zero[slot] = zeroBefore;
    one[slot] = oneBefore;
  }

  private void leaf(double value) {
    for (int q = 0; q < rule.size(); q++) {
      double t = rule.points[q];
      for (int k = 0; k < distinct; k++) {
        factor[k] = (1 - t) * zero[k] + t * one[k];
      }
      for (int i = 0; i < distinct; i++) {
        addPairs(i, value * rule.weights[q] * (one[i] - zero[i]));
      }
    }
  }

  /** Products without i and j as product before j times product after j: nothing is divided. */
  private void addPairs(int i, double scale) {
    after[distinct] = 1;
    for (int k = distinct - 1; k >= 0; k--) {
      after[k] = after[k + 1] * (k == i ? 1 : factor[k]);
    }
    double before = scale;
    int to = players[i] * size;
    for (int j = 0; j < distinct; j++) {
      if (j != i) {
        matrix[to + players[j]] += before * after[j + 1] * (one[j] - zero[j]);
        before *= factor[j];
      }
    }
  }
}
