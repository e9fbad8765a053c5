package org.touchstone.engine.kpi.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.flip.FlipResult;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.run.Execution;

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

    double expected = Math.sqrt((1 + r) / (1 - r));
    assertThat(condition).isCloseTo(expected, within(0.02 * expected));
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

  @Test
  void the_swap_rate_gives_rows_of_the_reference_each_other_level_and_other_rows_the_reference() {
    // given: three levels that add 0, 0.2 and -0.3 to the log odds; every seventh row has none
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("income", -10, 10, false, Attributes.NONE),
                new Feature.Categorical("sex", List.of("m", "f", "d"), Attributes.NONE),
                new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)));
    double[] adds = {0, 0.2, -0.3};
    SplittableRandom random = new SplittableRandom(4);
    double[] values = new double[3 * 200];
    long[] all = new long[2];
    long[] changed = new long[2];
    long toYes = 0;
    for (int i = 0; i < 200; i++) {
      double income = 2 * random.nextDouble() - 1;
      int sex = random.nextInt(3);
      values[3 * i] = income;
      values[3 * i + 1] = i % 7 == 0 ? Double.NaN : sex;
      values[3 * i + 2] = i % 2;
      if (i % 7 != 0) {
        boolean before = income + adds[sex] >= 0;
        boolean reference = income + adds[0] >= 0;
        boolean changes =
            sex == 0
                ? before != income + adds[1] >= 0 || before != income + adds[2] >= 0
                : before != reference;
        int group = sex == 0 ? 0 : 1;
        all[group]++;
        changed[group] += changes ? 1 : 0;
        toYes += changes && !before ? 1 : 0;
      }
    }
    Audit audit =
        Audit.of(
                new Adding(adds),
                Dataset.of(schema, values),
                Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
            .build();

    Measurement measurement = measure(new FlipSwapRateKpi(), audit, Map.of());

    assertThat(changed[0]).isPositive();
    assertThat(changed[1]).isPositive();
    assertThat(value(measurement))
        .isEqualTo((changed[0] + changed[1]) / (double) (all[0] + all[1]));
    assertThat(measurement.sampleSize())
        .isEqualTo(SampleSize.of(200, changed[0] + changed[1], all[0] + all[1]));
    assertThat(measurement.evidence().get(0).rows())
        .containsExactly(
            List.of("sex=m", Long.toString(all[0]), Long.toString(changed[0])),
            List.of("sex other than m", Long.toString(all[1]), Long.toString(changed[1])),
            List.of("of which to yes", "", Long.toString(toYes)));
  }

  @Test
  void the_sensitive_rate_shows_how_far_the_flips_are() {
    Dataset rows = rows(300, 0);
    double slope = Math.hypot(deviation(rows, 0), deviation(rows, 1));
    int changed = 0;
    double all = 0;
    double with = 0;
    for (int i = 0; i < 300; i++) {
      double sex = rows.value(i, 2);
      double score = rows.value(i, 0) - rows.value(i, 1) + 3 * sex;
      double stays = Math.abs(score) / slope;
      double goes = Math.hypot(2, (score + (sex == 1 ? -3 : 3)) / slope);
      all += Math.min(stays, goes);
      changed += goes < stays ? 1 : 0;
      with += goes < stays ? goes : 0;
    }

    Measurement measurement =
        measure(new FlipSensitiveRateKpi(), audit(3, rows), Map.of("rows", "300"));

    List<List<String>> table = measurement.evidence().get(0).rows();
    assertThat(table.subList(0, 3))
        .containsExactly(
            List.of("rows", "300"),
            List.of("with a flip point", "300"),
            List.of("that changes sex", Integer.toString(changed)));
    assertThat(Double.parseDouble(table.get(3).get(1))).isCloseTo(all / 300, within(1e-6));
    assertThat(Double.parseDouble(table.get(4).get(1))).isCloseTo(with / changed, within(1e-6));
    assertThat(measurement.sampleSize()).isEqualTo(SampleSize.of(300, changed, 300));
  }

  @Test
  void the_parity_shows_the_mean_distances_at_the_reference_and_elsewhere_by_class() {
    Dataset rows = rows(300, 0);
    double slope = Math.hypot(deviation(rows, 0), deviation(rows, 1));
    int[] count = new int[2];
    double[] reference = new double[2];
    double[] other = new double[2];
    for (int i = 0; i < 300; i++) {
      double score = rows.value(i, 0) - rows.value(i, 1);
      if (score >= 0 == score + 0.5 >= 0) {
        int favourable = score >= 0 ? 1 : 0;
        count[favourable]++;
        reference[favourable] += Math.abs(score + 0.5) / slope;
        other[favourable] += Math.abs(score) / slope;
      }
    }

    Measurement refused = measure(new FlipParityKpi(), audit(0.5, rows), Map.of());
    Measurement all = measure(new FlipParityKpi(), audit(0.5, rows), Map.of("outcome", "all"));

    List<List<String>> table = refused.evidence().get(0).rows();
    assertThat(table)
        .extracting(row -> row.get(0))
        .containsExactly("unfavourable", "favourable", "all");
    for (int outcome = 0; outcome < 2; outcome++) {
      List<String> row = table.get(outcome);
      assertThat(row.get(1)).isEqualTo(Integer.toString(count[outcome]));
      assertThat(Double.parseDouble(row.get(2)))
          .isCloseTo(reference[outcome] / count[outcome], within(1e-6));
      assertThat(Double.parseDouble(row.get(3)))
          .isCloseTo(other[outcome] / count[outcome], within(1e-6));
    }
    assertThat(table.get(2).get(1)).isEqualTo(Integer.toString(count[0] + count[1]));
    assertThat(value(all))
        .isCloseTo(
            Math.abs((other[0] + other[1]) / (reference[0] + reference[1]) - 1), within(1e-6));
    assertThat(all.parameters()).containsEntry("outcome", "all").containsEntry("rows", "500");
  }

  @Test
  void the_parity_is_the_same_where_the_other_level_has_the_longer_way() {
    // given: what sex adds is turned round, so that the ratio is below 1 and its interval is folded
    Dataset rows = rows(300, 0);

    Measurement.Value value =
        (Measurement.Value) measure(new FlipParityKpi(), audit(-0.5, rows), Map.of()).result();

    double own = 0;
    double other = 0;
    for (int i = 0; i < 300; i++) {
      double score = rows.value(i, 0) - rows.value(i, 1);
      if (score < 0 && score - 0.5 < 0) {
        own += Math.abs(score - 0.5);
        other += Math.abs(score);
      }
    }
    assertThat(value.value()).isCloseTo(1 - other / own, within(1e-9));
    assertThat(value.interval().orElseThrow().low()).isBetween(0.2, value.value());
    assertThat(value.interval().orElseThrow().high()).isBetween(value.value(), 1.0);
    assertThat(value.seed()).isPresent();
  }

  @Test
  void the_parity_says_what_is_missing() {
    double[] values = new double[4 * 40];
    for (int i = 0; i < 40; i++) {
      values[4 * i] = i - 20.5;
      values[4 * i + 2] = 1;
      values[4 * i + 3] = i % 2;
    }
    Audit men = audit(1, Dataset.of(SCHEMA, values));

    Measurement measurement = measure(new FlipParityKpi(), men, Map.of());

    assertThat(((Measurement.NotComputable) measurement.result()).reason())
        .contains("\"sex\" other than \"m\": there is nothing to swap to");
    assertThat(measurement.sampleSize()).isEqualTo(SampleSize.ofRows(40));
  }

  @Test
  void looks_at_a_sample_of_as_many_rows_as_asked_for() {
    Audit audit = audit(1, rows(200, 0));
    int[] rows = IntStream.range(300, 500).toArray();

    int[] sample = FlipSubject.sample(audit, rows, 50);

    assertThat(sample).hasSize(50).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(sample)).allMatch(row -> row >= 300 && row < 500);
    // Fifty of two hundred at random leave no half of the rows out: probability below 1e-13.
    assertThat(sample[0]).isLessThan(400);
    assertThat(sample[49]).isGreaterThanOrEqualTo(400);
    assertThat(FlipSubject.sample(audit, rows, 50)).isEqualTo(sample);
    assertThat(FlipSubject.sample(audit, rows, 200)).isEqualTo(rows);
    assertThat(measure(new FlipSensitiveRateKpi(), audit, Map.of("rows", "30")).sampleSize().rows())
        .isEqualTo(30);
  }

  @Test
  void the_data_kpis_show_the_order_of_the_columns_and_the_redundant_ones() {
    Dataset rows = rows(100, 1);

    Measurement rank = measure(new DataRankKpi(), audit(1, rows), Map.of());

    List<List<String>> table = rank.evidence().get(0).rows();
    assertThat(table.get(0)).containsExactly("data", "training");
    assertThat(table.get(1)).containsExactly("columns", "3");
    assertThat(table.get(2)).containsExactly("numerical rank", "2");
    assertThat(table.get(4).get(1)).isIn("income", "debt");
    List<List<String>> order = rank.evidence().get(1).rows();
    assertThat(order).extracting(row -> row.get(0)).containsExactly("1", "2", "3");
    assertThat(order)
        .extracting(row -> row.get(1))
        .containsExactlyInAnyOrder("income", "debt", "sex");
    assertThat(order.get(2).get(1)).isEqualTo(table.get(4).get(1));
    assertThat(Double.parseDouble(order.get(0).get(2)))
        .isGreaterThanOrEqualTo(Double.parseDouble(order.get(1).get(2)));
    assertThat(Double.parseDouble(order.get(2).get(2))).isCloseTo(0, within(1e-12));
    assertThat(rank.parameters()).containsEntry("tolerance", "1.0E-10");
    assertThat(rank.sampleSize()).isEqualTo(SampleSize.ofRows(100));
  }

  @Test
  void no_tolerance_counts_what_rounding_leaves() {
    Audit audit = audit(1, rows(100, 0.5));

    assertThat(value(measure(new DataRankKpi(), audit, Map.of("tolerance", "0")))).isEqualTo(1);
    // The smallest singular value is above 1 % of the largest, not above 99 % of it.
    assertThat(value(measure(new DataRankKpi(), audit, Map.of("tolerance", "0.99")))).isLessThan(1);
    assertThatThrownBy(() -> measure(new DataRankKpi(), audit, Map.of("tolerance", "1")))
        .hasMessageContaining("[0, 1)");
    assertThatThrownBy(() -> measure(new DataRankKpi(), audit, Map.of("tolerance", "-0.1")))
        .hasMessageContaining("[0, 1)");
  }

  @Test
  void a_column_that_is_nearly_a_copy_counts_as_one_up_to_the_tolerance() {
    Dataset rows = rows(100, 0.999_999);

    Map<String, String> coarse = Map.of("tolerance", "0.001");

    assertThat(value(measure(new DataConditionKpi(), audit(1, rows), coarse))).isInfinite();
    assertThat(value(measure(new DataConditionKpi(), audit(1, rows), Map.of())))
        .isBetween(1e5, 1e8);
    assertThat(value(measure(new DataRankKpi(), audit(1, rows), coarse))).isEqualTo(2 / 3.0);
  }

  @Test
  void one_complete_row_says_nothing_of_the_columns_and_two_do() {
    double[] values = {1, 2, 0, 0, Double.NaN, 1, 1, 1, 4, 3, 1, 1};
    double nan = Double.NaN;
    double[] one = {1, 2, 0, 0, nan, 1, 1, 1, nan, 3, 1, 1};

    assertThat(measure(new DataRankKpi(), audit(1, Dataset.of(SCHEMA, one)), Map.of()).result())
        .isEqualTo(
            new Measurement.NotComputable(
                "There are 1 rows without a missing value and 3 columns"));
    assertThat(value(measure(new DataRankKpi(), audit(1, Dataset.of(SCHEMA, values)), Map.of())))
        .isEqualTo(1 / 3.0);
  }

  @Test
  void a_score_at_the_threshold_is_positive_before_and_after_the_swap() {
    // given: scores of 0.3 for f and 0.5, the threshold, for m; a row of each
    Schema schema = levels(List.of("m", "f"));
    Dataset rows = Dataset.of(schema, new double[] {0, 0, 0, 0, 1, 1});
    Audit audit =
        Audit.of(
                new Adding(new double[] {0, -2}),
                rows,
                Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
            .build();

    assertThat(value(measure(new FlipSwapRateKpi(), audit, Map.of()))).isEqualTo(1);
  }

  @Test
  void a_level_that_no_row_has_is_not_swapped_to() {
    // given: the level d would turn every class, but occurs in no row
    Schema schema = levels(List.of("m", "f", "d"));
    Dataset rows = Dataset.of(schema, new double[] {1, 0, 0, 1, 1, 1, 2, 0, 0});
    Roles roles = Roles.of("label", "yes", "yes").withSensitive("sex", "m");
    Audit audit = Audit.of(new Adding(new double[] {0, 0, -4}), rows, roles).build();

    assertThat(value(measure(new FlipSwapRateKpi(), audit, Map.of()))).isZero();
  }

  @Test
  void columns_that_are_computed_from_the_feature_follow_a_swap() {
    // given: the model reads who is a man, which is computed from sex, and sex for nothing
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Categorical("sex", List.of("m", "f"), Attributes.NONE),
                new Feature.Binary("man", List.of("no", "yes"), Attributes.NONE),
                new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)),
            Map.of("man", new Derivation.Mapped("sex", Map.of("m", "yes", "f", "no"))));
    Dataset rows = Dataset.of(schema, new double[] {0, 1, 0, 1, 0, 1});
    Audit audit =
        Audit.of(
                new SecondColumn(), rows, Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
            .build();

    assertThat(value(measure(new FlipSwapRateKpi(), audit, Map.of()))).isEqualTo(1);
  }

  @Test
  void a_feature_that_is_computed_from_what_the_model_reads_changes_with_it_and_is_not_swapped() {
    // given: the class turns at an income of 0.05; who is rich is computed from income, with a cut
    // just below, or one that no flip point reaches
    for (double cut : new double[] {0, 5}) {
      Schema schema =
          Schema.of(
              List.of(
                  new Feature.Continuous("income", -10, 10, false, Attributes.NONE),
                  new Feature.Binary("rich", List.of("no", "yes"), Attributes.NONE),
                  new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)),
              Map.of("rich", new Derivation.Cut("income", List.of(cut))));
      double[] values = new double[3 * 40];
      for (int i = 0; i < 40; i++) {
        values[3 * i] = (i - 19.5) / 10;
        values[3 * i + 1] = values[3 * i] > cut ? 1 : 0;
        values[3 * i + 2] = i % 2;
      }
      Encoder encoder = Encoder.of(schema, List.of(Input.Number.passthrough("income", "income")));
      Audit audit =
          Audit.of(
                  EncodedClassifier.of(encoder, new LogisticRegression(new double[] {1}, -0.05)),
                  Dataset.of(schema, values),
                  Roles.of("label", "yes", "yes").withSensitive("rich", "no"))
              .build();

      Measurement rate = measure(new FlipSensitiveRateKpi(), audit, Map.of());

      // Rows from below 0 end at 0.05, rich with the first cut; rows above it stay rich.
      assertThat(value(rate)).isEqualTo(cut == 0 ? 0.5 : 0);
      assertThat(rate.parameters()).isEqualTo(Map.of("rows", "500", "level", "0.95"));
      assertThat(measure(new FlipSwapRateKpi(), audit, Map.of()).result())
          .isEqualTo(
              new Measurement.NotApplicable(
                  "\"rich\" is computed from \"income\": which value of that another level"
                      + " stands for is not known"));
    }
  }

  @Test
  void a_second_sensitive_feature_is_measured_against_its_own_reference() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("income", -10, 10, false, Attributes.NONE),
                new Feature.Categorical("sex", List.of("m", "f"), Attributes.NONE),
                new Feature.Binary("old", List.of("no", "yes"), Attributes.NONE),
                new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)));
    Dataset rows = Dataset.of(schema, new double[] {1, 0, 0, 0, -1, 1, 1, 1});
    Encoder encoder =
        Encoder.of(
            schema,
            List.of(
                Input.Number.passthrough("income", "income"),
                Input.Number.passthrough("old", "old")));
    Audit audit =
        Audit.of(
                EncodedClassifier.of(encoder, new LogisticRegression(new double[] {1, -3}, 0)),
                rows,
                Roles.of("label", "yes", "yes")
                    .withSensitive("sex", "m")
                    .withSensitive("old", "no"))
            .build();

    List<Measurement> measured = new FlipSwapRateKpi().measure(audit, KpiParameters.NONE);

    assertThat(measured.get(0).result())
        .isEqualTo(new Measurement.NotApplicable("The model does not read \"sex\""));
    assertThat(value(measured.get(1))).isEqualTo(0.5);
    assertThat(measured.get(1).evidence().get(0).rows().get(0)).containsExactly("old=no", "1", "1");
  }

  @Test
  void a_model_that_decides_all_alike_has_no_flip_point() {
    double[] values = new double[4 * 30];
    for (int i = 0; i < 30; i++) {
      values[4 * i] = (i - 14.5) / 10;
      values[4 * i + 2] = i % 2;
      values[4 * i + 3] = i / 2 % 2;
    }
    Audit audit =
        Audit.of(
                EncodedClassifier.of(
                    ENCODER, new LogisticRegression(new double[] {0.001, 0, 0.001}, 50)),
                Dataset.of(SCHEMA, values),
                Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
            .build();

    Measurement rate = measure(new FlipSensitiveRateKpi(), audit, Map.of());
    Measurement parity = measure(new FlipParityKpi(), audit, Map.of());

    assertThat(rate.result())
        .isEqualTo(new Measurement.NotComputable("None of 30 rows of the data has a flip point"));
    assertThat(rate.sampleSize()).isEqualTo(SampleSize.of(30, 0, 0));
    assertThat(((Measurement.NotComputable) parity.result()).reason())
        .isEqualTo(
            "No row of the data keeps this class when the feature is swapped and has a flip point"
                + " off the row");
  }

  @Test
  void without_an_encoder_the_label_and_columns_that_depend_on_each_other_stay() {
    // given: income and debt move the log odds alike; who is rich is computed from income
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("income", -10, 10, false, Attributes.NONE),
                new Feature.Continuous("debt", -10, 10, false, Attributes.NONE),
                new Feature.Binary("rich", List.of("no", "yes"), Attributes.NONE),
                new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)),
            Map.of("rich", new Derivation.Cut("income", List.of(0.0))));
    double[] values = new double[4 * 20];
    for (int i = 0; i < 20; i++) {
      values[4 * i] = (i - 9.5) / 10;
      values[4 * i + 1] = i % 3 - 1;
      values[4 * i + 2] = i > 9 ? 1 : 0;
      values[4 * i + 3] = i % 2;
    }
    Dataset rows = Dataset.of(schema, values);
    Audit audit =
        Audit.of(
                new LogisticRegression(new double[] {1, 1, 0, 0.5}, 0),
                rows,
                Roles.of("label", "yes", "yes").withSensitive("rich", "no"))
            .build();

    List<FlipResult> flips = FlipSubject.finder(audit).build().closest(rows, Execution.SINGLE);

    assertThat(flips).hasSize(20).allMatch(FlipResult::found);
    for (FlipResult flip : flips) {
      for (int column : new int[] {0, 2, 3}) {
        assertThat(flip.get().to(column)).isEqualTo(flip.get().from(column));
      }
      assertThat(flip.get().to(1)).isNotEqualTo(flip.get().from(1));
    }
  }

  @Test
  void a_group_without_a_value_of_the_feature_has_no_swap_rate() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Categorical("home", List.of("own", "rent"), Attributes.NONE),
                new Feature.Categorical("sex", List.of("m", "f"), Attributes.NONE),
                new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)));
    Dataset rows =
        Dataset.of(schema, new double[] {0, 0, 0, 0, 1, 1, 1, Double.NaN, 0, 1, Double.NaN, 1});
    Audit audit =
        Audit.of(
                new Adding(new double[] {0, 1}),
                rows,
                Roles.of("label", "yes", "yes").withSensitive("sex", "m").withGroups("home"))
            .build();

    Measurement rent = new FlipSwapRateKpi().measure(audit, KpiParameters.NONE).get(2);

    assertThat(rent.result())
        .isEqualTo(new Measurement.NotComputable("No row of home=rent has a value of \"sex\""));
    assertThat(rent.sampleSize()).isEqualTo(SampleSize.of(2, 0, 0));
  }

  private static Schema levels(List<String> sexes) {
    return Schema.of(
        List.of(
            new Feature.Continuous("income", -10, 10, false, Attributes.NONE),
            new Feature.Categorical("sex", sexes, Attributes.NONE),
            new Feature.Binary("label", List.of("no", "yes"), Attributes.NONE)));
  }

  /** Scores a row with its second column. */
  private record SecondColumn() implements Classifier {
    @Override
    public int inputWidth() {
      return 3;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = rows[3 * i + 1];
      }
    }
  }

  /**
   * A half, and a tenth of: the first column plus what the level of the second one adds, or 0
   * without one.
   */
  private record Adding(double[] adds) implements Classifier {
    @Override
    public int inputWidth() {
      return 3;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        double sex = rows[3 * i + 1];
        double odds = rows[3 * i] + (Double.isNaN(sex) ? 0 : adds[(int) sex]);
        out[i] = 0.5 + odds / 10;
      }
    }
  }
}
