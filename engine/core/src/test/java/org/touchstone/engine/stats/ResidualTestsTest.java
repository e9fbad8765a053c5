package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breusch-Pagan, variance inflation and Spearman against statsmodels 0.13.5 and scipy 1.10. */
class ResidualTestsTest {

  private static final int ROWS = 60;

  private final double[] rows = new double[3 * ROWS];
  private final double[] residuals = new double[ROWS];

  ResidualTestsTest() {
    for (int i = 1; i <= ROWS; i++) {
      int at = 3 * (i - 1);
      rows[at] = (i * 0.6180339887498949) % 1.0;
      rows[at + 1] = (i * 0.4142135623730951) % 1.0 * 3 + 2;
      rows[at + 2] = Math.sqrt(i);
      residuals[i - 1] = Math.sin(i) * (0.2 + rows[at]);
    }
  }

  @Test
  void breusch_pagan_agrees_with_statsmodels() {
    BreuschPagan test = BreuschPagan.of(residuals, rows, 3).orElseThrow();

    assertThat(test.statistic()).isCloseTo(27.241922074314733, within(1e-12));
    assertThat(test.degreesOfFreedom()).isEqualTo(3);
    assertThat(test.pValue()).isCloseTo(5.2383609678875915e-06, within(1e-17));
  }

  @Test
  void vif_agrees_with_statsmodels() {
    double[] with = {1.001750690877555, 1.0017367131832542, 1.0000414414319474};
    double[] without = {3.6738082557461262, 7.768167060306577, 6.690984047757712};

    for (int j = 0; j < 3; j++) {
      assertThat(Vif.of(rows, 3, true).factor(j)).hasValueCloseTo(with[j], within(1e-13));
      assertThat(Vif.of(rows, 3, false).factor(j)).hasValueCloseTo(without[j], within(1e-12));
    }
  }

  @Test
  void spearman_agrees_with_scipy() {
    double[] a = new double[ROWS];
    double[] b = new double[ROWS];
    double[] roots = new double[ROWS];
    double[] fractions = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      fractions[i] = rows[3 * i];
      roots[i] = rows[3 * i + 2];
      a[i] = Math.floor(rows[3 * i] * 8);
      b[i] = Math.floor(rows[3 * i + 1] * 2) + a[i] * 0.3;
    }

