package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateIntervalsTest {

  @Test
  void the_difference_agrees_with_the_published_example() {
    // Newcombe 1998, table II, contrast (a) 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    ConfidenceInterval interval =
        RateDifference.signed(new Proportion(56, 70), new Proportion(48, 80), 0.95);

    assertThat(interval.low()).isCloseTo(0.0524, within(5e-5));
    assertThat(interval.high()).isCloseTo(0.3339, within(5e-5));
  }

  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.05243147240236498, 0.33387265403690614",
    "9, 10, 3, 10, 0.1705227239345029, 0.809017973535488",
    "10, 10, 0, 20, 0.6790860371419145, 1.0",
    "0, 15, 5, 15, -0.5828645226148023, -0.06032033430660377",
    "22, 31, 26, 36, -0.22483414261744203, 0.19488442255085509",
    "3, 40, 60, 160, -0.3914567172550725, -0.1572941695801271",
    "500, 1000, 300, 1000, 0.1575160160046849, 0.24144963164465527"
  })
  void the_difference_agrees_with_statsmodels_newcomb(
      long a, long m, long b, long n, double low, double high) {
    ConfidenceInterval interval =
        RateDifference.signed(new Proportion(a, m), new Proportion(b, n), 0.95);

    assertThat(interval.low()).isCloseTo(low, within(1e-12));
    assertThat(interval.high()).isCloseTo(high, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 1.0790471195344218, 1.6721453590897675",
    "9, 10, 3, 10, 1.3279565734835286, 8.691914949017299",
    "10, 10, 0, 20, 6.03281025145544, Infinity",
    "0, 15, 5, 15, 0, 0.6838129322804348",
    "22, 31, 26, 36, 0.7052645265360354, 1.3446944350833185",
    "3, 40, 60, 160, 0.06768485682907074, 0.5428936447046936",
    "500, 1000, 300, 1000, 1.4894712714612675, 1.867786336651771"
  })
  void the_ratio_agrees_with_statsmodels_score_with_correction(
      long a, long m, long b, long n, double low, double high) {
    ConfidenceInterval interval =
        RateRatio.interval(new Proportion(a, m), new Proportion(b, n), 0.95);

    assertThat(interval.low()).isCloseTo(low, within(1e-8));
    if (Double.isInfinite(high)) {
      assertThat(interval.high()).isInfinite();
    } else {
      assertThat(interval.high()).isCloseTo(high, within(1e-8));
    }
  }

  @Test
  void exchanging_the_groups_inverts_the_ratio_and_leaves_the_folded_forms_alone() {
    Proportion a = new Proportion(13, 40);
    Proportion b = new Proportion(70, 160);

    ConfidenceInterval ratio = RateRatio.interval(a, b, 0.95);
    ConfidenceInterval inverse = RateRatio.interval(b, a, 0.95);

    assertThat(inverse.low()).isCloseTo(1 / ratio.high(), within(1e-12));
    assertThat(inverse.high()).isCloseTo(1 / ratio.low(), within(1e-12));
    assertLimits(RateRatio.symmetricInterval(b, a, 0.95), RateRatio.symmetricInterval(a, b, 0.95));
    assertLimits(RateDifference.absolute(b, a, 0.95), RateDifference.absolute(a, b, 0.95));
  }

  @Test
  void folding_ends_at_no_difference_where_it_cannot_be_ruled_out() {
    Proportion a = new Proportion(50, 100);
    Proportion b = new Proportion(48, 100);

    assertThat(RateDifference.absolute(a, b, 0.95).low()).isZero();
    assertThat(RateRatio.symmetricInterval(a, b, 0.95).high()).isEqualTo(1);
    assertThat(RateDifference.absolute(a, b, 0.95).high())
        .isEqualTo(RateDifference.signed(a, b, 0.95).high());
  }

  @Test
  void folding_keeps_both_limits_where_a_difference_is_certain() {
    // statsmodels, as above: 56/70 - 48/80 lies in [0.0524, 0.3339], 0/15 - 5/15 below 0.
    ConfidenceInterval above =
        RateDifference.absolute(new Proportion(56, 70), new Proportion(48, 80), 0.95);
    ConfidenceInterval below =
        RateDifference.absolute(new Proportion(0, 15), new Proportion(5, 15), 0.95);
    // 3/40 over 60/160 lies in [0.0677, 0.5429].
    Proportion few = new Proportion(3, 40);
    Proportion many = new Proportion(60, 160);

    assertThat(above.low()).isCloseTo(0.05243147240236498, within(1e-12));
    assertThat(above.high()).isCloseTo(0.33387265403690614, within(1e-12));
    assertThat(below.low()).isCloseTo(0.06032033430660377, within(1e-12));
    assertThat(below.high()).isCloseTo(0.5828645226148023, within(1e-12));
    assertThat(RateRatio.symmetricInterval(few, many, 0.95).low())
        .isCloseTo(0.06768485682907074, within(1e-8));
    assertThat(RateRatio.symmetricInterval(few, many, 0.95).high())
        .isCloseTo(0.5428936447046936, within(1e-8));
    assertLimits(
        RateRatio.symmetricInterval(many, few, 0.95), RateRatio.symmetricInterval(few, many, 0.95));
  }

  @Test
  void equalised_odds_does_not_exceed_1() {
    Proportion none = new Proportion(0, 5);
    Proportion all = new Proportion(5, 5);

    assertThat(EqualizedOddsInterval.of(none, all, all, none, 0.95).high()).isEqualTo(1);
  }

  @Test
  void equalised_odds_is_the_sum_of_variance_estimates_far_from_a_kink() {
    // FPR .1 and .5, TPR .9 and .4: both differences far from 0.
    Proportion fprA = new Proportion(10, 100);
    Proportion fprB = new Proportion(50, 100);
    Proportion tprA = new Proportion(90, 100);
    Proportion tprB = new Proportion(40, 100);

    ConfidenceInterval interval = EqualizedOddsInterval.of(fprA, fprB, tprA, tprB, 0.95);

    ConfidenceInterval f = RateDifference.signed(fprB, fprA, 0.95);
    ConfidenceInterval t = RateDifference.signed(tprA, tprB, 0.95);
    double low = 0.9 - Math.hypot(0.4 - f.low(), 0.5 - t.low());
    double high = 0.9 + Math.hypot(f.high() - 0.4, t.high() - 0.5);
    assertThat(interval.low()).isCloseTo(low / 2, within(1e-12));
    assertThat(interval.high()).isCloseTo(high / 2, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "20, 100, 25, 100, 60, 100, 80, 100",
    "20, 100, 40, 100, 70, 100, 69, 100",
    "5, 50, 7, 50, 20, 30, 3, 6",
    "20, 100, 35, 100, 60, 100, 80, 100",
    "0, 30, 0, 40, 10, 10, 12, 12",
    "3, 6, 9, 50, 4, 4, 0, 7"
  })
  void equalised_odds_is_the_extreme_over_the_region_found_by_brute_force(
      int x0, int n0, int x1, int n1, int x2, int n2, int x3, int n3) {
    Proportion fprA = new Proportion(x0, n0);
    Proportion fprB = new Proportion(x1, n1);
    Proportion tprA = new Proportion(x2, n2);
    Proportion tprB = new Proportion(x3, n3);

    ConfidenceInterval interval = EqualizedOddsInterval.of(fprA, fprB, tprA, tprB, 0.95);

    double single = 1.959963984540054; // normal quantile for 95 %
    double joint = Math.sqrt(5.991464547107979); // chi-squared quantile, two degrees of freedom
    double[] narrow = extremes(fprA, fprB, tprA, tprB, single);
    double[] wide = extremes(fprA, fprB, tprA, tprB, joint);
    boolean kink = wide[2] > 0;
    assertThat(interval.low()).isCloseTo(kink ? wide[0] : narrow[0], within(1e-4));
    assertThat(interval.high()).isCloseTo(Math.min(1, narrow[1]), within(1e-4));
    assertThat(
            interval.contains(
                (Math.abs(fprA.rate() - fprB.rate()) + Math.abs(tprA.rate() - tprB.rate())) / 2))
        .isTrue();
  }

  @Test
  void refuses_rates_over_no_rows_and_a_level_outside_of_0_and_1() {
    Proportion none = new Proportion(0, 0);
    Proportion some = new Proportion(0, 9);

    assertThatThrownBy(() -> RateDifference.absolute(none, some, 0.95))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("over no rows");
    assertThatThrownBy(() -> RateRatio.interval(some, some, 0.95))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("two rates of 0");
    assertThatThrownBy(() -> RateDifference.absolute(some, some, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0, 1), found 1.0");
    assertThatThrownBy(() -> new Proportion(3, 2)).hasMessageContaining("3 of 2");
  }

  @Test
  void equalised_odds_is_the_extreme_over_the_region_for_any_rates() {
    SplittableRandom random = new SplittableRandom(8);
    for (int run = 0; run < 150; run++) {
      Proportion[] rates = new Proportion[4];
      for (int i = 0; i < 4; i++) {
        int trials = 4 + random.nextInt(60);
        rates[i] = new Proportion(random.nextInt(trials + 1), trials);
      }
      double level = 0.5 + 0.45 * random.nextDouble();

      ConfidenceInterval interval =
          EqualizedOddsInterval.of(rates[0], rates[1], rates[2], rates[3], level);

      double single = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
      double joint = Math.sqrt(new ChiSquaredDistribution(2).inverseCumulativeProbability(level));
      double[] narrow = extremes(rates[0], rates[1], rates[2], rates[3], single);
      double[] wide = extremes(rates[0], rates[1], rates[2], rates[3], joint);
      assertThat(interval.low()).isCloseTo(wide[2] > 0 ? wide[0] : narrow[0], within(1e-4));
      assertThat(interval.high()).isCloseTo(Math.min(1, narrow[1]), within(1e-4));
    }
  }

  /**
   * Smallest and largest (|f| + |t|) / 2 of the region, and whether it meets an axis. The region is
   * four quarters of ellipses about the estimate; the extremes lie on its edge, or at 0.
   */
  private static double[] extremes(
      Proportion fprA, Proportion fprB, Proportion tprA, Proportion tprB, double z) {
    RateDifference.Limits f = RateDifference.limits(fprA, fprB, z);
    RateDifference.Limits t = RateDifference.limits(tprA, tprB, z);
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    int steps = 40_000;
    for (int i = 0; i < steps; i++) {
      double angle = 2 * Math.PI * i / steps;
      double u = Math.cos(angle);
      double v = Math.sin(angle);
      double x = f.estimate() + u * (u < 0 ? f.estimate() - f.low() : f.high() - f.estimate());
      double y = t.estimate() + v * (v < 0 ? t.estimate() - t.low() : t.high() - t.estimate());
      low = Math.min(low, (Math.abs(x) + Math.abs(y)) / 2);
      high = Math.max(high, (Math.abs(x) + Math.abs(y)) / 2);
    }
    double radiusX = f.estimate() > 0 ? f.estimate() - f.low() : f.high() - f.estimate();
    double radiusY = t.estimate() > 0 ? t.estimate() - t.low() : t.high() - t.estimate();
    double inRadii =
        (f.estimate() == 0 ? 0 : Math.pow(f.estimate() / radiusX, 2))
            + (t.estimate() == 0 ? 0 : Math.pow(t.estimate() / radiusY, 2));
    return new double[] {
      inRadii <= 1 ? 0 : low, high, f.containsZero() || t.containsZero() ? 1 : 0
    };
  }

  private static void assertLimits(ConfidenceInterval actual, ConfidenceInterval expected) {
    assertThat(actual.low()).isCloseTo(expected.low(), within(1e-12));
    assertThat(actual.high()).isCloseTo(expected.high(), within(1e-12));
  }
}
