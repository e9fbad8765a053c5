package org.touchstone.engine.shapley;

import java.util.Arrays;
import org.touchstone.engine.model.DecisionTree;

/**
 * The ways to the leaves of one tree. For each leaf, the distinct players on the way get bits in
 * the order in which they are met; the pattern of a row is the set of players all of whose
 * conditions the row meets.
 *
 * <p>The conditions of 64 rows are compared at a time: a node holds one word of bits, one for each
 * row that goes left.
 */
final class LeafPaths {

  /** Largest number of distinct players on a way. */
  static final int MAX_PLAYERS = 63;

  private final int[] input;
  private final double[] threshold;
  private final boolean[] missingLeft;
  private final double[] value;

  /** Of leaf l: steps {@code firstStep[l]} to {@code firstStep[l + 1] - 1}, likewise players. */
  private final int[] firstStep;

  private final int[] firstPlayer;

  /** Of a step: split, times 2, plus 1 for right; and the bit of its player. */
  private final int[] edge;

  private final int[] bit;
  private final int[] player;

  private LeafPaths(Builder builder) {
    input = Arrays.copyOf(builder.input, builder.splits);
    threshold = Arrays.copyOf(builder.threshold, builder.splits);
    missingLeft = Arrays.copyOf(builder.missingLeft, builder.splits);
    value = Arrays.copyOf(builder.value, builder.leaves);
    firstStep = Arrays.copyOf(builder.firstStep, builder.leaves + 1);
    firstPlayer = Arrays.copyOf(builder.firstPlayer, builder.leaves + 1);
    edge = Arrays.copyOf(builder.edge, firstStep[builder.leaves]);
    bit = Arrays.copyOf(builder.bit, firstStep[builder.leaves]);
    player = Arrays.copyOf(builder.player, firstPlayer[builder.leaves]);
  }

  static LeafPaths of(TreeGame game, DecisionTree tree) {
    Builder builder = new Builder(game, tree);
    builder.walk(0, 0);
    return new LeafPaths(builder);
  }

  int leaves() {
    return value.length;
  }

  int splits() {
    return input.length;
  }

  double value(int leaf) {
    return value[leaf];
  }

  /** Number of distinct players on the way to a leaf. */
  int players(int leaf) {
    return firstPlayer[leaf + 1] - firstPlayer[leaf];
  }

  /** The player that a bit stands for on the way to a leaf. */
  int player(int leaf, int bitOfLeaf) {
    return player[firstPlayer[leaf] + bitOfLeaf];
  }

  /** The pattern of a row that reaches the leaf. */
  long reached(int leaf) {
    return (1L << players(leaf)) - 1;
  }

  /**
   * Compares rows at every split.
   *
   * @param columns inputs, one after the other
   * @param stride distance of two inputs
   * @param rows number of rows
   * @param left receives a bit for each row that goes left: of split s at {@code s * words}
   */
  void compare(double[] columns, int stride, int rows, long[] left) {
    int words = (rows + 63) >>> 6;
    for (int split = 0; split < input.length; split++) {
      int from = input[split] * stride;
      double limit = threshold[split];
      boolean missing = missingLeft[split];
      for (int word = 0; word < words; word++) {
        long bits = 0;
        int end = Math.min(rows, (word + 1) << 6);
        for (int r = word << 6; r < end; r++) {
          double x = columns[from + r];
          long goesLeft = x < limit || (missing && Double.isNaN(x)) ? 1 : 0;
          bits |= goesLeft << r;
        }
        left[split * words + word] = bits;
      }
    }
  }

  /**
   * The patterns of rows at a leaf.
   *
   * @param left as {@link #compare} made it
   * @param patterns receives the pattern of each row
   * @param met working space of {@link #MAX_PLAYERS} words
   */
  void patterns(int leaf, long[] left, int rows, long[] patterns, long[] met) {
    int words = (rows + 63) >>> 6;
    int players = players(leaf);
    for (int word = 0; word < words; word++) {
      Arrays.fill(met, 0, players, -1L);
      for (int step = firstStep[leaf]; step < firstStep[leaf + 1]; step++) {
        long bits = left[(edge[step] >>> 1) * words + word];
        met[bit[step]] &= (edge[step] & 1) == 0 ? bits : ~bits;
      }
      int start = word << 6;
      int end = Math.min(rows, start + 64);
      Arrays.fill(patterns, start, end, 0);
      for (int p = 0; p < players; p++) {
        long bits = met[p];
        for (int r = start; r < end; r++) {
          patterns[r] |= (bits >>> r & 1) << p;
        }
      }
    }
  }

  /** Walks the tree depth-first and writes down the way to each leaf. */
  private static final class Builder {
    private final TreeGame game;
    private final DecisionTree tree;
    private final int[] input;
    private final double[] threshold;
    private final boolean[] missingLeft;
    private final double[] value;
    private final int[] firstStep;
    private final int[] firstPlayer;
    private int[] edge = new int[64];
    private int[] bit = new int[64];
    private int[] player = new int[64];
    private final int[] wayEdge;
    private final int[] wayPlayer;
    private int splits;
    private int leaves;

    Builder(TreeGame game, DecisionTree tree) {
      this.game = game;
      this.tree = tree;
      int nodes = tree.nodeCount();
      input = new int[nodes];
      threshold = new double[nodes];
      missingLeft = new boolean[nodes];
      value = new double[nodes];
      firstStep = new int[nodes + 1];
      firstPlayer = new int[nodes + 1];
      wayEdge = new int[tree.depth()];
      wayPlayer = new int[tree.depth()];
    }

    void walk(int node, int level) {
      if (tree.isLeaf(node)) {
        leaf(tree.value(node), level);
        return;
      }
      int split = splits++;
      input[split] = tree.feature(node);
      threshold[split] = game.strictThreshold(tree, node);
      missingLeft[split] = tree.missingGoesLeft(node);
      wayPlayer[level] = game.player(tree.feature(node));
      wayEdge[level] = 2 * split;
      walk(tree.left(node), level + 1);
      wayPlayer[level] = game.player(tree.feature(node));
      wayEdge[level] = 2 * split + 1;
      walk(tree.right(node), level + 1);
    }

    private void leaf(double leafValue, int level) {
      int step = firstStep[leaves];
      int first = firstPlayer[leaves];
      edge = grown(edge, step + level);
      bit = grown(bit, step + level);
      player = grown(player, first + level);
      int distinct = 0;
      for (int l = 0; l < level; l++) {
        int slot = 0;
        while (slot < distinct && player[first + slot] != wayPlayer[l]) {
          slot++;
        }
        if (slot == distinct) {
          player[first + distinct++] = wayPlayer[l];
        }
        edge[step + l] = wayEdge[l];
        bit[step + l] = slot;
      }
      if (distinct > MAX_PLAYERS) {
        throw new IllegalArgumentException(
            "The way to a leaf has "
                + distinct
                + " players; interventional TreeSHAP takes at most "
                + MAX_PLAYERS
                + ": group players, or use PathDependentTreeShap");
      }
      value[leaves++] = leafValue;
      firstStep[leaves] = step + level;
      firstPlayer[leaves] = first + distinct;
    }

    private static int[] grown(int[] array, int length) {
      return length <= array.length ? array : Arrays.copyOf(array, 2 * length);
    }
  }
}
