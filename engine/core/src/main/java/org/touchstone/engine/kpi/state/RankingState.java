package org.touchstone.engine.kpi.state;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.touchstone.engine.stats.ConfusionTable;
import org.touchstone.engine.stats.RocArea;
import org.touchstone.engine.stats.SortedScores;

/**
 * Scores by group and label: all that the area under the ROC curve needs. It keeps one number per
 * row; the area of all rows is read from the sorted scores of the groups, without a second copy.
 *
 * <p>Scores are sorted before they are read, so the result does not depend, to the last bit, on how
 * the rows are split into batches and in which order states are merged. Not safe for several
 * threads: each has its own, and merges.
 */
public final class RankingState implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int groupCount;

  /** Scores of each group, and of the rows of no group behind them. */
  private final double[][] positives;

  private final double[][] negatives;
  private final int[] positiveCounts;
  private final int[] negativeCounts;
  private boolean sorted;

  /**
   * An empty state.
   *
   * @param groupCount number of groups, 0 if rows have none
   */
  public RankingState(int groupCount) {
    this.groupCount = groupCount;
    this.positives = new double[groupCount + 1][0];
    this.negatives = new double[groupCount + 1][0];
    this.positiveCounts = new int[groupCount + 1];
    this.negativeCounts = new int[groupCount + 1];
  }

  /**
   * Makes room for the rows that were counted, so that adding them in batches copies no array.
   *
   * @param counted rows by group; of the same groups as this state
   * @throws IllegalArgumentException if it counts other groups
   */
  public void reserve(ConfusionState counted) {
    if (counted.groupCount() != groupCount) {
      throw new IllegalArgumentException(
          "A state of "
              + groupCount
              + " groups has no room for the rows of "
              + counted.groupCount()
              + " groups");
    }
    int[] morePositives = new int[groupCount + 1];
    int[] moreNegatives = new int[groupCount + 1];
    for (int g = 0; g <= groupCount; g++) {
      ConfusionTable table = counted.table(OptionalInt.of(g));
      morePositives[g] = Math.toIntExact(table.recall().trials());
      moreNegatives[g] = Math.toIntExact(table.falsePositiveRate().trials());
    }
    makeRoom(positives, positiveCounts, morePositives);
    makeRoom(negatives, negativeCounts, moreNegatives);
  }

  /**
   * Keeps the scores of a batch.
   *
   * @throws IndexOutOfBoundsException if a code is not one of this state's groups
   */
  public void add(ScoredBatch batch) {
    int[] groups = batch.groups();
    boolean[] positive = batch.positive();
    double[] probabilities = batch.probabilities();
    int rows = batch.rows();
    int[] morePositives = new int[groupCount + 1];
    int[] moreNegatives = new int[groupCount + 1];
    for (int i = 0; i < rows; i++) {
      (positive[i] ? morePositives : moreNegatives)[slot(groups[i])]++;
    }
    makeRoom(positives, positiveCounts, morePositives);
    makeRoom(negatives, negativeCounts, moreNegatives);
    for (int i = 0; i < rows; i++) {
      int slot = slot(groups[i]);
      if (positive[i]) {
        positives[slot][positiveCounts[slot]++] = probabilities[i];
      } else {
        negatives[slot][negativeCounts[slot]++] = probabilities[i];
      }
    }
    sorted = false;
  }

  /**
   * Keeps the scores of another state as well.
   *
   * @throws IllegalArgumentException if the other state has another number of groups
   */
  public void merge(RankingState other) {
    if (groupCount != other.groupCount) {
      throw new IllegalArgumentException(
          "Only states of the same groups can be merged, found "
              + groupCount
              + " and "
              + other.groupCount
              + " groups");
    }
    append(positives, positiveCounts, other.positives, other.positiveCounts);
    append(negatives, negativeCounts, other.negatives, other.negativeCounts);
    sorted = false;
  }

  /**
   * The area under the ROC curve of one group, or of all rows; empty if they are all of one class.
   */
  public Optional<RocArea> area(OptionalInt group) {
    sort();
    int from = group.orElse(0);
    int to = group.isPresent() ? from + 1 : groupCount + 1;
    SortedScores p = scores(positives, positiveCounts, from, to);
    SortedScores n = scores(negatives, negativeCounts, from, to);
    return p.size() == 0 || n.size() == 0 ? Optional.empty() : Optional.of(RocArea.of(p, n));
  }

  private static SortedScores scores(double[][] scores, int[] counts, int from, int to) {
    return SortedScores.ofRuns(
        Arrays.copyOfRange(scores, from, to), Arrays.copyOfRange(counts, from, to));
  }

  private void sort() {
    if (!sorted) {
      for (int g = 0; g <= groupCount; g++) {
        Arrays.sort(positives[g], 0, positiveCounts[g]);
        Arrays.sort(negatives[g], 0, negativeCounts[g]);
      }
      sorted = true;
    }
  }

  private static void append(double[][] scores, int[] counts, double[][] more, int[] moreCounts) {
    makeRoom(scores, counts, moreCounts);
    for (int g = 0; g < scores.length; g++) {
      System.arraycopy(more[g], 0, scores[g], counts[g], moreCounts[g]);
      counts[g] += moreCounts[g];
    }
  }

  /** The first batch is given exactly the room it needs, later ones some to grow. */
  private static void makeRoom(double[][] scores, int[] counts, int[] more) {
    for (int g = 0; g < scores.length; g++) {
      int needed = Math.addExact(counts[g], more[g]);
      if (needed > scores[g].length) {
        long grown = counts[g] == 0 ? needed : Math.max(needed, counts[g] * 3L / 2);
        scores[g] = Arrays.copyOf(scores[g], (int) Math.min(grown, Integer.MAX_VALUE - 8));
      }
    }
  }

  private int slot(int code) {
    if (code < -1 || code >= groupCount) {
      throw new IndexOutOfBoundsException(
          "Code " + code + " is not one of the " + groupCount + " groups of the state");
    }
    return code < 0 ? groupCount : code;
  }
}
