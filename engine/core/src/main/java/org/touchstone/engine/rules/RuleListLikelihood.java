package org.touchstone.engine.rules;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The likelihood of the labels of the rows that one line of a list takes, with its probability
 * integrated out over its Beta prior:
 *
 * <pre>
 * B(n0 + alpha0, w n1 + alpha1) / B(alpha0, alpha1),   B(a, b) = Gamma(a) Gamma(b) / Gamma(a + b)
 * </pre>
 *
 * for {@code n0} negative and {@code n1} positive rows of weight {@code w}; that of a list is the
 * product over its lines, the default line included. The denominator is 1 for alpha [1, 1]; for
 * other alpha, leaving it out would favour a number of lines.
 *
 * <p>Source: ExMo, Eq. 3; Letham et al. 2015, Eq. 2.5.
 */
final class RuleListLikelihood {

  private final double alpha0;
  private final double alpha1;
  private final double weight;
  private final double logPriorBeta;
  private final double[] ofNegatives;
  private final double[] ofPositives;
  private final double[] ofBoth;

  /**
   * Creates the likelihood of up to this many rows of each class.
   *
   * @param weight how often a positive row counts
   */
  RuleListLikelihood(int negatives, int positives, double alpha0, double alpha1, double weight) {
    this.alpha0 = alpha0;
    this.alpha1 = alpha1;
    this.weight = weight;
    this.logPriorBeta =
        LogGamma.value(alpha0) + LogGamma.value(alpha1) - LogGamma.value(alpha0 + alpha1);
    this.ofNegatives = table(negatives, 1, alpha0);
    this.ofPositives = table(positives, weight, alpha1);
    double total = negatives + weight * positives;
    // With whole weights the sum of counts is whole, and a table serves it.
    boolean tabled = weight == Math.rint(weight) && total < 50_000_000;
    this.ofBoth = table(tabled ? (int) total : -1, 1, alpha0 + alpha1);
  }

  private static double[] table(int largest, double step, double from) {
    double[] values = new double[largest + 1];
    for (int i = 0; i <= largest; i++) {
      values[i] = LogGamma.value(i * step + from);
    }
    return values;
  }

  /** The logarithm of the likelihood of one line. */
  double logOf(int negatives, int positives) {
    double both = negatives + weight * positives;
    double logBoth =
        ofBoth.length > 0 ? ofBoth[(int) both] : LogGamma.value(both + alpha0 + alpha1);
    return ofNegatives[negatives] + ofPositives[positives] - logBoth - logPriorBeta;
  }
}
