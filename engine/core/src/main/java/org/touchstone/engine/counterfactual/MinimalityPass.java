package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.Optional;

/**
 * Takes back what a counterfactual changes and need not: features are put back where the class
 * stays changed, fewer changes are looked for (one alone, a pair, one in the place of two), and of
 * ordered features the value nearest to the original that still changes the class is taken.
 */
final class MinimalityPass {

  /** Changed features up to which all ways to put some back are tried in one call. */
  private static final int SUBSETS = 8;

  private static final int BATCH = 128;

  private final RowAttack attack;
  private final Proposals proposals;
  private final SingleChanges singles;
  private final int width;

  MinimalityPass(RowAttack attack, Proposals proposals, SingleChanges singles) {
    this.attack = attack;
    this.proposals = proposals;
    this.singles = singles;
    this.width = attack.space.schema.size();
  }

  /** The counterfactual with as little changed as could be found; {@code found} stays as it is. */
  double[] minimal(double[] found) {
    double[] best = putBack(found);
    if (attack.changed(best, 0).length > 1) {
      Optional<double[]> single = singles.nearest();
      if (single.isPresent()) {
        return single.get();
      }
    }
    if (attack.changed(best, 0).length > 2) {
      best = singles.pair().orElse(best);
    }
    boolean fewer = true;
    while (fewer && attack.changed(best, 0).length > 2) {
      Optional<double[]> replaced = replaceTwoByOne(best);
      fewer = replaced.isPresent();
      best = replaced.orElse(best);
    }
    return nearer(best);
  }

  private Optional<double[]> replaceTwoByOne(double[] found) {
    int[] changed = attack.changed(found, 0);
    for (int a = 0; a < changed.length; a++) {
      for (int b = 0; b < a; b++) {
        double[] base = found.clone();
        for (int j : new int[] {changed[a], changed[b]}) {
          base[attack.space.columns[j]] = attack.original[attack.space.columns[j]];
        }
        Optional<double[]> replaced = singles.addedTo(base);
        if (replaced.isPresent()) {
          return replaced;
        }
      }
    }
    return Optional.empty();
  }

  private double[] putBack(double[] found) {
    double[] best = found.clone();
    int[] changed = attack.changed(best, 0);
    while (changed.length > SUBSETS && attack.model.affords()) {
      // One at a time, the one that brings the row nearest.
      Optional<double[]> fewer = bestOf(best, changed, single(changed.length));
      if (fewer.isEmpty()) {
        return best;
      }
      best = fewer.get();
      changed = attack.changed(best, 0);
    }
    if (changed.length > 1 && changed.length <= SUBSETS && attack.model.affords()) {
      int[] subsets = new int[(1 << changed.length) - 2];
      Arrays.setAll(subsets, i -> i + 1);
      best = bestOf(best, changed, subsets).orElse(best);
    }
    return best;
  }

  private static int[] single(int count) {
    int[] masks = new int[Math.min(count, 30)];
    Arrays.setAll(masks, i -> 1 << i);
    return masks;
  }

  /** Puts back each of several sets of the changed features, given as bits, and takes the best. */
  private Optional<double[]> bestOf(double[] found, int[] changed, int[] putBack) {
    double[] rows = new double[putBack.length * width];
    for (int i = 0; i < putBack.length; i++) {
      System.arraycopy(found, 0, rows, i * width, width);
      for (int bit = 0; bit < Math.min(30, changed.length); bit++) {
        if ((putBack[i] >>> bit & 1) == 1) {
          int column = attack.space.columns[changed[bit]];
          rows[i * width + column] = attack.original[column];
        }
      }
    }
    double[] probabilities = attack.model.score(rows, putBack.length);
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < putBack.length; i++) {
      if (attack.succeeds(probabilities, i, rows)) {
        int changes = attack.space.changes(rows, i * width, attack.original);
        double distance = attack.space.distance(rows, i * width, attack.original);
        if (changes < fewest || (changes == fewest && distance < least)) {
          best = i;
          fewest = changes;
          least = distance;
        }
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(attack.copy(rows, best));
  }

  /** Moves each changed, ordered feature to the nearest value that still changes the class. */
  private double[] nearer(double[] found) {
    double[] best = found.clone();
    for (int j : attack.changed(best, 0)) {
      if (attack.space.ordered(j)) {
        moveNearer(best, j);
      }
    }
    return best;
  }

  private void moveNearer(double[] best, int j) {
    int column = attack.space.columns[j];
    double[] values = proposals.values(j, best, 0);
    double[] nearness = new double[values.length];
    double now = attack.space.distance(j, best[column], attack.original[column]);
    for (int i = 0; i < values.length; i++) {
      nearness[i] = -attack.space.distance(j, values[i], attack.original[column]);
    }
    int[] order = Ranking.descending(nearness, values.length);
    int count = 0;
    while (count < order.length && -nearness[order[count]] < now) {
      count++;
    }
    double[] rows = new double[Math.min(BATCH, count) * width];
    for (int from = 0; from < count && attack.model.affords(); from += BATCH) {
      int size = Math.min(BATCH, count - from);
      for (int i = 0; i < size; i++) {
        System.arraycopy(best, 0, rows, i * width, width);
        rows[i * width + column] = values[order[from + i]];
      }
      double[] probabilities = attack.model.score(rows, size);
      for (int i = 0; i < size; i++) {
        if (attack.succeeds(probabilities, i, rows)) {
          best[column] = values[order[from + i]];
          return;
        }
      }
    }
  }
}
