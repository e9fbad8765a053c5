package org.touchstone.engine.counterfactual;

import org.touchstone.engine.model.CheckedClassifier;
import org.touchstone.engine.model.Classifier;

/** A binary classifier and the probability from which on it decides for class 1. */
final class BinaryDecision implements DecisionModel {

  private final CheckedClassifier model;
  private final double threshold;
  private final boolean inclusive;
  private final ThreadLocal<double[]> buffer = ThreadLocal.withInitial(() -> new double[0]);

  BinaryDecision(Classifier model, double threshold, boolean inclusive) {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("A decision threshold lies in (0, 1), found " + threshold);
    }
    this.model = CheckedClassifier.of(model);
    this.threshold = threshold;
    this.inclusive = inclusive;
  }

  @Override
  public int inputWidth() {
    return model.inputWidth();
  }

  @Override
  public int classes() {
    return 2;
  }

  @Override
  public void probabilities(double[] rows, int count, double[] out) {
    double[] positive = buffer.get();
    if (positive.length < count) {
      positive = new double[count];
      buffer.set(positive);
    }
    model.score(rows, count, positive, i -> i + " of a batch");
    for (int i = 0; i < count; i++) {
      out[2 * i] = 1 - positive[i];
      out[2 * i + 1] = positive[i];
    }
  }

  @Override
  public int decide(double[] probabilities, int from) {
    double positive = probabilities[from + 1];
    return positive > threshold || (inclusive && positive == threshold) ? 1 : 0;
  }
}
