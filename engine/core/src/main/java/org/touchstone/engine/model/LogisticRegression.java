package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Logistic regression: {@code p = sigmoid(intercept + sum_j coefficient_j z_j)} with {@code z_j =
 * (x_j - mean_j) / scale_j}, in double precision. A row with a missing value scores {@code NaN}.
 */
public final class LogisticRegression implements LinearLogOdds, LogOddsClassifier {

  private final double[] coefficients;
  private final double intercept;
  private final InputScaling scaling;
  private final Optional<double[]> standardErrors;

  /**
   * Creates a model of unscaled inputs.
   *
   * @param coefficients one for each input
   * @param intercept the linear predictor where every input is 0
   * @throws IllegalArgumentException if there is no coefficient, or one is not finite
   */
  public LogisticRegression(double[] coefficients, double intercept) {
    this(coefficients, intercept, InputScaling.none(coefficients.length), Optional.empty());
  }

  /**
   * Creates a model of standardised inputs.
   *
   * @param coefficients one for each standardised input
   * @param intercept the linear predictor where every input is at its mean
   * @param mean subtracted from each input
   * @param scale each input is divided by it; positive
   * @throws IllegalArgumentException if lengths differ, a number is not finite, or a scale is not
   *     positive
   */
  public LogisticRegression(
      double[] coefficients, double intercept, double[] mean, double[] scale) {
    this(coefficients, intercept, new InputScaling(mean, scale), Optional.empty());
  }

  /**
   * Creates a model of unscaled inputs whose standard errors are known where the parameters' are.
   *
   * @param parameters intercept and coefficients
   */
  public LogisticRegression(FixedEffects parameters) {
    this(
        parameters.coefficients(),
        parameters.intercept(),
        InputScaling.none(parameters.size() - 1),
        parameters.standardErrors());
  }

  private LogisticRegression(
      double[] coefficients,
      double intercept,
      InputScaling scaling,
      Optional<double[]> standardErrors) {
    if (coefficients.length == 0 || coefficients.length != scaling.width()) {
      throw new IllegalArgumentException(
          "Logistic regression has "
              + coefficients.length
              + " coefficients for "
              + scaling.width()
              + " inputs; give one for each, and at least one");
    }
    if (!Double.isFinite(intercept) || !Arrays.stream(coefficients).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "Logistic regression has a coefficient that is not finite: intercept "
              + intercept
              + ", coefficients "
              + Arrays.toString(coefficients));
    }
    this.coefficients = coefficients.clone();
    this.intercept = intercept;
    this.scaling = scaling;
    this.standardErrors = standardErrors;
  }

  @Override
  public int inputWidth() {
    return coefficients.length;
  }

  @Override
  public int featureCount() {
    return coefficients.length;
  }

  /** One: the model has no groups. */
  @Override
  public int groupCount() {
    return 1;
  }

  @Override
  public int group(double[] rows, int row) {
    return 0;
  }

  /**
   * {@inheritDoc} For inputs as they are in a row; {@link #intercept()} is for standardised ones.
   */
  @Override
  public double intercept(int group) {
    requireGroup(group);
    double sum = intercept;
    for (int j = 0; j < coefficients.length; j++) {
      sum -= coefficients[j] / scaling.scale(j) * scaling.mean(j);
    }
    return sum;
  }

  /**
   * {@inheritDoc} For inputs as they are in a row; {@link #coefficients()} is for standardised
   * ones.
   */
  @Override
  public double[] coefficients(int group) {
    requireGroup(group);
    double[] unscaled = new double[coefficients.length];
    for (int j = 0; j < unscaled.length; j++) {
      unscaled[j] = coefficients[j] / scaling.scale(j);
    }
    return unscaled;
  }

  @Override
  public Optional<double[]> standardErrors() {
    return standardErrors.map(double[]::clone);
  }

  /** The coefficients, one for each standardised input; a copy. */
  public double[] coefficients() {
    return coefficients.clone();
  }

  /** The linear predictor where every standardised input is 0. */
  public double intercept() {
    return intercept;
  }

  @Override
  public void logOdds(double[] rows, int count, double[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = logOdds(rows, i);
    }
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = Logistic.sigmoid(logOdds(rows, i));
    }
  }

  @Override
  public void gradient(double[] rows, int count, double[] gradients) {
    int width = coefficients.length;
    for (int i = 0; i < count; i++) {
      double slope = Logistic.derivative(logOdds(rows, i));
      for (int j = 0; j < width; j++) {
        gradients[i * width + j] = slope * coefficients[j] / scaling.scale(j);
      }
    }
  }

  private static void requireGroup(int group) {
    if (group != POPULATION) {
      Objects.checkIndex(group, 1);
    }
  }

  @Override
  public void logOddsGradient(double[] rows, int count, double[] out, double[] gradients) {
    int width = coefficients.length;
    for (int i = 0; i < count; i++) {
      out[i] = logOdds(rows, i);
      for (int j = 0; j < width; j++) {
        gradients[i * width + j] = coefficients[j] / scaling.scale(j);
      }
    }
  }

  /** The mean that is subtracted from an input; 0 where inputs are not scaled. */
  public double inputMean(int input) {
    return scaling.mean(input);
  }

  /** What an input is divided by; 1 where inputs are not scaled. */
  public double inputScale(int input) {
    return scaling.scale(input);
  }

  private double logOdds(double[] rows, int row) {
    int at = row * coefficients.length;
    double sum = 0;
    for (int j = 0; j < coefficients.length; j++) {
      sum += (rows[at + j] - scaling.mean(j)) / scaling.scale(j) * coefficients[j];
    }
    return sum + intercept;
  }
}
