package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The rules that a rule list is chosen from, with the rows that they were mined from. Immutable.
 */
public final class RulePool {

  private final ItemTable table;
  private final int[][] rules;
  private final List<Rule> texts;

  private RulePool(ItemTable table, int[][] rules, List<Rule> texts) {
    this.table = table;
    this.rules = rules;
    this.texts = List.copyOf(texts);
  }

  /**
   * A pool of rules that were written by hand, in their order.
   *
   * @throws IllegalArgumentException if a rule is there twice, or has a condition that the rows are
   *     not written in
   */
  public static RulePool of(ItemTable table, List<Rule> rules) {
    Set<Itemset> seen = new HashSet<>();
    int[][] items = new int[rules.size()][];
    for (int i = 0; i < items.length; i++) {
      items[i] = table.items(rules.get(i));
      if (!seen.add(new Itemset(items[i]))) {
        throw new IllegalArgumentException("A pool has the rule " + rules.get(i) + " twice");
      }
    }
    return new RulePool(table, items, rules);
  }

  /** A pool of different sets of items, shuffled with the seed. */
  static RulePool shuffled(ItemTable table, Collection<Itemset> rules, long seed) {
    List<Itemset> order = new ArrayList<>(rules);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = order.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      Itemset swapped = order.get(i);
      order.set(i, order.get(j));
      order.set(j, swapped);
    }
    return new RulePool(
        table,
        order.stream().map(Itemset::items).toArray(int[][]::new),
        order.stream().map(set -> table.rule(set.items())).toList());
  }

  /** Number of rules. */
  public int size() {
    return rules.length;
  }

  /** The rules, in the pool's order. */
  public List<Rule> rules() {
    return texts;
  }

  /** The rows that the rules were mined from. */
  ItemTable table() {
    return table;
  }

  /** The items of a rule, ascending; do not change them. */
  int[] items(int rule) {
    return rules[rule];
  }

  /** A set of items that compares by its items. */
  record Itemset(int... items) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Itemset set && Arrays.equals(items, set.items);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(items);
    }
  }
}
