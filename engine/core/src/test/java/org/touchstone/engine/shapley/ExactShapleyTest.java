package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.ModelException;

class ExactShapleyTest {

  @Test
  void agrees_with_the_mean_over_all_orders_of_the_players() {
    for (int players = 1; players <= 7; players++) {
      // given: a random game
      double[] values = ShapleyFixtures.uniform(new SplittableRandom(players), 1 << players);

      // when
      double[] phi = ExactShapley.ofGame(players, values);

      // then: Shapley 1953, the definition
      assertThat(phi).containsExactly(BruteForce.overAllOrders(players, values), within(1e-14));
    }
  }

  @Test
  void divides_the_glove_game_as_the_textbook_does() {
    // given: players 0 and 1 have a left glove, player 2 a right one; a pair is worth 1
    double[] values = {0, 0, 0, 0, 0, 1, 1, 1};

    // when / then: Shapley values of the glove game
    assertThat(ExactShapley.ofGame(3, values))
        .containsExactly(new double[] {1 / 6.0, 1 / 6.0, 4 / 6.0}, within(1e-15));
  }

  @Test
  void agrees_with_brute_force_in_python_on_a_forest() {
    assertGolden("rf_interventional_exact", ShapleyFixtures.forest8());
  }

  @Test
  void agrees_with_brute_force_in_python_on_a_logistic_regression() {
    assertGolden("lr_interventional_exact", ShapleyFixtures.logistic8());
  }

  private static void assertGolden(String game, Classifier model) {
    // given
    ExactShapley explainer =
        new ExactShapley(
            model, ShapleyFixtures.players(8), ShapleyFixtures.background8(), Link.IDENTITY);

    // when
    List<Attribution> actual = ShapleyFixtures.explain(explainer, ShapleyFixtures.rows8(), 1);

    // then
    assertThat(actual).hasSize(10);
    for (Attribution attribution : actual) {
      double[] expected = ShapleyFixtures.golden8(game, attribution.row());
      assertThat(attribution.baseValue()).isCloseTo(expected[0], within(1e-12));
      for (int i = 0; i < 8; i++) {
        assertThat(attribution.value(i)).isCloseTo(expected[i + 1], within(1e-12));
      }
      assertThat(attribution.standardErrors()).containsOnly(0);
      assertThat(attribution.modelEvaluations()).isEqualTo(254 * 20 + 1);
    }
  }

  @Test
  void attributes_log_odds_of_one_background_row_as_a_linear_model_adds_them() {
    // given: with one background row the log odds are linear in the columns
    double[] coefficients = {0.5, -1, 2};
    LogisticRegression model = new LogisticRegression(coefficients, 0.25);
    Background background = Background.of(new double[] {1, 2, 0.5}, 3);
    double[] row = {2, 1, -0.5};

    // when
    Attribution attribution =
        new ExactShapley(model, ShapleyFixtures.players(3), background, Link.LOGIT).explain(row);

    // then: coefficient times difference
    assertThat(attribution.provenance().scale()).isEqualTo(Provenance.Scale.LOG_ODDS);
    assertThat(attribution.values()).containsExactly(new double[] {0.5, 1, -2}, within(1e-13));
    assertThat(attribution.baseValue()).isCloseTo(0.25 + 0.5 - 2 + 1, within(1e-13));
  }

  @Test
  void gives_nothing_to_a_player_who_equals_every_background_row() {
    // given
    Classifier model = ShapleyFixtures.function(2, x -> (x[0] + x[1]) / 4);
    Background background = Background.of(new double[] {0, 1, 1, 1}, 2);

    // when
    Attribution attribution =
        new ExactShapley(model, ShapleyFixtures.players(2), background, Link.IDENTITY)
            .explain(new double[] {1, 1});

    // then: one player varies, so no coalition but the empty and the full one is scored
    assertThat(attribution.values()).containsExactly(0.125, 0);
    assertThat(attribution.modelEvaluations()).isEqualTo(1);
  }

  @Test
  void gives_its_value_to_a_player_who_equals_some_background_rows_only() {
    // given: column 0 equals the first background row, column 1 the last one
    double[] coefficients = {0.1, 0.2, 0.3};
    Classifier model =
        ShapleyFixtures.function(
            3, x -> 0.2 + coefficients[0] * x[0] + coefficients[1] * x[1] + coefficients[2] * x[2]);
    Background background = Background.of(new double[] {1, 0, 0, 0, 0, 0.5, 0, 1, 1}, 3);
    double[] row = {1, 1, 1};
    for (Explainer explainer :
        List.of(
            new ExactShapley(model, ShapleyFixtures.players(3), background, Link.IDENTITY),
            new KernelShap(
                model, ShapleyFixtures.players(3), background, KernelShap.Options.DEFAULT))) {
      // when
      Attribution attribution = explainer.explain(row);

      // then: of a linear model, coefficient times distance from the mean
      assertThat(attribution.values())
          .containsExactly(
              new double[] {0.1 * (1 - 1 / 3.0), 0.2 * (1 - 1 / 3.0), 0.3 * (1 - 0.5)},
              within(1e-14));
    }
  }

  @Test
  void refuses_more_players_than_it_can_enumerate() {
    Classifier model = ShapleyFixtures.function(21, x -> 0.5);
    Background background = Background.of(new double[21], 21);
    assertThatThrownBy(
            () -> new ExactShapley(model, ShapleyFixtures.players(21), background, Link.IDENTITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Exact enumeration takes at most 20 players, found 21; group players, or use KernelShap");
  }

  @Test
  void refuses_the_log_odds_of_a_certain_model() {
    Classifier model = ShapleyFixtures.function(1, x -> x[0] > 0 ? 1 : 0);
    Background background = Background.of(new double[] {-1, 1}, 1);
    ExactShapley explainer =
        new ExactShapley(model, ShapleyFixtures.players(1), background, Link.LOGIT);
    assertThatThrownBy(() -> explainer.explain(new double[] {1}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("1.0, whose log odds are not finite; use Link.IDENTITY");
  }

  @Test
  void names_the_row_and_the_coalition_that_the_model_fails_on() {
    Classifier model = ShapleyFixtures.function(2, x -> x[0] > 0 && x[1] < 1 ? Double.NaN : 0.5);
    Background background = Background.of(new double[] {0, 0}, 2);
    ExactShapley explainer =
        new ExactShapley(model, ShapleyFixtures.players(2), background, Link.IDENTITY);
    assertThatThrownBy(() -> explainer.explain(new double[] {1, 1}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("NaN for row 0, coalition 0 of the sample");
  }
}
