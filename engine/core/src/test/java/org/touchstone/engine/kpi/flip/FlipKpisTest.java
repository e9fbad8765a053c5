package org.touchstone.engine.kpi.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LogisticRegression;

class FlipKpisTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("income", -10, 10, false, Attributes.NONE),
              new Feature.Continuous("debt", -10, 10, false, Attributes.NONE),
              new Feature.Binary("sex", List.of("f", "m"), new Attributes("", true, true, "")),
              new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)));

  private static final Encoder ENCODER =
      Encoder.of(
          SCHEMA,
          List.of(
              Input.Number.passthrough("income", "income"),
              Input.Number.passthrough("debt", "debt"),
              Input.Number.passthrough("sex", "sex")));

  private static Dataset rows(int count, double debtOfIncome) {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[4 * count];
    for (int i = 0; i < count; i++) {
      values[4 * i] = 2 * random.nextDouble() - 1;
      values[4 * i + 1] =
          debtOfIncome * values[4 * i] + (1 - debtOfIncome) * (2 * random.nextDouble() - 1);
      values[4 * i + 2] = i % 2;
      values[4 * i + 3] = random.nextInt(2);
    }
    return Dataset.of(SCHEMA, values);
  }

  /** Log odds {@code income - debt + bySex * [m]}. */
  private static Audit audit(double bySex, Dataset rows) {
    LogisticRegression model = new LogisticRegression(new double[] {1, -1, bySex}, 0);
    return Audit.of(
            EncodedClassifier.of(ENCODER, model),
            rows,
            Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
        .training(rows)
        .build();
  }

  private static Measurement measure(Kpi kpi, Audit audit, Map<String, String> parameters) {
    return kpi.measure(audit, KpiParameters.of(parameters)).get(0);
  }

  private static double value(Measurement measurement) {
    assertThat(measurement.result()).isInstanceOf(Measurement.Value.class);
    return ((Measurement.Value) measurement.result()).value();
  }

  @Test
  void the_swap_rate_counts_the_rows_between_the_two_boundaries() {
    Dataset rows = rows(400, 0);
    int between = 0;
    for (int i = 0; i < 400; i++) {
      double score = rows.value(i, 0) - rows.value(i, 1);
      between += score >= 0 != score + 0.3 >= 0 ? 1 : 0;
    }

    Measurement measurement = measure(new FlipSwapRateKpi(), audit(0.3, rows), Map.of());

    assertThat(value(measurement)).isEqualTo(between / 400.0);
    assertThat(measurement.sampleSize().numerator()).hasValue(between);
    assertThat(between).isPositive();
    assertThat(value(measure(new FlipSwapRateKpi(), audit(0, rows), Map.of()))).isZero();
  }

  @Test
  void the_sensitive_rate_compares_the_way_with_and_without_the_feature() {
    // given: a change of sex costs 1 / scale = 2, and moves the log odds by 3; over the other two
    // the log odds move by the length of (scale income, scale debt) per unit
    Dataset rows = rows(300, 0);
    Audit audit = audit(3, rows);
    double a = deviation(rows, 0);
    double b = deviation(rows, 1);
    int changed = 0;
    for (int i = 0; i < 300; i++) {
      double sex = rows.value(i, 2);
      double score = rows.value(i, 0) - rows.value(i, 1) + 3 * sex;
      double swapped = score + (sex == 1 ? -3 : 3);
      double stays = Math.abs(score) / Math.hypot(a, b);
      double goes = Math.hypot(2, swapped / Math.hypot(a, b));
      changed += goes < stays ? 1 : 0;
    }

    Measurement measurement = measure(new FlipSensitiveRateKpi(), audit, Map.of("rows", "300"));

    assertThat(value(measurement)).isCloseTo(changed / 300.0, within(1e-12));
    assertThat(changed).isBetween(1, 299);
    assertThat(measurement.parameters()).containsEntry("rows", "300");
  }

  private static double deviation(Dataset rows, int column) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < rows.rowCount(); i++) {
      sum += rows.value(i, column);
      squares += rows.value(i, column) * rows.value(i, column);
    }
    double mean = sum / rows.rowCount();
    return Math.sqrt(squares / rows.rowCount() - mean * mean);
  }

  @Test
  void the_parity_is_the_ratio_of_the_distances_of_the_refused() {
    Dataset rows = rows(300, 0);
    double own = 0;
    double other = 0;
    int pairs = 0;
    for (int i = 0; i < 300; i++) {
      double score = rows.value(i, 0) - rows.value(i, 1);
      if (score < 0 && score + 0.5 < 0) {
        own += Math.abs(score + 0.5);
        other += Math.abs(score);
        pairs++;
      }
    }

    Measurement measurement = measure(new FlipParityKpi(), audit(0.5, rows), Map.of());

    assertThat(value(measurement)).isCloseTo(other / own - 1, within(1e-9));
    assertThat(measurement.sampleSize().denominator()).hasValue(pairs);
    Measurement.Value value = (Measurement.Value) measurement.result();
    assertThat(value.interval().orElseThrow().contains(value.value())).isTrue();
    assertThat(value(measure(new FlipParityKpi(), audit(0, rows), Map.of()))).isZero();
    assertThat(
            value(measure(new FlipParityKpi(), audit(0.5, rows), Map.of("outcome", "favourable"))))
        .isGreaterThan(0.1);
  }

  @Test
  void the_condition_is_the_root_of_the_ratio_of_the_correlations_eigenvalues() {
    // given: of two standardised columns with correlation r, eigenvalues 1 + r and 1 - r; sex is
    // nearly uncorrelated
    Dataset rows = rows(2000, 0.9);
    double r = correlation(rows);

    double condition = value(measure(new DataConditionKpi(), audit(1, rows), Map.of()));

    assertThat(condition).isCloseTo(Math.sqrt((1 + r) / (1 - r)), within(0.02 * condition));
    assertThat(value(measure(new DataRankKpi(), audit(1, rows), Map.of()))).isEqualTo(1);
  }

  private static double correlation(Dataset rows) {
    double xy = 0;
    double meanX = 0;
    double meanY = 0;
    int n = rows.rowCount();
    for (int i = 0; i < n; i++) {
      meanX += rows.value(i, 0) / n;
      meanY += rows.value(i, 1) / n;
    }
    for (int i = 0; i < n; i++) {
      xy += (rows.value(i, 0) - meanX) * (rows.value(i, 1) - meanY) / n;
    }
    return xy / (deviation(rows, 0) * deviation(rows, 1));
  }

  @Test
  void a_copy_of_a_column_makes_the_condition_infinite_and_lowers_the_rank() {
    Dataset rows = rows(100, 1);

    assertThat(value(measure(new DataConditionKpi(), audit(1, rows), Map.of()))).isInfinite();
    assertThat(value(measure(new DataRankKpi(), audit(1, rows), Map.of()))).isEqualTo(2 / 3.0);
  }

  @Test
  void is_not_applicable_where_the_model_does_not_read_the_feature() {
    Encoder without = Encoder.of(SCHEMA, List.of(Input.Number.passthrough("income", "income")));
    Dataset rows = rows(50, 0);
    Audit audit =
        Audit.of(
                EncodedClassifier.of(without, new LogisticRegression(new double[] {1}, 0)),
                rows,
                Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
            .build();

    for (Kpi kpi :
        List.of(new FlipSensitiveRateKpi(), new FlipParityKpi(), new FlipSwapRateKpi())) {
      assertThat(measure(kpi, audit, Map.of()).result())
          .isEqualTo(new Measurement.NotApplicable("The model does not read \"sex\""));
    }
  }

  @Test
  void works_on_a_model_of_the_columns_themselves() {
    Dataset rows = rows(60, 0);
    LogisticRegression model = new LogisticRegression(new double[] {1, -1, 1, 0}, 0);
    Audit plain =
        Audit.of(model, rows, Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
            .training(rows)
            .build();

    for (Kpi kpi :
        List.of(new FlipSensitiveRateKpi(), new FlipParityKpi(), new FlipSwapRateKpi())) {
      assertThat(value(measure(kpi, plain, Map.of())))
          .isCloseTo(value(measure(kpi, audit(1, rows), Map.of())), within(1e-9));
    }
  }

  @Test
  void refuses_parameters_that_cannot_be() {
    Audit audit = audit(1, rows(50, 0));
    assertThatThrownBy(() -> measure(new FlipSensitiveRateKpi(), audit, Map.of("rows", "0")))
        .hasMessageContaining("whole number from 1");
    assertThatThrownBy(() -> measure(new FlipParityKpi(), audit, Map.of("outcome", "good")))
        .hasMessageContaining("unfavourable");
    assertThatThrownBy(() -> measure(new DataRankKpi(), audit, Map.of("tolerance", "2")))
        .hasMessageContaining("[0, 1)");
    assertThatThrownBy(() -> measure(new DataRankKpi(), audit, Map.of("rows", "2")))
        .hasMessageContaining("no parameter \"rows\"");
  }
}
