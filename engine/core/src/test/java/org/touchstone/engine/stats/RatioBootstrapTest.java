package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatioBootstrapTest {

  /** scipy 1.17.1, bootstrap(paired, BCa, 200,000 resamples): [0.7957, 1.3064], seeds +-0.0015. */
  @Test
  void agrees_with_scipy() {
    double[] a = new double[40];
    double[] b = new double[40];
    for (int i = 0; i < 40; i++) {
      a[i] = (i * 37 % 101) / 10.0 + i % 7 * (i % 7) * 0.3;
      b[i] = 1 + i * 53 % 17;
    }

    ConfidenceInterval interval = RatioBootstrap.interval(a, b, 0.95, 1).orElseThrow();

    assertThat(interval.low()).isCloseTo(0.7957, within(0.015));
    assertThat(interval.high()).isCloseTo(1.3064, within(0.03));
    assertThat(RatioBootstrap.interval(a, b, 0.95, 1)).contains(interval);
    assertThat(RatioBootstrap.interval(a, b, 0.95, 2).orElseThrow()).isNotEqualTo(interval);
    assertThat(RatioBootstrap.interval(a, b, 0.8, 1).orElseThrow().high())
        .isLessThan(interval.high());
  }

  /**
   * scipy 1.17.1, bootstrap(BCa, 1,000,000 resamples), mean of four seeds. The percentile limits of
   * the skewed units are [5.330, 17.172] and [1.780, 6.688]. The chance in our 2,000 resamples is
   * averaged over 60 seeds.
   */
  @Test
  void follows_the_skewness_of_the_units_as_scipy_does() {
    double[] a = new double[16];
    double[] b = new double[16];
    for (int i = 0; i < 16; i++) {
      a[i] = Math.exp(0.25 * i) - 1;
      b[i] = 1 + i * 7 % 5;
    }
    double[] mean = new double[4];
    for (int seed = 0; seed < 60; seed++) {
      ConfidenceInterval ofMean = RatioBootstrap.mean(a, 0.95, seed).orElseThrow();
      ConfidenceInterval ofRatio = RatioBootstrap.interval(a, b, 0.95, seed).orElseThrow();
      double[] limits = {ofMean.low(), ofMean.high(), ofRatio.low(), ofRatio.high()};
      for (int i = 0; i < 4; i++) {
        mean[i] += limits[i] / 60;
      }
    }

    assertThat(mean[0]).isCloseTo(5.9768, within(0.06));
    assertThat(mean[1]).isCloseTo(18.3879, within(0.15));
    assertThat(mean[2]).isCloseTo(1.9819, within(0.02));
    assertThat(mean[3]).isCloseTo(7.2987, within(0.1));
  }

  @Test
  void holds_the_truth_at_about_its_level() {
    // Sequences of 1 to 40 events, of which a share that depends on the length is pruned.
    SplittableRandom random = new SplittableRandom(5);
    int held = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      double[] a = new double[60];
      double[] b = new double[60];
      for (int i = 0; i < 60; i++) {
        b[i] = 1 + random.nextInt(40);
        a[i] = random.nextInt((int) b[i]);
      }
      // E a / E b = (sum_l (l - 1) / 2) / (sum_l l) = (820 - 40) / 2 / 820
      double truth = 390.0 / 820;
      held += RatioBootstrap.interval(a, b, 0.95, run).orElseThrow().contains(truth) ? 1 : 0;
    }
    assertThat((double) held / runs).isBetween(0.92, 0.98);
  }

  @Test
  void one_ratio_for_all_units_is_its_own_interval() {
    ConfidenceInterval interval =
        RatioBootstrap.interval(new double[] {1, 2, 3}, new double[] {2, 4, 6}, 0.95, 3)
            .orElseThrow();

    assertThat(interval.low()).isEqualTo(0.5);
    assertThat(interval.high()).isEqualTo(0.5);
    assertThat(RatioBootstrap.mean(new double[] {0, 0, 0}, 0.95, 1).orElseThrow().high()).isZero();
  }

  @Test
  void one_unit_says_nothing_about_others() {
    assertThat(RatioBootstrap.mean(new double[] {1}, 0.95, 1)).isEmpty();
    assertThat(RatioBootstrap.interval(new double[] {1, 0}, new double[] {2, 0}, 0.95, 1))
        .isEmpty();
  }

  @Test
  void refuses_negative_denominators_and_lengths_that_differ() {
    assertThatThrownBy(() -> RatioBootstrap.interval(new double[2], new double[] {1, -1}, 0.95, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A denominator is -1.0");
    assertThatThrownBy(() -> RatioBootstrap.interval(new double[2], new double[3], 0.95, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 numerators for 3 denominators");
  }
}
