package org.touchstone.engine.kpi.discrimination;

import java.util.Arrays;

/** Keeps pairs in the order in which they are visited, up to a number; of more it keeps none. */
final class KeptPairs implements SimilarityJoin.Visitor {

  private final int most;
  private int[] pairs = {};
  private int count;
  private boolean complete = true;

  KeptPairs(int most) {
    this.most = most;
  }

  @Override
  public void visit(int a, int b) {
    if (!complete) {
      return;
    }
    if (count == most) {
      complete = false;
      pairs = new int[0];
      return;
    }
    if (2 * count == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * Math.min(most, Math.max(64, 2 * count)));
    }
    pairs[2 * count] = a;
    pairs[2 * count + 1] = b;
    count++;
  }

  /** Whether all pairs that were visited are here. */
  boolean complete() {
    return complete;
  }

  /** Visits the pairs in the same order. */
  void forEach(SimilarityJoin.Visitor visitor) {
    for (int i = 0; i < count; i++) {
      visitor.visit(pairs[2 * i], pairs[2 * i + 1]);
    }
  }
}
