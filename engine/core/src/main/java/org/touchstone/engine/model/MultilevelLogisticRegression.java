package org.touchstone.engine.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Multilevel (mixed-effects) logistic regression: {@code log(p / (1 - p)) = alpha + a_g + sum_j
 * (beta_j + b_gj) x_j} for a row of group g, with the fixed effects alpha, beta and the group's
 * deviations a, b. Source: Gelman and Hill, Data Analysis Using Regression and
 * Multilevel/Hierarchical Models, 2006, chapter 14.
 *
 * <p>A row is its features and, last, the number of its group: its position among {@link #groups}.
 * A row of a group that the model does not know, which any other whole number stands for, is scored
 * by the fixed effects alone, the population's average (a = 0, b = 0). A row with a missing feature
 * scores {@code NaN}; a missing group is an error.
 */
public final class MultilevelLogisticRegression implements LinearLogOdds {

  private final FixedEffects fixed;
  private final GroupEffects effects;
  private final int features;

  /** Row-major: intercept and coefficients of each group, in the last row the population's. */
  private final double[] parameters;

  /**
   * Creates a model from its parameters.
   *
   * @param fixed what all groups share
   * @param effects what each group adds
   * @throws IllegalArgumentException if the two differ in their number of features, or a sum of the
   *     two is not finite
   */
  public MultilevelLogisticRegression(FixedEffects fixed, GroupEffects effects) {
    this.fixed = fixed;
    this.effects = effects;
    this.features = fixed.size() - 1;
    if (effects.featureCount() != features) {
      throw new IllegalArgumentException(
          "The fixed effects have "
              + features
              + " features, the groups' effects "
              + effects.featureCount());
    }
    this.parameters = sums();
  }

  private double[] sums() {
    int groups = effects.groupCount();
    int size = fixed.size();
    double[] beta = fixed.coefficients();
    double[] sums = new double[(groups + 1) * size];
    for (int g = 0; g <= groups; g++) {
      boolean population = g == groups;
      sums[g * size] = fixed.intercept() + (population ? 0 : effects.intercept(g));
      for (int j = 0; j < features; j++) {
        sums[g * size + 1 + j] = beta[j] + (population ? 0 : effects.coefficient(g, j));
      }
    }
    for (int i = 0; i < sums.length; i++) {
      if (!Double.isFinite(sums[i])) {
        throw new IllegalArgumentException(
            "Group \"" + effects.names().get(i / size) + "\" has a parameter that is not finite");
      }
    }
    return sums;
  }

  /** What all groups share. */
  public FixedEffects fixed() {
    return fixed;
  }

  /** What each group adds. */
  public GroupEffects effects() {
    return effects;
  }

  /** The groups' names, in the order of their numbers. */
  public List<String> groups() {
    return effects.names();
  }

  @Override
  public int inputWidth() {
    return features + 1;
  }

  @Override
  public int featureCount() {
    return features;
  }

  @Override
  public int groupCount() {
    return effects.groupCount();
  }

  @Override
  public int group(double[] rows, int row) {
    double code = rows[row * (features + 1) + features];
    if (code != Math.rint(code) || Double.isInfinite(code)) {
      throw new ModelException(
          "Row "
              + row
              + " of the batch, counted from 0, has "
              + code
              + " as the number of its group; give 0 to "
              + (groupCount() - 1)
              + ", for "
              + groups()
              + ", or -1 for a group that is none of them");
    }
    return code >= 0 && code < groupCount() ? (int) code : POPULATION;
  }

  @Override
  public double intercept(int group) {
    return parameters[at(group)];
  }

  @Override
  public double[] coefficients(int group) {
    double[] coefficients = new double[features];
    System.arraycopy(parameters, at(group) + 1, coefficients, 0, features);
    return coefficients;
  }

  @Override
  public Optional<double[]> standardErrors() {
    return fixed.standardErrors();
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

  /**
   * {@inheritDoc} Its entry for the group is 0: the number of a group is a name, and has no slope.
   */
  @Override
  public void gradient(double[] rows, int count, double[] gradients) {
    for (int i = 0; i < count; i++) {
      double slope = Logistic.derivative(logOdds(rows, i));
      int from = at(group(rows, i)) + 1;
      int to = i * (features + 1);
      for (int j = 0; j < features; j++) {
        gradients[to + j] = slope * parameters[from + j];
      }
      gradients[to + features] = 0;
    }
  }

  private double logOdds(double[] rows, int row) {
    int of = at(group(rows, row));
    int at = row * (features + 1);
    double sum = parameters[of];
    for (int j = 0; j < features; j++) {
      sum += parameters[of + 1 + j] * rows[at + j];
    }
    return sum;
  }

  private int at(int group) {
    if (group == POPULATION) {
      return groupCount() * (features + 1);
    }
    return Objects.checkIndex(group, groupCount()) * (features + 1);
  }
}
