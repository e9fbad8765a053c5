package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GateFunctionsTest {

  private static final int STEPS = 400_000;

  @FunctionalInterface
  private interface InPlace {
    void apply(double[] values, int count);
  }

  @Test
  void double_functions_keep_their_stated_error() {
    assertThat(largestError(GateFunctions::tanh, Math::tanh, 25))
        .isLessThan(GateFunctions.DOUBLE_ERROR);
    assertThat(largestError(GateFunctions::sigmoid, Logistic::sigmoid, 50))
        .isLessThan(GateFunctions.DOUBLE_ERROR);
  }

  @Test
  void single_functions_keep_their_stated_error_and_stay_below_1e_7_as_floats() {
    assertThat(largestError(GateFunctions::singleTanh, Math::tanh, 25))
        .isLessThan(GateFunctions.SINGLE_ERROR);
    assertThat(largestError(GateFunctions::singleSigmoid, Logistic::sigmoid, 50))
        .isLessThan(GateFunctions.SINGLE_ERROR);
    assertThat(largestError(rounded(GateFunctions::singleTanh), Math::tanh, 25)).isLessThan(1e-7);
    assertThat(largestError(rounded(GateFunctions::singleSigmoid), Logistic::sigmoid, 50))
        .isLessThan(1e-7);
  }

  @Test
  void functions_stay_in_their_range_at_the_ends_and_keep_nan() {
    // given
    double[] ends = {Double.NEGATIVE_INFINITY, -1e300, 1e300, Double.POSITIVE_INFINITY, Double.NaN};
    double[] tanh = ends.clone();
    double[] sigmoid = ends.clone();

    // when
    GateFunctions.tanh(tanh, ends.length);
    GateFunctions.sigmoid(sigmoid, ends.length);

    // then
    for (int i = 0; i < 4; i++) {
      assertThat(tanh[i]).isCloseTo(i < 2 ? -1 : 1, within(GateFunctions.DOUBLE_ERROR));
    }
    assertThat(sigmoid[0]).isBetween(0.0, 1e-15);
    assertThat(sigmoid[3]).isCloseTo(1, within(GateFunctions.DOUBLE_ERROR));
    assertThat(tanh[4]).isNaN();
    assertThat(sigmoid[4]).isNaN();
  }

  private static InPlace rounded(InPlace function) {
    return (values, count) -> {
      function.apply(values, count);
      for (int i = 0; i < count; i++) {
        values[i] = (float) values[i];
      }
    };
  }

  private static double largestError(InPlace function, DoubleUnaryOperator exact, double end) {
    double[] values = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      values[i] = end * (2.0 * i / STEPS - 1);
    }
    double[] arguments = values.clone();
    function.apply(values, values.length);
    double largest = 0;
    for (int i = 0; i <= STEPS; i++) {
      largest = Math.max(largest, Math.abs(values[i] - exact.applyAsDouble(arguments[i])));
    }
    return largest;
  }
}
