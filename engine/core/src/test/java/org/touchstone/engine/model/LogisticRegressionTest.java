package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.engine.model.ModelFixtures.resource;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticRegressionTest {

  private static final String SMALL =
      """
      {"type": "logistic", "coef": [1, -2], "intercept": 0.5,
       "mean": [1, 2], "scale": [2, 4], "features": ["a", "b"]}
      """;

  @TempDir Path folder;

  @Test
  void predicts_breast_cancer_as_the_attributions_add_up_to() {
    // given: base value plus brute-force Shapley values of shap 0.46 and scikit-learn 1.2
    Path golden = resource("exact8_rows.csv");
    double[] expected = ModelFixtures.columns(golden, 10, 11);

    // when
    LogisticRegression model =
        new LogisticRegressionJson().load(ModelFile.read(resource("lr8.json"))).classifier();

    // then
    assertThat(ModelFixtures.score(model, ModelFixtures.columns(golden, 1, 9)))
        .containsExactly(expected, within(1e-15));
  }

  @Test
  void has_the_gradient_p_times_one_minus_p_times_the_coefficient() {
    // given
    LogisticRegression model =
        new LogisticRegression(new double[] {1, -2}, 0.5, new double[] {1, 2}, new double[] {2, 4});
    double[] row = {3, -2};

    // when
    double[] gradient = new double[2];
    model.gradient(row, 1, gradient);

    // then: log odds 1 * 1 - 2 * -1 + 0.5 = 3.5
    double p = 1 / (1 + Math.exp(-3.5));
    assertThat(gradient)
        .containsExactly(new double[] {p * (1 - p) / 2, p * (1 - p) * -0.5}, within(1e-15));
  }

  @Test
  void stays_in_range_far_from_the_boundary() {
    // given
    LogisticRegression model = new LogisticRegression(new double[] {1}, 0);

    // when
    double[] scores = ModelFixtures.score(model, new double[] {-800, -700, 0, 700, Double.NaN});
    double[] gradient = new double[1];
    model.gradient(new double[] {700}, 1, gradient);

    // then: exp(-700) is 9.86e-305, exp(-800) underflows
    assertThat(scores[0]).isZero();
    assertThat(scores[1]).isCloseTo(9.859676543759770e-305, within(1e-318));
    assertThat(scores[2]).isEqualTo(0.5);
    assertThat(scores[3]).isEqualTo(1);
    assertThat(scores[4]).isNaN();
    assertThat(gradient[0]).isPositive();
  }

  @Test
  void shows_its_coefficients() {
    // given
    Path file = ModelFixtures.write(folder, "lr.json", SMALL);

    // when
    LogisticRegression model = new LogisticRegressionJson().load(ModelFile.read(file)).classifier();

    // then
    assertThat(model.coefficients()).containsExactly(1, -2);
    assertThat(model.intercept()).isEqualTo(0.5);
    double[] logOdds = new double[1];
    model.logOdds(new double[] {3, -2}, 1, logOdds);
    assertThat(logOdds).containsExactly(3.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logistic | linear | /type | takes logistic",
        "[1, -2] | [1] | / | 1 coefficients for 2 inputs",
        "[1, -2] | [1, \"x\"] | /coef/1 | finite number, found \"x\"",
        "\"intercept\" | \"bias\" | / | \"intercept\" is missing",
        "\"scale\": [2, 4] | \"scale\": [2, -4] | / | scale -4.0",
        "\"mean\" | \"mu\" | / | \"mean\" is missing",
        "\"coef\": [1, -2], | \"coef\": [1, -2], \"coef\": [3, 4], | line 1 | Duplicate",
      })
  void refuses_a_wrong_file(String good, String bad, String place, String problem) {
    // given
    assertThat(SMALL).contains(good);
    Path file = ModelFixtures.write(folder, "bad.json", SMALL.replace(good, bad));

    // when, then
    assertThatThrownBy(() -> new LogisticRegressionJson().load(ModelFile.read(file)))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("bad.json", place, problem);
  }
}
