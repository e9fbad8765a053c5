package org.touchstone.engine.counterfactual;

import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.run.CancelledException;

/**
 * A model that may be called so many times for one row, and not at all by a thread that was
 * interrupted. The last call is kept for checking what is handed out.
 */
final class BudgetedModel {

  private final DecisionModel model;
  private final SearchSpace space;
  private final int maxCalls;
  private final String rowId;
  private double[] probabilities = new double[0];
  private int calls;
  private long rowsScored;

  /**
   * A budget for one row.
   *
   * @param rowId names the row in error messages
   */
  BudgetedModel(DecisionModel model, SearchSpace space, int maxCalls, String rowId) {
    this.model = model;
    this.space = space;
    this.maxCalls = maxCalls;
    this.rowId = rowId;
  }

  /** Whether one more call leaves one for the check. */
  boolean affords() {
    return affords(1);
  }

  /** Whether so many more calls leave one for the check. */
  boolean affords(long more) {
    return calls + more < maxCalls;
  }

  /**
   * Computes the derived columns of rows and scores them.
   *
   * @return row-major probabilities of the classes, valid until the next call
   * @throws ModelException if the model fails, or one of them is no probability
   * @throws CancelledException if the thread was interrupted
   */
  double[] score(double[] rows, int count) {
    if (calls >= maxCalls) {
      throw new IllegalStateException("The budget of " + maxCalls + " model calls is spent");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("Interrupted while looking for counterfactuals");
    }
    if (probabilities.length < count * model.classes()) {
      probabilities = new double[count * model.classes()];
    }
    space.derive(rows, count);
    try {
      model.probabilities(rows, count, probabilities);
    } catch (ModelException e) {
      throw new ModelException(where() + e.getMessage(), e);
    }
    calls++;
    rowsScored += count;
    require(count * model.classes());
    return probabilities;
  }

  private void require(int scores) {
    for (int i = 0; i < scores; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
        throw new ModelException(
            where()
                + "the model returned "
                + probabilities[i]
                + " for class "
                + i % model.classes()
                + "; a probability lies in [0, 1]");
      }
    }
  }

  private String where() {
    return "On row " + rowId + ", or with some of its values changed: ";
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
