package org.touchstone.engine.rules;

/**
 * What a Bayesian rule list expects before it sees data, and how long its chains are.
 *
 * @param expectedRules prior mean of the number of rules, the paper's lambda, above 0
 * @param expectedConditions prior mean of the number of conditions of a rule, the paper's eta,
 *     above 0
 * @param alphaNegative prior count of the negative class in each rule, above 0
 * @param alphaPositive prior count of the positive class in each rule, above 0
 * @param positiveWeight how often a row of the positive class counts, above 0. With a weight other
 *     than 1, probabilities are those of data in which the positive class is as many times as
 *     frequent; the paper's printed lists have 2
 * @param iterations steps of each chain, the paper's K, 2 or more; the first half is burn-in
 * @param chains number of chains, each from a start of its own, 1 or more
 * @param averagedLists how many lists of the second half of each chain, evenly spaced, the averaged
 *     prediction is made of, 1 or more
 */
public record RuleListSettings(
    double expectedRules,
    double expectedConditions,
    double alphaNegative,
    double alphaPositive,
    double positiveWeight,
    int iterations,
    int chains,
    int averagedLists) {

  /**
   * Ten rules of one condition expected, alpha [1, 1], no weights, 3 chains of 30,000 steps, 100
   * lists of each in the average.
   */
  public static final RuleListSettings DEFAULT =
      new RuleListSettings(10, 1, 1, 1, 1, 30_000, 3, 100);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public RuleListSettings {
    requirePositive("expectedRules", expectedRules);
    requirePositive("expectedConditions", expectedConditions);
    requirePositive("alphaNegative", alphaNegative);
    requirePositive("alphaPositive", alphaPositive);
    requirePositive("positiveWeight", positiveWeight);
    requireAtLeast("iterations", iterations, 2);
    requireAtLeast("chains", chains, 1);
    requireAtLeast("averagedLists", averagedLists, 1);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "A rule list's " + name + " is above 0 and finite, found " + value);
    }
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "A rule list's " + name + " is at least " + least + ", found " + value);
    }
  }

  /** The same with another prior mean of the number of rules. */
  public RuleListSettings withExpectedRules(double lambda) {
    return new RuleListSettings(
        lambda,
        expectedConditions,
        alphaNegative,
        alphaPositive,
        positiveWeight,
        iterations,
        chains,
        averagedLists);
  }

  /** The same with another prior mean of the number of conditions. */
  public RuleListSettings withExpectedConditions(double eta) {
    return new RuleListSettings(
        expectedRules,
        eta,
        alphaNegative,
        alphaPositive,
        positiveWeight,
        iterations,
        chains,
        averagedLists);
  }

  /** The same with another weight of the positive class. */
  public RuleListSettings withPositiveWeight(double weight) {
    return new RuleListSettings(
        expectedRules,
        expectedConditions,
        alphaNegative,
        alphaPositive,
        weight,
        iterations,
        chains,
        averagedLists);
  }

  /** The same with another number of steps of each chain. */
  public RuleListSettings withIterations(int steps) {
    return new RuleListSettings(
        expectedRules,
        expectedConditions,
        alphaNegative,
        alphaPositive,
        positiveWeight,
        steps,
        chains,
        averagedLists);
  }

  /** The same with another number of chains. */
  public RuleListSettings withChains(int number) {
    return new RuleListSettings(
        expectedRules,
        expectedConditions,
        alphaNegative,
        alphaPositive,
        positiveWeight,
        iterations,
        number,
        averagedLists);
  }
}
