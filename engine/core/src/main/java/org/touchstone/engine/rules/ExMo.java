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
public record ExMo(RuleMiner miner, RuleListSettings settings) {

  /**
   * The paper's settings for small tables: n-grams of up to 5 features, 200 permutations, the best
   * 10 of each class, 10 rules expected.
   */
  public static final ExMo DEFAULT =
      new ExMo(new TfIdfRuleMiner(1, 5, 200, 10), RuleListSettings.DEFAULT);

  /**
   * Learns a list from all columns of a table but its label.
   *
   * @param training the training rows; missing values are allowed, and are a category of their own
   * @param label the column that holds the class
   * @param positiveClass the level of the label whose probability the list gives
   * @param seed seed of mining and chains
   * @param execution threads and monitor
   * @throws org.touchstone.engine.data.DataException if there is no such column or level, a row has
   *     no label, all rows are of one class, or there are too few features for the miner
   * @throws org.touchstone.engine.run.CancelledException if the monitor stops the work
   */
  public FittedRuleList fit(
      Dataset training, String label, String positiveClass, long seed, Execution execution) {
    ItemTable table = ItemTable.of(training, label, positiveClass, execution);
    return fit(table, new RuleList.Label(label, positiveClass), seed, execution);
  }

  /**
   * Learns a list from some columns of a table and from classes that do not stand in it, for
   * example those that a model gives its rows.
   *
   * @param training the training rows
   * @param features the columns that rules may ask about
   * @param positive the class of each row
   * @param label what the classes are
   * @param seed seed of mining and chains
   * @param execution threads and monitor
   * @throws org.touchstone.engine.data.DataException as above
   */
  public FittedRuleList fit(
      Dataset training,
      List<String> features,
      boolean[] positive,
      RuleList.Label label,
      long seed,
      Execution execution) {
    return fit(ItemTable.of(training, features, positive, execution), label, seed, execution);
  }

  private FittedRuleList fit(
      ItemTable table, RuleList.Label label, long seed, Execution execution) {
    RulePool pool = miner.mine(table, RandomSeeds.derive(seed, "mining"), execution);
    return BayesianRuleList.fit(
        pool, label, settings, RandomSeeds.derive(seed, "chains"), execution);
  }
}
