package org.touchstone.engine.rules;

import org.touchstone.engine.data.DataException;

/** The rows that each rule of a pool holds for, as bit sets: the negative class, then the other. */
final class RuleRows {

  private final long[][] sets;
  private final long[] all;
  private final int negativeWords;

  private RuleRows(long[][] sets, long[] all, int negativeWords) {
    this.sets = sets;
    this.all = all;
    this.negativeWords = negativeWords;
  }

  static RuleRows of(RulePool pool) {
    ItemTable table = pool.table();
    long bytes = (long) pool.size() * table.words() * Long.BYTES;
    if (bytes > Runtime.getRuntime().maxMemory() / 2) {
      throw new DataException(
          "A pool of "
              + pool.size()
              + " rules on "
              + table.rowCount()
              + " rows takes "
              + (bytes >> 20)
              + " MB, more than half of the memory that Java has ("
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB); mine fewer rules, or give Java more memory (-Xmx)");
    }
    long[][] byItem = new long[table.itemCount()][];
    long[][] sets = new long[pool.size()][];
    for (int rule = 0; rule < sets.length; rule++) {
      int[] items = pool.items(rule);
      long[] set = rowsWith(table, byItem, items[0]).clone();
      for (int i = 1; i < items.length; i++) {
        long[] other = rowsWith(table, byItem, items[i]);
        for (int w = 0; w < set.length; w++) {
          set[w] &= other[w];
        }
      }
      sets[rule] = set;
    }
    return new RuleRows(sets, table.allRows(), table.negativeWords());
  }

  private static long[] rowsWith(ItemTable table, long[][] byItem, int item) {
    if (byItem[item] == null) {
      byItem[item] = table.rowsWith(item);
    }
    return byItem[item];
  }

  int rules() {
    return sets.length;
  }

  int words() {
    return all.length;
  }

  int negativeWords() {
    return negativeWords;
  }

  /** All rows; do not change the array. */
  long[] all() {
    return all;
  }

  /** The rows of a rule; do not change the array. */
  long[] of(int rule) {
    return sets[rule];
  }

  /** How many rows of the negative class are in a set. */
  int negatives(long[] set) {
    return count(set, 0, negativeWords);
  }

  /** How many rows of the positive class are in a set. */
  int positives(long[] set) {
    return count(set, negativeWords, set.length);
  }

  private static int count(long[] set, int from, int to) {
    int count = 0;
    for (int w = from; w < to; w++) {
      count += Long.bitCount(set[w]);
    }
    return count;
  }

  /**
   * Lets a rule take its rows from those that are left.
   *
   * @param rule the rule
   * @param left the rows that came to it
   * @param after receives the rows that go on to the next rule
   * @return negatives taken, in the upper 32 bits, and positives taken, in the lower ones
   */
  long take(int rule, long[] left, long[] after) {
    long[] set = sets[rule];
    int taken0 = 0;
    int taken1 = 0;
    for (int w = 0; w < negativeWords; w++) {
      long taken = left[w] & set[w];
      taken0 += Long.bitCount(taken);
      after[w] = left[w] ^ taken;
    }
    for (int w = negativeWords; w < left.length; w++) {
      long taken = left[w] & set[w];
      taken1 += Long.bitCount(taken);
      after[w] = left[w] ^ taken;
    }
    return ((long) taken0 << 32) | taken1;
  }
}
