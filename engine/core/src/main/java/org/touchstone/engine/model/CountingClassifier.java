package org.touchstone.engine.model;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a model is asked: the calls, and the rows that were scored in them. Around the model
 * of an audit it tells what each KPI costs; explainers that walk through the trees of an ensemble
 * ask no scores, and count nothing.
 */
public final class CountingClassifier implements WrappingClassifier {

  private final Classifier model;
  private final LongAdder calls = new LongAdder();
  private final LongAdder rows = new LongAdder();

  private CountingClassifier(Classifier model) {
    this.model = model;
  }

  /** Counts from 0 on what this model is asked through the wrapper. */
  public static CountingClassifier of(Classifier model) {
    return new CountingClassifier(model);
  }

  /** How often the model was called. */
  public long calls() {
    return calls.sum();
  }

  /** How many rows the model scored, in all calls. */
  public long rows() {
    return rows.sum();
  }

  @Override
  public Classifier unwrap() {
    return model;
  }

  @Override
  public int inputWidth() {
    return model.inputWidth();
  }

  @Override
  public void score(double[] inputs, int count, double[] out) {
    calls.increment();
    rows.add(count);
    model.score(inputs, count, out);
  }

  @Override
  public void close() {
    model.close();
  }
}