    assertThat(Spearman.of(a, b)).hasValueCloseTo(0.3679737515903845, within(1e-14));
    assertThat(Spearman.of(fractions, roots)).hasValueCloseTo(-0.002222839677688247, within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 3, 10, 20, 30, 1",
    "1, 2, 3, 9, 4, 1, -1",
    "1, 2, 2, 1, 3, 3, 1",
    "0.0, -0.0, 5, 1, 1, 2, 1",
  })
  void spearman_sees_ranks_alone(
      double a, double b, double c, double d, double e, double f, double rho) {
    assertThat(Spearman.of(new double[] {a, b, c}, new double[] {d, e, f}))
        .hasValueCloseTo(rho, within(1e-15));
  }

  @Test
  void spearman_of_a_constant_is_not_computable() {
    assertThat(Spearman.of(new double[] {1, 1, 1}, new double[] {1, 2, 3})).isEmpty();
    assertThat(Spearman.of(new double[] {1, 2, 3}, new double[] {0.0, -0.0, 0})).isEmpty();
    assertThat(Spearman.of(new double[] {1}, new double[] {2})).isEmpty();
    assertThat(Spearman.of(new double[] {1, 4}, new double[] {3, 2})).hasValue(-1);
    assertThat(Spearman.of(new double[0], new double[0])).isEmpty();
  }

  @Test
  void spearman_refuses_what_has_no_rank() {
    assertThatThrownBy(() -> Spearman.of(new double[] {1, Double.NaN}, new double[2]))
        .hasMessageContaining("Number 1");
    assertThatThrownBy(() -> Spearman.of(new double[2], new double[3]))
        .hasMessageContaining("2 and 3");
  }

  @Test
  void scaling_a_feature_changes_neither_test() {
    BreuschPagan test = BreuschPagan.of(residuals, rows, 3).orElseThrow();
    Vif with = Vif.of(rows, 3, true);
    Vif without = Vif.of(rows, 3, false);
    for (int i = 0; i < ROWS; i++) {
      rows[3 * i + 1] *= -1e9;
    }

    assertThat(BreuschPagan.of(residuals, rows, 3).orElseThrow().statistic())
        .isCloseTo(test.statistic(), within(1e-10));
    for (int j = 0; j < 3; j++) {
      assertThat(Vif.of(rows, 3, true).factor(j).orElseThrow())
          .isCloseTo(with.factor(j).orElseThrow(), within(1e-12));
      assertThat(Vif.of(rows, 3, false).factor(j).orElseThrow())
          .isCloseTo(without.factor(j).orElseThrow(), within(1e-12));
    }
  }

  @Test
  void a_shift_changes_vif_without_intercept_alone() {
    double[] shifted = rows.clone();
    for (int i = 0; i < ROWS; i++) {
      shifted[3 * i] += 100;
    }

    assertThat(Vif.of(shifted, 3, true).factor(0).orElseThrow())
        .isCloseTo(Vif.of(rows, 3, true).factor(0).orElseThrow(), within(1e-10));
    assertThat(Vif.of(shifted, 3, false).factor(0).orElseThrow()).isGreaterThan(10);
  }

  @Test
  void duplicated_rows_double_the_statistic_and_leave_vif() {
    double[] twice = Arrays.copyOf(rows, 2 * rows.length);
    System.arraycopy(rows, 0, twice, rows.length, rows.length);
    double[] twiceResiduals = Arrays.copyOf(residuals, 2 * ROWS);
    System.arraycopy(residuals, 0, twiceResiduals, ROWS, ROWS);

    assertThat(BreuschPagan.of(twiceResiduals, twice, 3).orElseThrow().statistic())
        .isCloseTo(2 * 27.241922074314733, within(1e-10));
    assertThat(Vif.of(twice, 3, false).factor(1).orElseThrow())
        .isCloseTo(7.768167060306577, within(1e-11));
  }

  @Test
  void a_combination_of_others_has_an_infinite_vif_and_no_degree_of_freedom() {
    // given: the third feature is the first and the second
    for (int i = 0; i < ROWS; i++) {
      rows[3 * i + 2] = rows[3 * i] + rows[3 * i + 1];
    }
    double[] two = new double[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      two[2 * i] = rows[3 * i];
      two[2 * i + 1] = rows[3 * i + 1];
    }

    // when
    BreuschPagan test = BreuschPagan.of(residuals, rows, 3).orElseThrow();

    // then
    BreuschPagan same = BreuschPagan.of(residuals, two, 2).orElseThrow();
    assertThat(test.degreesOfFreedom()).isEqualTo(2);
    assertThat(test.statistic()).isCloseTo(same.statistic(), within(1e-10));
    for (int j = 0; j < 3; j++) {
      assertThat(Vif.of(rows, 3, true).factor(j)).hasValue(Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void only_the_features_that_depend_on_each_other_have_an_infinite_vif() {
    for (int i = 0; i < ROWS; i++) {
      rows[3 * i + 2] = 4 - 2 * rows[3 * i];
    }
    Vif vif = Vif.of(rows, 3, true);

    assertThat(vif.size()).isEqualTo(3);
    assertThat(vif.factor(0)).hasValue(Double.POSITIVE_INFINITY);
    assertThat(vif.factor(2)).hasValue(Double.POSITIVE_INFINITY);
    assertThat(vif.factor(1).orElseThrow()).isCloseTo(1.0017, within(1e-3));
    assertThat(Vif.of(rows, 3, false).factor(0).orElseThrow()).isFinite();
  }

  @Test
  void a_constant_feature_has_no_vif_with_intercept_and_does_not_count() {
    for (int i = 0; i < ROWS; i++) {
      rows[3 * i + 2] = 0.1;
    }

    assertThat(Vif.of(rows, 3, true).factor(2)).isEmpty();
    assertThat(Vif.of(rows, 3, true).factor(0)).isPresent();
    assertThat(Vif.of(rows, 3, false).factor(2)).isPresent();
    assertThat(BreuschPagan.of(residuals, rows, 3).orElseThrow().degreesOfFreedom()).isEqualTo(2);
  }

  @Test
  void one_feature_inflates_nothing() {
    assertThat(Vif.of(new double[] {1, 2, 4}, 1, true).factor(0)).hasValue(1);
    assertThat(Vif.of(new double[] {1, 2, 4}, 1, false).factor(0)).hasValue(1);
    assertThat(Vif.of(new double[] {0, 0}, 1, false).factor(0)).isEmpty();
  }

  @Test
  void what_does_not_vary_cannot_be_tested() {
    assertThat(BreuschPagan.of(new double[] {1, -1, 1, -1}, new double[] {1, 2, 3, 5}, 1))
        .isEmpty();
    assertThat(BreuschPagan.of(new double[] {1, 2, 3, 4}, new double[] {7, 7, 7, 7}, 1)).isEmpty();
    assertThat(BreuschPagan.of(new double[] {1, 2}, new double[] {1, 2}, 1)).isEmpty();
  }

  @Test
  void refuses_wrong_numbers() {
    double[] broken = rows.clone();
    broken[4] = Double.NaN;
    assertThatThrownBy(() -> Vif.of(broken, 3, true))
        .hasMessageContainingAll("Row 1", "NaN", "feature 1");
    assertThatThrownBy(() -> BreuschPagan.of(residuals, broken, 3)).hasMessageContaining("Row 1");
    assertThatThrownBy(() -> Vif.of(new double[5], 3, true)).hasMessageContaining("no rows of 3");
    assertThatThrownBy(() -> Vif.of(new double[0], 3, true)).hasMessageContaining("one row");
    assertThatThrownBy(() -> BreuschPagan.of(new double[2], rows, 3))
        .hasMessageContaining("2 residuals for 60 rows");
    residuals[3] = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> BreuschPagan.of(residuals, rows, 3))
        .hasMessageContainingAll("row 3", "-Infinity");
  }

  /** LM 271.7934545531118 and the VIF of the paper's training data are statsmodels' figures. */
  @Test
  void reproduces_the_audit_paper_s_training_data() throws IOException {
    // given
    Path file =
        Path.of(System.getProperty("touchstone.shared", "shared"))
            .resolve("golden/audit/predictions.csv");
    assumeTrue(Files.isReadable(file), "Skipped: the reference data golden/audit is not here");
    List<NamedCsvRecord> records;
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
      records = reader.stream().filter(r -> r.getField("set").equals("train")).toList();
    }
    double[] features = new double[3 * records.size()];
    double[] pearson = new double[records.size()];
    double[] response = new double[records.size()];
    for (int i = 0; i < pearson.length; i++) {
      NamedCsvRecord row = records.get(i);
      features[3 * i] = Double.parseDouble(row.getField("age"));
      features[3 * i + 1] = Double.parseDouble(row.getField("bmi"));
      features[3 * i + 2] = Double.parseDouble(row.getField("children"));
      double p = Double.parseDouble(row.getField("p_random_intercept"));
      response[i] = Double.parseDouble(row.getField("y")) - p;
      pearson[i] = response[i] / Math.sqrt(p * (1 - p));
    }

    // when, then
    BreuschPagan test = BreuschPagan.of(pearson, features, 3).orElseThrow();
    assertThat(test.statistic()).isCloseTo(271.7934545531118, within(1e-8));
    assertThat(test.pValue()).isCloseTo(1.2631355298903658e-58, within(1e-66));
    double[] without = {7.503128386759804, 7.758279656554329, 1.7992805608940345};
    double[] with = {1.0137085593384219, 1.0106927750430599, 1.0035464454663896};
    for (int j = 0; j < 3; j++) {
      assertThat(Vif.of(features, 3, false).factor(j)).hasValueCloseTo(without[j], within(1e-10));
      assertThat(Vif.of(features, 3, true).factor(j)).hasValueCloseTo(with[j], within(1e-10));
    }
    ShapiroWilk normal = ShapiroWilk.of(pearson).orElseThrow();
    assertThat(normal.w()).isCloseTo(0.9214828610420227, within(1e-6));
  }
}
