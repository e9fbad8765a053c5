package org.touchstone.engine.model;

import java.util.Arrays;

/**
 * The top of a packed tree, up to {@value #MAX_INNER} inner nodes, evaluated for many rows at once
 * as QuickScorer does (Lucchese et al., "QuickScorer: a fast algorithm to rank documents with
 * additive ensembles of regression trees", SIGIR 2015, section 3).
 *
 * <p>The exits of the top, leaves or nodes further down, are bits from left to right. A node whose
 * test fails clears the bits of its left subtree; the lowest bit that is left is the row's exit.
 * For one node and all rows of a block that is a loop over two arrays, which the JIT compiler turns
 * into vector instructions.
 */
final class TreeTop {

  /** One less than the bits of an {@code int}: n inner nodes have n + 1 exits. */
  private static final int MAX_INNER = 31;

  private final int[] slots;
  private final int[] thresholds;
  private final int[] masks;
  private final int[] exits;
  private final double[] values;
  private final boolean whole;

  private TreeTop(
      int[] slots, int[] thresholds, int[] masks, int[] exits, double[] values, boolean whole) {
    this.slots = slots;
    this.thresholds = thresholds;
    this.masks = masks;
    this.exits = exits;
    this.values = values;
    this.whole = whole;
  }

  /**
   * The top of the tree that {@link PackedTrees} keeps, level by level, at indices {@code root} to
   * {@code end}.
   */
  static TreeTop of(int root, int end, long[] nodes, int[] nodeSlots, double[] nodeValues) {
    int inner = 0;
    int last = root;
    for (; last < end && inner < MAX_INNER; last++) {
      inner += isLeaf(nodes, last) ? 0 : 1;
    }
    int[] slots = new int[inner];
    int[] thresholds = new int[inner];
    int[] masks = new int[inner];
    int[] exits = new int[inner + 1];
    double[] values = new double[inner + 1];
    // Depth first, left before right, so that exits are met in the order of their bits.
    int[] stack = new int[2 * inner + 1];
    int[] closing = new int[2 * inner + 1];
    int depth = 0;
    int next = 0;
    int met = 0;
    boolean whole = true;
    stack[depth] = root;
    closing[depth++] = -1;
    while (depth > 0) {
      int at = stack[--depth];
      int parent = closing[depth];
      if (parent >= 0) {
        // The left subtree of this parent is done: its bits are those met since it was begun.
        masks[parent] = ~(bitsBelow(met) & ~masks[parent]);
      }
      if (at >= last || isLeaf(nodes, at)) {
        exits[met] = at;
        values[met] = nodeValues[at];
        whole &= isLeaf(nodes, at);
        met++;
      } else {
        slots[next] = nodeSlots[at];
        thresholds[next] = (int) (nodes[at] >> 32);
        masks[next] = bitsBelow(met);
        int right = (int) nodes[at];
        stack[depth] = right;
        closing[depth++] = next;
        stack[depth] = right + 1;
        closing[depth++] = -1;
        next++;
      }
    }
    return new TreeTop(slots, thresholds, masks, exits, values, whole);
  }

  /** Whether every exit is a leaf. */
  boolean isWhole() {
    return whole;
  }

  /** The node that a row with these bits leaves the top at. */
  int exit(int bits) {
    return exits[Integer.numberOfTrailingZeros(bits)];
  }

  /** The value of the leaf that a row with these bits leaves the top at. */
  double value(int bits) {
    return values[Integer.numberOfTrailingZeros(bits)];
  }

  /**
   * Computes the bits of the exits that are left for each row.
   *
   * @param block keys of the rows: slot s of row i at {@code block[s][i]}
   * @param size number of rows
   * @param bits receives the bits of each row
   */
  void evaluate(int[][] block, int size, int[] bits) {
    Arrays.fill(bits, 0, size, -1);
    for (int k = 0; k < slots.length; k++) {
      clear(block[slots[k]], thresholds[k], masks[k], size, bits);
    }
  }

  /**
   * Clears the bits outside of a mask where a key is not less than a threshold. Written for C2 of
   * JDK 17 and later, which turns exactly this form into vector instructions: both arrays at the
   * same index, and no min, max or conditional. The comparison is the sign of the difference, put
   * right for overflow (Warren, "Hacker's Delight", 2nd ed., section 2-12).
   */
  private static void clear(int[] keys, int threshold, int mask, int size, int[] bits) {
    int inverted = ~threshold;
    for (int i = 0; i < size; i++) {
      int key = keys[i];
      int less = ((key & inverted) | ((key ^ inverted) & (key - threshold))) >> 31;
      bits[i] &= mask | less;
    }
  }

  private static boolean isLeaf(long[] nodes, int at) {
    return (int) nodes[at] == at;
  }

  private static int bitsBelow(int bit) {
    return bit == 32 ? -1 : (1 << bit) - 1;
  }
}
