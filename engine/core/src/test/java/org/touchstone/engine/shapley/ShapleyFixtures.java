package org.touchstone.engine.shapley;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;

/** Models, rows and golden values of the tests in this package. */
final class ShapleyFixtures {

  private ShapleyFixtures() {}

  static Path resource(String name) {
    try {
      return Path.of(ShapleyFixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file of the reference data that is not part of the project; skips the test without it. */
  static Path shared(String name) {
    Path file = Path.of(System.getProperty("touchstone.shared", "shared")).resolve(name);
    assumeTrue(Files.exists(file), () -> "Skipped: reference data " + name + " is not here");
    return file;
  }

  static TreeEnsemble trees(Path file) {
    return (TreeEnsemble) Models.load(file).classifier();
  }

  static TreeEnsemble forest8() {
    return trees(resource("/org/touchstone/engine/model/rf10_d4_8f.json"));
  }

  static LogisticRegression logistic8() {
    return (LogisticRegression)
        Models.load(resource("/org/touchstone/engine/model/lr8.json")).classifier();
  }

  static double[] rows8() {
    return columns(resource("exact8_rows.csv"), 0, 8);
  }

  static Background background8() {
    return Background.of(columns(resource("exact8_background.csv"), 0, 8), 8);
  }

  /** Base and values of one game and row of exact8_values.csv. */
  static double[] golden8(String game, int row) {
    for (CsvRecord record : records(resource("exact8_values.csv"))) {
      if (record.getField(0).equals(game) && record.getField(1).equals(Integer.toString(row))) {
        return IntStream.range(2, 11)
            .mapToDouble(j -> Double.parseDouble(record.getField(j)))
            .toArray();
      }
    }
    throw new IllegalArgumentException(game + " " + row);
  }

  /** Columns {@code from} to {@code to} of a CSV file with a header, row-major. */
  static double[] columns(Path file, int from, int to) {
    List<CsvRecord> records = records(file);
    double[] values = new double[(records.size() - 1) * (to - from)];
    int at = 0;
    for (CsvRecord record : records.subList(1, records.size())) {
      for (int j = from; j < to; j++) {
        values[at++] = Double.parseDouble(record.getField(j));
      }
    }
    return values;
  }

  private static List<CsvRecord> records(Path file) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).doubleValue();
    }
    return numbers;
  }

  /** The rows of a row-major table that a JSON array names. */
  static double[] select(double[] table, int width, JsonNode rows) {
    double[] selected = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(table, rows.get(i).intValue() * width, selected, i * width, width);
    }
    return selected;
  }

  static Players players(int count) {
    return Players.of(names(count));
  }

  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "x" + i).toList();
  }

  /** Columns of any number. */
  static Schema schema(String... names) {
    List<Feature> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(
          new Feature.Continuous(
              name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE));
    }
    return Schema.of(columns);
  }

  static List<Attribution> explain(Explainer explainer, double[] rows, int threads) {
    List<Attribution> results = new ArrayList<>();
    int count = rows.length / explainer.players().rowWidth();
    explainer.explain(rows, count, Execution.on(threads), results::add);
    return results;
  }

  static double[] uniform(SplittableRandom random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = RandomSubsets.unit(random);
    }
    return values;
  }

  /** A forest of random trees over inputs in [0, 1], with values in [0, 1] and random covers. */
  static TreeEnsemble randomForest(SplittableRandom random, int inputs, int trees, int depth) {
    List<DecisionTree> grown = new ArrayList<>();
    for (int t = 0; t < trees; t++) {
      grown.add(randomTree(random, inputs, depth));
    }
    return new TreeEnsemble(inputs, grown, EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED));
  }

  /** A full tree; features are met again on a path where there are fewer than levels. */
  static DecisionTree randomTree(SplittableRandom random, int inputs, int depth) {
    int inner = (1 << depth) - 1;
    int nodes = 2 * inner + 1;
    int[] feature = new int[nodes];
    double[] threshold = new double[nodes];
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    double[] value = new double[nodes];
    double[] cover = new double[nodes];
    for (int node = nodes - 1; node >= 0; node--) {
      if (node >= inner) {
        feature[node] = DecisionTree.LEAF;
        value[node] = RandomSubsets.unit(random);
        cover[node] = 1 + RandomSubsets.below(random, 50);
      } else {
        feature[node] = RandomSubsets.below(random, inputs);
        threshold[node] = RandomSubsets.unit(random);
        left[node] = 2 * node + 1;
        right[node] = 2 * node + 2;
        cover[node] = cover[2 * node + 1] + cover[2 * node + 2];
      }
    }
    return new DecisionTree(feature, threshold, left, right, new boolean[nodes], value, cover);
  }

  /** A model made of a function of one row. */
  static Classifier function(int width, java.util.function.ToDoubleFunction<double[]> f) {
    return new Classifier() {
      @Override
      public int inputWidth() {
        return width;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          out[i] =
              f.applyAsDouble(java.util.Arrays.copyOfRange(rows, i * width, i * width + width));
        }
      }
    };
  }
}
