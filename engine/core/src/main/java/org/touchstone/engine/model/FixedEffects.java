package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The parameters of a logistic regression that all rows share: intercept and coefficients, with the
 * standard errors and the covariance matrix of their estimates where these are known. Immutable.
 */
public final class FixedEffects {

  private final double intercept;
  private final double[] coefficients;
  private final Optional<double[]> standardErrors;
  private final Optional<double[]> covariance;

  private FixedEffects(
      double intercept,
      double[] coefficients,
      Optional<double[]> standardErrors,
      Optional<double[]> covariance) {
    this.intercept = intercept;
    this.coefficients = coefficients;
    this.standardErrors = standardErrors;
    this.covariance = covariance;
  }

  /**
   * Parameters whose precision is not known.
   *
   * @param intercept the log odds where every feature is 0
   * @param coefficients one for each feature
   * @throws IllegalArgumentException if there is no coefficient, or a number is not finite
   */
  public static FixedEffects of(double intercept, double... coefficients) {
    if (coefficients.length == 0) {
      throw new IllegalArgumentException(
          "Logistic regression has no coefficient; give one for each feature, and at least one");
    }
    if (!Double.isFinite(intercept) || !Arrays.stream(coefficients).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "Logistic regression has a parameter that is not finite: intercept "
              + intercept
              + ", coefficients "
              + Arrays.toString(coefficients));
    }
    return new FixedEffects(intercept, coefficients.clone(), Optional.empty(), Optional.empty());
  }

  /**
   * The same parameters with their standard errors.
   *
   * @param errors that of the intercept, then one for each coefficient
   * @throws IllegalArgumentException if there are not as many as parameters, or one is not positive
   *     and finite
   */
  public FixedEffects withStandardErrors(double... errors) {
    if (errors.length != size()) {
      throw new IllegalArgumentException(
          errors.length
              + " standard errors for "
              + size()
              + " parameters; give that of the intercept first, then one for each coefficient");
    }
    for (int j = 0; j < errors.length; j++) {
      if (!(errors[j] > 0) || Double.isInfinite(errors[j])) {
        throw new IllegalArgumentException(
            "The standard error of " + name(j) + " is " + errors[j] + "; it is positive, finite");
      }
    }
    return new FixedEffects(intercept, coefficients, Optional.of(errors.clone()), Optional.empty());
  }

  /**
   * The same parameters with the covariance matrix of their estimates; the standard errors are the
   * square roots of its diagonal.
   *
   * @param matrix row-major, {@code size() * size()} numbers; the intercept is first
   * @throws IllegalArgumentException if it has another size, is not symmetric, or its diagonal is
   *     not positive and finite
   */
  public FixedEffects withCovariance(double... matrix) {
    int size = size();
    if (matrix.length != size * size) {
      throw new IllegalArgumentException(
          "The covariance matrix of " + size + " parameters has " + matrix.length + " numbers");
    }
    double[] errors = new double[size];
    for (int j = 0; j < size; j++) {
      errors[j] = Math.sqrt(matrix[j * size + j]);
      for (int k = 0; k < j; k++) {
        double scale = Math.sqrt(matrix[j * size + j] * matrix[k * size + k]);
        if (!(Math.abs(matrix[j * size + k] - matrix[k * size + j]) <= 1e-9 * scale)) {
          throw new IllegalArgumentException(
              "The covariance matrix is not symmetric at row " + j + ", column " + k);
        }
      }
    }
    FixedEffects checked = withStandardErrors(errors);
    return new FixedEffects(
        intercept, coefficients, checked.standardErrors, Optional.of(matrix.clone()));
  }

  /** Number of parameters: one more than coefficients. */
  public int size() {
    return 1 + coefficients.length;
  }

  /** The log odds where every feature is 0. */
  public double intercept() {
    return intercept;
  }

  /** One coefficient for each feature; a copy. */
  public double[] coefficients() {
    return coefficients.clone();
  }

  /** The standard errors, that of the intercept first; a copy. */
  public Optional<double[]> standardErrors() {
    return standardErrors.map(double[]::clone);
  }

  /** The covariance matrix of the estimates, row-major, the intercept first; a copy. */
  public Optional<double[]> covariance() {
    return covariance.map(double[]::clone);
  }

  private static String name(int parameter) {
    return parameter == 0 ? "the intercept" : "coefficient " + (parameter - 1);
  }
}
