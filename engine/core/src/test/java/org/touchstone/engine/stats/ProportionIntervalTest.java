package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProportionIntervalTest {

  @ParameterizedTest
  @CsvSource({
    "5, 20, 0.95, 0.11186170140766571, 0.468700877618744",
    "0, 10, 0.95, 0, 0.27753279986288926",
    "10, 10, 0.95, 0.7224672001371109, 1",
    "5, 20, 0.8, 0.14818790611051602, 0.38975558344486616"
  })
  void agrees_with_scipy_binomtest_wilson(
      long successes, long trials, double level, double low, double high) {
    ConfidenceInterval interval = ProportionInterval.of(new Proportion(successes, trials), level);

    assertThat(interval.low()).isCloseTo(low, within(1e-12));
    assertThat(interval.high()).isCloseTo(high, within(1e-12));
    assertThat(interval.level()).isEqualTo(level);
    assertThat(interval.method()).isEqualTo("Wilson 1927 score");
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "0.25, 20", "1, 10", "0.5, 1"})
  void a_mean_of_shares_has_the_interval_of_a_proportion_with_that_mean(double mean, long rows) {
    ConfidenceInterval interval = ProportionInterval.ofMeanShare(mean, rows, 0.95);

    if (mean * rows == Math.rint(mean * rows)) {
      ConfidenceInterval expected =
          ProportionInterval.of(new Proportion(Math.round(mean * rows), rows), 0.95);
      assertThat(interval.low()).isCloseTo(expected.low(), within(1e-15));
      assertThat(interval.high()).isCloseTo(expected.high(), within(1e-15));
    }
    assertThat(interval.contains(mean)).isTrue();
    assertThat(interval.method()).contains("rows as trials");
  }

  @ParameterizedTest
  @CsvSource({"-0.01, 5", "1.01, 5", "NaN, 5", "0.5, 0"})
  void refuses_what_is_no_mean_of_shares(double mean, long rows) {
    assertThatThrownBy(() -> ProportionInterval.ofMeanShare(mean, rows, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found " + mean + " of " + rows);
  }

  @Test
  void refuses_a_rate_over_no_rows() {
    assertThatThrownBy(() -> ProportionInterval.of(new Proportion(0, 0), 0.95))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("over no rows");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
  void an_interval_has_a_level_between_0_and_1(double level) {
    assertThatThrownBy(() -> new ConfidenceInterval(0, 1, level, "any"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A confidence level lies in (0, 1), found " + level);
  }
}
