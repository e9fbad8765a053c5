package org.touchstone.examples.permuteattack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.counterfactual.Constraints;
import org.touchstone.engine.counterfactual.DecisionModel;
import org.touchstone.engine.counterfactual.PermuteAttack;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;
import org.touchstone.suite.SuiteResources;
import org.touchstone.tribuo.ForestSettings;
import org.touchstone.tribuo.RandomForest;

/**
 * The paper's experiment (Hashemi and Fathi, PermuteAttack, section 4): a forest of 10 trees, grown
 * on 60 % of German Credit with the settings of scikit-learn; the other 400 rows are attacked. The
 * paper's split and forest are not published, so both are drawn here, from one seed.
 */
final class PaperExperiment {

  static final int BAD = 1;
  static final List<String> DECISIONS = List.of("good", "bad");
  static final List<String> SENSITIVE = List.of("age", "personal_status", "foreign_worker");

  private static final long SEED = 42;
  private static final int TRAINING_ROWS = 600;

  final Schema schema = Schema.read(file("german_credit.schema.json"));
  final Encoder encoder = Encoder.read(file("german_credit.encoding.json"), schema);
  final Dataset training;
  final Dataset test;
  final EncodedClassifier model;

  PaperExperiment() {
    Dataset data = CsvDatasets.read(file("german_credit.csv"), schema, CsvFormat.DEFAULT);
    int[] order = shuffled(data.rowCount());
    training = data.select(Arrays.copyOf(order, TRAINING_ROWS));
    test = data.select(Arrays.copyOfRange(order, TRAINING_ROWS, order.length));
    model = EncodedClassifier.of(encoder, forest());
  }

  private TreeEnsemble forest() {
    double[] inputs = new double[training.rowCount() * encoder.inputWidth()];
    encoder.encode(values(training), training.rowCount(), inputs);
    int[] codes = training.codes("class");
    boolean[] bad = new boolean[codes.length];
    for (int i = 0; i < bad.length; i++) {
      bad[i] = codes[i] == BAD;
    }
    return RandomForest.train(
        ForestSettings.defaults(SEED).withTrees(10),
        inputs,
        encoder.inputWidth(),
        bad,
        Execution.SINGLE);
  }

  private static int[] shuffled(int count) {
    int[] order = IntStream.range(0, count).toArray();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  /** Bad where its probability is above one half, as scikit-learn decides. */
  DecisionModel decision() {
    return DecisionModel.argmax(model);
  }

  List<String> features() {
    return encoder.features();
  }

  /** The paper's attack: it may change every feature, also those that a person cannot. */
  PermuteAttack.Builder attack() {
    return PermuteAttack.of(decision(), training, features()).constraints(Constraints.NONE);
  }

  double[] values(Dataset rows) {
    double[] values = new double[rows.rowCount() * schema.size()];
    rows.copyRows(0, rows.rowCount(), values);
    return values;
  }

  private static Path file(String name) {
    return SuiteResources.path(PaperExperiment.class, "/german-credit/" + name);
  }
}
