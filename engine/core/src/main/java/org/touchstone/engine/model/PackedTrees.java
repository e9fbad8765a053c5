package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.model.EnsembleRules.Comparison;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.EnsembleRules.Precision;

/**
 * The trees of an ensemble as one flat table that is walked without branches.
 *
 * <p>Every comparison is turned into one of integers, {@code key(x) < key(threshold)}, that decides
 * exactly as the original does. A row is converted once into the keys of its slots; a slot is an
 * input together with the direction of its missing value, which is then just the least or the
 * greatest key. A node's children lie side by side, so the next node is {@code child + (key(x) <
 * key(threshold) ? 1 : 0)}: the right child comes first. A leaf's key is the least there is, and it
 * is its own child: rows that have arrived stay there, so that several rows walk a tree in step and
 * hide each other's memory latency.
 */
final class PackedTrees {

  /** Rows whose keys stay in the first-level cache while all trees are walked. */
  private static final int BLOCK = 64;

  private final int inputWidth;
  private final InputKeys keys;

  /** Key of the threshold in the upper half, index of the right child in the lower one. */
  private final long[] nodes;

  private final int[] slots;
  private final double[] values;
  private final int[] roots;
  private final int[] shallowest;

  private PackedTrees(int inputWidth, InputKeys keys, int nodeCount, int treeCount) {
    this.inputWidth = inputWidth;
    this.keys = keys;
    this.nodes = new long[nodeCount];
    this.slots = new int[nodeCount];
    this.values = new double[nodeCount];
    this.roots = new int[treeCount];
    this.shallowest = new int[treeCount];
  }

  static PackedTrees of(int inputWidth, List<DecisionTree> trees, EnsembleRules rules) {
    InputKeys keys = InputKeys.of(inputWidth, trees, rules);
    int nodeCount = 0;
    for (DecisionTree tree : trees) {
      nodeCount = Math.addExact(nodeCount, tree.nodeCount());
    }
    PackedTrees packed = new PackedTrees(inputWidth, keys, nodeCount, trees.size());
    int next = 0;
    for (int t = 0; t < trees.size(); t++) {
      next = packed.pack(trees.get(t), t, next);
    }
    return packed;
  }

  /** Lays a tree down level by level from index {@code root}, and returns the next free index. */
  private int pack(DecisionTree tree, int t, int root) {
    roots[t] = root;
    shallowest[t] = Integer.MAX_VALUE;
    int[] original = new int[tree.nodeCount()];
    int[] level = new int[tree.nodeCount()];
    int free = 1;
    for (int i = 0; i < free; i++) {
      int node = original[i];
      int at = root + i;
      if (tree.isLeaf(node)) {
        nodes[at] = pair(Integer.MIN_VALUE, at);
        values[at] = tree.value(node);
        shallowest[t] = Math.min(shallowest[t], level[i]);
      } else {
        slots[at] = keys.slot(tree, node);
        nodes[at] = pair(keys.thresholdKey(tree, node), root + free);
        original[free] = tree.right(node);
        original[free + 1] = tree.left(node);
        level[free] = level[i] + 1;
        level[free + 1] = level[i] + 1;
        free += 2;
      }
    }
    return root + free;
  }

  /**
   * Adds up the values of the leaves that each row reaches, in the order of the trees.
   *
   * @param start what each sum starts from
   * @param single whether each sum is rounded to single precision after every tree
   */
  void sum(double[] rows, int count, double start, boolean single, double[] out) {
    int width = keys.count();
    int[] row = new int[Math.min(BLOCK, count) * width];
    for (int from = 0; from < count; from += BLOCK) {
      int block = Math.min(BLOCK, count - from);
      for (int i = 0; i < block; i++) {
        boolean supported = keys.convert(rows, (from + i) * inputWidth, row, i * width);
        out[from + i] = supported ? start : Double.NaN;
      }
      for (int t = 0; t < roots.length; t++) {
        int i = 0;
        for (; i + 8 <= block; i += 8) {
          walkEight(t, row, i * width, single, out, from + i);
        }
        for (; i < block; i++) {
          int leaf = walkOne(t, row, i * width);
          out[from + i] = add(out[from + i], values[leaf], single);
        }
      }
    }
  }

