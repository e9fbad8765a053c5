package org.touchstone.engine.counterfactual;

/**
 * The score of a scorecard for a probability of default: {@code score = base + pdo / log(2) *
 * log(odds(x) / odds)} with {@code odds(x) = (1 - PD) / PD}. A score of {@code base} stands for the
 * good-bad odds {@code odds} to 1, and {@code pdo} points more double them.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, Eqs. 3 and 4. The scores in Tables 1 and 2 of the
 * paper (641 for a PD of 0.13) are those of {@code odds = 1}, not of Eq. 4.
 *
 * @param base score that stands for {@code odds}
 * @param odds good-bad odds of the base score, above 0
 * @param pdo points to double the odds, above 0
 */
public record CreditScore(double base, double odds, double pdo) {

  /** Eqs. 3 and 4: base 600, odds 20 to 1, 15 points to double the odds. */
  public static final CreditScore PAPER = new CreditScore(600, 20, 15);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite, or odds or points are not above 0
   */
  public CreditScore {
    if (!Double.isFinite(base) || !(odds > 0 && pdo > 0) || Double.isInfinite(odds + pdo)) {
      throw new IllegalArgumentException(
          "A credit score needs a finite base, odds and points to double above 0, found "
              + base
              + ", "
              + odds
              + " and "
              + pdo);
    }
  }

  /**
   * The score.
   *
   * @param probabilityOfDefault in [0, 1]; 0 and 1 have an infinite score
   * @throws IllegalArgumentException if it is no probability
   */
  public double score(double probabilityOfDefault) {
    if (!(probabilityOfDefault >= 0 && probabilityOfDefault <= 1)) {
      throw new IllegalArgumentException(
          "A probability lies in [0, 1], found " + probabilityOfDefault);
    }
    double oddsOfRow = (1 - probabilityOfDefault) / probabilityOfDefault;
    return base + pdo / Math.log(2) * Math.log(oddsOfRow / odds);
  }
}
