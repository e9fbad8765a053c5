package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Link;
import org.touchstone.engine.model.EnsembleRules.Precision;
import org.touchstone.engine.run.CancelledException;

/**
 * Branch and bound over the cells of one row: sets of features by size, and of each set that could
 * flip the class the cells in order of their distance.
 */
final class ExactSearch {

  private final TreeCells cells;
  private final RowAttack attack;
  private final TreeBounds bounds;
  private final double goal;
  private final int sign;
  private final long maxSteps;
  private final Choice[][] choices;
  private final double[] candidate;
  private Optional<double[]> best = Optional.empty();
  private double bestSquares;
  private boolean complete = true;
  private boolean exhausted;
  private int size;

  /** A cell that a feature may change to, with its value nearest to the row's own. */
  private record Choice(int cell, double value, double distance) {}

  /**
   * A search.
   *
   * @param threshold probability at which the decision changes
   * @param maxSteps nodes of trees to visit at most
   */
  ExactSearch(TreeCells cells, RowAttack attack, double threshold, long maxSteps) {
    this.cells = cells;
    this.attack = attack;
    this.maxSteps = maxSteps;
    this.sign = attack.target == 1 ? 1 : -1;
    this.choices = choices();
    long[][] open = new long[cells.space.size()][];
    for (int j = 0; j < open.length; j++) {
      open[j] = new long[(cells.cells[j] + 63) / 64];
      for (Choice choice : choices[j]) {
        open[j][choice.cell / 64] |= 1L << (choice.cell % 64);
      }
    }
    this.bounds = new TreeBounds(cells, attack.original, open, sign);
    EnsembleRules rules = cells.trees.rules();
    double margin =
        rules.link() == Link.LOGISTIC ? Math.log(threshold / (1 - threshold)) : threshold;
    // The model adds in its own order and width; it decides itself on what comes this near.
    double slack = (rules.arithmetic() == Precision.SINGLE ? 1e-4 : 1e-9) * (1 + Math.abs(margin));
    this.goal = sign * margin - slack;
    this.candidate = attack.original.clone();
  }

  private Choice[][] choices() {
    Choice[][] all = new Choice[cells.space.size()][];
    for (int j = 0; j < all.length; j++) {
      double own = attack.original[cells.space.columns[j]];
      Choice[] nearest = new Choice[cells.cells[j]];
      for (double value : attack.row.candidates(j)) {
        int cell = cells.cellOf[j][Arrays.binarySearch(cells.space.values[j], value)];
        double distance = cells.space.distance(j, value, own);
        if (nearest[cell] == null || distance < nearest[cell].distance) {
          nearest[cell] = new Choice(cell, value, distance);
        }
      }
      all[j] =
          Arrays.stream(nearest)
              .filter(choice -> choice != null)
              .sorted(Comparator.comparingDouble(Choice::distance))
              .toArray(Choice[]::new);
    }
    return all;
  }

  /** Whether no step was left out: what was not found does not exist. */
  boolean complete() {
    return complete;
  }

  /** Whether the search has a counterfactual; unless complete there may be a nearer one. */
  boolean found() {
    return best.isPresent();
  }

  /** Whether no number of changes is left to try. */
  boolean exhausted() {
    return exhausted;
  }

  /** Number of changes up to which the search has come. */
  int size() {
    return size;
  }

  /** Number of nodes that were visited. */
  long steps() {
    return bounds.steps();
  }

  /** The nearest counterfactual of the fewest changes that is new. */
  Optional<double[]> run(int maxChanges) {
    List<Integer> open = new ArrayList<>();
    for (int j : attack.row.open()) {
      open.add(j);
    }
    int[] features = open.stream().mapToInt(Integer::intValue).toArray();
    int most = Math.min(maxChanges, features.length);
    if (!couldFlip(features, TreeBounds.ANY)) {
      exhausted = true; // No number of changes is enough.
      return Optional.empty();
    }
    for (size = 1; size <= most && best.isEmpty() && complete; size++) {
      bestSquares = Double.POSITIVE_INFINITY;
      subsets(features, 0, new int[size], 0);
    }
    size--;
    exhausted = complete && size == features.length;
    return best;
  }

  private boolean couldFlip(int[] features, int how) {
    for (int j : features) {
      bounds.set(j, how);
    }
    boolean could = sign * bounds.best() >= goal;
    for (int j : features) {
      bounds.set(j, TreeBounds.OWN);
    }
    return could;
  }

  private void subsets(int[] features, int from, int[] subset, int chosen) {
    if (!goesOn()) {
      return;
    }
    if (chosen == subset.length) {
      if (!isTaken(subset) && couldFlip(subset, TreeBounds.FREE)) {
        for (int j : subset) {
          bounds.set(j, TreeBounds.FREE);
        }
        assign(subset, 0, 0);
        for (int j : subset) {
          bounds.set(j, TreeBounds.OWN);
        }
      }
      return;
    }
    for (int i = from; i <= features.length - (subset.length - chosen); i++) {
      subset[chosen] = features[i];
      subsets(features, i + 1, subset, chosen + 1);
    }
  }

  private boolean isTaken(int[] subset) {
    double[] all = attack.original.clone();
    for (int j : subset) {
      all[cells.space.columns[j]] = choices[j][0].value;
    }
    return attack.isTaken(all, 0);
  }

  /** Gives the features of a set from one on their cells, the nearest first. */
  private void assign(int[] subset, int index, double squares) {
    if (index == subset.length) {
      decide(squares);
      return;
    }
    int j = subset[index];
    int column = cells.space.columns[j];
    for (Choice choice : choices[j]) {
      double sum = squares + choice.distance * choice.distance;
      if (sum >= bestSquares || !goesOn()) {
        break;
      }
      bounds.set(j, choice.cell);
      if (sign * bounds.best() >= goal) {
        candidate[column] = choice.value;
        assign(subset, index + 1, sum);
      }
    }
    candidate[column] = attack.original[column];
    bounds.set(j, TreeBounds.FREE);
  }

  private void decide(double squares) {
    double[] probabilities = attack.model.score(candidate, 1);
    if (attack.succeeds(probabilities, 0, candidate)) {
      best = Optional.of(candidate.clone());
      bestSquares = squares;
    }
  }

  private boolean goesOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("Interrupted while looking for counterfactuals");
    }
    if (bounds.steps() > maxSteps || !attack.model.affords()) {
      complete = false;
    }
    return complete;
  }
}
