package org.touchstone.engine.kpi.state;

import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalInt;
import org.touchstone.engine.stats.ConfusionTable;

/**
 * Counts of rows by group, level of each sensitive feature, label and decision: all that F1, the
 * Fowlkes-Mallows index, equalised odds, disparate impact and statistical parity need. Its size
 * depends on the numbers of groups and levels, not on the rows.
 *
 * <p>Counts are whole numbers, so the result does not depend on how the rows are split into batches
 * and in which order states are merged. Not safe for several threads: each has its own, and merges.
 */
public final class ConfusionState implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int CELLS = 4;

  private final double decisionThreshold;
  private final int groupCount;
  private final int[] levelCounts;

  /** Cells of each group, and of the rows of no group behind them. */
  private final long[] byGroup;

  /** For each sensitive feature, cells by group and level; missing is the level behind the last. */
  private final long[][] byLevel;

  /**
   * An empty state.
   *
   * @param decisionThreshold a row is predicted positive where its probability is at least this
   * @param groupCount number of groups, 0 if rows have none
   * @param levelCounts number of levels of each sensitive feature
   */
  public ConfusionState(double decisionThreshold, int groupCount, int... levelCounts) {
    this.decisionThreshold = decisionThreshold;
    this.groupCount = groupCount;
    this.levelCounts = levelCounts.clone();
    this.byGroup = new long[(groupCount + 1) * CELLS];
    this.byLevel = new long[levelCounts.length][];
    for (int f = 0; f < levelCounts.length; f++) {
      byLevel[f] = new long[(groupCount + 1) * (levelCounts[f] + 1) * CELLS];
    }
  }

  /**
   * Counts the rows of a batch.
   *
   * @throws IllegalArgumentException if the batch has another number of sensitive features
   * @throws IndexOutOfBoundsException if a code is not one of this state's groups or levels
   */
  public void add(ScoredBatch batch) {
    if (batch.sensitive().length != levelCounts.length) {
      throw new IllegalArgumentException(
          "The batch has "
              + batch.sensitive().length
              + " sensitive features, the state counts "
              + levelCounts.length);
    }
    int rows = batch.rows();
    double[] probabilities = batch.probabilities();
    boolean[] positive = batch.positive();
    int[] groups = batch.groups();
    for (int i = 0; i < rows; i++) {
      byGroup[slot(groups[i], groupCount) * CELLS + cell(positive[i], probabilities[i])]++;
    }
    for (int f = 0; f < levelCounts.length; f++) {
      int levels = levelCounts[f];
      int[] codes = batch.sensitive()[f];
      long[] counts = byLevel[f];
      for (int i = 0; i < rows; i++) {
        int stratum = slot(groups[i], groupCount) * (levels + 1) + slot(codes[i], levels);
        counts[stratum * CELLS + cell(positive[i], probabilities[i])]++;
      }
    }
  }

  /**
   * Adds the counts of another state.
   *
   * @throws IllegalArgumentException if the other state has another threshold, groups or levels
   */
  public void merge(ConfusionState other) {
    if (decisionThreshold != other.decisionThreshold
        || groupCount != other.groupCount
        || !Arrays.equals(levelCounts, other.levelCounts)) {
      throw new IllegalArgumentException(
          "Only states of the same threshold, groups and levels can be merged, found "
              + describe()
              + " and "
              + other.describe());
    }
    add(byGroup, other.byGroup);
    for (int f = 0; f < byLevel.length; f++) {
      add(byLevel[f], other.byLevel[f]);
    }
  }

  /** Number of groups; their codes are below it, and it is the code of the rows of no group. */
  int groupCount() {
    return groupCount;
  }

  /** Predicted against true classes of one group, or of all rows. */
  public ConfusionTable table(OptionalInt group) {
    return sum(byGroup, 1, 0, group);
  }

  /** The same, for one level of a sensitive feature. */
  public ConfusionTable table(OptionalInt group, int feature, int level) {
    return sum(
        byLevel[feature], levelCounts[feature] + 1, slot(level, levelCounts[feature]), group);
  }

  /** The same, for the rows where the sensitive feature is missing. */
  public ConfusionTable missing(OptionalInt group, int feature) {
    return table(group, feature, -1);
  }

  /** Number of levels of a sensitive feature. */
  public int levelCount(int feature) {
    return levelCounts[feature];
  }

  private ConfusionTable sum(long[] counts, int strata, int stratum, OptionalInt group) {
    int from = group.orElse(0);
    int to = group.isPresent() ? from + 1 : groupCount + 1;
    long[] cells = new long[CELLS];
    for (int g = from; g < to; g++) {
      for (int c = 0; c < CELLS; c++) {
        cells[c] += counts[(g * strata + stratum) * CELLS + c];
      }
    }
    return new ConfusionTable(cells[3], cells[1], cells[2], cells[0]);
  }

  /** Negative label and decision first: label is worth 2, decision 1. */
  private int cell(boolean positive, double probability) {
    return (positive ? 2 : 0) + (probability >= decisionThreshold ? 1 : 0);
  }

  /** Codes as they are, and none (-1) behind the last. */
  private static int slot(int code, int count) {
    if (code < -1 || code >= count) {
      throw new IndexOutOfBoundsException(
          "Code " + code + " is not one of the " + count + " that the state counts");
    }
    return code < 0 ? count : code;
  }

  private static void add(long[] counts, long[] more) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += more[i];
    }
  }

  private String describe() {
    return "(threshold "
        + decisionThreshold
        + ", "
        + groupCount
        + " groups, levels "
        + Arrays.toString(levelCounts)
        + ")";
  }
}
