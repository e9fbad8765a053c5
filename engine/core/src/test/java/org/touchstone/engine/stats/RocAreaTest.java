package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RocAreaTest {

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 1000})
  void agrees_with_brute_force_over_all_pairs_whatever_the_ties(int distinctScores) {
    SplittableRandom random = new SplittableRandom(distinctScores);
    for (int repeat = 0; repeat < 20; repeat++) {
      double[] positives = scores(random, 2 + random.nextInt(60), distinctScores, 0.2);
      double[] negatives = scores(random, 2 + random.nextInt(60), distinctScores, 0);

      RocArea area = area(positives, negatives);

      assertThat(area.area()).isCloseTo(pairs(positives, negatives), within(1e-15));
      assertThat(area.variance()).isCloseTo(deLong(positives, negatives), within(1e-15));
      assertThat(area.degreesOfFreedom())
          .isCloseTo(degreesOfFreedom(positives, negatives), withinPercentage(1e-7));
    }
  }

  @Test
  void degrees_of_freedom_are_those_of_satterthwaite_where_placements_are_of_two_values() {
    // Half of each class above the other: fourth powers as small as they can be.
    double[] scores = {1, 1, 1, 1, 0, 0, 0, 0};
    RocArea area = area(scores, scores);

    // Placements 0.75 and 0.25, S = (1/4)^2 8/7, V = 2 S / 8; V^2 / (2 (S / 8)^2 / 7) = 14.
    assertThat(area.degreesOfFreedom()).isCloseTo(14, within(1e-12));
  }

  @Test
  void a_class_of_one_row_leaves_no_degrees_of_freedom() {
    RocArea area = area(new double[] {.4}, new double[] {.1, .2, .3, .6});

    assertThat(area.variance()).isZero();
    assertThat(area.degreesOfFreedom()).isZero();
  }

  @Test
  void is_one_half_but_not_certain_where_all_scores_are_tied() {
    RocArea area = area(new double[] {.5, .5, .5, .5, .5}, new double[] {.5, .5, .5, .5, .5});

    assertThat(area.area()).isEqualTo(0.5);
    assertThat(area.variance()).isZero();
    // Wilson's limits of 1/2 over 5: 1/2 -+ z / (2 sqrt(5 + z^2)) with z = 1.959964.
    ConfidenceInterval interval = area.interval(0.95);
    assertThat(interval.low()).isCloseTo(0.1704235806, within(1e-9));
    assertThat(interval.high()).isCloseTo(0.8295764194, within(1e-9));
  }

  @Test
  void does_not_claim_certainty_where_the_classes_are_separated() {
    double[] low = new double[20];
    double[] high = new double[30];
    Arrays.fill(high, 1);

    ConfidenceInterval perfect = area(high, low).interval(0.95);
    ConfidenceInterval reversed = area(low, high).interval(0.95);

    // Wilson's lower limit of 20 of 20: 20 / (20 + 1.96^2) = 0.8389.
    assertThat(perfect.high()).isEqualTo(1);
    assertThat(perfect.low()).isCloseTo(0.8389, within(1e-4));
    assertThat(reversed.low()).isZero();
    assertThat(reversed.high()).isCloseTo(1 - 0.8389, within(1e-4));
  }

  @Test
  void has_an_interval_also_for_a_class_of_one_row() {
    RocArea area = area(new double[] {.4}, new double[] {.1, .2, .3, .6});

    assertThat(area.area()).isEqualTo(0.75);
    ConfidenceInterval interval = area.interval(0.95);
    assertThat(interval.contains(0.75)).isTrue();
    assertThat(interval.high() - interval.low()).isGreaterThan(0.7);
  }

  @Test
  void uses_the_logit_scale_and_the_quantile_of_student_where_the_variance_is_worth_something() {
    SplittableRandom random = new SplittableRandom(5);
    RocArea area = area(scores(random, 80, 100_000, 0.3), scores(random, 120, 100_000, 0));

    ConfidenceInterval interval = area.interval(0.9);

    double logit = Math.log(area.area() / (1 - area.area()));
    double half =
        Math.sqrt(area.variance())
            / (area.area() * (1 - area.area()))
            * new org.apache.commons.math3.distribution.TDistribution(area.degreesOfFreedom())
                .inverseCumulativeProbability(0.95);
    assertThat(interval.low()).isCloseTo(1 / (1 + Math.exp(half - logit)), within(1e-9));
    assertThat(interval.high()).isCloseTo(1 / (1 + Math.exp(-half - logit)), within(1e-9));
    assertThat(interval.method()).isEqualTo("DeLong 1988, logit scale, Student t");
    assertThat(area.degreesOfFreedom()).isBetween(8.0, 200.0);
  }

  @Test
  void is_widened_where_fewer_than_five_rows_are_misplaced() {
    RocArea four = misplaced(4);
    RocArea five = misplaced(5);

    assertThat(four.misplaced()).isEqualTo(4);
    assertThat(five.misplaced()).isEqualTo(5);
    assertThat(four.degreesOfFreedom()).isGreaterThan(8);
    // Wilson's lower limit of 0.95 over 40 rows.
    assertThat(four.interval(0.95).low()).isCloseTo(0.8349612263, within(1e-9));
    assertThat(four.interval(0.95).method()).contains("Birnbaum-Klose 1957");
    assertThat(five.interval(0.95).method()).isEqualTo("DeLong 1988, logit scale, Student t");
  }

  @Test
  void is_widened_where_the_variance_has_fewer_than_eight_degrees_of_freedom() {
    RocArea weak = new RocArea(0.6, 0.01, 7.9, 20, 20, 12);
    RocArea strong = new RocArea(0.6, 0.01, 8, 20, 20, 12);

    // Wilson's limits of 0.6 over 20 rows, 0.3866 and 0.7812, lie within those of Student's t.
    assertThat(weak.interval(0.95).method()).contains("Birnbaum-Klose 1957");
    assertThat(strong.interval(0.95).method()).isEqualTo("DeLong 1988, logit scale, Student t");
  }

  @Test
  void turns_around_when_the_classes_are_exchanged() {
    SplittableRandom random = new SplittableRandom(6);
    double[] positives = scores(random, 40, 50, 0.2);
    double[] negatives = scores(random, 90, 50, 0);

    RocArea area = area(positives, negatives);
    RocArea exchanged = area(negatives, positives);

    assertThat(exchanged.area()).isCloseTo(1 - area.area(), within(1e-15));
    assertThat(exchanged.variance()).isCloseTo(area.variance(), within(1e-15));
    assertThat(exchanged.interval(0.95).low())
        .isCloseTo(1 - area.interval(0.95).high(), within(1e-12));
  }

  @Test
  void turns_around_where_few_rows_are_misplaced() {
    RocArea area = misplaced(4);
    RocArea exchanged = area(separated(0), separated(4));

    assertThat(exchanged.area()).isCloseTo(1 - area.area(), within(1e-15));
    assertThat(exchanged.misplaced()).isEqualTo(4);
    assertThat(exchanged.interval(0.95).high())
        .isCloseTo(1 - area.interval(0.95).low(), within(1e-12));
    assertThat(exchanged.interval(0.95).method()).isEqualTo(area.interval(0.95).method());
  }

  @Test
  void is_the_same_to_the_last_bit_however_the_scores_are_cut_into_runs() {
    SplittableRandom random = new SplittableRandom(7);
    double[] positives = scores(random, 500, 200, 0.2);
    double[] negatives = scores(random, 700, 200, 0);

    RocArea whole = area(positives, negatives);
    RocArea cut = RocArea.of(runs(positives, 7), runs(negatives, 3));

    assertThat(cut).isEqualTo(whole);
  }

  @Test
  void refuses_a_class_without_rows_and_scores_out_of_order() {
    assertThatThrownBy(() -> RocArea.of(SortedScores.of(), SortedScores.of(.1, .2)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("0 positive and 2 negative");
    assertThatThrownBy(() -> SortedScores.of(.2, .1)).hasMessageContaining("ascending");
    assertThatThrownBy(() -> SortedScores.of(.2, Double.NaN)).hasMessageContaining("NaN");
  }

  /** 40 rows of each class, evenly spaced; {@code count} positives stand among the negatives. */
  private static RocArea misplaced(int count) {
    return area(separated(count), separated(0));
  }

  private static double[] separated(int count) {
    double[] scores = new double[40];
    for (int i = 0; i < 40; i++) {
      scores[i] = count == 0 ? i / 80.0 : i < count ? 0.245 + i / 1000.0 : 0.5 + i / 80.0;
    }
    return scores;
  }

  private static SortedScores runs(double[] scores, int count) {
    double[][] runs = new double[count][];
    int[] lengths = new int[count];
    for (int r = 0; r < count; r++) {
      int run = r;
      runs[r] =
          java.util.stream.IntStream.range(0, scores.length)
              .filter(i -> i % count == run)
              .mapToDouble(i -> scores[i])
              .sorted()
              .toArray();
      lengths[r] = runs[r].length;
    }
    return SortedScores.ofRuns(runs, lengths);
  }

  private static RocArea area(double[] positives, double[] negatives) {
    return RocArea.of(runs(positives, 1), runs(negatives, 1));
  }

  private static double[] scores(
      SplittableRandom random, int rows, int distinct, double advantage) {
    return random
        .doubles(rows)
        .map(u -> Math.floor(Math.min(1, u + advantage) * distinct) / distinct)
        .toArray();
  }

  private static double kernel(double positive, double negative) {
    return positive > negative ? 1 : positive == negative ? 0.5 : 0;
  }

  private static double pairs(double[] positives, double[] negatives) {
    double sum = 0;
    for (double p : positives) {
      for (double n : negatives) {
        sum += kernel(p, n);
      }
    }
    return sum / positives.length / negatives.length;
  }

  /** The degrees of freedom by their definition, in quadratic time. */
  private static double degreesOfFreedom(double[] positives, double[] negatives) {
    double[] v10 = new double[positives.length];
    for (int i = 0; i < v10.length; i++) {
      double p = positives[i];
      v10[i] = Arrays.stream(negatives).map(n -> kernel(p, n)).average().orElseThrow();
    }
    double[] v01 = new double[negatives.length];
    for (int j = 0; j < v01.length; j++) {
      double n = negatives[j];
      v01[j] = Arrays.stream(positives).map(p -> kernel(p, n)).average().orElseThrow();
    }
    double s10 = new Variance().evaluate(v10) / v10.length;
    double s01 = new Variance().evaluate(v01) / v01.length;
    double v = s10 + s01;
    double satterthwaite = v * v / (s10 * s10 / (v10.length - 1) + s01 * s01 / (v01.length - 1));
    double uncertain =
        varianceOfVariance(v10) / Math.pow(v10.length, 2)
            + varianceOfVariance(v01) / Math.pow(v01.length, 2);
    return uncertain > 0 ? Math.min(satterthwaite, 2 * v * v / uncertain) : satterthwaite;
  }

  /** Cramer 1946, chapter 27: {@code (mu4 - S^2 (k - 3) / (k - 1)) / k}. */
  private static double varianceOfVariance(double[] values) {
    double k = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    double mu4 = Arrays.stream(values).map(x -> Math.pow(x - mean, 4)).average().orElseThrow();
    return (mu4 - Math.pow(new Variance().evaluate(values), 2) * (k - 3) / (k - 1)) / k;
  }

  /** The variance of DeLong et al. 1988 by its definition, in quadratic time. */
  private static double deLong(double[] positives, double[] negatives) {
    double area = pairs(positives, negatives);
    double s10 = 0;
    for (double p : positives) {
      double v10 = Arrays.stream(negatives).map(n -> kernel(p, n)).average().orElseThrow();
      s10 += (v10 - area) * (v10 - area) / (positives.length - 1);
    }
    double s01 = 0;
    for (double n : negatives) {
      double v01 = Arrays.stream(positives).map(p -> kernel(p, n)).average().orElseThrow();
      s01 += (v01 - area) * (v01 - area) / (negatives.length - 1);
    }
    return s10 / positives.length + s01 / negatives.length;
  }
}
