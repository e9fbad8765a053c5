package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.rules.RulePool.Itemset;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Mines the rules that tell the classes apart as words tell documents apart. Each row is a sentence
 * of tokens, one for each feature; the rows of a class are a document. For each of {@code
 * permutations} orders of the features, the {@code topK} n-grams of each document with the largest
 *
 * <pre>
 * tf-idf(f, l) = tf(f, l) * idf(f),   idf(f) = 1 + ln((1 + N) / (1 + df(f))),   N = 2
 * </pre>
 *
 * join the pool, where {@code tf} is how many rows of class {@code l} have the n-gram, and {@code
 * df} in how many of the two documents it stands. An n-gram does not run across two rows, and is
 * read as a set of conditions: in another order of the features it is the same rule. Of n-grams
 * with the same value the shorter one is taken, then the one whose conditions come first in the
 * table. A feature without a token for a row breaks the n-grams of that row.
 *
 * <p>All n-grams are counted exactly: the tokens of neighbouring columns are joined to one number
 * for each row, column by column, which costs time in proportion to rows, features, largest n-gram
 * and permutations, whatever the number of different n-grams.
 *
 * <p>Source: Mainali, Psychoula and Petitcolas, ExMo: Explainable AI model using inverse frequency
 * decision rules, HCII 2022, Eqs. 5 and 6 and Algorithm 1.
 *
 * @param smallest number of conditions of the shortest n-grams, 1 or more
 * @param largest number of conditions of the longest n-grams, at least {@code smallest}; longer
 *     than there are features makes no difference
 * @param permutations number of orders of the features, the paper's P, 1 or more
 * @param topK how many n-grams of each class each order adds, the paper's k, 1 or more
 */
public record TfIdfRuleMiner(int smallest, int largest, int permutations, int topK)
    implements RuleMiner {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a number is below 1, or {@code largest} below {@code
   *     smallest}
   */
  public TfIdfRuleMiner {
    if (smallest < 1 || largest < smallest || permutations < 1 || topK < 1) {
      throw new IllegalArgumentException(
          "TF-IDF mining needs 1 <= smallest <= largest, and at least one permutation and one"
              + " n-gram of each class; found n-grams of "
              + smallest
              + " to "
              + largest
              + ", "
              + permutations
              + " permutations, top "
              + topK);
    }
  }

  @Override
  public RulePool mine(ItemTable table, long seed, Execution execution) {
    int features = table.features().size();
    if (features < smallest) {
      throw new DataException(
          "N-grams of "
              + smallest
              + " or more conditions need as many features, but "
              + features
              + " of the "
              + (features + table.unused().size())
              + " can be written in conditions (not used: "
              + table.unused()
              + "); mine shorter n-grams");
    }
    Set<Itemset> rules = new LinkedHashSet<>();
    execution.run(
        "mining rules in " + permutations + " orders of the features",
        permutations,
        1,
        (from, to) -> best(table, order(features, seed, from)),
        rules::addAll);
    return RulePool.shuffled(table, rules, RandomSeeds.derive(seed, "shuffle"));
  }

  private static int[] order(int features, long seed, int permutation) {
    SplittableRandom random =
        new SplittableRandom(
            RandomSeeds.derive(seed, "permutation", Integer.toString(permutation)));
    int[] order = new int[features];
    for (int i = 0; i < features; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** The best n-grams of both classes in one order of the features. */
  private List<Itemset> best(ItemTable table, int[] order) {
    BestItemsets negative = new BestItemsets(topK);
    BestItemsets positive = new BestItemsets(topK);
    NgramCounts counts = new NgramCounts(table);
    for (int start = 0; start + smallest <= order.length; start++) {
      counts.clear();
      for (int n = 1; n <= largest && start + n <= order.length; n++) {
        counts.extend(order[start + n - 1]);
        if (n >= smallest) {
          counts.offer(negative, positive);
        }
      }
    }
    List<Itemset> found = new ArrayList<>(negative.itemsets());
    found.addAll(positive.itemsets());
    return found;
  }
}
