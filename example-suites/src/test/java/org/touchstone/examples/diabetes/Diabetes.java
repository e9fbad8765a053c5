package org.touchstone.examples.diabetes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.rules.ExMo;
import org.touchstone.engine.rules.ExplanationWords;
import org.touchstone.engine.rules.FittedRuleList;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.run.Execution;
import org.touchstone.suite.SuiteResources;

/** The files of the example, and how its model was learnt. */
final class Diabetes {

  static final String LABEL = "class";
  static final String POSITIVE = "tested_positive";

  /** What people call the features. */
  static final ExplanationWords WORDS =
      new ExplanationWords(
          "diabetes",
          Map.of(
              "times_pregnant", "number of pregnancies",
              "plasma_glucose", "plasma glucose",
              "serum_insulin", "serum insulin",
              "body_mass_index", "body mass index"),
          2);

  private static final List<String> FEATURES =
      List.of(
          "times_pregnant",
          "plasma_glucose",
          "diastolic_blood_pressure",
          "tricep_skin_fold_thickness",
          "serum_insulin",
          "body_mass_index",
          "diabetes_pedigree_function",
          "age");

  private static final long SEED = 42;

  private Diabetes() {}

  static Path file(String name) {
    return SuiteResources.path(Diabetes.class, "/diabetes/" + name);
  }

  static Dataset table(String name) {
    Schema schema = Schema.read(file("diabetes.schema.json"));
    return CsvDatasets.read(file(name), schema, CsvFormat.DEFAULT.withIdColumn("row"));
  }

  /** The model, as it was saved. */
  static RuleList model(Schema schema) {
    return ((RuleList) Models.load(file("diabetes.rules.json")).classifier()).on(schema);
  }

  /** Learns the model from the training rows. */
  static FittedRuleList learn(ExMo learner) {
    Dataset training = table("diabetes_training.csv");
    int[] codes = training.codes(LABEL);
    boolean[] positive = new boolean[codes.length];
    for (int i = 0; i < codes.length; i++) {
      positive[i] = codes[i] == 1;
    }
    RuleList.Label label = new RuleList.Label(LABEL, POSITIVE);
    return learner.fit(training, FEATURES, positive, label, SEED, Execution.on(2));
  }
}
