package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.run.Execution;

/**
 * Training rows written in conditions: numbers and ordinal codes are cut by {@link
 * MdlpDiscretizer}, each level of another feature is a condition of its own, and a missing value is
 * one more. Immutable.
 *
 * <p>A feature gives no condition where its values cannot say anything: a number or ordinal that no
 * cut is worth, a constant, or a feature with levels none of which occurs twice, such as a name.
 * {@link #unused} says which and why.
 *
 * <p>Rows are kept class by class, so that a bit set of rows counts both classes by a count of its
 * words. Columns are kept one after the other.
 */
public final class ItemTable {

  private final List<Feature> columns;
  private final List<FeatureBins> features;
  private final Map<String, String> unused;
  private final int[][] bins;
  private final int[] firstItem;
  private final int negatives;
  private final int rows;

  private ItemTable(
      List<Feature> columns,
      List<FeatureBins> features,
      Map<String, String> unused,
      int[][] bins,
      int negatives,
      int rows) {
    this.columns = List.copyOf(columns);
    this.features = List.copyOf(features);
    this.unused = unused;
    this.bins = bins;
    this.firstItem = new int[features.size() + 1];
    for (int f = 0; f < features.size(); f++) {
      firstItem[f + 1] = firstItem[f] + features.get(f).conditions().size();
    }
    this.negatives = negatives;
    this.rows = rows;
  }

  /**
   * Writes a table in conditions that are learnt from it.
   *
   * @param data the training rows
   * @param label the column that holds the class; no condition is about it
   * @param positiveClass the level of the label that probabilities are about
   * @param execution threads and monitor; the unit is a feature
   * @throws DataException if there is no such column or level, a row has no label, or all rows are
   *     of one class
   */
  public static ItemTable of(
      Dataset data, String label, String positiveClass, Execution execution) {
    boolean[] positive = labels(data, label, positiveClass);
    return of(
        data,
        data.schema().names().stream().filter(n -> !n.equals(label)).toList(),
        positive,
        execution);
  }

  /**
   * Writes some columns of a table in conditions that are learnt from it and from classes that do
   * not stand in it, for example a model's.
   *
   * @param data the training rows
   * @param names the columns that conditions may be about
   * @param positive the class of each row
   * @param execution threads and monitor; the unit is a feature
   * @throws DataException if there is no such column, or all rows are of one class
   * @throws IllegalArgumentException if there is not one class for each row
   */
  public static ItemTable of(
      Dataset data, List<String> names, boolean[] positive, Execution execution) {
    if (positive.length != data.rowCount()) {
      throw new IllegalArgumentException(
          "A table of "
              + data.rowCount()
              + " rows takes as many classes, found "
              + positive.length);
    }
    int negatives = 0;
    for (boolean each : positive) {
      negatives += each ? 0 : 1;
    }
    if (negatives == 0 || negatives == positive.length) {
      throw new DataException(
          "A rule list is learnt from rows of two classes, but all "
              + positive.length
              + " rows are "
              + (negatives == 0 ? "positive" : "negative"));
    }
    int[] order = classByClass(positive, negatives);
    List<FeatureBins> used = new ArrayList<>();
    List<int[]> bins = new ArrayList<>();
    Map<String, String> unused = new LinkedHashMap<>();
    List<String> distinct = List.copyOf(names);
    execution.run(
        "discretising " + distinct.size() + " features",
        distinct.size(),
        1,
        (from, to) -> new Column(data, distinct.get(from), positive, order),
        column -> {
          if (column.reasonUnused.isEmpty()) {
            used.add(column.bins);
            bins.add(column.codes);
          } else {
            unused.put(column.bins.feature().name(), column.reasonUnused);
          }
        });
    return new ItemTable(
        data.schema().features(),
        used,
        java.util.Collections.unmodifiableMap(unused),
        bins.toArray(int[][]::new),
        negatives,
        positive.length);
  }

