package org.touchstone.engine.rules;

import java.util.Arrays;

/**
 * Counts the n-grams of neighbouring columns: each row carries the number of its n-gram, which is
 * extended column by column. Not safe for several threads.
 */
final class NgramCounts {

  /** {@code idf} of an n-gram that stands in one of the two documents, ExMo Eq. 6. */
  static final double IDF_ONE = 1 + Math.log(3.0 / 2);

  /** {@code idf} of an n-gram that stands in both. */
  static final double IDF_BOTH = 1;

  private static final int FEW_CELLS = 4096;
  private static final int CELLS_PER_ROW = 4;

  private final ItemTable table;
  private final int rows;
  private final int[] ids;
  private final int mostCells;
  private final int[] features;
  private int length;
  private int cells;
  private int[] negatives = new int[0];
  private int[] positives = new int[0];
  private long[] keys = new long[0];
  private int[] idOfKey = new int[0];

  NgramCounts(ItemTable table) {
    this.table = table;
    this.rows = table.rowCount();
    this.ids = new int[rows];
    this.features = new int[table.features().size()];
    this.mostCells = (int) Math.min(1 << 28, Math.max(FEW_CELLS, (long) CELLS_PER_ROW * rows));
    clear();
  }

  /** The n-gram of no column, which every row has. */
  void clear() {
    Arrays.fill(ids, 0);
    cells = 1;
    length = 0;
  }

  /** Appends a column. */
  void extend(int feature) {
    int bins = table.features().get(feature).conditions().size();
    int[] column = table.bins(feature);
    features[length++] = feature;
    if ((long) cells * bins <= mostCells) {
      for (int row = 0; row < rows; row++) {
        int bin = column[row];
        int id = ids[row];
        // Both are at least -1, and one is -1 where the row has no such n-gram.
        ids[row] = (id | bin) < 0 ? -1 : id * bins + bin;
      }
      cells *= bins;
    } else {
      renumber(column, bins);
    }
  }

  /** As many numbers as there are different n-grams, where most that could be are not. */
  private void renumber(int[] column, int bins) {
    int mask = Integer.highestOneBit(Math.max(rows, 2) * 2 - 1) * 2 - 1;
    if (keys.length != mask + 1) {
      keys = new long[mask + 1];
      idOfKey = new int[mask + 1];
    }
    Arrays.fill(keys, -1);
    int next = 0;
    for (int row = 0; row < rows; row++) {
      int bin = column[row];
      if ((ids[row] | bin) < 0) {
        ids[row] = -1;
        continue;
      }
      long key = (long) ids[row] * bins + bin;
      long mixed = key * 0x9E3779B97F4A7C15L;
      int slot = (int) (mixed >>> 32) & mask;
      while (keys[slot] != key && keys[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      if (keys[slot] < 0) {
        keys[slot] = key;
        idOfKey[slot] = next++;
      }
      ids[row] = idOfKey[slot];
    }
    cells = Math.max(1, next);
  }

  /** Counts the n-grams by class and offers each to the best of the classes that it stands in. */
  void offer(BestItemsets negative, BestItemsets positive) {
    if (negatives.length < cells) {
      negatives = new int[cells];
      positives = new int[cells];
    } else {
      Arrays.fill(negatives, 0, cells, 0);
      Arrays.fill(positives, 0, cells, 0);
    }
    count(0, table.negatives(), negatives);
    count(table.negatives(), rows, positives);
    for (int id = 0; id < cells; id++) {
      int n0 = negatives[id];
      int n1 = positives[id];
      if ((n0 | n1) != 0) {
        double idf = n0 == 0 || n1 == 0 ? IDF_ONE : IDF_BOTH;
        offer(negative, id, n0, idf);
        offer(positive, id, n1, idf);
      }
    }
  }

  private void offer(BestItemsets best, int id, int termFrequency, double idf) {
    double score = termFrequency * idf;
    if (termFrequency > 0 && best.mayTake(score, length)) {
      best.offer(score, items(id));
    }
  }

  private void count(int from, int to, int[] counts) {
    for (int row = from; row < to; row++) {
      int id = ids[row];
      if (id >= 0) {
        counts[id]++;
      }
    }
  }

  /** The items of an n-gram, ascending, read from the first row that has it. */
  private int[] items(int id) {
    int row = 0;
    while (ids[row] != id) {
      row++;
    }
    int[] items = new int[length];
    for (int i = 0; i < length; i++) {
      items[i] = table.item(features[i], table.bins(features[i])[row]);
    }
    Arrays.sort(items);
    return items;
  }
}
