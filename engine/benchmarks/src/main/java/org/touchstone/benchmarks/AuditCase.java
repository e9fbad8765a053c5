package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.MultilevelLogisticRegression;
import org.touchstone.engine.model.fit.LogisticTraining;
import org.touchstone.engine.model.fit.MultilevelFit;
import org.touchstone.engine.model.fit.RandomTerms;
import org.touchstone.engine.run.Execution;
import org.touchstone.tribuo.ForestSettings;
import org.touchstone.tribuo.RandomForest;

/**
 * 100,000 test rows and as many training rows of 20 features: 16 numbers, two ordinal features, the
 * sex and the region, whose five levels are the groups. The models are fitted to them: a random
 * forest of 100 trees of depth 10, to 5,000 of the rows, and a logistic regression with an
 * intercept for each region.
 */
final class AuditCase {

  static final int ROWS = 100_000;
  static final int FEATURES = 20;
  static final int GROUPS = 5;
  private static final int NUMBERS = 16;
  private static final int SEX = 18;
  private static final int REGION = 19;
  private static final int LABEL = 20;
  private static final int FOREST_ROWS = 5_000;
  private static final Schema SCHEMA = schema();

  private final Dataset test = draw(1);
  private final Dataset training = draw(2);

  private static Schema schema() {
    List<Feature> features = new ArrayList<>();
    for (int j = 0; j < NUMBERS; j++) {
      features.add(
          new Feature.Continuous(
              "x" + j, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE));
    }
    features.add(new Feature.Ordinal("savings", names("s", 5), Attributes.NONE));
    features.add(new Feature.Ordinal("employment", names("e", 6), Attributes.NONE));
    features.add(new Feature.Binary("sex", List.of("female", "male"), Attributes.NONE));
    features.add(new Feature.Categorical("region", names("r", GROUPS), Attributes.NONE));
    features.add(new Feature.Binary("default", List.of("no", "yes"), Attributes.NONE));
    return Schema.of(features);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static Dataset draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = SCHEMA.size();
    double[] rows = new double[ROWS * width];
    for (int i = 0; i < ROWS; i++) {
      int at = i * width;
      double logOdds = -0.5;
      for (int j = 0; j < NUMBERS; j++) {
        rows[at + j] = random.nextDouble() + random.nextDouble() + random.nextDouble();
        logOdds += (j - 7.5) / 8 * (rows[at + j] - 1.5);
      }
      rows[at + NUMBERS] = random.nextInt(5);
      rows[at + NUMBERS + 1] = random.nextInt(6);
      rows[at + SEX] = random.nextInt(2);
      rows[at + REGION] = random.nextInt(GROUPS);
      logOdds += 0.2 * rows[at + NUMBERS] + 0.3 * rows[at + SEX] + 0.1 * rows[at + REGION];
      rows[at + LABEL] = random.nextDouble() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
    }
    return Dataset.of(SCHEMA, rows);
  }

  /** Both models. */
  Classifier model(String kind) {
    Encoder encoder = Encoder.of(SCHEMA, inputs());
    double[] rows = new double[ROWS * SCHEMA.size()];
    training.copyRows(0, ROWS, rows);
    double[] encoded = new double[ROWS * FEATURES];
    encoder.encode(rows, ROWS, encoded);
    boolean[] positive = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      positive[i] = rows[i * SCHEMA.size() + LABEL] == 1;
    }
    return EncodedClassifier.of(
        encoder, kind.equals("forest") ? forest(encoded, positive) : multilevel(encoded, positive));
  }

  private static Classifier forest(double[] encoded, boolean[] positive) {
    return RandomForest.train(
        ForestSettings.defaults(1).withMaxDepth(10),
        Arrays.copyOf(encoded, FOREST_ROWS * FEATURES),
        FEATURES,
        Arrays.copyOf(positive, FOREST_ROWS),
        Execution.on(Runtime.getRuntime().availableProcessors()));
  }

  /** The region is the last input: its number is that of the group. */
  private static MultilevelLogisticRegression multilevel(double[] encoded, boolean[] positive) {
    double[] features = new double[ROWS * (FEATURES - 1)];
    int[] groups = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(encoded, i * FEATURES, features, i * (FEATURES - 1), FEATURES - 1);
      groups[i] = (int) encoded[i * FEATURES + REGION];
    }
    return MultilevelFit.of(
            LogisticTraining.of(SCHEMA.names().subList(0, FEATURES - 1), features, positive)
                .groupedBy("region", names("r", GROUPS), groups),
            RandomTerms.interceptOnly())
        .model();
  }

  private static List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (String name : SCHEMA.names().subList(0, FEATURES)) {
      Feature feature = SCHEMA.feature(name);
      if (feature instanceof Feature.Continuous) {
        inputs.add(Input.Number.passthrough(name, name));
      } else {
        Map<String, Double> codes = new HashMap<>();
        for (int level = 0; level < feature.levels().size(); level++) {
          codes.put(feature.levels().get(level), (double) level);
        }
        inputs.add(new Input.Codes(name, name, codes));
      }
    }
    return inputs;
  }

  Audit audit(Classifier model) {
    return Audit.of(
            model,
            test,
            Roles.of("default", "yes", "no").withSensitive("sex", "male").withGroups("region"))
        .training(training)
        .seed(1)
        .build();
  }
}
