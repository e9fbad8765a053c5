package org.touchstone.engine.rules;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.touchstone.engine.rules.RulePool.Itemset;

/**
 * The few item sets with the largest scores; of equal scores the smaller set, then the one whose
 * items come first. The order they are offered in makes no difference.
 */
final class BestItemsets {

  private final int most;
  private final TreeSet<Scored> best = new TreeSet<>(BestItemsets::compare);

  BestItemsets(int most) {
    this.most = most;
  }

  private record Scored(double score, Itemset itemset) {}

  private static int compare(Scored a, Scored b) {
    int byScore = Double.compare(b.score, a.score);
    if (byScore != 0) {
      return byScore;
    }
    int[] one = a.itemset.items();
    int[] other = b.itemset.items();
    return one.length != other.length
        ? Integer.compare(one.length, other.length)
        : Arrays.compare(one, other);
  }

  /** Whether a set of this score and size could be among the best; cheap, and never wrongly no. */
  boolean mayTake(double score, int size) {
    if (best.size() < most) {
      return true;
    }
    Scored last = best.last();
    return score > last.score || (score == last.score && size <= last.itemset.items().length);
  }

  void offer(double score, int[] items) {
    best.add(new Scored(score, new Itemset(items)));
    if (best.size() > most) {
      best.pollLast();
    }
  }

  /** The best, the first one first. */
  List<Itemset> itemsets() {
    return best.stream().map(Scored::itemset).toList();
  }
}
