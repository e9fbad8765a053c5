package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What all steps of the search for one row's counterfactuals look at. */
final class RowAttack {

  final SearchSpace space;
  final RowSpace row;
  final double[] original;
  final BudgetedModel model;
  final int originalClass;

  /** The class to reach; -1 for any other than the row's own. */
  final int target;

  private final double[] originalProbabilities;
  private final int maxChanges;
  private final double maxDistance;

  /** The features that earlier counterfactuals of the row change. */
  private final List<int[]> taken = new ArrayList<>();

  RowAttack(
      SearchSpace space,
      double[] original,
      BudgetedModel model,
      int target,
      int maxChanges,
      double maxDistance) {
    this.space = space;
    this.row = new RowSpace(space, original);
    this.original = original;
    this.model = model;
    this.originalProbabilities = Arrays.copyOf(model.score(original.clone(), 1), model.classes());
    this.originalClass = model.model().decide(originalProbabilities, 0);
    // Of two classes, any other one is the other one.
    this.target = target < 0 && model.classes() == 2 ? 1 - originalClass : target;
    this.maxChanges = maxChanges;
    this.maxDistance = maxDistance;
  }

  double[] originalProbabilities() {
    return originalProbabilities;
  }

  /** Whether the row is of the target class already. */
  boolean isThere() {
    return target == originalClass;
  }

  /** How far the probability of the target class rose, or that of the row's own class fell. */
  double movement(double[] probabilities, int index) {
    int at = index * model.classes();
    return target >= 0
        ? probabilities[at + target] - originalProbabilities[target]
        : originalProbabilities[originalClass] - probabilities[at + originalClass];
  }

  /** Whether the model decides as it shall. */
  boolean flips(double[] probabilities, int index) {
    int decided = model.model().decide(probabilities, index * model.classes());
    return target >= 0 ? decided == target : decided != originalClass;
  }

  /** Whether a scored row is a counterfactual within the limits of Eq. 5. */
  boolean succeeds(double[] probabilities, int index, double[] rows) {
    int from = index * space.schema.size();
    return flips(probabilities, index)
        && !isTaken(rows, from)
        && space.changes(rows, from, original) <= maxChanges
        && space.distance(rows, from, original) <= maxDistance;
  }

  /** Another counterfactual is another one only if it leaves a feature alone that each changed. */
  void take(double[] counterfactual) {
    taken.add(changed(counterfactual, 0));
  }

  boolean isTaken(double[] rows, int from) {
    for (int[] features : taken) {
      if (changesAll(features, rows, from)) {
        return true;
      }
    }
    return false;
  }

  boolean isTaken(int feature) {
    for (int[] features : taken) {
      if (features.length == 1 && features[0] == feature) {
        return true;
      }
    }
    return false;
  }

  /** Puts features back until a row is a new one, the one whose turn it is by {@code choice}. */
  void makeNew(double[] rows, int from, int choice) {
    for (int[] features : taken) {
      if (changesAll(features, rows, from)) {
        int column = space.columns[features[Math.floorMod(choice, features.length)]];
        rows[from + column] = original[column];
      }
    }
  }

  /** Whether a row in a batch changes all of some features. */
  boolean changesAll(int[] features, double[] rows, int from) {
    for (int j : features) {
      if (!isChanged(rows, from, j)) {
        return false;
      }
    }
    return true;
  }

  boolean isChanged(double[] rows, int from, int j) {
    int column = space.columns[j];
    return CounterfactualSet.differ(rows[from + column], original[column]);
  }

  /** The features that a row in a batch changes. */
  int[] changed(double[] rows, int from) {
    int[] features = new int[space.size()];
    int count = 0;
    for (int j = 0; j < features.length; j++) {
      if (isChanged(rows, from, j)) {
        features[count++] = j;
      }
    }
    return Arrays.copyOf(features, count);
  }

  double[] copy(double[] rows, int index) {
    int width = space.schema.size();
    return Arrays.copyOfRange(rows, index * width, (index + 1) * width);
  }

  double distance(double[] candidate) {
    return space.distance(candidate, 0, original);
  }
}
