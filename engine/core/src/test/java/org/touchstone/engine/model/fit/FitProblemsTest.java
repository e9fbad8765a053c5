package org.touchstone.engine.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.run.CancelledException;

/** Bad input, and what must hold for every fit. */
class FitProblemsTest {

  private static final int ROWS = 240;
  private static final int GROUPS = 6;

  private final double[] values = new double[2 * ROWS];
  private final boolean[] positive = new boolean[ROWS];
  private final int[] codes = new int[ROWS];

  FitProblemsTest() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < ROWS; i++) {
      codes[i] = i % GROUPS;
      values[2 * i] = 50 + 10 * random.nextDouble();
      values[2 * i + 1] = random.nextDouble();
      double logOdds = 0.3 * (values[2 * i] - 55) + values[2 * i + 1] + 0.4 * (codes[i] - 3);
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
    }
  }

  @Test
  void refuses_rows_of_one_class() {
    Arrays.fill(positive, true);

    assertThatThrownBy(this::rows)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("both classes, found 240 positive rows of 240");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
  void refuses_a_value_that_is_no_number(double value) {
    values[7] = value;

    assertThatThrownBy(this::rows)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Row 3", "" + value, "\"b\"");
  }

  @Test
  void refuses_values_that_are_too_few() {
    assertThatThrownBy(() -> LogisticTraining.of(List.of("a"), values, positive))
        .hasMessageContaining("240 rows of 1 features need 240 values, found 480");
    assertThatThrownBy(() -> LogisticTraining.of(List.of("a", "a"), values, positive))
        .hasMessageContaining("no name twice");
  }

  @Test
  void refuses_a_single_group() {
    Arrays.fill(codes, 2);

    assertThatThrownBy(this::grouped)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"g\"", "at least two groups, found 1", "plain");
  }

  @Test
  void refuses_a_group_that_does_not_exist() {
    codes[5] = GROUPS;

    assertThatThrownBy(this::grouped).hasMessageContainingAll("Row 5", "has 6", "0 to 5");
  }

  @Test
  void refuses_a_multilevel_fit_of_rows_without_groups() {
    assertThatThrownBy(() -> MultilevelFit.of(rows(), RandomTerms.interceptOnly()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("groupedBy");
  }

  @Test
  void refuses_random_terms_that_make_no_sense() {
    assertThatThrownBy(() -> MultilevelFit.of(grouped(), RandomTerms.slopesOnly("z")))
        .hasMessageContainingAll("no feature \"z\"", "[a, b]");
    assertThatThrownBy(RandomTerms::slopesOnly).hasMessageContaining("Nothing varies");
    assertThatThrownBy(() -> RandomTerms.slopesOnly("a", "a")).hasMessageContaining("twice");
    assertThatThrownBy(() -> RandomTerms.interceptOnly().withCorrelation())
        .hasMessageContaining("nothing to be correlated with");
    MultilevelFit fit = MultilevelFit.of(grouped(), RandomTerms.interceptOnly());
    assertThatThrownBy(() -> fit.standardDeviation("a"))
        .hasMessageContainingAll("\"a\" does not vary", "[(Intercept)]");
  }

  @Test
  void refuses_a_constant_feature() {
    for (int i = 0; i < ROWS; i++) {
      values[2 * i + 1] = 0.1;
    }

    assertThatThrownBy(() -> LogisticFit.of(rows()))
        .isInstanceOf(FitException.class)
        .hasMessageContainingAll("\"b\" is the same in all rows");
  }

  @Test
  void refuses_a_feature_that_is_a_combination_of_others() {
    for (int i = 0; i < ROWS; i++) {
      values[2 * i + 1] = 3 - 0.2 * values[2 * i];
    }

    assertThatThrownBy(() -> LogisticFit.of(rows()))
        .isInstanceOf(FitException.class)
        .hasMessageContainingAll("\"b\" is a linear combination", "[a]", "leave one of them out");
  }

  @Test
  void perfect_separation_is_an_error_that_names_the_feature() {
    for (int i = 0; i < ROWS; i++) {
      positive[i] = values[2 * i] > 54;
    }

    assertThatThrownBy(() -> LogisticFit.of(rows()))
        .isInstanceOf(FitException.class)
        .hasMessageContainingAll("separated perfectly by \"a\"", "train on more rows");
    assertThatThrownBy(() -> MultilevelFit.of(grouped(), RandomTerms.interceptOnly()))
        .isInstanceOf(FitException.class)
        .hasMessageContaining("separated perfectly");
  }

  @Test
  void separation_of_a_part_of_the_rows_is_an_error_too() {
    // given: a rare level that is always positive
    for (int i = 0; i < ROWS; i++) {
      values[2 * i + 1] = i % 40 == 7 ? 1 : 0;
      positive[i] |= i % 40 == 7;
    }

    // when, then
    assertThatThrownBy(() -> LogisticFit.of(rows()))
        .isInstanceOf(FitException.class)
        .hasMessageContainingAll("of a part of the rows are separated perfectly by \"b\"");
  }

  @Test
  void groups_of_one_class_each_are_an_error() {
    // given: a feature that tells nothing, and groups that tell everything
    for (int i = 0; i < ROWS; i++) {
      positive[i] = codes[i] < 3;
    }

    // when, then
    assertThatThrownBy(() -> MultilevelFit.of(grouped(), RandomTerms.interceptOnly()))
        .isInstanceOf(FitException.class)
        .hasMessageContainingAll("within groups the label hardly varies");
  }

  @Test
  void no_variation_between_groups_is_reported_as_singular() {
    // given: groups dealt out like cards
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < ROWS; i++) {
      codes[i] = i % 2;
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(55 - values[2 * i]));
    }

    // when
    MultilevelFit fit = MultilevelFit.of(grouped(), RandomTerms.interceptOnly());
    LogisticFit plain = LogisticFit.of(rows());

    // then
    assertThat(fit.singularTerms()).containsExactly("(Intercept)");
    assertThat(fit.standardDeviation("(Intercept)")).isZero();
    assertThat(fit.logLikelihood()).isCloseTo(plain.logLikelihood(), within(1e-9));
    assertThat(fit.model().fixed().coefficients())
        .containsExactly(plain.parameters().coefficients(), within(1e-7));
    assertThat(fit.model().fixed().standardErrors().orElseThrow())
        .containsExactly(plain.parameters().standardErrors().orElseThrow(), within(1e-7));
  }

  @Test
  void a_group_without_rows_gets_the_population_s_parameters() {
    // given
    LogisticTraining training =
        rows().groupedBy("g", List.of("a", "b", "c", "d", "e", "f", "none"), codes);

    // when
    MultilevelFit fit = MultilevelFit.of(training, RandomTerms.interceptOnly());

    // then
    assertThat(fit.model().effects().intercept(6)).isZero();
    assertThat(fit.conditionalStandardDeviation(6, "(Intercept)"))
        .isCloseTo(fit.standardDeviation("(Intercept)"), within(1e-12));
  }

  @Test
  void order_of_rows_and_names_of_groups_change_nothing() {
    // given: rows backwards, groups backwards
    MultilevelFit fit = fitSlopes(grouped());
    double[] reversed = new double[values.length];
    boolean[] labels = new boolean[ROWS];
    int[] groups = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      int from = ROWS - 1 - i;
      System.arraycopy(values, 2 * from, reversed, 2 * i, 2);
      labels[i] = positive[from];
      groups[i] = GROUPS - 1 - codes[from];
    }

    // when
    MultilevelFit other =
        fitSlopes(
            LogisticTraining.of(List.of("a", "b"), reversed, labels)
                .groupedBy("g", List.of("f", "e", "d", "c", "b", "a"), groups));

    // then
    assertThat(other.logLikelihood()).isCloseTo(fit.logLikelihood(), within(1e-9));
    assertThat(other.model().fixed().coefficients())
        .containsExactly(fit.model().fixed().coefficients(), within(1e-6));
    for (int g = 0; g < GROUPS; g++) {
      assertThat(other.model().effects().intercept(GROUPS - 1 - g))
          .isCloseTo(fit.model().effects().intercept(g), within(1e-6));
    }
  }

  @Test
  void the_unit_of_a_feature_scales_its_parameters_and_nothing_else() {
    // given
    MultilevelFit fit = fitSlopes(grouped());
    for (int i = 0; i < ROWS; i++) {
      values[2 * i] *= 1000;
    }

    // when
    MultilevelFit other = fitSlopes(grouped());

    // then
    FixedEffects fixed = fit.model().fixed();
    FixedEffects scaled = other.model().fixed();
    assertThat(other.logLikelihood()).isCloseTo(fit.logLikelihood(), within(1e-9));
    assertThat(1000 * scaled.coefficients()[0]).isCloseTo(fixed.coefficients()[0], within(1e-7));
    assertThat(1000 * scaled.standardErrors().orElseThrow()[1])
        .isCloseTo(fixed.standardErrors().orElseThrow()[1], within(1e-7));
    assertThat(1000 * other.standardDeviation("a"))
        .isCloseTo(fit.standardDeviation("a"), within(1e-6));
    assertThat(scaled.intercept()).isCloseTo(fixed.intercept(), within(1e-5));
  }

  @Test
  void swapping_the_classes_changes_all_signs() {
    MultilevelFit fit = fitSlopes(grouped());
    for (int i = 0; i < ROWS; i++) {
      positive[i] = !positive[i];
    }
    MultilevelFit other = fitSlopes(grouped());

    assertThat(other.logLikelihood()).isCloseTo(fit.logLikelihood(), within(1e-9));
    assertThat(other.model().fixed().intercept())
        .isCloseTo(-fit.model().fixed().intercept(), within(1e-6));
    assertThat(other.model().effects().intercept(0))
        .isCloseTo(-fit.model().effects().intercept(0), within(1e-6));
  }

  @Test
  void a_fit_can_be_watched_and_stopped() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                MultilevelFit.of(
                    grouped(),
                    RandomTerms.interceptOnly(),
                    (task, done, total) -> {
                      if (calls.incrementAndGet() == 3) {
                        throw new CancelledException("enough");
                      }
                    }))
        .isInstanceOf(CancelledException.class);
  }

  private LogisticTraining rows() {
    return LogisticTraining.of(List.of("a", "b"), values, positive);
  }

  private LogisticTraining grouped() {
    return rows().groupedBy("g", List.of("a", "b", "c", "d", "e", "f"), codes);
  }

  private static MultilevelFit fitSlopes(LogisticTraining training) {
    return MultilevelFit.of(training, RandomTerms.interceptAndSlopes("a"));
  }
}
