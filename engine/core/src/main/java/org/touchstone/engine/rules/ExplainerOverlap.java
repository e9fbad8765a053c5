package org.touchstone.engine.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.Proportion;

/**
 * How many features two explainers of the same rows share (ExMo, section 4.5.2 and Figure 1).
 *
 * @param first name of the explainer whose features set the pace
 * @param second name of the other
 * @param rows for each row how many features each names, and how many both do
 */
public record ExplainerOverlap(String first, String second, List<Row> rows) {

  /** As many features of the second explainer as the first one names. */
  public static final int AS_MANY = 0;

  /**
   * One row.
   *
   * @param named features that the first explainer names
   * @param compared features of the second explainer that they are compared with
   * @param shared features that are in both
   */
  public record Row(int named, int compared, int shared) {}

  /** Copies the list. */
  public ExplainerOverlap {
    rows = List.copyOf(rows);
  }

  /**
   * Compares two explainers.
   *
   * @param first names features; of the first {@code top} of them, or all if it is {@link #AS_MANY}
   * @param second names features, of which the first {@code top} are taken, or as many as the first
   *     explainer names of the row if it is {@link #AS_MANY}
   * @param data the rows
   * @param top most features of a row, or {@link #AS_MANY}
   * @param execution threads and monitor
   * @throws IllegalArgumentException if {@code top} is negative
   */
  public static ExplainerOverlap of(
      FeatureNamer first, FeatureNamer second, Dataset data, int top, Execution execution) {
    if (top < 0) {
      throw new IllegalArgumentException(
          "Explainers are compared by their first features, found a number of " + top);
    }
    List<List<String>> one = first.name(data, execution);
    List<List<String>> other = second.name(data, execution);
    List<Row> rows = new java.util.ArrayList<>();
    for (int row = 0; row < data.rowCount(); row++) {
      List<String> named = head(one.get(row), top == AS_MANY ? Integer.MAX_VALUE : top);
      List<String> compared = head(other.get(row), top == AS_MANY ? named.size() : top);
      Set<String> shared = new HashSet<>(named);
      shared.retainAll(new HashSet<>(compared));
      rows.add(new Row(named.size(), compared.size(), shared.size()));
    }
    return new ExplainerOverlap(first.name(), second.name(), rows);
  }

  private static List<String> head(List<String> features, int most) {
    return features.subList(0, Math.min(most, features.size()));
  }

  /** The share of rows of which both explainers name at least one feature. */
  public Proportion sharing() {
    return new Proportion(rows.stream().filter(row -> row.shared() > 0).count(), rows.size());
  }

  /** How many rows share 0, 1, 2, ... features; as long as the largest number needs. */
  public long[] distribution() {
    int most = rows.stream().mapToInt(Row::shared).max().orElse(0);
    long[] counts = new long[most + 1];
    rows.forEach(row -> counts[row.shared()]++);
    return counts;
  }

  /**
   * The share of rows that would share a feature if the second explainer named its features by
   * chance, mean over the rows of {@code 1 - C(d - n, k) / C(d, k)} for {@code n} named and {@code
   * k} compared of {@code d} features; {@code NaN} where there are no rows.
   *
   * @param features number {@code d} of features that could be named
   */
  public double byChance(int features) {
    double sum = 0;
    for (Row row : rows) {
      double none = 1;
      for (int i = 0; i < row.compared(); i++) {
        none *= Math.max(0, (double) (features - row.named() - i) / (features - i));
      }
      sum += 1 - none;
    }
    return sum / rows.size();
  }
}
