package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapiroWilkTest {

  /** R 4.2 computes in double precision, scipy 1.10 in single: its W of 5,000 numbers is off. */
  @ParameterizedTest
  @CsvFileSource(resources = "shapiro_wilk.csv", numLinesToSkip = 1)
  void agrees_with_r_and_scipy(
      String sample, int n, double scipyW, double scipyP, double rW, double rP) {
    ShapiroWilk test = ShapiroWilk.of(sample(sample, n)).orElseThrow();

    assertThat(test.w()).isCloseTo(rW, within(1e-12));
    assertThat(test.pValue()).isCloseTo(rP, within(1e-8 * rP));
    if (n <= 1000) {
      assertThat(test.w()).isCloseTo(scipyW, within(1e-6));
      assertThat(test.pValue()).isCloseTo(scipyP, within(1e-4 * scipyP));
    }
  }

  @Test
  void shift_scale_order_and_sign_change_nothing() {
    // given
    double[] x = sample("exponential", 40);
    ShapiroWilk test = ShapiroWilk.of(x).orElseThrow();

    // when
    double[] other = new double[x.length];
    Arrays.setAll(other, i -> 7 - 3 * x[x.length - 1 - i]);

    // then
    ShapiroWilk same = ShapiroWilk.of(other).orElseThrow();
    assertThat(same.w()).isCloseTo(test.w(), within(1e-13));
    assertThat(same.pValue()).isCloseTo(test.pValue(), within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e300})
  void very_small_and_very_large_numbers_are_numbers_too(double unit) {
    double[] x = {-1.7 * unit, 0.2 * unit, 0.4 * unit, 1.7 * unit};
    double[] same = {-1.7, 0.2, 0.4, 1.7};

    assertThat(ShapiroWilk.of(x).orElseThrow().w())
        .isCloseTo(ShapiroWilk.of(same).orElseThrow().w(), within(1e-12));
  }

  @Test
  void the_largest_possible_w_of_three_is_one() {
    ShapiroWilk test = ShapiroWilk.of(new double[] {3, 1, 2}).orElseThrow();

    assertThat(test.w()).isCloseTo(1, within(1e-15));
    assertThat(test.pValue()).isCloseTo(1, within(1e-7));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 11, 12, 100, 5000})
  void a_single_outlier_has_the_smallest_w_and_still_a_p_value(int n) {
    double[] x = new double[n];
    x[0] = 1;

    ShapiroWilk test = ShapiroWilk.of(x).orElseThrow();

    assertThat(test.w()).isBetween(0.0, 0.76);
    assertThat(test.pValue()).isBetween(0.0, 0.02);
  }

  @Test
  void a_constant_sample_is_not_computable() {
    assertThat(ShapiroWilk.of(new double[] {0.1, 0.1, 0.1, 0.1})).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5001})
  void refuses_a_sample_of_another_size(int n) {
    assertThatThrownBy(() -> ShapiroWilk.of(new double[n]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 to 5000 numbers, found " + n);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void refuses_what_is_no_number(double value) {
    assertThatThrownBy(() -> ShapiroWilk.of(new double[] {1, 2, value, 4}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Number 2", "" + value);
  }

  private static double[] sample(String name, int n) {
    double[] x = new double[n];
    Arrays.setAll(
        x,
        i -> {
          double u = ((i + 1) * 0.6180339887498949) % 1.0;
          return switch (name) {
            case "uniform" -> u;
            case "exponential" -> -Math.log(1 - u);
            case "ties" -> Math.floor(u * 6);
            case "shifted" -> 1e6 + u * u;
            case "cauchy" -> Math.tan(Math.PI * (u - 0.5));
            default -> throw new IllegalArgumentException(name);
          };
        });
    return x;
  }
}
