package org.touchstone.engine.rules;

import org.apache.commons.math3.distribution.BetaDistribution;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * What is believed of a line's probability before it sees rows, and how rows count.
 *
 * @param alphaNegative prior count of the negative class, above 0
 * @param alphaPositive prior count of the positive class, above 0
 * @param positiveWeight how often a row of the positive class counts, above 0
 */
public record BetaPrior(double alphaNegative, double alphaPositive, double positiveWeight) {

  private static final String METHOD = "Beta posterior, equal tails";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not above 0 and finite
   */
  public BetaPrior {
    if (!(alphaNegative > 0 && alphaPositive > 0 && positiveWeight > 0)
        || Double.isInfinite(alphaNegative + alphaPositive + positiveWeight)) {
      throw new IllegalArgumentException(
          "The prior counts and the weight of a rule list are above 0 and finite, found "
              + alphaNegative
              + ", "
              + alphaPositive
              + " and "
              + positiveWeight);
    }
  }

  /** The posterior mean {@code (w n1 + alpha1) / (n0 + w n1 + alpha0 + alpha1)}. */
  public double mean(long negatives, long positives) {
    double a = positiveWeight * positives + alphaPositive;
    return a / (negatives + a + alphaNegative);
  }

  /**
   * The interval between the equal tails of the posterior {@code Beta(w n1 + alpha1, n0 + alpha0)}.
   *
   * @param level its probability, in (0, 1)
   */
  public ConfidenceInterval interval(long negatives, long positives, double level) {
    BetaDistribution posterior =
        new BetaDistribution(
            null, positiveWeight * positives + alphaPositive, negatives + alphaNegative, 1e-12);
    double tail = (1 - level) / 2;
    return new ConfidenceInterval(
        posterior.inverseCumulativeProbability(tail),
        posterior.inverseCumulativeProbability(1 - tail),
        level,
        METHOD);
  }
}
