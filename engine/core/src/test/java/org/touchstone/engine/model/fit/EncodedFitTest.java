package org.touchstone.engine.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.MultilevelLogisticJson;

/** From a table to a fitted model over its columns, saved and loaded. */
class EncodedFitTest {

  private static final Feature.Attributes NONE = Feature.Attributes.NONE;
  private static final int ROWS = 300;
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Categorical("housing", List.of("own", "rent", "free"), NONE),
              new Feature.Continuous(
                  "amount", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, NONE),
              new Feature.Binary("sex", List.of("female", "male"), NONE),
              new Feature.Binary("credit", List.of("bad", "good"), NONE)));
  private static final List<Input> FEATURES =
      List.of(
          new Input.Number("amount", "amount", 1000, 500), Input.Number.passthrough("sex", "sex"));
  private static final Map<String, Double> NUMBERS = Map.of("own", 0.0, "rent", 1.0, "free", 2.0);

  private final Dataset table = table();

  @TempDir Path folder;

  @Test
  void a_model_fitted_to_a_table_scores_the_table() {
    // given
    Encoder encoder =
        Encoder.of(
            SCHEMA,
            List.of(
                FEATURES.get(0), FEATURES.get(1), new Input.Codes("housing", "housing", NUMBERS)));

    // when
    LogisticTraining training = LogisticTraining.grouped(table, encoder, "credit", "good");
    MultilevelFit fit = MultilevelFit.of(training, RandomTerms.interceptOnly());
    EncodedClassifier model = EncodedClassifier.of(encoder, fit.model());

    // then: the features' estimating equations hold for the conditional modes, but for shrinkage
    assertThat(training.groupName()).contains("housing");
    assertThat(training.groupNames()).containsExactly("own", "rent", "free");
    double[] probabilities = score(model);
    double positive = 0;
    double expected = 0;
    for (int i = 0; i < ROWS; i++) {
      positive += table.value(i, 3);
      expected += probabilities[i];
    }
    assertThat(expected).isCloseTo(positive, within(1.0));

    // and: saved and loaded with the same encoder, it scores the same
    Path file = folder.resolve("model.json");
    MultilevelLogisticJson.write(fit.model(), encoder.inputNames(), file);
    assertThat(score(EncodedClassifier.of(encoder, Models.load(file))))
        .containsExactly(probabilities);
  }

  @Test
  void a_plain_model_takes_all_inputs_as_features() {
    Encoder encoder = Encoder.of(SCHEMA, FEATURES);

    LogisticFit fit = LogisticFit.of(LogisticTraining.of(table, encoder, "credit", "good"));

    // the estimating equation of the intercept: probabilities add up to the positive rows
    double sum = 0;
    for (double p : score(EncodedClassifier.of(encoder, fit.model()))) {
      sum += p;
    }
    double positive = 0;
    for (double y : table.column("credit")) {
      positive += y;
    }
    assertThat(sum).isCloseTo(positive, within(1e-8));
  }

  @Test
  void refuses_an_encoding_that_does_not_number_the_groups() {
    Encoder plain = Encoder.of(SCHEMA, FEATURES);
    Encoder odd =
        Encoder.of(
            SCHEMA,
            List.of(
                FEATURES.get(0),
                new Input.Codes(
                    "housing", "housing", Map.of("own", 1.0, "rent", 2.0, "free", 3.0))));

    assertThatThrownBy(() -> LogisticTraining.grouped(table, plain, "credit", "good"))
        .hasMessageContainingAll("\"sex\"", "does not number groups");
    assertThatThrownBy(() -> LogisticTraining.grouped(table, odd, "credit", "good"))
        .hasMessageContainingAll("\"housing\"", "from 0");
    assertThatThrownBy(() -> LogisticTraining.of(table, plain, "credit", "best"))
        .hasMessageContainingAll("\"best\"", "[bad, good]");
    assertThatThrownBy(() -> LogisticTraining.of(table, plain, "amount", "1"))
        .isInstanceOf(DataException.class);
  }

  private double[] score(EncodedClassifier model) {
    double[] rows = new double[ROWS * SCHEMA.size()];
    table.copyRows(0, ROWS, rows);
    double[] probabilities = new double[ROWS];
    model.score(rows, ROWS, probabilities);
    return probabilities;
  }

  private static Dataset table() {
    SplittableRandom random = new SplittableRandom(12);
    double[] values = new double[ROWS * 4];
    for (int i = 0; i < ROWS; i++) {
      values[4 * i] = random.nextInt(3);
      values[4 * i + 1] = 200 + 2000 * random.nextDouble();
      values[4 * i + 2] = random.nextInt(2);
      double logOdds = 1 - values[4 * i + 1] / 1000 + 0.8 * values[4 * i];
      values[4 * i + 3] = random.nextDouble() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
    }
    return Dataset.of(SCHEMA, values);
  }
}
