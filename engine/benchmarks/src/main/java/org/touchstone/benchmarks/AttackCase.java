package org.touchstone.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;

/**
 * The experiment of PermuteAttack's paper: German Credit and scikit-learn's forest of 10 trees, 600
 * rows that it learnt, 400 to attack.
 */
final class AttackCase {

  static final int ROWS = 400;

  private static final String CORE = "org/touchstone/engine/";

  final Classifier model;
  final Dataset training;
  final Dataset test;
  private final List<String> features;

  AttackCase() {
    Schema schema = Schema.read(resource("german-credit/german_credit.schema.json"));
    Encoder encoder = Encoder.read(resource(CORE + "counterfactual/rf10.encoding.json"), schema);
    TreeEnsemble forest = forest();
    features = encoder.features();
    model =
        EncodedClassifier.of(
            encoder, new TreeEnsemble(encoder.inputWidth(), forest.trees(), forest.rules()));
    Dataset data =
        CsvDatasets.read(resource("german-credit/german_credit.csv"), schema, CsvFormat.DEFAULT);
    int[] tested = testedRows();
    test = data.select(tested);
    training = data.select(RuleCase.others(data.rowCount(), tested));
  }

  /** The attack of the paper's experiment on this model, or on the same one with a clock. */
  PermuteAttack.Builder attack(Classifier attacked) {
    return PermuteAttack.of(DecisionModel.argmax(attacked), training, features)
        .constraints(Constraints.NONE);
  }

  /** Attacks all rows on this thread; returns the number of rows that were turned. */
  int turned(PermuteAttack attack) {
    int[] turned = new int[1];
    attack.generate(test, Execution.SINGLE, set -> turned[0] += count(set));
    return turned[0];
  }

  private static int count(CounterfactualSet set) {
    return set.size() > 0 && set.valid(0) ? 1 : 0;
  }

  private static InputSource resource(String name) {
    return InputSource.resource(AttackCase.class.getClassLoader(), name);
  }

  private static TreeEnsemble forest() {
    try {
      Path file = Files.createTempFile("touchstone", ".json");
      try {
        Files.write(file, bytes(CORE + "model/rf10.json"));
        return (TreeEnsemble) Models.load(file).classifier();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] testedRows() {
    String table =
        new String(bytes(CORE + "counterfactual/exact_min_l0.csv"), StandardCharsets.UTF_8);
    return Arrays.stream(table.split("\n", -1))
        .skip(1)
        .filter(line -> !line.isBlank())
        .mapToInt(line -> Integer.parseInt(line.substring(0, line.indexOf(','))))
        .toArray();
  }

  private static byte[] bytes(String name) {
    try (InputStream in =
        Objects.requireNonNull(AttackCase.class.getResourceAsStream("/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
