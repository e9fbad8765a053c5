package org.touchstone.engine.rules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.rules.RulePool.Itemset;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * The rules that any of several miners finds, each once.
 *
 * @param miners the miners, one or more
 */
public record CombinedRuleMiner(List<RuleMiner> miners) implements RuleMiner {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no miner
   */
  public CombinedRuleMiner {
    miners = List.copyOf(miners);
    if (miners.isEmpty()) {
      throw new IllegalArgumentException("Rules are mined by at least one miner, found none");
    }
  }

  @Override
  public RulePool mine(ItemTable table, long seed, Execution execution) {
    Set<Itemset> rules = new LinkedHashSet<>();
    for (int i = 0; i < miners.size(); i++) {
      long own = RandomSeeds.derive(seed, "miner", Integer.toString(i));
      RulePool pool = miners.get(i).mine(table, own, execution);
      for (int r = 0; r < pool.size(); r++) {
        rules.add(new Itemset(pool.items(r)));
      }
    }
    return RulePool.shuffled(table, rules, RandomSeeds.derive(seed, "shuffle"));
  }
}
