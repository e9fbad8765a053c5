package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultilevelLogisticJsonTest {

  private static final String SMALL =
      """
      {"type": "multilevel-logistic", "features": ["age", "bmi"], "group": "region",
       "intercept": -5, "coefficients": [0.5, 0.25], "standard_errors": [3, 1, 2],
       "group_effects": [{"name": "north", "intercept": 0.5, "coefficients": [0, 0.25]},
                         {"name": "south", "intercept": -0.5}]}
      """;

  @TempDir Path folder;

  @Test
  void reads_a_model_whose_format_shows_in_the_file() {
    // given
    Path file = ModelFixtures.write(folder, "small.json", SMALL);

    // when
    LoadedModel<?> loaded = Models.load(file);

    // then
    assertThat(loaded.source().format()).isEqualTo("multilevel-logistic-json");
    assertThat(loaded.inputNames()).contains(List.of("age", "bmi", "region"));
    assertThat(loaded.classifier())
        .isInstanceOfSatisfying(
            LinearLogOdds.class,
            model -> {
              assertThat(model.intercept(0)).isEqualTo(-4.5);
              assertThat(model.coefficients(0)).containsExactly(0.5, 0.5);
              assertThat(model.intercept(1)).isEqualTo(-5.5);
              assertThat(model.coefficients(1)).containsExactly(0.5, 0.25);
              assertThat(model.standardErrors().orElseThrow()).containsExactly(3, 1, 2);
            });
  }

  @Test
  void what_is_written_is_read_to_the_last_bit() {
    // given
    double third = 1.0 / 3;
    MultilevelLogisticRegression model =
        new MultilevelLogisticRegression(
            FixedEffects.of(-third, third * 1e-17).withCovariance(third, 1e-9, 1e-9, third * 1e17),
            GroupEffects.of(List.of("a \"b\"", "ü"), new double[] {third, 0, -third, 1e300}, 1));
    Path file = folder.resolve("written.json");

    // when
    MultilevelLogisticJson.write(model, List.of("x", "g"), file);
    MultilevelLogisticRegression read =
        new MultilevelLogisticJson().load(ModelFile.read(file)).classifier();

    // then
    assertThat(read.groups()).containsExactly("a \"b\"", "ü");
    assertThat(read.fixed().covariance().orElseThrow())
        .containsExactly(model.fixed().covariance().orElseThrow());
    for (int g = -1; g < 2; g++) {
      assertThat(read.intercept(g)).isEqualTo(model.intercept(g));
      assertThat(read.coefficients(g)).containsExactly(model.coefficients(g));
    }
    assertThatThrownBy(() -> MultilevelLogisticJson.write(model, List.of("x"), file))
        .hasMessageContaining("2 inputs");
    assertThatThrownBy(
            () -> MultilevelLogisticJson.write(model, List.of("x", "g"), file.resolve("no")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void what_is_written_keeps_standard_errors_and_their_absence() {
    // given
    Path file = ModelFixtures.write(folder, "small.json", SMALL);
    Path bare =
        ModelFixtures.write(
            folder, "bare.json", SMALL.replace("\"standard_errors\": [3, 1, 2],", ""));
    Path copy = folder.resolve("copy.json");
    MultilevelLogisticJson format = new MultilevelLogisticJson();

    // when, then
    LoadedModel<MultilevelLogisticRegression> loaded = format.load(ModelFile.read(file));
    MultilevelLogisticJson.write(loaded.classifier(), loaded.inputNames().orElseThrow(), copy);
    assertThat(format.load(ModelFile.read(copy)).classifier().standardErrors().orElseThrow())
        .containsExactly(3, 1, 2);
    loaded = format.load(ModelFile.read(bare));
    MultilevelLogisticJson.write(loaded.classifier(), loaded.inputNames().orElseThrow(), copy);
    assertThat(format.load(ModelFile.read(copy)).classifier().standardErrors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multilevel-logistic | linear | /type | takes multilevel-logistic",
        "[0.5, 0.25] | [0.5] | /coefficients | expected 2 numbers, found 1",
        "[0.5, 0.25] | [0.5, \"x\"] | /coefficients/1 | finite number, found \"x\"",
        "[3, 1, 2] | [3, 1] | /standard_errors | expected 3 numbers, found 2",
        "[3, 1, 2] | [3, 1, -2] | / | coefficient 1 is -2.0",
        "\"intercept\": -5, | '' | / | \"intercept\" is missing",
        "\"group\": \"region\", | '' | / | \"group\" is missing",
        "[0, 0.25] | [0] | /group_effects/0/coefficients | expected 2 numbers",
        "\"name\": \"south\", | '' | /group_effects/1 | \"name\" is missing",
        "south | north | /group_effects | no name twice",
        "\"standard_errors\": [3, 1, 2] | \"covariance\": [[1]] | /covariance | expected 3 rows",
        "[3, 1, 2], | [3, 1, 2], \"covariance\": [], | /standard_errors | leave one of the two out",
      })
  void refuses_a_wrong_file(String good, String bad, String place, String problem) {
    // given
    assertThat(SMALL).contains(good);
    Path file = ModelFixtures.write(folder, "bad.json", SMALL.replace(good, bad));

    // when, then
    assertThatThrownBy(() -> new MultilevelLogisticJson().load(ModelFile.read(file)))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("bad.json", place, problem);
  }

  @Test
  void a_plain_logistic_regression_may_have_standard_errors_where_it_is_not_scaled() {
    String plain = "{\"coef\": [1, 2], \"intercept\": 3, \"standard_errors\": [0.5, 0.25, 0.125]}";
    String scaled = plain.replace("}", ", \"mean\": [0, 0], \"scale\": [1, 2]}");
    LogisticRegressionJson format = new LogisticRegressionJson();

    LogisticRegression model =
        format.load(ModelFile.read(ModelFixtures.write(folder, "a.json", plain))).classifier();
    assertThat(model.standardErrors().orElseThrow()).containsExactly(0.5, 0.25, 0.125);
    assertThatThrownBy(
            () -> format.load(ModelFile.read(ModelFixtures.write(folder, "b.json", scaled))))
        .hasMessageContainingAll("b.json", "/standard_errors", "not scaled");
  }
}
