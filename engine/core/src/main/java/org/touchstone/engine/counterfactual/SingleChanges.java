package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.Optional;

/**
 * All rows that differ from the original in one feature, scored once in batches, and the pairs of
 * them that promise most. They prove that a counterfactual of two changes has as few as there can
 * be, which chance does not.
 */
final class SingleChanges {

  private static final int BATCH = 512;

  /** Single changes that pairs are made of. */
  private static final int BEST = 64;

  private static final int BEST_OF_A_FEATURE = 8;

  private final RowAttack attack;
  private final Proposals proposals;
  private int[] features = {};
  private double[] values = {};
  private double[] movements = {};
  private boolean[] flips = {};
  private boolean scored;
  private boolean complete;
  private long pairs;

  SingleChanges(RowAttack attack, Proposals proposals) {
    this.attack = attack;
    this.proposals = proposals;
  }

  /** Number of single changes that were scored. */
  int size() {
    return scored ? features.length : 0;
  }

  /** Number of further combinations of changes that were scored. */
  long pairs() {
    return pairs;
  }

  /** Whether all single changes are scored: one that is not found does not exist. */
  boolean complete() {
    return complete;
  }

  /** The nearest counterfactual of one change that is new. */
  Optional<double[]> nearest() {
    score();
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < features.length; i++) {
      if (flips[i] && !attack.isTaken(features[i])) {
        double distance =
            attack.space.distance(
                features[i], values[i], attack.original[attack.space.columns[features[i]]]);
        if (distance < least) {
          least = distance;
          best = i;
        }
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(row(best));
  }

  /**
   * The first counterfactual among pairs of the changes that move the probability most, the largest
   * sums of movements first.
   */
  Optional<double[]> pair() {
    score();
    int[] best = best();
    int[] first = new int[best.length * best.length / 2];
    int[] second = new int[first.length];
    double[] sums = new double[first.length];
    int count = 0;
    for (int a = 0; a < best.length; a++) {
      for (int b = 0; b < a; b++) {
        if (features[best[a]] != features[best[b]]) {
          first[count] = best[b];
          second[count] = best[a];
          sums[count++] = movements[best[a]] + movements[best[b]];
        }
      }
    }
    int width = attack.space.schema.size();
    int size = 256;
    double[] rows = new double[size * width];
    int[] order = Ranking.descending(sums, count);
    for (int from = 0; from < count && attack.model.affords(); from += size) {
      int batch = Math.min(size, count - from);
      for (int i = 0; i < batch; i++) {
        System.arraycopy(row(first[order[from + i]]), 0, rows, i * width, width);
        int other = second[order[from + i]];
        rows[i * width + attack.space.columns[features[other]]] = values[other];
      }
      double[] probabilities = attack.model.score(rows, batch);
      pairs += batch;
      for (int i = 0; i < batch; i++) {
        if (attack.succeeds(probabilities, i, rows)) {
          return Optional.of(attack.copy(rows, i));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The counterfactual that differs from a row in one more feature, moving the probability most by
   * itself first.
   *
   * @param base a row with some changes
   */
  Optional<double[]> addedTo(double[] base) {
    score();
    int width = attack.space.schema.size();
    double[] rows = new double[Math.min(BATCH, features.length) * width];
    int[] order = Ranking.descending(movements, movements.length);
    for (int from = 0; from < order.length && attack.model.affords(); from += BATCH) {
      int batch = Math.min(BATCH, order.length - from);
      for (int i = 0; i < batch; i++) {
        System.arraycopy(base, 0, rows, i * width, width);
        int change = order[from + i];
        rows[i * width + attack.space.columns[features[change]]] = values[change];
      }
      double[] probabilities = attack.model.score(rows, batch);
      pairs += batch;
      for (int i = 0; i < batch; i++) {
        if (attack.succeeds(probabilities, i, rows)) {
          return Optional.of(attack.copy(rows, i));
        }
      }
    }
    return Optional.empty();
  }

  private int[] best() {
    int[] order = Ranking.descending(movements, features.length);
    int[] best = new int[Math.min(BEST, order.length)];
    int[] ofFeature = new int[attack.space.size()];
    int count = 0;
    for (int i : order) {
      if (count < best.length && ofFeature[features[i]] < BEST_OF_A_FEATURE) {
        ofFeature[features[i]]++;
        best[count++] = i;
      }
    }
    return Arrays.copyOf(best, count);
  }

  private double[] row(int change) {
    double[] row = attack.original.clone();
    row[attack.space.columns[features[change]]] = values[change];
    return row;
  }

  private void score() {
    if (scored || !attack.model.affords()) {
      return;
    }
    scored = true;
    collect();
    int width = attack.space.schema.size();
    movements = new double[features.length];
    flips = new boolean[features.length];
    double[] rows = new double[Math.min(BATCH, features.length) * width];
    complete = true;
    for (int from = 0; from < features.length; from += BATCH) {
      if (!attack.model.affords()) {
        complete = false;
        return;
      }
      int size = Math.min(BATCH, features.length - from);
      for (int i = 0; i < size; i++) {
        System.arraycopy(attack.original, 0, rows, i * width, width);
        rows[i * width + attack.space.columns[features[from + i]]] = values[from + i];
      }
      double[] probabilities = attack.model.score(rows, size);
      for (int i = 0; i < size; i++) {
        movements[from + i] = attack.movement(probabilities, i);
        flips[from + i] = attack.succeeds(probabilities, i, rows);
      }
    }
  }

  private void collect() {
    int count = 0;
    double[][] candidates = new double[attack.space.size()][];
    for (int j : attack.row.open()) {
      candidates[j] = proposals.values(j, attack.original, 0);
      count += candidates[j].length;
    }
    features = new int[count];
    values = new double[count];
    int at = 0;
    for (int j : attack.row.open()) {
      for (double value : candidates[j]) {
        features[at] = j;
        values[at++] = value;
      }
    }
  }
}
