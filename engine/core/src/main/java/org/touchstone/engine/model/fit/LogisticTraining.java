package org.touchstone.engine.model.fit;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;

/**
 * Rows that a logistic regression is fitted to: features, class, and the group of each row where
 * there are groups. Immutable.
 */
public final class LogisticTraining {

  /** The groups of the rows. */
  record Groups(String name, List<String> levels, int[] codes) {}

  private final List<String> features;
  private final double[] values;
  private final boolean[] positive;
  private final Optional<Groups> groups;

  private LogisticTraining(
      List<String> features, double[] values, boolean[] positive, Optional<Groups> groups) {
    this.features = features;
    this.values = values;
    this.positive = positive;
    this.groups = groups;
  }

  /**
   * Rows without groups.
   *
   * @param features names of the features
   * @param values row-major, {@code positive.length * features.size()} numbers
   * @param positive whether each row is of the positive class
   * @throws IllegalArgumentException if there is no feature, a name is there twice, the lengths do
   *     not agree, a value is not finite, or all rows are of one class
   */
  public static LogisticTraining of(List<String> features, double[] values, boolean[] positive) {
    if (features.isEmpty() || new HashSet<>(features).size() < features.size()) {
      throw new IllegalArgumentException(
          "A fit needs at least one feature and no name twice, found " + features);
    }
    int width = features.size();
    if (values.length != (long) positive.length * width) {
      throw new IllegalArgumentException(
          positive.length
              + " rows of "
              + width
              + " features need "
              + (long) positive.length * width
              + " values, found "
              + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "Row "
                + i / width
                + ", counted from 0, has "
                + values[i]
                + " as \""
                + features.get(i % width)
                + "\"; fill in the missing value or leave the row out");
      }
    }
    requireTwoClasses(positive);
    return new LogisticTraining(
        List.copyOf(features), values.clone(), positive.clone(), Optional.empty());
  }

  /**
   * The same rows, each of a group.
   *
   * @param name what the groups are, for example {@code region}
   * @param levels the groups' names
   * @param codes the position of each row's group among them, from 0
   * @throws IllegalArgumentException if a name is there twice, there is not one code for each row,
   *     a code is no position, or fewer than two groups have rows
   */
  public LogisticTraining groupedBy(String name, List<String> levels, int[] codes) {
    if (new HashSet<>(levels).size() < levels.size() || codes.length != rows()) {
      throw new IllegalArgumentException(
          "Groups \""
              + name
              + "\" need one code for each of "
              + rows()
              + " rows and no name twice, found "
              + codes.length
              + " codes of "
              + levels);
    }
    boolean[] seen = new boolean[levels.size()];
    for (int i = 0; i < codes.length; i++) {
      if (codes[i] < 0 || codes[i] >= levels.size()) {
        throw new IllegalArgumentException(
            "Row "
                + i
                + ", counted from 0, has "
                + codes[i]
                + " as its group \""
                + name
                + "\"; the groups are 0 to "
                + (levels.size() - 1)
                + ", for "
                + levels);
      }
      seen[codes[i]] = true;
    }
    int found = 0;
    for (boolean occurs : seen) {
      found += occurs ? 1 : 0;
    }
    if (found < 2) {
      throw new IllegalArgumentException(
          "Groups \""
              + name
              + "\" need rows of at least two groups, found "
              + found
              + ": how groups vary cannot be estimated; fit a plain logistic regression instead");
    }
    return new LogisticTraining(
        features,
        values,
        positive,
        Optional.of(new Groups(name, List.copyOf(levels), codes.clone())));
  }

  /**
   * The rows of a table, all of whose encoded inputs are features.
   *
   * @param table the training rows
   * @param encoder turns them into the model's inputs
   * @param label the column of the class
   * @param positiveClass its level that is the positive class
   * @throws org.touchstone.engine.data.DataException if the column or level does not exist, or a
   *     label is missing
   * @throws IllegalArgumentException as {@link #of(List, double[], boolean[])}
   */
  public static LogisticTraining of(
      Dataset table, Encoder encoder, String label, String positiveClass) {
    int inputs = encoder.inputWidth();
    return of(
        encoder.inputNames(), encode(table, encoder, inputs), labels(table, label, positiveClass));
  }

  /**
   * The rows of a table whose last encoded input is the number of the row's group, the others its
   * features: the inputs that a {@link org.touchstone.engine.model.MultilevelLogisticRegression}
   * takes.
   *
   * @param table the training rows
   * @param encoder turns them into the model's inputs; the last is an {@link Input.Codes} that
   *     numbers the levels of the groups' column from 0
   * @param label the column of the class
   * @param positiveClass its level that is the positive class
   * @throws org.touchstone.engine.data.DataException as {@link #of(Dataset, Encoder, String,
   *     String)}
   * @throws IllegalArgumentException as {@link #groupedBy}, or if the last input does not number
   *     the levels
   */
  public static LogisticTraining grouped(
      Dataset table, Encoder encoder, String label, String positiveClass) {
    int last = encoder.inputWidth() - 1;
    Input input = encoder.encoding().inputs().get(last);
    List<String> levels = numbered(input);
    double[] encoded = encode(table, encoder, last + 1);
    int rows = table.rowCount();
    double[] values = new double[rows * last];
    int[] codes = new int[rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(encoded, i * (last + 1), values, i * last, last);
      codes[i] = (int) encoded[i * (last + 1) + last];
    }
    return of(encoder.inputNames().subList(0, last), values, labels(table, label, positiveClass))
        .groupedBy(input.name(), levels, codes);
  }

  private static List<String> numbered(Input input) {
    if (input instanceof Input.Codes codes) {
      String[] levels = new String[codes.codes().size()];
      for (Map.Entry<String, Double> entry : codes.codes().entrySet()) {
        double code = entry.getValue();
        if (code >= 0 && code < levels.length && code == Math.rint(code)) {
          levels[(int) code] = entry.getKey();
        }
      }
      if (Arrays.stream(levels).allMatch(Objects::nonNull)) {
        return List.of(levels);
      }
    }
    throw new IllegalArgumentException(
        "The last input, \""
            + input.name()
            + "\", does not number groups; encode the groups' column last, by codes that number"
            + " its levels from 0");
  }

  private static double[] encode(Dataset table, Encoder encoder, int width) {
    int rows = table.rowCount();
    double[] readable = new double[rows * table.schema().size()];
    table.copyRows(0, rows, readable);
    double[] encoded = new double[rows * width];
    encoder.encode(readable, rows, encoded);
    return encoded;
  }

  private static boolean[] labels(Dataset table, String label, String positiveClass) {
    table.requireClasses(label);
    Feature feature = table.schema().feature(label);
    int code =
        feature
            .code(positiveClass)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Label \""
                            + label
                            + "\" has no level \""
                            + positiveClass
                            + "\"; its levels are "
                            + feature.levels()));
    int[] codes = table.codes(label);
    boolean[] positive = new boolean[codes.length];
    for (int i = 0; i < codes.length; i++) {
      positive[i] = codes[i] == code;
    }
    return positive;
  }

  private static void requireTwoClasses(boolean[] positive) {
    int count = 0;
    for (boolean one : positive) {
      count += one ? 1 : 0;
    }
    if (count == 0 || count == positive.length) {
      throw new IllegalArgumentException(
          "A fit needs rows of both classes, found "
              + count
              + " positive rows of "
              + positive.length);
    }
  }

  /** Number of rows. */
  public int rows() {
    return positive.length;
  }

  /** Names of the features. */
  public List<String> features() {
    return features;
  }

  /** The groups' names in the order of their numbers; empty where rows have no groups. */
  public List<String> groupNames() {
    return groups.map(Groups::levels).orElse(List.of());
  }

  /** What the groups are, for example {@code region}; empty where rows have no groups. */
  public Optional<String> groupName() {
    return groups.map(Groups::name);
  }

  double[] values() {
    return values;
  }

  boolean[] positive() {
    return positive;
  }

  /** The group of each row; all 0 where rows have no groups. */
  int[] codes() {
    return groups.map(Groups::codes).orElseGet(() -> new int[rows()]);
  }
}
