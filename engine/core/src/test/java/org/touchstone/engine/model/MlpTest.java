package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.engine.model.ModelFixtures.resource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MlpTest {

  private static final String SMALL =
      """
      {"activation": "tanh", "output": "sigmoid", "features": ["a", "b"],
       "W": [[[1, 2], [3, 4]], [[0.5], [-0.5]]], "b": [[0, 1], [0.25]],
       "mean": [1, 2], "std": [2, 4]}
      """;

  @TempDir Path folder;

  @Test
  void takes_the_slope_of_relu_at_0_from_below() {
    Mlp model =
        new Mlp(
            List.of(
                new DenseLayer(new double[] {1}, new double[] {0}, Activation.RELU),
                new DenseLayer(new double[] {2}, new double[] {0}, Activation.IDENTITY)));
    double[] gradients = new double[3];

    model.gradient(new double[] {-1, 0, Double.MIN_VALUE}, 3, gradients);

    // dp/dx = p (1 - p) 2 where the unit is on, with p = 1/2.
    assertThat(gradients).containsExactly(0, 0, 0.5);
  }

  @Test
  void predicts_pima_as_the_reference_does() {
    // given: standardised rows and the reference's probability of class 1
    Path golden = resource("pima_test_std.csv");
    double[] rows = ModelFixtures.columns(golden, 1, 9);
    double[] expected = ModelFixtures.columns(golden, 10, 11);

    // when
    LoadedModel<Mlp> model = new MlpJson().load(ModelFile.read(resource("pima_net.json")));

    // then
    assertThat(ModelFixtures.score(model.classifier().onStandardizedInputs(), rows))
        .containsExactly(expected, within(1e-12));
    assertThat(model.inputNames().orElseThrow())
        .isEqualTo(ModelFixtures.header(golden).subList(1, 9));
  }

  @Test
  void standardises_raw_inputs() {
    // given
    Path golden = resource("pima_test_std.csv");
    Mlp model = new MlpJson().load(ModelFile.read(resource("pima_net.json"))).classifier();
    double[] rows = ModelFixtures.columns(golden, 1, 9);
    double[] expected = ModelFixtures.score(model.onStandardizedInputs(), rows);

    // when: the rows in the units of the data
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rows[i] * model.inputScale(i % 8) + model.inputMean(i % 8);
    }

    // then
    assertThat(ModelFixtures.score(model, rows)).containsExactly(expected, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void has_the_gradient_that_differences_show(Activation activation) {
    for (int outputs = 1; outputs <= 2; outputs++) {
      // given
      SplittableRandom random = new SplittableRandom(5);
      Mlp model =
          new Mlp(
              List.of(
                  layer(random, 5, 7, activation),
                  layer(random, 7, 6, activation),
                  layer(random, 6, outputs, Activation.IDENTITY)),
              random.doubles(5, -1, 1).toArray(),
              random.doubles(5, 0.5, 2).toArray());
      double[] rows = random.doubles(5 * 70, -2, 2).toArray();

      // when
      double[] gradients = new double[rows.length];
      model.gradient(rows, 70, gradients);

      // then: central differences, whose error is of the order of 1e-10 here
      double h = 1e-5;
      for (int at = 0; at < rows.length; at++) {
        double[] up = rows.clone();
        double[] down = rows.clone();
        up[at] += h;
        down[at] -= h;
        int row = at / 5;
        double slope =
            (ModelFixtures.score(model, up)[row] - ModelFixtures.score(model, down)[row]) / (2 * h);
        assertThat(gradients[at]).isCloseTo(slope, within(1e-8));
      }
    }
  }

  @Test
  void scores_the_same_in_any_batch() {
    // given
    Mlp model = new MlpJson().load(ModelFile.read(resource("pima_net.json"))).classifier();
    double[] rows = new SplittableRandom(9).doubles(8 * 101, 0, 100).toArray();
    double[] together = ModelFixtures.score(model, rows);

    // when, then
    for (int i = 0; i < 101; i++) {
      double[] row = Arrays.copyOfRange(rows, i * 8, (i + 1) * 8);
      assertThat(ModelFixtures.score(model, row)).containsExactly(together[i]);
    }
  }

  @Test
  void computes_a_network_that_is_worked_out_by_hand() {
    // given: x = (3, -2) is (1, -1) when standardised
    Mlp model = load(SMALL);

    // when, then: z = (1-3, 2-4+1) = (-2, -1)
    double z = 0.5 * Math.tanh(-2) - 0.5 * Math.tanh(-1) + 0.25;
    assertThat(ModelFixtures.score(model, new double[] {3, -2}))
        .containsExactly(new double[] {1 / (1 + Math.exp(-z))}, within(1e-15));
  }

  @Test
  void scores_nan_where_a_value_is_missing() {
    assertThat(ModelFixtures.score(load(SMALL), new double[] {Double.NaN, 1, 3, 1})[0]).isNaN();
    assertThat(ModelFixtures.score(load(SMALL), new double[] {Double.NaN, 1, 3, 1})[1])
        .isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tanh\" | \"swish\" | /activation | erf, tanh, relu",
        "\"sigmoid\" | \"softmax\" | /output | last layer of 2",
        "\"sigmoid\" | \"linear\" | /output | sigmoid and softmax",
        "[3, 4] | [3, 4, 5] | /W/0/1 | expected 2 weights",
        "[0, 1], | [0, 1, 2], | /W/0/0 | expected 3 weights",
        "[0.25] | [] | /W/1/0 | expected 0 weights",
        "[[0, 1], [0.25]] | [[0, 1]] | /b | 1 vectors of biases for 2 layers",
        "[[0.5], [-0.5]] | [[0.5]] | / | Layer 2 takes 1 inputs, but is given 2",
        "\"std\": [2, 4] | \"std\": [2, 0] | / | scale 0.0",
        "\"std\" | \"sd\" | / | \"std\" is missing",
        "\"mean\": [1, 2] | \"mean\": [1] | / | 1 means and 2 scales",
        "[\"a\", \"b\"] | [\"a\"] | bad.json | names 1 inputs",
        "[1, 2], [3 | [1, true], [3 | /W/0/0/1 | finite number",
      })
  void refuses_a_wrong_network(String good, String bad, String place, String problem) {
    // given
    assertThat(SMALL).contains(good);
    Path file = ModelFixtures.write(folder, "bad.json", SMALL.replace(good, bad));

    // when, then
    assertThatThrownBy(() -> new MlpJson().load(ModelFile.read(file)))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("bad.json", place, problem);
  }

  private Mlp load(String json) {
    Path file = ModelFixtures.write(folder, "model.json", json);
    return new MlpJson().load(ModelFile.read(file)).classifier();
  }

  private static DenseLayer layer(
      SplittableRandom random, int inputs, int outputs, Activation activation) {
    return new DenseLayer(
        random.doubles((long) inputs * outputs, -0.8, 0.8).toArray(),
        random.doubles(outputs, -0.5, 0.5).toArray(),
        activation);
  }
}
