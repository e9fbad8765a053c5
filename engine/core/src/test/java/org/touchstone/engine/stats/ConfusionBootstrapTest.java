package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionBootstrapTest {

  // TP, FP, FN, TN of the random-intercept model on the 67 test rows of the audit paper's data.
  private static final ConfusionTable AUDIT = new ConfusionTable(41, 7, 2, 17);

  @Test
  void f1_and_fowlkes_mallows_are_the_means_of_precision_and_recall() {
    // scikit-learn 1.2.1 on the same rows: f1_harmonic and f_geometric of the golden kpis.json.
    assertThat(AUDIT.f1()).isCloseTo(0.9010989010989011, within(1e-12));
    assertThat(AUDIT.fowlkesMallows()).isCloseTo(0.9024621789837645, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "41, 7, 2, 17, 0.8181818181818182, 0.9532710280373831, 0.8210069903077019,"
        + " 0.9534625892455922",
    "60, 20, 15, 105, 0.6933333333333334, 0.8413793103448276, 0.6934747007227781,"
        + " 0.8398943800348169"
  })
  void agrees_with_the_bca_bootstrap_of_scipy_over_rows(
      long tp,
      long fp,
      long fn,
      long tn,
      double f1Low,
      double f1High,
      double fmLow,
      double fmHigh) {
    // scipy.stats.bootstrap 1.17.1, method BCa, 100,000 resamples of the rows; ours draws 2,000
    // tables, so the limits differ by Monte Carlo error.
    ConfusionTable table = new ConfusionTable(tp, fp, fn, tn);

    ConfidenceInterval f1 = ConfusionBootstrap.f1(table, 0.95, 1);
    ConfidenceInterval fm = ConfusionBootstrap.fowlkesMallows(table, 0.95, 1);

    assertThat(f1.low()).isCloseTo(f1Low, within(0.012));
    assertThat(f1.high()).isCloseTo(f1High, within(0.012));
    assertThat(fm.low()).isCloseTo(fmLow, within(0.012));
    assertThat(fm.high()).isCloseTo(fmHigh, within(0.012));
  }

  @Test
  void is_a_function_of_the_table_and_the_seed() {
    assertThat(ConfusionBootstrap.f1(AUDIT, 0.95, 7))
        .isEqualTo(ConfusionBootstrap.f1(AUDIT, 0.95, 7));
    assertThat(ConfusionBootstrap.f1(AUDIT, 0.95, 8))
        .isNotEqualTo(ConfusionBootstrap.f1(AUDIT, 0.95, 7));
  }

  @ParameterizedTest
  @CsvSource({
    "41, 7, 2, 17, 0.8098310344123846, 0.9532710280373832, BCA",
    "12, 3, 4, 60, 0.5454545454545454, 0.9090909090909091, BCA",
    "4, 3, 2, 5, 0.2222222222222222, 0.9, WIDENED",
    "5, 3, 2, 90, NaN, NaN, BCA",
    "90, 2, 2, 5, NaN, NaN, WIDENED",
    "90, 3, 2, 5, NaN, NaN, BCA",
    "600, 200, 150, 1050, 0.7501527566741285, 0.7961076323855635, BCA"
  })
  void stays_the_same_for_ever(
      long tp, long fp, long fn, long tn, double low, double high, String method) {
    // Limits are of the first release: an auditor has to get them again, from the same seed.
    ConfidenceInterval f1 = ConfusionBootstrap.f1(new ConfusionTable(tp, fp, fn, tn), 0.95, 42);

    if (!Double.isNaN(low)) {
      assertThat(f1.low()).isCloseTo(low, within(1e-9));
      assertThat(f1.high()).isCloseTo(high, within(1e-9));
    }
    assertThat(f1.method().contains("widened")).isEqualTo(method.equals("WIDENED"));
  }

  @Test
  void is_nested_in_the_interval_of_a_higher_level() {
    ConfidenceInterval narrow = ConfusionBootstrap.f1(AUDIT, 0.8, 7);
    ConfidenceInterval wide = ConfusionBootstrap.f1(AUDIT, 0.99, 7);

    assertThat(wide.low()).isLessThan(narrow.low());
    assertThat(wide.high()).isGreaterThan(narrow.high());
    assertThat(narrow.level()).isEqualTo(0.8);
  }

  @Test
  void does_not_claim_certainty_where_nothing_is_wrong() {
    ConfusionTable perfect = new ConfusionTable(20, 0, 0, 80);

    ConfidenceInterval f1 = ConfusionBootstrap.f1(perfect, 0.95, 1);
    ConfidenceInterval fm = ConfusionBootstrap.fowlkesMallows(perfect, 0.95, 1);

    // Clopper-Pearson of 20 of 20: 0.8315665290 (scipy beta.ppf(.025, 20, 1)); F1 = 2 J / (1 + J).
    double expected = 2 * 0.8315665290169146 / (1 + 0.8315665290169146);
    assertThat(f1.low()).isCloseTo(expected, within(1e-9));
    assertThat(fm.low()).isCloseTo(expected, within(1e-9));
    assertThat(f1.high()).isEqualTo(1);
    assertThat(fm.high()).isEqualTo(1);
  }

  @Test
  void does_not_claim_certainty_where_nothing_is_right() {
    ConfusionTable hopeless = new ConfusionTable(0, 10, 10, 80);

    ConfidenceInterval f1 = ConfusionBootstrap.f1(hopeless, 0.95, 1);

    // Clopper-Pearson of 0 of 20: 1 - 0.8315665290.
    double jaccard = 1 - 0.8315665290169146;
    assertThat(hopeless.f1()).isZero();
    assertThat(f1.low()).isZero();
    assertThat(f1.high()).isCloseTo(2 * jaccard / (1 + jaccard), within(1e-9));
    assertThat(ConfusionBootstrap.fowlkesMallows(hopeless, 0.95, 1).high())
        .isCloseTo(Math.sqrt(jaccard), within(1e-9));
  }

  @Test
  void holds_the_exact_limits_at_levels_beyond_the_replicates() {
    ConfidenceInterval f1 = ConfusionBootstrap.f1(new ConfusionTable(2, 10, 8, 80), 0.9999, 1);

    // Clopper-Pearson of 2 of 20, where P(X <= 2) = 0.00005, by bisection in Python.
    double jaccard = 0.5408372724996756;
    assertThat(f1.method()).contains("widened");
    assertThat(f1.high()).isCloseTo(2 * jaccard / (1 + jaccard), within(1e-9));
  }

  @Test
  void is_never_nan_and_always_holds_the_estimate_on_small_tables() {
    for (int cells = 0; cells < 5 * 5 * 5 * 3; cells++) {
      ConfusionTable table =
          new ConfusionTable(cells % 5, cells / 5 % 5, cells / 25 % 5, cells / 125 % 3);
      if (table.precision().computable() && table.recall().computable()) {
        assertThat(ConfusionBootstrap.f1(table, 0.95, cells).contains(table.f1()))
            .as("%s", table)
            .isTrue();
        assertThat(
                ConfusionBootstrap.fowlkesMallows(table, 0.95, cells)
                    .contains(table.fowlkesMallows()))
            .as("%s", table)
            .isTrue();
      }
    }
  }

  @Test
  void refuses_a_table_without_positives() {
    assertThatThrownBy(() -> ConfusionBootstrap.f1(new ConfusionTable(0, 3, 0, 5), 0.95, 1))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new ConfusionTable(0, 0, 0, 5).f1())
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new ConfusionTable(-1, 0, 0, 5))
        .hasMessageContaining("not negative, found -1");
  }
}