  private int walkOne(int t, int[] row, int at) {
    int node = roots[t];
    while (true) {
      int next = next(node, row, at);
      if (next == node) {
        return node;
      }
      node = next;
    }
  }

  private void walkEight(int t, int[] row, int at, boolean single, double[] out, int to) {
    int width = keys.count();
    int at1 = at + width;
    int at2 = at1 + width;
    int at3 = at2 + width;
    int at4 = at3 + width;
    int at5 = at4 + width;
    int at6 = at5 + width;
    int at7 = at6 + width;
    int n0 = roots[t];
    int n1 = n0;
    int n2 = n0;
    int n3 = n0;
    int n4 = n0;
    int n5 = n0;
    int n6 = n0;
    int n7 = n0;
    // No row arrives before the shallowest leaf; from there on, stop when no row moves any more.
    int certain = shallowest[t];
    int moved = 1;
    while (moved != 0) {
      int m0 = next(n0, row, at);
      int m1 = next(n1, row, at1);
      int m2 = next(n2, row, at2);
      int m3 = next(n3, row, at3);
      int m4 = next(n4, row, at4);
      int m5 = next(n5, row, at5);
      int m6 = next(n6, row, at6);
      int m7 = next(n7, row, at7);
      if (--certain < 0) {
        moved =
            (m0 ^ n0) | (m1 ^ n1) | (m2 ^ n2) | (m3 ^ n3) | (m4 ^ n4) | (m5 ^ n5) | (m6 ^ n6)
                | (m7 ^ n7);
      }
      n0 = m0;
      n1 = m1;
      n2 = m2;
      n3 = m3;
      n4 = m4;
      n5 = m5;
      n6 = m6;
      n7 = m7;
    }
    out[to] = add(out[to], values[n0], single);
    out[to + 1] = add(out[to + 1], values[n1], single);
    out[to + 2] = add(out[to + 2], values[n2], single);
    out[to + 3] = add(out[to + 3], values[n3], single);
    out[to + 4] = add(out[to + 4], values[n4], single);
    out[to + 5] = add(out[to + 5], values[n5], single);
    out[to + 6] = add(out[to + 6], values[n6], single);
    out[to + 7] = add(out[to + 7], values[n7], single);
  }

  private int next(int node, int[] row, int at) {
    long packed = nodes[node];
    int less = (int) ((row[at + slots[node]] - (packed >> 32)) >>> 63);
    return (int) packed + less;
  }

  /** The sum of two floats, rounded to double and then to float, is the float sum. */
  private static double add(double sum, double value, boolean single) {
    return single ? (float) (sum + value) : sum + value;
  }

  private static long pair(int key, int child) {
    return ((long) key << 32) | child;
  }

  /** Turns inputs and thresholds into integers that compare as they do. */
  private static final class InputKeys {
    private final int[] slotOf;
    private final int[] inputs;
    private final int[] missingKeys;
    private final boolean missingSupported;
    private final boolean single;
    private final boolean inclusive;

    /** Sorted distinct thresholds of each input; only in double precision. */
    private final double[][] thresholds;

