package org.touchstone.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.Schema;

/** Tables that rule lists are learnt from: Pima Indians Diabetes, and seeded ones of any size. */
final class RuleCase {

  static final String LABEL = "fraud";
  static final String POSITIVE = "yes";
  static final String PIMA_LABEL = "class";
  static final String PIMA_POSITIVE = "tested_positive";

  /** The share of fraud in the paper's large table. */
  private static final double POSITIVES = 0.035;

  private static final List<String> LEVELS = levels(12);
  private static final List<String> MANY_LEVELS = levels(400);

  private RuleCase() {}

  /** Pima Indians Diabetes: 768 rows, 8 numbers. */
  static Dataset pima() {
    List<Feature> features = new ArrayList<>();
    for (String name : List.of("preg", "plas", "pres", "skin", "insu", "mass", "pedi", "age")) {
      features.add(number(name));
    }
    features.add(
        new Feature.Binary(
            PIMA_LABEL, List.of("tested_negative", PIMA_POSITIVE), Feature.Attributes.NONE));
    return CsvDatasets.read(
        InputSource.resource(RuleCase.class.getClassLoader(), "pima_diabetes.csv"),
        Schema.of(features),
        CsvFormat.DEFAULT);
  }

  /**
   * The rows, from 0, that scikit-learn's {@code train_test_split(arange(768), test_size=.2,
   * random_state=42)} holds out: the split that gives the cuts of the paper's Table 4.
   */
  static int[] pimaTestRows() {
    try (InputStream in =
        Objects.requireNonNull(RuleCase.class.getResourceAsStream("/pima_test_rows.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.strip().split(" ")).mapToInt(Integer::parseInt).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The other rows of a table, in their order. */
  static int[] others(int rows, int[] but) {
    boolean[] left = new boolean[rows];
    Arrays.fill(left, true);
    for (int row : but) {
      left[row] = false;
    }
    return IntStream.range(0, rows).filter(row -> left[row]).toArray();
  }

  /**
   * A table in the likeness of the paper's card payments: two of three features are numbers, the
   * others have 12 or 400 levels; some values are missing; 3.5 % of the rows are fraud, and lean in
   * every feature, so that all of them give conditions.
   */
  static Dataset synthetic(int rows, int features, long seed) {
    List<Feature> columns = new ArrayList<>();
    for (int f = 0; f < features; f++) {
      columns.add(
          f % 3 != 2
              ? number("n" + f)
              : new Feature.Categorical(
                  "c" + f, f % 9 == 8 ? MANY_LEVELS : LEVELS, Feature.Attributes.NONE));
    }
    columns.add(new Feature.Binary(LABEL, List.of("no", POSITIVE), Feature.Attributes.NONE));
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[rows * columns.size()];
    for (int row = 0, at = 0; row < rows; row++) {
      boolean fraud = random.nextDouble() < POSITIVES;
      for (int f = 0; f < features; f++, at++) {
        double lean = fraud ? 0.3 + 0.15 * (f % 3) : 0;
        int levels = columns.get(f).levels().size();
        double u = random.nextDouble();
        values[at] =
            f % 7 == 3 && random.nextDouble() < 0.2
                ? Double.NaN
                : levels == 0
                    ? Math.round(1000 * (u + lean * random.nextDouble()))
                    : (int) (levels * u * (fraud ? u : 1));
      }
      values[at++] = fraud ? 1 : 0;
    }
    return Dataset.of(Schema.of(columns), values);
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Feature.Attributes.NONE);
  }

  private static List<String> levels(int count) {
    List<String> levels = new ArrayList<>();
    for (int level = 0; level < count; level++) {
      levels.add("level " + level);
    }
    return levels;
  }
}
