package org.touchstone.benchmarks;

import org.touchstone.engine.model.StatefulSequenceClassifier;

/** A model with a clock around each of its calls, for one thread. */
final class ClockedSequenceModel implements StatefulSequenceClassifier {

  private final StatefulSequenceClassifier model;
  private long nanos;

  ClockedSequenceModel(StatefulSequenceClassifier model) {
    this.model = model;
  }

  /** The time in the model so far. */
  long nanos() {
    return nanos;
  }

  @Override
  public int eventWidth() {
    return model.eventWidth();
  }

  @Override
  public int stateWidth() {
    return model.stateWidth();
  }

  @Override
  public void initialState(double[] state) {
    model.initialState(state);
  }

  @Override
  public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
    long start = System.nanoTime();
    model.score(events, count, maxLength, lengths, out);
    nanos += System.nanoTime() - start;
  }

  @Override
  public void advance(double[] events, int count, int steps, double[] states, double[] out) {
    long start = System.nanoTime();
    model.advance(events, count, steps, states, out);
    nanos += System.nanoTime() - start;
  }
}
