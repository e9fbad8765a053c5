package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinomialSamplerTest {

  @ParameterizedTest
  @CsvSource({
    "5, 0.3",
    "40, 0.05",
    "40, 0.95",
    "30, 0.5",
    "67, 0.25",
    "200, 0.1",
    "1000, 0.7",
    "100000, 0.02"
  })
  void draws_the_binomial_distribution(int trials, double probability) {
    BinomialSampler sampler = new BinomialSampler(new SplittableRandom(trials));
    BinomialDistribution distribution = new BinomialDistribution(null, trials, probability);
    int draws = 50_000;
    int from = distribution.inverseCumulativeProbability(0.001);
    int to = distribution.inverseCumulativeProbability(0.999);
    // Everything below and above goes into the outermost bins.
    double[] expected = new double[to - from + 1];
    long[] observed = new long[expected.length];
    for (int k = from; k <= to; k++) {
      expected[k - from] = draws * distribution.probability(k);
    }
    expected[0] = draws * distribution.cumulativeProbability(from);
    expected[to - from] = draws * (1 - distribution.cumulativeProbability(to - 1));

    for (int i = 0; i < draws; i++) {
      observed[(int) Math.max(from, Math.min(to, sampler.draw(trials, probability))) - from]++;
    }

    assertThat(new ChiSquareTest().chiSquareTest(expected, observed)).isGreaterThan(0.001);
  }

  /**
   * Against commons-math3's logarithms of factorials. The next term of the series is 1/1680 k^-7.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 9, 10, 11, 15, 40, 200})
  void corrects_stirling_s_formula(int k) {
    double exact =
        CombinatoricsUtils.factorialLog(k)
            - ((k + 0.5) * Math.log(k + 1.0) - (k + 1) + 0.5 * Math.log(2 * Math.PI));

    assertThat(BinomialSampler.stirling(k)).isCloseTo(exact, within(1e-10));
  }

  @Test
  void knows_what_is_certain() {
    BinomialSampler sampler = new BinomialSampler(new SplittableRandom(1));

    assertThat(sampler.draw(0, 0.5)).isZero();
    assertThat(sampler.draw(9, 0)).isZero();
    assertThat(sampler.draw(9, 1)).isEqualTo(9);
  }
}
