package org.touchstone.engine.rules;

import java.util.List;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * ExMo: rules that are mined by TF-IDF, and a Bayesian rule list that is chosen from them. With
 * {@link FpGrowthRuleMiner} it is the original Bayesian rule list.
 *
 * <p>Source: Mainali, Psychoula and Petitcolas, ExMo: Explainable AI model using inverse frequency
 * decision rules, HCII 2022.
 *
 * @param miner finds the rules
 * @param settings prior and chains of the list
 */
public record ExMo(RuleMiner miner, RuleListSettings settings) implements RuleListLearner {

  /**
   * The paper's settings for its smallest table: n-grams of up to 5 features, 10 rules expected;
   * 200 orders of the features and the best 10 n-grams of each class are those of its large table.
   * The pool is small, as the best few n-grams of every order are mostly the same frequent values.
   */
  public static final ExMo PAPER =
      new ExMo(new TfIdfRuleMiner(1, 5, 200, 10), RuleListSettings.DEFAULT);

  /** N-grams of up to 3 features, the best 50 of each class and order; 10 rules expected. */
  public static final ExMo DEFAULT =
      new ExMo(new TfIdfRuleMiner(1, 3, 200, 50), RuleListSettings.DEFAULT);

  @Override
  public FittedRuleList fit(
      Dataset training,
      List<String> features,
      boolean[] positive,
      RuleList.Label label,
      long seed,
      Execution execution) {
    ItemTable table = ItemTable.of(training, features, positive, execution);
    RulePool pool = miner.mine(table, RandomSeeds.derive(seed, "mining"), execution);
    return BayesianRuleList.fit(
        pool, label, settings, RandomSeeds.derive(seed, "chains"), execution);
  }
}
