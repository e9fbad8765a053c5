package org.touchstone.engine.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A classifier whose log odds are linear in its features within each group of rows: {@code log(p /
 * (1 - p)) = intercept(g) + sum_j coefficients(g)[j] x_j} for a row of group g.
 *
 * <p>The first {@link #featureCount} inputs of a row are the features. A model with groups has one
 * more input, the last, which is the number of the row's group.
 */
public interface LinearLogOdds extends DifferentiableClassifier {

  /** Stands for no group in particular: the population's parameters, the fixed effects. */
  int POPULATION = -1;

  /** Number of features: the inputs, from the first, that have a coefficient. */
  int featureCount();

  /** Number of groups, numbered from 0; 1 for a model without groups. */
  int groupCount();

  /** The input that holds the number of a row's group; empty for a model without groups. */
  default OptionalInt groupInput() {
    return inputWidth() == featureCount() ? OptionalInt.empty() : OptionalInt.of(featureCount());
  }

  /**
   * The group of a row: 0 for every row of a model without groups, {@link #POPULATION} for a row of
   * a group that the model does not know.
   *
   * @param rows row-major inputs
   * @param row number of the row in the buffer, from 0
   * @throws ModelException if the group is missing, or is no whole number
   */
  int group(double[] rows, int row);

  /**
   * The log odds of a row of the group where every feature is 0.
   *
   * @param group number of a group, or {@link #POPULATION}
   * @throws IndexOutOfBoundsException if there is no such group
   */
  double intercept(int group);

  /**
   * What one more unit of each feature adds to the log odds within a group; a copy.
   *
   * @param group number of a group, or {@link #POPULATION}
   * @return {@link #featureCount} numbers, for the features as they are in a row, not standardised
   * @throws IndexOutOfBoundsException if there is no such group
   */
  double[] coefficients(int group);

  /**
   * The standard errors of {@code intercept(POPULATION)}, first, and of {@code
   * coefficients(POPULATION)}, {@code 1 + featureCount()} numbers in all, a copy; empty where they
   * are not known.
   */
  Optional<double[]> standardErrors();

  /**
   * Computes the log odds of each row.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives the log odds; {@code NaN} for a row with a missing feature
   * @throws ModelException as {@link #group}
   */
  void logOdds(double[] rows, int count, double[] out);
}
