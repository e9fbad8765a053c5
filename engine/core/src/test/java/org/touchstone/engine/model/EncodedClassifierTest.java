package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;

class EncodedClassifierTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Categorical("home", List.of("own", "rent"), Feature.Attributes.NONE),
              new Feature.Continuous("age", 0, 120, true, Feature.Attributes.NONE)));
  private static final List<Input> INPUTS =
      List.of(
          Input.Number.passthrough("age", "age"),
          new Input.Indicator("home=own", "home", "own"),
          new Input.Indicator("home=rent", "home", "rent"));

  /** Scores age / 1000 + 0.5 where home is rent: every input matters, at its own place. */
  private static final Classifier MODEL =
      new Classifier() {
        @Override
        public int inputWidth() {
          return 3;
        }

        @Override
        public void score(double[] rows, int count, double[] out) {
          for (int i = 0; i < count; i++) {
            out[i] = rows[i * 3] / 1000 + 0.25 * rows[i * 3 + 1] + 0.5 * rows[i * 3 + 2];
          }
        }
      };

  @Test
  void scores_readable_rows_whatever_the_size_of_the_batch() {
    EncodedClassifier model = EncodedClassifier.of(Encoder.of(SCHEMA, INPUTS), MODEL);
    int count = 10_001;
    double[] rows = new double[count * 2];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < count; i++) {
      rows[i * 2] = random.nextInt(2);
      rows[i * 2 + 1] = random.nextInt(100);
    }
    double[] out = new double[count];

    model.score(rows, count, out);

    for (int i = 0; i < count; i++) {
      double expected = rows[i * 2 + 1] / 1000 + (rows[i * 2] == 0 ? 0.25 : 0.5);
      assertThat(out[i]).as("row %d", i).isEqualTo(expected);
    }
  }

  @Test
  void scores_no_rows() {
    EncodedClassifier model = EncodedClassifier.of(Encoder.of(SCHEMA, INPUTS), MODEL);
    double[] out = {-1};

    model.score(new double[0], 0, out);

    assertThat(out).containsExactly(-1);
  }

  @Test
  void refuses_an_encoding_that_the_model_was_not_trained_on() {
    Encoder twoInputs =
        Encoder.of(
            SCHEMA,
            List.of(
                Input.Number.passthrough("age", "age"),
                new Input.Codes("home", "home", java.util.Map.of("own", 0.0, "rent", 1.0))));

    assertThatThrownBy(() -> EncodedClassifier.of(twoInputs, MODEL))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "The model has 3 inputs, the encoding 2; encode the data as it was encoded for the"
                + " training of the model");
  }

  @Test
  void refuses_inputs_in_another_order_where_the_file_names_them() {
    LoadedModel<Classifier> loaded =
        new LoadedModel<>(
            MODEL,
            new ModelSource(Path.of("model.json"), "test", "00"),
            Optional.of(List.of("age", "home=rent", "home=own")));

    assertThatThrownBy(() -> EncodedClassifier.of(Encoder.of(SCHEMA, INPUTS), loaded))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.json")
        .hasMessageContaining("number 2: the model has \"home=rent\", the encoding \"home=own\"");
  }
}
