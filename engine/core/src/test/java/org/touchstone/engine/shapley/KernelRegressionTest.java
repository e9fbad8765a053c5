package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelRegressionTest {

  @Test
  void solves_all_coalitions_with_the_kernel_weights_as_shapley_values() {
    // given: Lundberg and Lee 2017, theorem 2: (M - 1) / (C(M, s) s (M - s)), here for M = 5
    double[] game = ShapleyFixtures.uniform(new SplittableRandom(41), 32);
    long[] masks = new long[30];
    double[] weights = new double[30];
    double[] targets = new double[30];
    double[] binomials = {1, 5, 10, 10, 5, 1};
    for (int k = 0; k < 30; k++) {
      masks[k] = k + 1L;
      int size = Long.bitCount(masks[k]);
      weights[k] = 4 / (binomials[size] * size * (5 - size));
      targets[k] = game[k + 1] - game[0];
    }

    // when
    double[] phi = KernelRegression.of(5, masks, weights).solve(targets, game[31] - game[0]);

    // then
    assertThat(phi).containsExactly(ExactShapley.ofGame(5, game), within(1e-13));
  }

  @Test
  void falls_back_on_pivoted_qr_where_weights_differ_by_many_orders() {
    // given: players 3 and 4 are told apart only by coalitions of tiny weight
    double[] phi = {0.5, -1, 2, 0.25, -0.75};
    long[] masks = {0b00001, 0b00010, 0b00100, 0b00111, 0b01001, 0b10010};
    double[] weights = {1, 1, 1, 1, 1e-11, 1e-11};
    double[] targets = new double[6];
    for (int k = 0; k < 6; k++) {
      for (int i = 0; i < 5; i++) {
        targets[k] += (masks[k] >> i & 1) * phi[i];
      }
    }

    // when
    KernelRegression regression = KernelRegression.of(5, masks, weights);

    // then
    assertThat(regression.usedPivotedQr()).isTrue();
    assertThat(regression.solve(targets, Arrays.stream(phi).sum()))
        .containsExactly(phi, within(1e-9));
  }

  @Test
  void standard_errors_are_those_of_the_heteroskedasticity_consistent_estimate_hc3() {
    // given: two players, whose values add up to 1, so that t = phi_1 + z (phi_0 - phi_1)
    long[] masks = {0b01, 0b10, 0b01, 0b10};
    double[] weights = {0.4, 0.3, 0.2, 0.1};
    double[] targets = {0.75, 0.5, 0.25, 0};
    double[] factors = {1, 0.5, 0, 0.25};

    // when
    KernelRegression regression = KernelRegression.of(2, masks, weights);
    double[] phi = regression.solve(targets, 1);
    double[] errors = regression.standardErrors(targets, phi, factors);

    // then: with phi_1 = 1 - phi_0 each coalition says what phi_0 is, and phi_0 is their mean
    double[] own = {0.75, 0.5, 0.25, 1};
    double mean = 0;
    for (int k = 0; k < 4; k++) {
      mean += weights[k] * own[k];
    }
    assertThat(phi).containsExactly(new double[] {mean, 1 - mean}, within(1e-14));
    double variance = 0;
    for (int k = 0; k < 4; k++) {
      // The weight is the influence of a coalition on the mean, and its leverage.
      double residual = (own[k] - mean) / (1 - weights[k]);
      variance += factors[k] * Math.pow(weights[k] * residual, 2);
    }
    assertThat(errors)
        .containsExactly(new double[] {Math.sqrt(variance), Math.sqrt(variance)}, within(1e-14));
  }

  @Test
  void refuses_coalitions_that_do_not_tell_the_players_apart() {
    assertThatThrownBy(
            () -> KernelRegression.of(4, new long[] {0b0011, 0b1100}, new double[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 coalitions determine 2 of the values of 4 players; allow more coalitions");
  }

  @Test
  void refuses_a_weight_that_is_not_positive() {
    assertThatThrownBy(() -> KernelRegression.of(2, new long[] {1, 2}, new double[] {1, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Coalition 1 has weight 0.0; it is finite and above 0");
  }
}
