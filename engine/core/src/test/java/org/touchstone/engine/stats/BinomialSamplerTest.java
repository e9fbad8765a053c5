package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void knows_what_is_certain() {
    BinomialSampler sampler = new BinomialSampler(new SplittableRandom(1));

    assertThat(sampler.draw(0, 0.5)).isZero();
    assertThat(sampler.draw(9, 0)).isZero();
    assertThat(sampler.draw(9, 1)).isEqualTo(9);
  }
}
