package org.touchstone.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A suite as a user would write it, drawn from a fixed seed: a CSV file of categorical features
 * with 2 to 6 levels, a label and a column of groups, its schema, an XGBoost model of 100 trees of
 * depth 6 that is trained on the first rows, its one-hot encoding, and a {@code *.conformity.json}
 * file that names every feature as sensitive.
 *
 * @param file the suite file
 * @param checks how many checks it has
 */
record GeneratedSuite(Path file, int checks) {

  private static final int TREES = 100;
  private static final int MOST_TRAINING_ROWS = 5000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What to draw.
   *
   * @param rows rows of the CSV file
   * @param features sensitive features
   * @param groups levels of the column of groups
   * @param profile id or file name of the profile
   * @param modelKpis KPIs that are measured once for all rows and once for each group
   * @param fairnessKpis KPIs that are measured so for each feature
   */
  record Shape(
      int rows,
      int features,
      int groups,
      String profile,
      List<String> modelKpis,
      List<String> fairnessKpis) {

    int checks() {
      return (modelKpis.size() + fairnessKpis.size() * features) * (groups + 1);
    }
  }

  /** Writes the files of a suite into a folder. */
  static GeneratedSuite write(Path folder, Shape shape) throws IOException, XGBoostError {
    return new Writer(folder, shape).write();
  }

  private static final class Writer {
    private final Path folder;
    private final Shape shape;
    private final SplittableRandom random = new SplittableRandom(7);
    private final int[] levels;
    private final int inputs;

    Writer(Path folder, Shape shape) {
      this.folder = folder;
      this.shape = shape;
      this.levels = new int[shape.features()];
      int width = 0;
      for (int f = 0; f < levels.length; f++) {
        levels[f] = 2 + f % 5;
        width += levels[f];
      }
      this.inputs = width;
    }

    GeneratedSuite write() throws IOException, XGBoostError {
      writeRowsAndModel();
      json("data.schema.json", Map.of("columns", columns()));
      json("encoding.json", Map.of("inputs", inputNames()));
      json("bench.conformity.json", suite());
      return new GeneratedSuite(folder.resolve("bench.conformity.json"), shape.checks());
    }

    private void writeRowsAndModel() throws IOException, XGBoostError {
      int trained = Math.min(shape.rows(), MOST_TRAINING_ROWS);
      float[] matrix = new float[trained * inputs];
      float[] labels = new float[trained];
      int[] codes = new int[levels.length];
      try (BufferedWriter csv =
          Files.newBufferedWriter(folder.resolve("test.csv"), StandardCharsets.UTF_8)) {
        csv.write(String.join(",", names()) + "\r\n");
        for (int row = 0; row < shape.rows(); row++) {
          StringBuilder line = new StringBuilder();
          double signal = 0;
          for (int f = 0; f < codes.length; f++) {
            codes[f] = random.nextInt(levels[f]);
            signal += (f % 3 - 1) * (double) codes[f] / levels[f];
            line.append(level(f, codes[f])).append(',');
          }
          boolean bad = random.nextDouble() < 1 / (1 + Math.exp(-signal));
          line.append("group").append(random.nextInt(shape.groups()));
          csv.append(line.append(bad ? ",bad" : ",good").append("\r\n"));
          if (row < trained) {
            labels[row] = bad ? 1 : 0;
            int at = row * inputs;
            for (int f = 0; f < codes.length; f++) {
              matrix[at + codes[f]] = 1;
              at += levels[f];
            }
          }
        }
      }
      train(matrix, labels).saveModel(folder.resolve("model.json").toString());
    }

    private Booster train(float[] matrix, float[] labels) throws XGBoostError {
      DMatrix rows = new DMatrix(matrix, labels.length, inputs, Float.NaN);
      rows.setLabel(labels);
      Map<String, Object> parameters =
          Map.of("objective", "binary:logistic", "max_depth", 6, "nthread", 1, "seed", 1);
      return XGBoost.train(rows, parameters, TREES, Map.of(), null, null);
    }

    private List<Map<String, Object>> columns() {
      List<Map<String, Object>> columns = new ArrayList<>();
      for (int f = 0; f < levels.length; f++) {
        List<String> texts = new ArrayList<>();
        for (int code = 0; code < levels[f]; code++) {
          texts.add(level(f, code));
        }
        columns.add(Map.of("name", name(f), "kind", "categorical", "levels", texts));
      }
      List<String> groups = new ArrayList<>();
      for (int g = 0; g < shape.groups(); g++) {
        groups.add("group" + g);
      }
      columns.add(Map.of("name", "group", "kind", "categorical", "levels", groups));
      columns.add(Map.of("name", "class", "kind", "binary", "levels", List.of("good", "bad")));
      return columns;
    }

    private List<String> inputNames() {
      List<String> names = new ArrayList<>();
      for (int f = 0; f < levels.length; f++) {
        for (int code = 0; code < levels[f]; code++) {
          names.add(name(f) + "=" + level(f, code));
        }
      }
      return names;
    }

    private Map<String, Object> suite() {
      List<Map<String, String>> sensitive = new ArrayList<>();
      for (int f = 0; f < levels.length; f++) {
        sensitive.add(Map.of("feature", name(f), "reference", level(f, 0)));
      }
      List<String> kpis = new ArrayList<>(shape.modelKpis());
      kpis.addAll(shape.fairnessKpis());
      Map<String, Object> roles =
          Map.of(
              "label", "class",
              "positiveClass", "bad",
              "favourableOutcome", "good",
              "sensitive", sensitive,
              "groups", "group");
      Map<String, Object> suite = new LinkedHashMap<>();
      suite.put("name", shape.checks() + " checks on " + shape.rows() + " rows");
      suite.put("profile", shape.profile());
      suite.put("kpis", kpis);
      suite.put(
          "model",
          Map.of("file", "model.json", "format", "xgboost-json", "encoding", "encoding.json"));
      suite.put("data", Map.of("schema", "data.schema.json", "test", "test.csv"));
      suite.put("roles", roles);
      suite.put("seed", 1);
      return suite;
    }

    private List<String> names() {
      List<String> names = new ArrayList<>();
      for (int f = 0; f < levels.length; f++) {
        names.add(name(f));
      }
      names.add("group");
      names.add("class");
      return names;
    }

    private void json(String name, Map<String, Object> content) throws IOException {
      JSON.writeValue(folder.resolve(name).toFile(), content);
    }

    private static String name(int feature) {
      return "feature" + feature;
    }

    private static String level(int feature, int code) {
      return "f" + feature + "-level" + code;
    }
  }
}
