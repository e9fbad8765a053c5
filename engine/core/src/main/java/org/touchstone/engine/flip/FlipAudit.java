package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.run.Execution;

/**
 * The closest flip points of a group of rows, and what they have in common (Yousefzadeh and
 * O'Leary, Algorithm 2, lines 2 to 7). Immutable.
 */
public final class FlipAudit {

  private final FlipPoints flips;
  private final Dataset rows;
  private final boolean[] labels;
  private final List<FlipResult> results;
  private final int[] selected;
  private final String positive;
  private final String negative;

  /** Which of the rows. */
  public enum Part {
    /** All of them. */
    ALL,
    /** Those whose predicted class is their label. */
    CORRECT,
    /** Those whose predicted class is not their label. */
    WRONG,
    /** Those predicted negative: their flip points lead to the positive class. */
    TO_POSITIVE,
    /** Those predicted positive. */
    TO_NEGATIVE
  }

  private FlipAudit(
      FlipPoints flips,
      Dataset rows,
      boolean[] labels,
      List<FlipResult> results,
      int[] selected,
      String positive,
      String negative) {
    this.flips = flips;
    this.rows = rows;
    this.labels = labels;
    this.results = results;
    this.selected = selected;
    this.positive = positive;
    this.negative = negative;
  }

  /**
   * Finds the flip points of all rows.
   *
   * @param flips finds them
   * @param rows a table of the finder's columns
   * @param labels whether each row's label is the positive class
   * @param execution on how many threads, and who watches
   */
  public static FlipAudit of(
      FlipPoints flips, Dataset rows, boolean[] labels, Execution execution) {
    requireLabels(rows, labels);
    return of(flips, rows, labels, flips.closest(rows, execution));
  }

  /**
   * Finds constrained flip points of all rows: only the named features may change (Section 4.2, and
   * line 2 of the algorithm). Rows that these features cannot flip are part of the group, without a
   * flip point.
   *
   * @param flips finds them
   * @param rows a table of the finder's columns
   * @param labels whether each row's label is the positive class
   * @param features the features that may change
   * @param execution on how many threads, and who watches
   */
  public static FlipAudit of(
      FlipPoints flips, Dataset rows, boolean[] labels, Set<String> features, Execution execution) {
    requireLabels(rows, labels);
    return of(flips, rows, labels, flips.closest(rows, features, execution));
  }

  private static void requireLabels(Dataset rows, boolean[] labels) {
    if (labels.length != rows.rowCount()) {
      throw new DataException(
          "There are " + rows.rowCount() + " rows and " + labels.length + " labels");
    }
  }

  private static FlipAudit of(
      FlipPoints flips, Dataset rows, boolean[] labels, List<FlipResult> results) {
    return new FlipAudit(
        flips,
        rows,
        labels.clone(),
        results,
        Columns.range(rows.rowCount()),
        "the positive class",
        "the negative class");
  }

  /** The same for a subgroup; its flip points are not searched for again. */
  public FlipAudit only(IntPredicate isIn) {
    int[] subgroup = IntStream.of(selected).filter(isIn).toArray();
    return new FlipAudit(flips, rows, labels, results, subgroup, positive, negative);
  }

  /**
   * The same for the rows that have a level, for example {@code only("country", "Mexico")}.
   *
   * @throws DataException if there is no such column or level
   */
  public FlipAudit only(String feature, String level) {
    Feature column = rows.schema().feature(feature);
    int code =
        column
            .code(level)
            .orElseThrow(
                () ->
                    new DataException(
                        "\""
                            + feature
                            + "\" has no level \""
                            + level
                            + "\"; its levels are "
                            + column.levels()));
    int at = rows.schema().indexOf(feature);
    return only(row -> rows.value(row, at) == code);
  }

  /** The same with names of the two classes, for plots and reports. */
  public FlipAudit named(String ofPositiveClass, String ofNegativeClass) {
    return new FlipAudit(flips, rows, labels, results, selected, ofPositiveClass, ofNegativeClass);
  }

  /** What the positive class is called. */
  public String positiveClass() {
    return positive;
  }

  /** What the negative class is called. */
  public String negativeClass() {
    return negative;
  }

  /** A part in words, for example {@code rows that flip to good}. */
  public String describe(Part part) {
    return switch (part) {
      case ALL -> "all rows";
      case CORRECT -> "correctly classified rows";
      case WRONG -> "wrongly classified rows";
      case TO_POSITIVE -> "rows that flip to " + positive;
      case TO_NEGATIVE -> "rows that flip to " + negative;
    };
  }

  /** The finder of the flip points. */
  public FlipPoints finder() {
    return flips;
  }

  /** Number of rows in the group. */
  public int size() {
    return selected.length;
  }

  /** The rows of a part, by their position in the table, counted from 0; with or without a flip. */
  public int[] rows(Part part) {
    return IntStream.of(selected).filter(row -> in(part, row)).toArray();
  }

  /** The flip point of a row of the table, or why there is none. */
  public FlipResult result(int row) {
    return results.get(row);
  }

  /** The flip points of a part. */
  public List<FlipPoint> points(Part part) {
    List<FlipPoint> points = new ArrayList<>();
    for (int row : rows(part)) {
      results.get(row).closest().ifPresent(points::add);
    }
    return points;
  }

  private boolean in(Part part, int row) {
    if (part == Part.ALL) {
      return true;
    }
    boolean positive =
        results
            .get(row)
            .closest()
            .map(FlipPoint::rowIsPositive)
            .orElseGet(() -> predictedPositive(row));
    return switch (part) {
      case CORRECT -> positive == labels[row];
      case WRONG -> positive != labels[row];
      case TO_POSITIVE -> !positive;
      case TO_NEGATIVE -> positive;
      case ALL -> true;
    };
  }

  private boolean predictedPositive(int row) {
    double[] values = new double[rows.schema().size()];
    rows.copyRows(row, row + 1, values);
    return flips.probability(values) >= flips.threshold();
  }

  /** The flip directions of a part (line 3). */
  public FlipDirections directions(Part part) {
    return FlipDirections.of(flips, points(part));
  }

  /** How often each feature changes, most frequent first; changes of a hundredth scale count. */
  public List<ChangeFrequency> frequencies(Part part) {
    return frequencies(part, ChangeFrequency.DEFAULT_LEAST);
  }

  /** How often each feature changes by more than a scaled change, most frequent first (line 7). */
  public List<ChangeFrequency> frequencies(Part part, double least) {
    return ChangeFrequency.of(flips, points(part), least);
  }

  /** The mean distance to the flip points of a part; {@code NaN} of none. */
  public double meanDistance(Part part) {
    return points(part).stream().mapToDouble(FlipPoint::distance).average().orElse(Double.NaN);
  }
}
