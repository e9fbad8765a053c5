package org.touchstone.engine.shapley;

import java.util.Arrays;

/** Adds up the interventional Shapley values of a block of rows, leaf by leaf. */
final class LeafGames {

  /** Patterns of up to this many players are looked up in a table, others are computed anew. */
  private static final int TABLE_PLAYERS = 12;

  /** {@code WEIGHTS[a * 64 + c] = (a - 1)! c! / (a + c)!} for a of 1 or more. */
  private static final double[] WEIGHTS = weights();

  private final double[] columns;
  private final int rows;
  private final int size;
  private final double[] phi;
  private final double[] sums;
  private final long[] patterns;
  private final long[] met = new long[LeafPaths.MAX_PLAYERS];
  private long[] left = new long[0];

  /** Where the values of a pattern stand, plus 1; 0 if they are not computed yet. */
  private final int[] known = new int[1 << TABLE_PLAYERS];

  private double[] values = new double[1024];
  private int used;

  /**
   * Prepares a block.
   *
   * @param columns the rows' inputs, with a stride of {@code rows}
   * @param size number of players
   */
  LeafGames(double[] columns, int rows, int size) {
    this.columns = columns;
    this.rows = rows;
    this.size = size;
    this.phi = new double[rows * size];
    this.sums = new double[rows];
    this.patterns = new long[rows];
  }

  /** The sum of a player's values, over trees and background rows. */
  double value(int row, int player) {
    return phi[row * size + player];
  }

  /** The sum of the leaves that a row reaches. */
  double sum(int row) {
    return sums[row];
  }

  /** Adds the values of a tree. */
  void add(LeafPaths paths, BackgroundPatterns background) {
    int words = (rows + 63) >>> 6;
    if (left.length < paths.splits() * words) {
      left = new long[paths.splits() * words];
    }
    paths.compare(columns, rows, rows, left);
    for (int leaf = 0; leaf < paths.leaves(); leaf++) {
      paths.patterns(leaf, left, rows, patterns, met);
      addLeaf(paths, background, leaf);
    }
  }

  private void addLeaf(LeafPaths paths, BackgroundPatterns background, int leaf) {
    int players = paths.players(leaf);
    long reached = paths.reached(leaf);
    boolean table = players <= TABLE_PLAYERS;
    if (table) {
      Arrays.fill(known, 0, 1 << players, 0);
    }
    used = 0;
    for (int r = 0; r < rows; r++) {
      long pattern = patterns[r];
      if (pattern == reached) {
        sums[r] += paths.value(leaf);
      }
      int at = table ? known[(int) pattern] - 1 : -1;
      if (at < 0) {
        at = table ? used : 0;
        used = at + players;
        compute(paths, background, leaf, pattern, at);
        if (table) {
          known[(int) pattern] = at + 1;
        }
      }
      int to = r * size;
      for (int p = 0; p < players; p++) {
        phi[to + paths.player(leaf, p)] += values[at + p];
      }
    }
  }

  /** The values of all rows with a pattern, over the background rows. */
  private void compute(
      LeafPaths paths, BackgroundPatterns background, int leaf, long pattern, int at) {
    int players = paths.players(leaf);
    long reached = paths.reached(leaf);
    if (values.length < at + players) {
      values = Arrays.copyOf(values, 2 * (at + players));
    }
    Arrays.fill(values, at, at + players, 0);
    for (int i = background.first(leaf); i < background.end(leaf); i++) {
      long other = background.pattern(i);
      long mine = pattern & ~other;
      long theirs = other & ~pattern;
      if ((pattern | other) != reached || (mine | theirs) == 0) {
        continue;
      }
      int a = Long.bitCount(mine);
      int c = Long.bitCount(theirs);
      double weight = paths.value(leaf) * background.count(i);
      double plus = a == 0 ? 0 : weight * WEIGHTS[a * 64 + c];
      double minus = c == 0 ? 0 : weight * WEIGHTS[c * 64 + a];
      for (int p = 0; p < players; p++) {
        if ((mine >>> p & 1) != 0) {
          values[at + p] += plus;
        } else if ((theirs >>> p & 1) != 0) {
          values[at + p] -= minus;
        }
      }
    }
  }

  private static double[] weights() {
    double[] weights = new double[64 * 64];
    for (int a = 1; a < 64; a++) {
      // (a - 1)! 0! / a! = 1 / a, and each further player multiplies by c / (a + c).
      weights[a * 64] = 1.0 / a;
      for (int c = 1; c < 64; c++) {
        weights[a * 64 + c] = weights[a * 64 + c - 1] * c / (a + c);
      }
    }
    return weights;
  }
}
