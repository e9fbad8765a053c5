package org.touchstone.engine.model.fit;

import java.util.HashSet;
import java.util.List;

/**
 * What varies between groups: the intercept, coefficients of features ("random slopes"), or both;
 * normally distributed about 0, independently of each other or with a covariance matrix of any
 * form.
 *
 * @param intercept whether the intercept varies
 * @param slopes names of the features whose coefficient varies
 * @param correlated whether the terms may be correlated within a group, lme4's {@code (1 + x | g)};
 *     otherwise they are independent, lme4's {@code (1 | g) + (0 + x | g)}
 */
public record RandomTerms(boolean intercept, List<String> slopes, boolean correlated) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if nothing varies, a feature is named twice, or a single term
   *     is to be correlated
   */
  public RandomTerms {
    slopes = List.copyOf(slopes);
    if (!intercept && slopes.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing varies between the groups; let the intercept or a coefficient vary, or fit a"
              + " plain logistic regression");
    }
    if (new HashSet<>(slopes).size() < slopes.size()) {
      throw new IllegalArgumentException("A random slope is named twice: " + slopes);
    }
    if (correlated && (intercept ? 1 : 0) + slopes.size() < 2) {
      throw new IllegalArgumentException(
          "A single random term has nothing to be correlated with; do not ask for correlation");
    }
  }

  /** The intercept varies. */
  public static RandomTerms interceptOnly() {
    return new RandomTerms(true, List.of(), false);
  }

  /** The intercept and the coefficients of these features vary, independently of each other. */
  public static RandomTerms interceptAndSlopes(String... features) {
    return new RandomTerms(true, List.of(features), false);
  }

  /** The coefficients of these features vary, independently of each other. */
  public static RandomTerms slopesOnly(String... features) {
    return new RandomTerms(false, List.of(features), false);
  }

  /** The same terms, with correlations. */
  public RandomTerms withCorrelation() {
    return new RandomTerms(intercept, slopes, true);
  }

  /** Number of terms. */
  public int count() {
    return (intercept ? 1 : 0) + slopes.size();
  }
}
