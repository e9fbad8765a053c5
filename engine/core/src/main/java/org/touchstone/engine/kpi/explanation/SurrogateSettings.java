package org.touchstone.engine.kpi.explanation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.rules.ExMo;
import org.touchstone.engine.rules.RuleListSettings;
import org.touchstone.engine.rules.TfIdfRuleMiner;

/**
 * What a profile sets about the rule list that stands in for a model. KPIs with the same settings
 * share the list.
 *
 * @param expectedRules prior mean of the number of rules
 * @param largest most conditions of a rule
 * @param topK n-grams of each class that each order of the features adds to the pool
 * @param iterations steps of each of the three chains
 */
record SurrogateSettings(double expectedRules, int largest, int topK, int iterations) {

  private static final String EXPECTED_RULES = "expectedRules";
  private static final String LARGEST = "largest";
  private static final String TOP_K = "topK";
  private static final String ITERATIONS = "iterations";
  private static final int PERMUTATIONS = 200;

  static final Set<String> NAMES = Set.of(EXPECTED_RULES, LARGEST, TOP_K, ITERATIONS);

  static SurrogateSettings of(KpiParameters parameters) {
    double expectedRules = parameters.number(EXPECTED_RULES, 10);
    if (!(expectedRules > 0)) {
      throw new IllegalArgumentException(
          "Parameter \"" + EXPECTED_RULES + "\" is " + expectedRules + "; it is above 0");
    }
    return new SurrogateSettings(
        expectedRules,
        CounterfactualSettings.whole(parameters, LARGEST, 3, 1),
        CounterfactualSettings.whole(parameters, TOP_K, 50, 1),
        CounterfactualSettings.whole(parameters, ITERATIONS, 30_000, 2));
  }

  ExMo learner() {
    return new ExMo(
        new TfIdfRuleMiner(1, largest, PERMUTATIONS, topK),
        RuleListSettings.DEFAULT.withExpectedRules(expectedRules).withIterations(iterations));
  }

  /** The settings with the defaults filled in, as the report states them. */
  Map<String, String> inForce() {
    Map<String, String> texts = new TreeMap<>();
    texts.put(EXPECTED_RULES, Double.toString(expectedRules));
    texts.put(LARGEST, Integer.toString(largest));
    texts.put(TOP_K, Integer.toString(topK));
    texts.put(ITERATIONS, Integer.toString(iterations));
    return texts;
  }
}