  /**
   * Whether each row is of the positive class.
   *
   * @throws DataException if there is no such column or level, a row has no label, or all rows are
   *     of one class
   */
  static boolean[] labels(Dataset data, String label, String positiveClass) {
    Feature feature = data.schema().feature(label);
    int code =
        feature
            .code(positiveClass)
            .orElseThrow(
                () ->
                    new DataException(
                        "Column \""
                            + label
                            + "\" has no level \""
                            + positiveClass
                            + "\" to be the positive class; its levels are "
                            + feature.levels()));
    data.requireClasses(label);
    double[] values = data.column(label);
    boolean[] positive = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      positive[i] = values[i] == code;
    }
    return positive;
  }

  private static int[] classByClass(boolean[] positive, int negatives) {
    int[] order = new int[positive.length];
    int nextNegative = 0;
    int nextPositive = negatives;
    for (int row = 0; row < positive.length; row++) {
      order[positive[row] ? nextPositive++ : nextNegative++] = row;
    }
    return order;
  }

  /** Number of rows. */
  public int rowCount() {
    return rows;
  }

  /** Number of rows of the positive class. */
  public int positives() {
    return rows - negatives;
  }

  /** Number of rows of the other class. */
  public int negatives() {
    return negatives;
  }

  /** The conditions that rows are written in, by feature. */
  public List<Condition> conditions() {
    return features.stream().flatMap(f -> f.conditions().stream()).toList();
  }

  /** The cuts of a number, ascending; empty where none is worth it. */
  public double[] cuts(String feature) {
    return features.stream()
        .filter(bins -> bins.feature().name().equals(feature))
        .findFirst()
        .map(FeatureBins::cuts)
        .orElse(new double[0]);
  }

  /** The features that no condition is about, each with the reason. */
  public Map<String, String> unused() {
    return unused;
  }

  /** All columns of the rows, also those that no condition is about. */
  List<Feature> columns() {
    return columns;
  }

  /** The features that conditions are about. */
  List<FeatureBins> features() {
    return features;
  }

  /** The bins of a feature, one for each row, the rows of the negative class first. */
  int[] bins(int feature) {
    return bins[feature];
  }

  /** The number of items: conditions of all features. */
  int itemCount() {
    return firstItem[features.size()];
  }

  int item(int feature, int bin) {
    return firstItem[feature] + bin;
  }

  int featureOf(int item) {
    int at = java.util.Arrays.binarySearch(firstItem, item);
    // Every feature has an item, so that no two entries are equal.
    return at >= 0 ? at : -at - 2;
  }

  Condition condition(int item) {
    int feature = featureOf(item);
    return features.get(feature).conditions().get(item - firstItem[feature]);
  }

  /** The rule that asks for all of these items. */
  Rule rule(int[] items) {
    List<Condition> conditions = new ArrayList<>(items.length);
    for (int item : items) {
      conditions.add(condition(item));
    }
    return new Rule(conditions);
  }

  /**
   * The items of a rule, ascending.
   *
   * @throws IllegalArgumentException if a condition is not one that the rows are written in
   */
  int[] items(Rule rule) {
    int[] items = new int[rule.conditions().size()];
    for (int i = 0; i < items.length; i++) {
      Condition condition = rule.conditions().get(i);
      items[i] = -1;
      for (int f = 0; f < features.size(); f++) {
        int first = firstItem[f];
        items[i] = features.get(f).find(condition).map(bin -> first + bin).orElse(items[i]);
      }
      if (items[i] < 0) {
        throw new IllegalArgumentException(
            "The rows are not written in the condition " + condition.token());
      }
    }
    java.util.Arrays.sort(items);
    return items;
  }

  /** Words of a bit set of rows that hold the negative class; the positive class follows. */
  int negativeWords() {
    return (negatives + 63) >>> 6;
  }

  /** Words of a bit set of rows. */
  int words() {
    return negativeWords() + ((positives() + 63) >>> 6);
  }

  /** The rows that have an item, as a bit set. */
  long[] rowsWith(int item) {
    int feature = featureOf(item);
    int bin = item - firstItem[feature];
    int[] column = bins[feature];
    long[] set = new long[words()];
    int shift = negativeWords() * 64 - negatives;
    for (int row = 0; row < rows; row++) {
      if (column[row] == bin) {
        int bit = row < negatives ? row : row + shift;
        set[bit >>> 6] |= 1L << bit;
      }
    }
    return set;
  }

  /** All rows as a bit set. */
  long[] allRows() {
    long[] set = new long[words()];
    fill(set, 0, negatives);
    fill(set, negativeWords() * 64, positives());
    return set;
  }

  private static void fill(long[] set, int from, int count) {
    for (int bit = from; bit < from + count; bit++) {
      set[bit >>> 6] |= 1L << bit;
    }
  }

  /** One feature, written in conditions. */
  private static final class Column {
    private final FeatureBins bins;
    private final String reasonUnused;
    private final int[] codes;

    Column(Dataset data, String name, boolean[] positive, int[] order) {
      Feature feature = data.schema().feature(name);
      double[] values = data.column(name);
      boolean missing = data.missing(name) > 0;
      this.bins = bins(feature, values, positive, missing, data);
      this.reasonUnused = reasonUnused(feature, values.length - data.missing(name), data);
      this.codes = new int[reasonUnused.isEmpty() ? values.length : 0];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = bins.bin(values[order[i]]);
      }
    }

    private static FeatureBins bins(
        Feature feature, double[] values, boolean[] positive, boolean missing, Dataset data) {
      if (feature instanceof Feature.Continuous number) {
        return FeatureBins.ofNumber(number, MdlpDiscretizer.cuts(values, positive), missing);
      }
      if (feature instanceof Feature.Ordinal ordinal) {
        return FeatureBins.ofOrdinal(ordinal, MdlpDiscretizer.cuts(values, positive), missing);
      }
      return FeatureBins.ofLevels(feature, data.levelCounts(feature.name()), missing);
    }

    private static boolean constant(double[] values) {
      for (double value : values) {
        if (value != values[0]) {
          return false;
        }
      }
      return true;
    }

    private String reasonUnused(Feature feature, int given, Dataset data) {
      if (given == 0) {
        return "no row has a value";
      }
      if (bins.conditions().size() < 2) {
        return constant(data.column(feature.name()))
            ? "all rows have the same value"
            : "no cut of its values tells enough about the class";
      }
      boolean levels = feature instanceof Feature.Categorical;
      if (levels
          && given > 1
          && java.util.Arrays.stream(data.levelCounts(feature.name())).allMatch(n -> n <= 1)) {
        return "every value occurs once";
      }
      return "";
    }
  }
}
