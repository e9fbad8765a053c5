package org.touchstone.engine.timeshap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CentredRegressionTest {

  private static final long[] MASKS = {0b001, 0b010, 0b100, 0b011, 0b101};
  private static final double[] WEIGHTS = {0.3, 0.25, 0.2, 0.15, 0.1};

  @Test
  void standard_errors_are_those_of_the_heteroskedasticity_consistent_estimate_hc1() {
    // given: three players, whose values add up to 1; two coalitions are there with certainty
    double[] targets = new SplittableRandom(3).doubles(5, -1, 1).toArray();
    double[] factors = {0, 0, 0.5, 1, 0.25};

    // when
    CentredRegression regression = new CentredRegression(3, MASKS, WEIGHTS);
    double[] phi = regression.solve(targets, 1);
    double[] errors = regression.standardErrors(targets, phi, factors);

    // then: with phi_2 = 1 - phi_0 - phi_1 it is a plain regression on two columns
    double[][] x = new double[5][2];
    double[] rest = new double[5];
    double[][] normal = new double[2][2];
    double[] right = new double[2];
    for (int k = 0; k < 5; k++) {
      double last = centred(k, 2);
      rest[k] = targets[k] - last;
      for (int i = 0; i < 2; i++) {
        x[k][i] = centred(k, i) - last;
      }
      for (int i = 0; i < 2; i++) {
        right[i] += WEIGHTS[k] * x[k][i] * rest[k];
        for (int j = 0; j < 2; j++) {
          normal[i][j] += WEIGHTS[k] * x[k][i] * x[k][j];
        }
      }
    }
    double determinant = normal[0][0] * normal[1][1] - normal[0][1] * normal[1][0];
    double[][] inverse = {
      {normal[1][1] / determinant, -normal[0][1] / determinant},
      {-normal[1][0] / determinant, normal[0][0] / determinant}
    };
    double[] two = new double[2];
    for (int i = 0; i < 2; i++) {
      two[i] = inverse[i][0] * right[0] + inverse[i][1] * right[1];
    }
    assertThat(phi)
        .containsExactly(new double[] {two[0], two[1], 1 - two[0] - two[1]}, within(1e-13));
    double[] variance = new double[3];
    for (int k = 0; k < 5; k++) {
      double residual = rest[k] - x[k][0] * two[0] - x[k][1] * two[1];
      double[] influence = new double[3];
      for (int i = 0; i < 2; i++) {
        influence[i] = WEIGHTS[k] * (inverse[i][0] * x[k][0] + inverse[i][1] * x[k][1]);
        influence[2] -= influence[i];
      }
      for (int i = 0; i < 3; i++) {
        variance[i] += factors[k] * Math.pow(influence[i] * residual, 2);
      }
    }
    // 3 coalitions were drawn for 3 players: n / (n - M) has no value, and n stands for it
    for (int i = 0; i < 3; i++) {
      assertThat(errors[i]).isCloseTo(Math.sqrt(3 * variance[i]), within(1e-13)).isPositive();
    }
    double[] all = {1, 1, 0.5, 1, 0.25};
    assertThat(regression.standardErrors(targets, phi, all)[0])
        .isCloseTo(Math.sqrt(5 / 2.0 * variance(targets, two, inverse, x, all)), within(1e-13));
  }

  private static double variance(
      double[] targets, double[] phi, double[][] inverse, double[][] x, double[] factors) {
    double variance = 0;
    for (int k = 0; k < 5; k++) {
      double residual = targets[k] - centred(k, 2) - x[k][0] * phi[0] - x[k][1] * phi[1];
      double influence = WEIGHTS[k] * (inverse[0][0] * x[k][0] + inverse[0][1] * x[k][1]);
      variance += factors[k] * Math.pow(influence * residual, 2);
    }
    return variance;
  }

  private static double centred(int coalition, int player) {
    return (MASKS[coalition] >> player & 1) != 0 ? 0.5 : -0.5;
  }

  @Test
  void refuses_coalitions_that_do_not_tell_the_players_apart() {
    assertThatThrownBy(
            () -> new CentredRegression(4, new long[] {0b0011, 0b0111}, new double[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 coalitions do not determine the values of 4 players");
  }
}
