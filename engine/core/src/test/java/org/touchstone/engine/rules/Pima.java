package org.touchstone.engine.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RocArea;
import org.touchstone.engine.stats.SortedScores;

/** The diabetes data of the ExMo paper, on its split. */
final class Pima {

  static final String LABEL = "label";
  static final String POSITIVE = "1";
  static final RuleList.Label DIABETES = new RuleList.Label(LABEL, POSITIVE);

  private Pima() {}

  static Schema schema() {
    List<Feature> features = new ArrayList<>();
    for (String name :
        List.of(
            "times_pregnant",
            "plasma_glucose",
            "diastolic_blood_pressure",
            "tricep_skin_fold_thickness",
            "serum_insulin",
            "body_mass_index",
            "diabetes_pedigree_function",
            "age")) {
      features.add(number(name));
    }
    features.add(new Feature.Binary(LABEL, List.of("0", POSITIVE), Feature.Attributes.NONE));
    return Schema.of(features);
  }

  static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Feature.Attributes.NONE);
  }

  static Dataset training() {
    return read("pima_train_rs42.csv");
  }

  static Dataset test() {
    return read("pima_test_rs42.csv");
  }

  static ItemTable items() {
    return ItemTable.of(training(), LABEL, POSITIVE, Execution.SINGLE);
  }

  private static Dataset read(String file) {
    return CsvDatasets.read(
        InputSource.resource(Pima.class.getClassLoader(), "org/touchstone/engine/rules/" + file),
        schema(),
        CsvFormat.DEFAULT);
  }

  static JsonNode json(String file) {
    try (InputStream in = Objects.requireNonNull(Pima.class.getResourceAsStream(file), file)) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rule of golden tokens, whatever their order. */
  static Rule rule(ItemTable table, JsonNode tokens) {
    List<Condition> conditions = new ArrayList<>();
    for (JsonNode token : tokens) {
      conditions.add(condition(table, token.asText()));
    }
    return new Rule(conditions);
  }

  static Condition condition(ItemTable table, String token) {
    return table.conditions().stream()
        .filter(condition -> condition.token().equals(token))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(token));
  }

  static double auc(Classifier model, Dataset data, String label, String positive) {
    double[] scores = scores(model, data);
    boolean[] labels = ItemTable.labels(data, label, positive);
    List<Double> positives = new ArrayList<>();
    List<Double> negatives = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      (labels[i] ? positives : negatives).add(scores[i]);
    }
    return RocArea.of(sorted(positives), sorted(negatives)).area();
  }

  private static SortedScores sorted(List<Double> scores) {
    return SortedScores.of(scores.stream().mapToDouble(x -> x).sorted().toArray());
  }

  static double[] rows(Dataset data) {
    double[] rows = new double[data.rowCount() * data.schema().size()];
    data.copyRows(0, data.rowCount(), rows);
    return rows;
  }

  static double[] scores(Classifier model, Dataset data) {
    double[] out = new double[data.rowCount()];
    model.score(rows(data), data.rowCount(), out);
    return out;
  }
}
