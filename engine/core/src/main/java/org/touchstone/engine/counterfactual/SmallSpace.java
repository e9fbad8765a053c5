package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at every row that the constraints allow, where there are few enough. A row is a number with
 * one digit for each open feature: 0 for its own value, i for the i-th one that it may change to.
 */
final class SmallSpace {

  /** Rows of one call of the model. */
  private static final int BATCH = 8192;

  private final RowAttack attack;
  private final int[] open;
  private final long count;

  SmallSpace(RowAttack attack) {
    this.attack = attack;
    this.open = attack.row.open();
    this.count = attack.row.combinations() - 1;
  }

  /** Number of rows that differ from the original. */
  long size() {
    return count;
  }

  /** Number of calls of the model that it takes. */
  long calls() {
    return (count + BATCH - 1) / BATCH;
  }

  /** Up to k counterfactuals: fewest changes first, then nearest, each of other features. */
  List<double[]> best(int k) {
    int[] successes = successes();
    List<double[]> found = new ArrayList<>();
    while (found.size() < k) {
      int best = best(successes);
      if (best < 0) {
        break;
      }
      double[] counterfactual = new double[attack.space.schema.size()];
      fill(best, counterfactual, 0);
      attack.take(counterfactual);
      found.add(counterfactual);
    }
    return found;
  }

  private int[] successes() {
    int width = attack.space.schema.size();
    int[] numbers = new int[(int) count];
    int successes = 0;
    double[] rows = new double[(int) Math.min(BATCH, count) * width];
    for (int first = 1; first <= count; first += BATCH) {
      int size = (int) Math.min(BATCH, count - first + 1);
      for (int i = 0; i < size; i++) {
        fill(first + i, rows, i * width);
      }
      double[] probabilities = attack.model.score(rows, size);
      for (int i = 0; i < size; i++) {
        if (attack.succeeds(probabilities, i, rows)) {
          numbers[successes++] = first + i;
        }
      }
    }
    return Arrays.copyOf(numbers, successes);
  }

  private void fill(int number, double[] rows, int from) {
    System.arraycopy(attack.original, 0, rows, from, attack.space.schema.size());
    int rest = number;
    for (int j : open) {
      double[] candidates = attack.row.candidates(j);
      int digit = rest % (candidates.length + 1);
      rest /= candidates.length + 1;
      if (digit > 0) {
        rows[from + attack.space.columns[j]] = candidates[digit - 1];
      }
    }
  }

  private int best(int[] numbers) {
    double[] row = new double[attack.space.schema.size()];
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    double least = Double.POSITIVE_INFINITY;
    for (int number : numbers) {
      fill(number, row, 0);
      if (!attack.isTaken(row, 0)) {
        int changes = attack.space.changes(row, 0, attack.original);
        double distance = attack.space.distance(row, 0, attack.original);
        if (changes < fewest || (changes == fewest && distance < least)) {
          best = number;
          fewest = changes;
          least = distance;
        }
      }
    }
    return best;
  }
}