    private InputKeys(int inputWidth, List<DecisionTree> trees, EnsembleRules rules) {
      missingSupported = rules.missing() == Missing.BY_NODE;
      single = rules.inputPrecision() == Precision.SINGLE;
      inclusive = rules.comparison() == Comparison.LESS_OR_EQUAL;
      slotOf = new int[2 * inputWidth];
      Arrays.fill(slotOf, -1);
      int count = 0;
      int[] slotInputs = new int[2 * inputWidth];
      int[] slotMissing = new int[2 * inputWidth];
      for (DecisionTree tree : trees) {
        for (int node = 0; node < tree.nodeCount(); node++) {
          if (tree.isLeaf(node)) {
            continue;
          }
          int pair = pair(tree, node);
          if (slotOf[pair] < 0) {
            slotOf[pair] = count;
            slotInputs[count] = tree.feature(node);
            slotMissing[count] = tree.missingGoesLeft(node) ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            count++;
          }
        }
      }
      // An ensemble of single leaves still reads slot 0 of every row.
      inputs = Arrays.copyOf(slotInputs, Math.max(1, count));
      missingKeys = Arrays.copyOf(slotMissing, Math.max(1, count));
      thresholds = single ? new double[0][] : collect(inputWidth, trees);
    }

    static InputKeys of(int inputWidth, List<DecisionTree> trees, EnsembleRules rules) {
      return new InputKeys(inputWidth, trees, rules);
    }

    int count() {
      return inputs.length;
    }

    int slot(DecisionTree tree, int node) {
      return slotOf[pair(tree, node)];
    }

    private static int pair(DecisionTree tree, int node) {
      return 2 * tree.feature(node) + (tree.missingGoesLeft(node) ? 1 : 0);
    }

    /** {@code key(x) < thresholdKey} exactly where x goes left. */
    int thresholdKey(DecisionTree tree, int node) {
      double threshold = tree.threshold(node);
      if (single) {
        return singleKey(singleThreshold(threshold));
      }
      return Arrays.binarySearch(thresholds[tree.feature(node)], strict(threshold)) + 1;
    }

    /** Converts a row; {@code false} if it has a missing value that the model does not support. */
    boolean convert(double[] rows, int at, int[] out, int to) {
      boolean supported = true;
      for (int s = 0; s < inputs.length; s++) {
        double x = rows[at + inputs[s]];
        if (Double.isNaN(x)) {
          out[to + s] = missingKeys[s];
          supported = missingSupported;
        } else {
          out[to + s] = single ? singleKey((float) x) : rank(thresholds[inputs[s]], x);
        }
      }
      return supported;
    }

    /** The least float that does not go left: {@code (float) x < it} is the comparison. */
    private float singleThreshold(double threshold) {
      float rounded = (float) threshold;
      if (inclusive) {
        float floor = rounded > threshold ? Math.nextDown(rounded) : rounded;
        return Math.nextUp(floor);
      }
      return rounded < threshold ? Math.nextUp(rounded) : rounded;
    }

    private double strict(double threshold) {
      // Adding 0.0 turns -0.0, which compares as 0.0 but does not sort as it, into 0.0.
      return (inclusive ? Math.nextUp(threshold) : threshold) + 0.0;
    }

    /** Orders floats as integers; both zeros are one. */
    private static int singleKey(float x) {
      int bits = Float.floatToRawIntBits(x + 0f);
      return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /** The number of thresholds that are not greater than x. */
    private static int rank(double[] sorted, double x) {
      int index = Arrays.binarySearch(sorted, x + 0.0);
      return index < 0 ? -index - 1 : index + 1;
    }

    private double[][] collect(int inputWidth, List<DecisionTree> trees) {
      int[] counts = new int[inputWidth];
      for (DecisionTree tree : trees) {
        for (int node = 0; node < tree.nodeCount(); node++) {
          if (!tree.isLeaf(node)) {
            counts[tree.feature(node)]++;
          }
        }
      }
      double[][] all = new double[inputWidth][];
      for (int input = 0; input < inputWidth; input++) {
        all[input] = new double[counts[input]];
      }
      for (DecisionTree tree : trees) {
        for (int node = 0; node < tree.nodeCount(); node++) {
          if (!tree.isLeaf(node)) {
            int input = tree.feature(node);
            all[input][--counts[input]] = strict(tree.threshold(node));
          }
        }
      }
      for (int input = 0; input < inputWidth; input++) {
        all[input] = Arrays.stream(all[input]).sorted().distinct().toArray();
      }
      return all;
    }
  }
}
