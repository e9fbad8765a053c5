package org.touchstone.engine.rules;

import org.touchstone.engine.run.Execution;

/** Finds the rules that a rule list is chosen from. */
public sealed interface RuleMiner permits TfIdfRuleMiner, FpGrowthRuleMiner, CombinedRuleMiner {

  /**
   * Mines rules.
   *
   * @param table the training rows
   * @param seed seed of the random streams
   * @param execution threads and monitor
   * @return the rules, each once, shuffled with the seed
   * @throws org.touchstone.engine.data.DataException if the rows cannot be mined with the miner's
   *     settings; the message says which setting to change
   */
  RulePool mine(ItemTable table, long seed, Execution execution);
}
