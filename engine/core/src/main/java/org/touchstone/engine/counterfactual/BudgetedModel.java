package org.touchstone.engine.counterfactual;

/**
 * A model that may be called so many times for one row. The last call is kept for checking what is
 * handed out.
 */
final class BudgetedModel {

  private final DecisionModel model;
  private final SearchSpace space;
  private final int maxCalls;
  private double[] probabilities = new double[0];
  private int calls;
  private long rowsScored;

  BudgetedModel(DecisionModel model, SearchSpace space, int maxCalls) {
    this.model = model;
    this.space = space;
    this.maxCalls = maxCalls;
  }

  /** Whether one more call leaves one for the check. */
  boolean affords() {
    return calls + 1 < maxCalls;
  }

  /**
   * Computes the derived columns of rows and scores them.
   *
   * @return row-major probabilities of the classes, valid until the next call
   */
  double[] score(double[] rows, int count) {
    if (calls >= maxCalls) {
      throw new IllegalStateException("The budget of " + maxCalls + " model calls is spent");
    }
    if (probabilities.length < count * model.classes()) {
      probabilities = new double[count * model.classes()];
    }
    space.derive(rows, count);
    model.probabilities(rows, count, probabilities);
    calls++;
    rowsScored += count;
    return probabilities;
  }

  DecisionModel model() {
    return model;
  }

  int classes() {
    return model.classes();
  }

  int calls() {
    return calls;
  }

  long rowsScored() {
    return rowsScored;
  }
}
