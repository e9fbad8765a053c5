package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.rules.RulePool.Itemset;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Mines the sets of conditions that are frequent in a class, as the Bayesian rule list does: for
 * each class those with {@code support = rows of the class that have the set / rows of the class}
 * of at least {@code minSupport} and at most {@code largest} conditions; a set that is frequent in
 * both classes is one rule.
 *
 * <p>These are the sets that FP-growth finds (Han, Pei, Yin and Mao, Mining frequent patterns
 * without candidate generation, Data Mining and Knowledge Discovery 8, 2004, pp. 53-87). They are
 * found depth first on bit sets of rows (Zaki, Scalable algorithms for association mining, IEEE
 * TKDE 12, 2000, pp. 372-390), which suits rows that have one item of each feature.
 *
 * <p>Source: Letham, Rudin, McCormick and Madigan, Interpretable classifiers using rules and
 * Bayesian analysis, Annals of Applied Statistics 9, 2015, section 2; ExMo, section 3.1, Eq. 1.
 *
 * @param largest most conditions of a rule, 1 or more
 * @param minSupportNegative smallest support in the negative class, in (0, 1]
 * @param minSupportPositive smallest support in the positive class, in (0, 1]
 */
public record FpGrowthRuleMiner(int largest, double minSupportNegative, double minSupportPositive)
    implements RuleMiner {

  /** More rules than a rule list can be chosen from in any time worth waiting for. */
  private static final int MOST_RULES = 1_000_000;

  /** A support such as 0.1 of 30 rows is 3 rows, also where rounding says 3.0000000000000004. */
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if {@code largest} is below 1, or a support is not in (0, 1]
   */
  public FpGrowthRuleMiner {
    if (largest < 1
        || !(minSupportNegative > 0 && minSupportNegative <= 1)
        || !(minSupportPositive > 0 && minSupportPositive <= 1)) {
      throw new IllegalArgumentException(
          "Frequent rules have at least one condition and a smallest support in (0, 1]; found "
              + largest
              + ", "
              + minSupportNegative
              + " and "
              + minSupportPositive);
    }
  }

  /** The same smallest support in both classes. */
  public FpGrowthRuleMiner(int largest, double minSupport) {
    this(largest, minSupport, minSupport);
  }

  @Override
  public RulePool mine(ItemTable table, long seed, Execution execution) {
    Set<Itemset> rules = new LinkedHashSet<>();
    mine(table, false, minSupportNegative, execution, rules);
    mine(table, true, minSupportPositive, execution, rules);
    return RulePool.shuffled(table, rules, RandomSeeds.derive(seed, "shuffle"));
  }

  private void mine(
      ItemTable table, boolean positive, double support, Execution execution, Set<Itemset> rules) {
    int from = positive ? table.negativeWords() : 0;
    int to = positive ? table.words() : table.negativeWords();
    int fewest = Math.max(1, (int) Math.ceil(support * rowsOf(table, positive) - ROUNDING));
    int[] items = frequentItems(table, positive, fewest);
    long[][] sets = new long[items.length][];
    for (int i = 0; i < items.length; i++) {
      sets[i] = java.util.Arrays.copyOfRange(table.rowsWith(items[i]), from, to);
    }
    execution.run(
        "mining frequent rules of the " + (positive ? "positive" : "negative") + " class",
        items.length,
        1,
        (first, end) -> new Search(items, sets, fewest).from(first),
        found -> {
          rules.addAll(found);
          requireFewEnough(rules.size());
        });
  }

  private static int rowsOf(ItemTable table, boolean positive) {
    return positive ? table.positives() : table.negatives();
  }

  private static int[] frequentItems(ItemTable table, boolean positive, int fewest) {
    int[] counts = new int[table.itemCount()];
    int begin = positive ? table.negatives() : 0;
    int end = positive ? table.rowCount() : table.negatives();
    for (int f = 0; f < table.features().size(); f++) {
      int[] bins = table.bins(f);
      int first = table.item(f, 0);
      for (int row = begin; row < end; row++) {
        if (bins[row] >= 0) {
          counts[first + bins[row]]++;
        }
      }
    }
    return java.util.stream.IntStream.range(0, counts.length)
        .filter(item -> counts[item] >= fewest)
        .toArray();
  }

  private void requireFewEnough(int found) {
    if (found > MOST_RULES) {
      throw new DataException(
          "More than "
              + MOST_RULES
              + " rules of up to "
              + largest
              + " conditions have a support of "
              + minSupportNegative
              + " in the negative or "
              + minSupportPositive
              + " in the positive class; ask for more support or fewer conditions");
    }
  }

  /** Depth first below one item: sets grow by items that come later. */
  private final class Search {
    private final int[] items;
    private final long[][] sets;
    private final int fewest;
    private final List<Itemset> found = new ArrayList<>();

    Search(int[] items, long[][] sets, int fewest) {
      this.items = items;
      this.sets = sets;
      this.fewest = fewest;
    }

    List<Itemset> from(int first) {
      grow(new int[] {items[first]}, sets[first], first + 1);
      return found;
    }

    private void grow(int[] itemset, long[] rows, int next) {
      found.add(new Itemset(itemset));
      requireFewEnough(found.size());
      if (itemset.length == largest) {
        return;
      }
      long[] both = new long[rows.length];
      for (int i = next; i < items.length; i++) {
        long[] set = sets[i];
        int count = 0;
        for (int w = 0; w < rows.length; w++) {
          long common = rows[w] & set[w];
          both[w] = common;
          count += Long.bitCount(common);
        }
        if (count >= fewest) {
          int[] larger = java.util.Arrays.copyOf(itemset, itemset.length + 1);
          larger[itemset.length] = items[i];
          grow(larger, both, i + 1);
          both = new long[rows.length];
        }
      }
    }
  }
}
