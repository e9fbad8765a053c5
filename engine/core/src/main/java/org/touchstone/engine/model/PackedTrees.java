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

  /** Whether a tree goes on below its top. */
  private boolean deep;

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
    deep |= !tops[t].isWhole();
    return root + free;
  }

  /**
   * Adds up the values of the leaves that each row reaches, in the order of the trees.
   *
   * @param start what each sum starts from
   * @param single whether each sum is rounded to single precision after every tree
   */
  void sum(double[] rows, int count, double start, boolean single, double[] out) {
    int longest = Math.min(BLOCK, count);
    int width = keys.count();
    int[][] block = new int[width][longest];
    int[] lines = new int[(deep ? longest : Math.min(FEW, longest)) * width];
    int[] at = new int[longest];
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      Arrays.fill(out, from, from + size, start);
      keys.convert(rows, from, size, inputWidth, block, out);
      boolean few = size < FEW;
      if (deep || few) {
        transpose(block, size, lines);
      }
      for (int t = 0; t < roots.length; t++) {
        TreeTop top = tops[t];
        if (few) {
          Arrays.fill(at, 0, size, roots[t]);
          walk(at, size, lines);
          addValues(at, size, single, out, from);
        } else if (top.isWhole()) {
          top.evaluate(block, size, at);
          addTopValues(top, at, size, single, out, from);
        } else {
          top.evaluate(block, size, at);
          for (int i = 0; i < size; i++) {
            at[i] = top.exit(at[i]);
          }
          walk(at, size, lines);
          addValues(at, size, single, out, from);
        }
      }
    }
  }

  private static void transpose(int[][] block, int size, int[] lines) {
    int width = block.length;
    for (int s = 0; s < width; s++) {
      int[] slot = block[s];
      for (int i = 0; i < size; i++) {
        lines[i * width + s] = slot[i];
      }
    }
  }

  private static void addTopValues(
      TreeTop top, int[] bits, int size, boolean single, double[] out, int from) {
    for (int i = 0; i < size; i++) {
      double value = top.value(bits[i]);
      out[from + i] = single ? (float) (out[from + i] + value) : out[from + i] + value;
    }
  }

  /** The sum of two floats, rounded to double and then to float, is the float sum. */
  private void addValues(int[] leaves, int size, boolean single, double[] out, int from) {
    for (int i = 0; i < size; i++) {
      double value = values[leaves[i]];
      out[from + i] = single ? (float) (out[from + i] + value) : out[from + i] + value;
    }
  }

  /**
   * Takes rows from the nodes they are at to their leaves. Four rows go in step, to hide each
   * other's latency; one that has arrived stays where it is.
   *
   * @param at the node of each row; receives its leaf
   * @param lines keys of the rows: slot s of row i at {@code i * keys.count() + s}
   */
  private void walk(int[] at, int size, int[] lines) {
    int width = keys.count();
    int i = 0;
    for (; i + 4 <= size; i += 4) {
      int line = i * width;
      int n0 = at[i];
      int n1 = at[i + 1];
      int n2 = at[i + 2];
      int n3 = at[i + 3];
      int moved;
      do {
        int m0 = next(n0, lines, line);
        int m1 = next(n1, lines, line + width);
        int m2 = next(n2, lines, line + 2 * width);
        int m3 = next(n3, lines, line + 3 * width);
        moved = (m0 ^ n0) | (m1 ^ n1) | (m2 ^ n2) | (m3 ^ n3);
        n0 = m0;
        n1 = m1;
        n2 = m2;
        n3 = m3;
      } while (moved != 0);
      at[i] = n0;
      at[i + 1] = n1;
      at[i + 2] = n2;
      at[i + 3] = n3;
    }
    for (; i < size; i++) {
      int node = at[i];
      int next = next(node, lines, i * width);
      while (next != node) {
        node = next;
        next = next(node, lines, i * width);
      }
      at[i] = node;
    }
  }

  private int next(int node, int[] lines, int line) {
    long packed = nodes[node];
    long difference = lines[line + slots[node]] - (packed >> 32);
    return (int) packed + (int) (difference >>> 63);
  }

  private static long pair(int key, int child) {
    return ((long) key << 32) | child;
  }
}
