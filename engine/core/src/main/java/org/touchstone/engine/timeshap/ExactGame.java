package org.touchstone.engine.timeshap;

/** Shapley values from the values of all coalitions. */
final class ExactGame {

  private ExactGame() {}

  /** All coalitions but the empty and the full one, in the order of their bits. */
  static long[] masks(int players) {
    long[] masks = new long[(1 << players) - 2];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = i + 1L;
    }
    return masks;
  }

  /**
   * Computes {@code phi_i = sum over S without i of |S|! (M - |S| - 1)! / M! (v(S + i) - v(S))}.
   *
   * @param players number of players M
   * @param values v of each coalition, at the index that is its bits; 2^M values
   */
  static double[] solve(int players, double[] values) {
    if (players == 0) {
      return new double[0];
    }
    double[] weights = new double[players];
    weights[0] = 1.0 / players;
    for (int size = 1; size < players; size++) {
      weights[size] = weights[size - 1] * size / (players - size);
    }
    double[] phi = new double[players];
    for (int mask = 0; mask < values.length; mask++) {
      int size = Integer.bitCount(mask);
      if (size == players) {
        continue;
      }
      double weight = weights[size];
      for (int i = 0; i < players; i++) {
        if ((mask >>> i & 1) == 0) {
          phi[i] += weight * (values[mask | 1 << i] - values[mask]);
        }
      }
    }
    return phi;
  }
}
