package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules.Comparison;
import org.touchstone.engine.model.EnsembleRules.Precision;
import org.touchstone.engine.model.TreeEnsemble;

/**
 * What the trees of an ensemble can tell apart: the training values of each feature that may
 * change, grouped into cells. Values of one cell go the same way at every node, so that one of them
 * stands for all. A feature with levels has its one-hot inputs in one cell index.
 */
final class TreeCells {

  /** The owner of a node that looks at an input of a feature that may not change. */
  static final int FIXED = -1;

  final SearchSpace space;
  final TreeEnsemble trees;

  /** Index of each tree's root in the arrays of nodes. */
  final int[] roots;

  final boolean[] leaf;
  final int[] left;
  final int[] right;
  final double[] value;

  /** The feature, by its place in the space, whose input a node looks at, or {@link #FIXED}. */
  final int[] owner;

  /** Of each node the cells of its owner that go left, as bits. */
  final long[][] leftCells;

  /** Number of cells of each feature. */
  final int[] cells;

  /** The cell of each value of each feature. */
  final int[][] cellOf;

  private final Optional<Encoder> encoder;
  private final int[] input;
  private final double[] threshold;
  private final boolean[] missingLeft;

  TreeCells(SearchSpace space, TreeEnsemble trees, Optional<Encoder> encoder) {
    this.space = space;
    this.trees = trees;
    this.encoder = encoder;
    int nodes = trees.trees().stream().mapToInt(DecisionTree::nodeCount).sum();
    this.roots = new int[trees.trees().size()];
    this.leaf = new boolean[nodes];
    this.left = new int[nodes];
    this.right = new int[nodes];
    this.value = new double[nodes];
    this.owner = new int[nodes];
    this.input = new int[nodes];
    this.threshold = new double[nodes];
    this.missingLeft = new boolean[nodes];
    this.leftCells = new long[nodes][];
    this.cells = new int[space.size()];
    this.cellOf = new int[space.size()][];
    flatten();
    for (int j = 0; j < space.size(); j++) {
      group(j);
    }
  }

  private void flatten() {
    int[] owners = owners();
    int at = 0;
    for (int t = 0; t < roots.length; t++) {
      DecisionTree tree = trees.trees().get(t);
      roots[t] = at;
      for (int node = 0; node < tree.nodeCount(); node++) {
        int i = at + node;
        leaf[i] = tree.isLeaf(node);
        owner[i] = FIXED;
        if (leaf[i]) {
          value[i] = tree.value(node);
        } else {
          left[i] = at + tree.left(node);
          right[i] = at + tree.right(node);
          input[i] = tree.feature(node);
          threshold[i] = tree.threshold(node);
          missingLeft[i] = tree.missingGoesLeft(node);
          owner[i] = owners[input[i]];
        }
      }
      at += tree.nodeCount();
    }
  }

  /** The feature that changes each input of the model: of a computed column, its source. */
  private int[] owners() {
    Schema schema = space.schema;
    int[] owners = new int[trees.inputWidth()];
    for (int i = 0; i < owners.length; i++) {
      int index = i;
      String column =
          encoder
              .map(e -> e.encoding().inputs().get(index).feature())
              .orElseGet(() -> schema.names().get(index));
      String source = schema.derivation(column).map(derivation -> derivation.from()).orElse(column);
      owners[i] = space.names.indexOf(source);
    }
    return owners;
  }

  private void group(int j) {
    int[] nodes = nodesOf(j);
    int words = (nodes.length + 63) / 64;
    double[] values = space.values[j];
    long[][] ways = new long[values.length][words];
    // These nodes look at no other feature. 0 is a value of any; a training row's could be missing.
    double[] row = new double[space.schema.size()];
    for (int c = 0; c < values.length; c++) {
      row[space.columns[j]] = values[c];
      space.derive(row, 1);
      double[] inputs = encode(row);
      for (int n = 0; n < nodes.length; n++) {
        ways[c][n / 64] |= goesLeft(nodes[n], inputs) ? 1L << (n % 64) : 0;
      }
    }
    Map<String, Integer> ids = new HashMap<>();
    cellOf[j] = new int[values.length];
    for (int c = 0; c < values.length; c++) {
      cellOf[j][c] = ids.computeIfAbsent(Arrays.toString(ways[c]), key -> ids.size());
    }
    cells[j] = ids.size();
    for (int n = 0; n < nodes.length; n++) {
      long[] mask = new long[(cells[j] + 63) / 64];
      for (int c = 0; c < values.length; c++) {
        if ((ways[c][n / 64] >>> (n % 64) & 1) == 1) {
          mask[cellOf[j][c] / 64] |= 1L << (cellOf[j][c] % 64);
        }
      }
      leftCells[nodes[n]] = mask;
    }
  }

  private int[] nodesOf(int j) {
    int[] nodes = new int[owner.length];
    int count = 0;
    for (int node = 0; node < owner.length; node++) {
      if (!leaf[node] && owner[node] == j) {
        nodes[count++] = node;
      }
    }
    return Arrays.copyOf(nodes, count);
  }

  /** The model's inputs of a readable row. */
  double[] encode(double[] row) {
    if (encoder.isEmpty()) {
      return row.clone();
    }
    double[] inputs = new double[encoder.get().inputWidth()];
    encoder.get().encode(row, 1, inputs);
    return inputs;
  }

  /** Whether encoded inputs go left at a node, as the ensemble itself compares. */
  boolean goesLeft(int node, double[] inputs) {
    double x = inputs[input[node]];
    if (Double.isNaN(x)) {
      return missingLeft[node];
    }
    double compared = trees.rules().inputPrecision() == Precision.SINGLE ? (float) x : x;
    return trees.rules().comparison() == Comparison.LESS
        ? compared < threshold[node]
        : compared <= threshold[node];
  }
}
