package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultilevelLogisticRegressionTest {

  private static final MultilevelLogisticRegression MODEL =
      new MultilevelLogisticRegression(
          FixedEffects.of(0.5, 1, -2).withStandardErrors(0.1, 0.2, 0.3),
          GroupEffects.of(List.of("north", "south"), new double[] {1, 0, 0.5, -1, 0.25, 0}, 2));

  @ParameterizedTest
  @CsvSource({
    "random_intercept, p_random_intercept",
    "eq1_slopes_age_bmi, p_eq1_slopes_age_bmi",
    "all_slopes, p_all_slopes"
  })
  void predicts_as_lme4_from_its_parameters(String fit, String column) throws IOException {
    // given: the parameters of lme4 1.1-31 and its predictions
    Path file = ModelFixtures.shared("golden/audit/mlogrm_params.json");
    Path predictions = ModelFixtures.shared("golden/audit/predictions.csv");
    JsonNode parameters = new ObjectMapper().readTree(file.toFile()).get(fit);
    JsonNode fixed = parameters.get("fixed");
    List<String> names = new ArrayList<>();
    parameters.get("region_coef").fieldNames().forEachRemaining(names::add);
    List<String> terms = List.of("(Intercept)", "age", "bmi", "children");
    double[] deviations = new double[names.size() * terms.size()];
    for (int i = 0; i < deviations.length; i++) {
      String term = terms.get(i % terms.size());
      deviations[i] =
          parameters.get("region_coef").get(names.get(i / terms.size())).get(term).asDouble()
              - fixed.get(term).asDouble();
    }
    MultilevelLogisticRegression model =
        new MultilevelLogisticRegression(
            FixedEffects.of(
                fixed.get("(Intercept)").asDouble(),
                fixed.get("age").asDouble(),
                fixed.get("bmi").asDouble(),
                fixed.get("children").asDouble()),
            GroupEffects.of(names, deviations, 3));

    // when
    double[] rows = ModelFixtures.columns(predictions, 3, 6);
    List<String> regions = ModelFixtures.texts(predictions, "region");
    double[] withGroup = new double[regions.size() * 4];
    for (int i = 0; i < regions.size(); i++) {
      System.arraycopy(rows, i * 3, withGroup, i * 4, 3);
      withGroup[i * 4 + 3] = names.indexOf(regions.get(i));
    }
    int at = ModelFixtures.header(predictions).indexOf(column);

    // then: the parameters have 13 digits
    assertThat(ModelFixtures.score(model, withGroup))
        .containsExactly(ModelFixtures.columns(predictions, at, at + 1), within(1e-11));
  }

  @Test
  void adds_the_effects_of_a_group_to_the_fixed_ones() {
    assertThat(MODEL.groupCount()).isEqualTo(2);
    assertThat(MODEL.groups()).containsExactly("north", "south");
    assertThat(MODEL.groupInput()).hasValue(2);
    assertThat(MODEL.intercept(0)).isEqualTo(1.5);
    assertThat(MODEL.coefficients(0)).containsExactly(1, -1.5);
    assertThat(MODEL.intercept(1)).isEqualTo(-0.5);
    assertThat(MODEL.coefficients(1)).containsExactly(1.25, -2);
    assertThat(MODEL.standardErrors().orElseThrow()).containsExactly(0.1, 0.2, 0.3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 2, 1e9})
  void scores_a_group_that_it_does_not_know_by_the_fixed_effects(double group) {
    double[] row = {3, 1, group};

    assertThat(MODEL.group(row, 0)).isEqualTo(LinearLogOdds.POPULATION);
    assertThat(ModelFixtures.score(MODEL, row)[0])
        .isCloseTo(1 / (1 + Math.exp(-1.5)), within(1e-15));
    assertThat(MODEL.intercept(LinearLogOdds.POPULATION)).isEqualTo(0.5);
    assertThat(MODEL.coefficients(LinearLogOdds.POPULATION)).containsExactly(1, -2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0.5, Double.POSITIVE_INFINITY})
  void refuses_a_group_that_is_no_whole_number(double group) {
    double[] rows = {0, 0, 0, 3, 1, group};

    assertThatThrownBy(() -> ModelFixtures.score(MODEL, rows))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("Row 1", Double.toString(group), "[north, south]");
  }

  @Test
  void a_missing_feature_scores_nan() {
    assertThat(ModelFixtures.score(MODEL, new double[] {Double.NaN, 1, 0})[0]).isNaN();
  }

  @Test
  void has_the_gradient_of_the_row_s_group() {
    // given
    double[] rows = {0.3, 0.2, 0, 0.3, 0.2, 1};

    // when
    double[] gradients = new double[6];
    MODEL.gradient(rows, 2, gradients);

    // then: central differences
    for (int i = 0; i < 6; i++) {
      if (i % 3 == 2) {
        assertThat(gradients[i]).isZero();
        continue;
      }
      double[] up = rows.clone();
      up[i] += 1e-5;
      double[] down = rows.clone();
      down[i] -= 1e-5;
      double difference =
          (ModelFixtures.score(MODEL, up)[i / 3] - ModelFixtures.score(MODEL, down)[i / 3]) / 2e-5;
      assertThat(gradients[i]).isCloseTo(difference, within(1e-9));
    }
  }

  @Test
  void a_scaled_logistic_regression_is_linear_in_its_inputs() {
    // given
    LogisticRegression model =
        new LogisticRegression(new double[] {1, -2}, 0.5, new double[] {1, 2}, new double[] {2, 4});
    double[] logOdds = new double[1];
    model.logOdds(new double[] {3, -2}, 1, logOdds);

    // when
    double[] coefficients = model.coefficients(0);
    double sum = model.intercept(0) + 3 * coefficients[0] - 2 * coefficients[1];

    // then
    assertThat(sum).isCloseTo(logOdds[0], within(1e-15));
    assertThat(model.groupInput()).isEmpty();
    assertThat(model.groupCount()).isEqualTo(1);
    assertThat(model.intercept(LinearLogOdds.POPULATION)).isEqualTo(model.intercept(0));
    assertThatThrownBy(() -> model.coefficients(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refuses_parameters_that_do_not_fit_together() {
    FixedEffects fixed = FixedEffects.of(0, 1);
    List<String> names = List.of("a", "b");
    assertThatThrownBy(
            () ->
                new MultilevelLogisticRegression(
                    fixed, GroupEffects.intercepts(names, new double[2], 2)))
        .hasMessageContaining("have 1 features, the groups' effects 2");
    assertThatThrownBy(() -> GroupEffects.intercepts(List.of("a", "a"), new double[2], 1))
        .hasMessageContaining("no name twice");
    assertThatThrownBy(() -> GroupEffects.intercepts(names, new double[1], 1))
        .hasMessageContaining("need 4 deviations, found 2");
    assertThatThrownBy(() -> GroupEffects.intercepts(names, new double[] {0, Double.NaN}, 1))
        .hasMessageContaining("\"b\" has the deviation NaN of the intercept");
    assertThatThrownBy(() -> fixed.withStandardErrors(1)).hasMessageContaining("1 standard errors");
    assertThatThrownBy(() -> fixed.withStandardErrors(1, 0))
        .hasMessageContaining("coefficient 0 is 0.0");
    assertThatThrownBy(() -> fixed.withCovariance(1, 0.5, 0.4, 1))
        .hasMessageContaining("not symmetric at row 1, column 0");
    assertThatThrownBy(() -> FixedEffects.of(Double.NaN, 1)).hasMessageContaining("not finite");
    assertThatThrownBy(() -> FixedEffects.of(1)).hasMessageContaining("no coefficient");
  }

  @Test
  void takes_standard_errors_from_the_covariance() {
    FixedEffects fixed = FixedEffects.of(0, 1).withCovariance(4, 0.5, 0.5, 9);

    assertThat(fixed.standardErrors().orElseThrow()).containsExactly(2, 3);
    assertThat(new LogisticRegression(fixed).standardErrors().orElseThrow()).containsExactly(2, 3);
  }
}
