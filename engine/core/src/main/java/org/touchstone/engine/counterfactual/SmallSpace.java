package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.List;

/** Looks at every row that the constraints allow, where there are few enough. */
final class SmallSpace {

  private final RowAttack attack;
  private final int[] open;
  private final int count;

  SmallSpace(RowAttack attack) {
    this.attack = attack;
    this.open = attack.row.open();
    this.count = (int) attack.row.combinations() - 1;
  }

  /** Number of rows that differ from the original. */
  int size() {
    return count;
  }

  /** Up to k counterfactuals: fewest changes first, then nearest, each of other features. */
  List<double[]> best(int k) {
    int width = attack.space.schema.size();
    double[] rows = new double[count * width];
    int[] at = new int[open.length];
    for (int i = 0; i < count; i++) {
      for (int o = 0; ++at[o] > attack.row.candidates(open[o]).length; o++) {
        at[o] = 0;
      }
      System.arraycopy(attack.original, 0, rows, i * width, width);
      for (int o = 0; o < open.length; o++) {
        if (at[o] > 0) {
          rows[i * width + attack.space.columns[open[o]]] =
              attack.row.candidates(open[o])[at[o] - 1];
        }
      }
    }
    double[] probabilities = attack.model.score(rows, count);
    boolean[] succeeds = new boolean[count];
    for (int i = 0; i < count; i++) {
      succeeds[i] = attack.succeeds(probabilities, i, rows);
    }
    List<double[]> found = new ArrayList<>();
    while (found.size() < k) {
      int best = best(rows, succeeds);
      if (best < 0) {
        break;
      }
      double[] counterfactual = attack.copy(rows, best);
      attack.take(counterfactual);
      found.add(counterfactual);
    }
    return found;
  }

  private int best(double[] rows, boolean[] succeeds) {
    int width = attack.space.schema.size();
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < succeeds.length; i++) {
      if (succeeds[i] && !attack.isTaken(rows, i * width)) {
        int changes = attack.space.changes(rows, i * width, attack.original);
        double distance = attack.space.distance(rows, i * width, attack.original);
        if (changes < fewest || (changes == fewest && distance < least)) {
          best = i;
          fewest = changes;
          least = distance;
        }
      }
    }
    return best;
  }
}
