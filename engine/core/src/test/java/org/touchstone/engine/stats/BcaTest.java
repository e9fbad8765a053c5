package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BCa limits against Efron 1987, equation 3.9, on replicates whose quantiles are known. */
class BcaTest {

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final double Z = 1.959963984540054;

  /** The value of replicate i is {@code i / 1000}, i from 1: the quantile p of them is p. */
  private static double[] uniform() {
    double[] replicates = new double[999];
    Arrays.setAll(replicates, i -> (i + 1) / 1000.0);
    return replicates;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.5, 0.1", "0.5, -0.08", "0.3, 0", "0.62, 0.05", "0.45, -0.12"})
  void are_the_quantiles_at_the_levels_that_efron_gives(double estimate, double acceleration) {
    double[] limits = Bca.limits(uniform(), estimate, acceleration, Z);

    // The replicate that equals the estimate counts one half.
    double bias = NORMAL.inverseCumulativeProbability((estimate * 1000 - 0.5) / 999);
    assertThat(limits[0]).isCloseTo(efron(bias, acceleration, -Z), within(1e-9));
    assertThat(limits[1]).isCloseTo(efron(bias, acceleration, Z), within(1e-9));
  }

  private static double efron(double bias, double acceleration, double z) {
    return NORMAL.cumulativeProbability(bias + (bias + z) / (1 - acceleration * (bias + z)));
  }

  @Test
  void without_bias_and_skew_are_the_percentiles() {
    double[] limits = Bca.limits(uniform(), 0.5, 0, Z);

    assertThat(limits[0]).isCloseTo(0.025, within(1e-9));
    assertThat(limits[1]).isCloseTo(0.975, within(1e-9));
  }

  @Test
  void lie_between_neighbouring_replicates_by_linear_interpolation() {
    double[] replicates = {10, 20, 40, 80};

    // (B + 1) p - 1 = 5 (0.3) - 1 = 0.5 and 5 (0.7) - 1 = 2.5, with z the normal quantile of 0.7.
    double[] limits = Bca.limits(replicates, 30, 0, NORMAL.inverseCumulativeProbability(0.7));

    assertThat(limits[0]).isCloseTo(15, within(1e-9));
    assertThat(limits[1]).isCloseTo(60, within(1e-9));
  }

  @Test
  void end_at_the_outermost_replicates() {
    double[] replicates = {10, 20, 40, 80};

    assertThat(Bca.limits(replicates, 30, 0, Z)).containsExactly(10, 80);
    // All replicates are on one side: the share below is half a replicate from 0 and from 1.
    double[] below = Bca.limits(uniform(), 0.0001, 0, Z);
    double bias = NORMAL.inverseCumulativeProbability(0.5 / 999);
    assertThat(below[0]).isEqualTo(0.001);
    assertThat(below[1]).isEqualTo(0.001);
    assertThat(bias).isLessThan(-3);
    assertThat(Bca.limits(uniform(), 2, 0, Z)).containsExactly(0.999, 0.999);
  }

  @Test
  void half_a_replicate_bounds_the_bias_of_few_replicates() {
    double[] replicates = {1, 2, 3, 4};

    // All four are below: the share is 1 - 1/8, the lower limit at (4 + 1) cdf(2 q(7/8) - z) - 1,
    // evaluated in Python's statistics.NormalDist.
    assertThat(Bca.limits(replicates, 10, 0, Z)[0]).isCloseTo(3.166741860019951, within(1e-9));
    assertThat(Bca.limits(replicates, 0, 0, Z)[1]).isCloseTo(5 - 3.166741860019951, within(1e-9));
  }

  @Test
  void one_half_counts_for_replicates_that_equal_the_estimate_up_to_rounding() {
    double[] tied = new double[100];
    Arrays.fill(tied, 0, 50, 1);
    Arrays.fill(tied, 50, 100, 2);

    // Share below 2: (50 + 25) / 100.
    double bias = NORMAL.inverseCumulativeProbability(0.75);
    double narrow = 0.1;
    double level = NORMAL.cumulativeProbability(2 * bias - narrow);
    assertThat(level).isGreaterThan(0.6);
    assertThat(Bca.limits(tied, 2, 0, narrow)[0]).isEqualTo(2);
    assertThat(Bca.limits(tied, 2 - 1e-13, 0, narrow)[0]).isEqualTo(2);
    // Share below 1: 25 of 100.
    assertThat(Bca.limits(tied, 1 + 1e-13, 0, narrow)[1]).isEqualTo(1);
  }

  @Test
  void beyond_the_pole_of_the_correction_only_the_outermost_replicate_is_far_enough_out() {
    // 1 - a (z0 + z) < 0 for a = 0.6 and z = 1.96, and for a = -0.6 and z = -1.96.
    assertThat(Bca.limits(uniform(), 0.5, 0.6, Z)[1]).isEqualTo(0.999);
    assertThat(Bca.limits(uniform(), 0.5, -0.6, Z)[0]).isEqualTo(0.001);
  }
}
