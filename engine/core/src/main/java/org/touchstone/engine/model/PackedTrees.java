package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;

/**
 * The trees of an ensemble as flat tables that a block of rows goes through without branches.
 *
 * <p>Every comparison is one of integers, {@code key(x) < key(threshold)}; see {@link InputKeys}.
 *
 * <p>The top of a tree, a few levels, is evaluated for all rows of a block at once; see {@link
 * TreeTop}.
 *
 * <p>Below the top a row walks from node to node. A node's children lie side by side, so the next
 * one is {@code child + (key(x) < key(threshold) ? 1 : 0)}: the right child comes first. A leaf's
 * key is the least there is, and it is its own child.
 */
final class PackedTrees {

  /** Rows that go through all trees together; their keys stay in the cache. */
  private static final int BLOCK = 256;

  /** Below this many rows a plain walk is faster than vector instructions. */
  private static final int FEW = 8;

  private final int inputWidth;
  private final InputKeys keys;

  /** Key of the threshold in the upper half, index of the right child in the lower one. */
  private final long[] nodes;

  private final int[] slots;
  private final double[] values;
  private final int[] roots;
  private final TreeTop[] tops;

  private PackedTrees(int inputWidth, InputKeys keys, int nodeCount, int treeCount) {
    this.inputWidth = inputWidth;
    this.keys = keys;
    this.nodes = new long[nodeCount];
    this.slots = new int[nodeCount];
    this.values = new double[nodeCount];
    this.roots = new int[treeCount];
    this.tops = new TreeTop[treeCount];
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
    int[] original = new int[tree.nodeCount()];
    int free = 1;
    for (int i = 0; i < free; i++) {
      int node = original[i];
      int at = root + i;
      if (tree.isLeaf(node)) {
        nodes[at] = pair(Integer.MIN_VALUE, at);
        values[at] = tree.value(node);
      } else {
        slots[at] = keys.slot(tree, node);
        nodes[at] = pair(keys.thresholdKey(tree, node), root + free);
        original[free] = tree.right(node);
        original[free + 1] = tree.left(node);
        free += 2;
      }
    }
    tops[t] = TreeTop.of(root, root + free, nodes, slots, values);
    return root + free;
  }

  /**
   * Adds up the values of the leaves that each row reaches, in the order of the trees.
   *
   * @param start what each sum starts from
   * @param single whether each sum is rounded to single precision after every tree
   */
  void sum(double[] rows, int count, double start, boolean single, double[] out) {
    int stride = Math.min(BLOCK, count);
    int[][] block = new int[keys.count()][stride];
    int[] bits = new int[stride];
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      Arrays.fill(out, from, from + size, start);
      keys.convert(rows, from, size, inputWidth, block, out);
      for (int t = 0; t < roots.length; t++) {
        if (size < FEW) {
          for (int i = 0; i < size; i++) {
            int leaf = walk(roots[t], block, i);
            out[from + i] = add(out[from + i], values[leaf], single);
          }
        } else {
          tops[t].evaluate(block, size, bits);
          addLeaves(tops[t], bits, size, block, single, out, from);
        }
      }
    }
  }

  private void addLeaves(
      TreeTop top, int[] bits, int size, int[][] block, boolean single, double[] out, int from) {
    if (!top.isWhole()) {
      for (int i = 0; i < size; i++) {
        int exit = top.exit(bits[i]);
        out[from + i] = add(out[from + i], values[walk(exit, block, i)], single);
      }
    } else if (single) {
      for (int i = 0; i < size; i++) {
        double value = top.value(bits[i]);
        out[from + i] = (float) (out[from + i] + value);
      }
    } else {
      for (int i = 0; i < size; i++) {
        out[from + i] += top.value(bits[i]);
      }
    }
  }

  private int walk(int from, int[][] block, int row) {
    int node = from;
    while (true) {
      long packed = nodes[node];
      long difference = block[slots[node]][row] - (packed >> 32);
      int next = (int) packed + (int) (difference >>> 63);
      if (next == node) {
        return node;
      }
      node = next;
    }
  }

  /** The sum of two floats, rounded to double and then to float, is the float sum. */
  private static double add(double sum, double value, boolean single) {
    return single ? (float) (sum + value) : sum + value;
  }

  private static long pair(int key, int child) {
    return ((long) key << 32) | child;
  }
}
