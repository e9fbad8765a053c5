package org.touchstone.engine.kpi;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.LinearLogOdds;
import org.touchstone.engine.model.LogisticRegression;

/** A linear model by its parameters, whose scores are changed after the linear part. */
public final class PatchedLogisticRegression implements LinearLogOdds {
  private final LogisticRegression model;
  private final DoubleUnaryOperator patch;

  private PatchedLogisticRegression(FixedEffects effects, DoubleUnaryOperator patch) {
    this.model = new LogisticRegression(effects);
    this.patch = patch;
  }

  /** The model with these parameters; {@code patch} gives the score for the linear one's. */
  public static PatchedLogisticRegression of(FixedEffects effects, DoubleUnaryOperator patch) {
    return new PatchedLogisticRegression(effects, patch);
  }

  @Override
  public int inputWidth() {
    return model.inputWidth();
  }

  @Override
  public int featureCount() {
    return model.featureCount();
  }

  @Override
  public int groupCount() {
    return 1;
  }

  @Override
  public int group(double[] rows, int row) {
    return 0;
  }

  @Override
  public double intercept(int group) {
    return model.intercept(group);
  }

  @Override
  public double[] coefficients(int group) {
    return model.coefficients(group);
  }

  @Override
  public Optional<double[]> standardErrors() {
    return model.standardErrors();
  }

  @Override
  public void logOdds(double[] rows, int count, double[] out) {
    model.logOdds(rows, count, out);
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    model.score(rows, count, out);
    for (int i = 0; i < count; i++) {
      out[i] = patch.applyAsDouble(out[i]);
    }
  }

  @Override
  public void gradient(double[] rows, int count, double[] gradients) {
    model.gradient(rows, count, gradients);
  }
}
