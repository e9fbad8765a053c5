package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.ConfusionBootstrap;
import org.touchstone.engine.stats.ConfusionTable;

/** The first KPIs on made-up rows: score, label, sex (may be missing), and a group. */
class FirstKpisTest {

  private static final List<String> ALL = List.of("AUC", "F1", "FM", "EqualOdds", "DI", "SP");
  private static final List<String> SEXES = List.of("female", "male", "other");
  private static final Roles ROLES =
      Roles.of("y", "bad", "good").withSensitive("sex", "male").withGroups("home");

  @Test
  void compare_favourable_decisions_with_all_other_levels_pooled() {
    // male: 3 of 4 predicted good; female 1 of 2, other 0 of 1, together 1 of 3; one sex is
    // missing.
    double[] rows = {
      .1, 0, 1, 0, //
      .2, 0, 1, 0, //
      .3, 1, 1, 0, //
      .9, 1, 1, 0, //
      .4, 0, 0, 0, //
      .5, 1, 0, 0, //
      .7, 0, 2, 0, //
      .6, 1, Double.NaN, 0
    };
    Audit audit = audit(rows, ROLES);

    assertThat(value(audit, "DI")).isCloseTo((3.0 / 4) / (1.0 / 3), within(1e-15));
    assertThat(value(audit, "SP")).isCloseTo(3.0 / 4 - 1.0 / 3, within(1e-15));
    Measurement measured = measure(audit, "DI", Map.of()).get(0);
    assertThat(measured.sampleSize()).isEqualTo(SampleSize.of(7, 1, 3));
    assertThat(measured.evidence().get(0).rows())
        .containsExactly(
            List.of("female", "2", "1", "2", "0.500000"),
            List.of("male (reference)", "4", "3", "4", "0.750000"),
            List.of("other", "1", "0", "1", "0.000000"),
            List.of("other than male", "3", "1", "3", "0.333333"),
            List.of("missing, in neither group", "1", "0", "1", "0.000000"));
    // Positive class bad: F1 of TP 3, FP 1, FN 1 over all eight rows.
    assertThat(value(audit, "F1")).isCloseTo(6.0 / 8, within(1e-15));
  }

  @Test
  void the_positive_class_and_the_favourable_outcome_are_told_apart_by_name() {
    // The score is the probability of "good", the first level. Predicted good: 1, 3, 4; good: 1, 2,
    // 3, and men: 1, 2, 4.
    double[] rows = {
      .9, 0, 1, 0, //
      .4, 0, 1, 0, //
      .7, 0, 0, 0, //
      .6, 1, 1, 0, //
      .3, 1, 0, 0
    };
    Audit good = audit(rows, Roles.of("y", "good", "good").withSensitive("sex", "male"));
    Audit bad = audit(rows, Roles.of("y", "good", "bad").withSensitive("sex", "male"));

    // Pairs of good and bad that are won: 9>6, 9>3, 4>3, 7>6, 7>3, not 4>6.
    assertThat(value(good, "AUC")).isCloseTo(5.0 / 6, within(1e-15));
    // TP 2, FP 1, FN 1.
    assertThat(value(good, "F1")).isCloseTo(2.0 / 3, within(1e-15));
    // FPR: men 1/1, women 0/1; TPR: men 1/2, women 1/1.
    assertThat(value(good, "EqualOdds")).isCloseTo((1 + 1.0 / 2) / 2, within(1e-15));
    assertThat(value(good, "DI")).isCloseTo((2.0 / 3) / (1.0 / 2), within(1e-15));
    assertThat(value(bad, "DI")).isCloseTo((1.0 / 3) / (1.0 / 2), within(1e-15));
    assertThat(value(bad, "F1")).isEqualTo(value(good, "F1"));
  }

  @Test
  void sample_sizes_are_the_smallest_counts_behind_the_value() {
    // bad: 2 male, both found; 3 female, 1 found. good: 4 male, 1 rejected; 1 female, none
    // rejected. One bad row has no sex.
    double[] rows = {
      .9, 1, 1, 0, //
      .8, 1, 1, 0, //
      .7, 1, 0, 0, //
      .3, 1, 0, 0, //
      .2, 1, 0, 0, //
      .6, 0, 1, 0, //
      .1, 0, 1, 0, //
      .2, 0, 1, 0, //
      .3, 0, 1, 0, //
      .4, 0, 0, 0, //
      .1, 1, Double.NaN, 0
    };
    Audit audit = audit(rows, ROLES);

    // Rates: FPR 1/4 and 0/1, TPR 2/2 and 1/3.
    assertThat(size(audit, "EqualOdds")).isEqualTo(SampleSize.of(10, 0, 1));
    assertThat(value(audit, "EqualOdds")).isCloseTo((1.0 / 4 + 2.0 / 3) / 2, within(1e-15));
    // Predicted good: 3 of 6 men, 3 of 4 women.
    assertThat(size(audit, "SP")).isEqualTo(SampleSize.of(10, 3, 4));
    assertThat(size(audit, "DI")).isEqualTo(SampleSize.of(10, 3, 4));
    // 6 rows are bad, 5 are good; 4 are predicted bad, 3 of them are.
    assertThat(size(audit, "AUC"))
        .isEqualTo(new SampleSize(11, OptionalLong.empty(), OptionalLong.of(5)));
    assertThat(size(audit, "F1")).isEqualTo(SampleSize.of(11, 3, 4));
    assertThat(size(audit, "FM")).isEqualTo(SampleSize.of(11, 3, 4));
  }

  @Test
  void equal_odds_is_the_same_for_either_positive_class() {
    double[] rows = rows(300, 1);
    double[] swapped = rows.clone();
    for (int i = 0; i < swapped.length; i += 4) {
      // A score at the threshold is predicted positive: it must fall below it when turned around.
      swapped[i] = Math.max(0, 1 - swapped[i] - 1e-9);
    }

    double odds = value(audit(rows, ROLES), "EqualOdds");
    double oddsOfOther =
        value(
            audit(
                swapped,
                Roles.of("y", "good", "good").withSensitive("sex", "male").withGroups("home")),
            "EqualOdds");

    assertThat(oddsOfOther).isCloseTo(odds, within(1e-15));
  }

  @Test
  void exchanging_the_groups_inverts_disparate_impact_and_leaves_the_others_alone() {
    double[] rows = rows(400, 2);
    for (int i = 2; i < rows.length; i += 4) {
      rows[i] = rows[i] == 2 ? 0 : rows[i];
    }
    Audit male = audit(rows, ROLES);
    Audit female =
        audit(rows, Roles.of("y", "bad", "good").withSensitive("sex", "female").withGroups("home"));

    assertThat(value(female, "DI")).isCloseTo(1 / value(male, "DI"), within(1e-14));
    assertThat(value(female, "SP")).isEqualTo(value(male, "SP"));
    assertThat(value(female, "EqualOdds")).isEqualTo(value(male, "EqualOdds"));
    Map<String, String> symmetric = Map.of("form", "symmetric");
    assertThat(value(measure(female, "DI", symmetric).get(0)).value())
        .isCloseTo(value(measure(male, "DI", symmetric).get(0)).value(), within(1e-14));
  }

  @Test
  void the_order_of_the_rows_changes_no_bit_of_any_measurement() {
    double[] rows = rows(500, 3);
    Audit audit = audit(rows, ROLES);
    Audit shuffled = audit(shuffle(rows), ROLES);

    for (String kpi : ALL) {
      assertThat(measure(shuffled, kpi, Map.of())).isEqualTo(measure(audit, kpi, Map.of()));
    }
  }

  @Test
  void the_order_in_which_kpis_are_measured_changes_no_bit() {
    double[] rows = rows(500, 4);
    Audit forward = audit(rows, ROLES);
    Audit backward = audit(rows, ROLES);
    List<List<Measurement>> expected =
        ALL.stream().map(kpi -> measure(forward, kpi, Map.of())).toList();

    for (int i = ALL.size() - 1; i >= 0; i--) {
      assertThat(measure(backward, ALL.get(i), Map.of())).isEqualTo(expected.get(i));
    }
  }

  @Test
  void writing_every_row_twice_leaves_the_values_alone_and_narrows_the_intervals() {
    double[] rows = rows(400, 5);
    double[] twice = Arrays.copyOf(rows, 2 * rows.length);
    System.arraycopy(rows, 0, twice, rows.length, rows.length);

    for (String kpi : ALL) {
      Measurement.Value once = value(measure(audit(rows, ROLES), kpi, Map.of()).get(0));
      Measurement.Value doubled = value(measure(audit(twice, ROLES), kpi, Map.of()).get(0));

      assertThat(doubled.value()).isEqualTo(once.value());
      assertThat(width(doubled)).as(kpi).isLessThan(width(once));
    }
  }

  @Test
  void measures_all_rows_first_and_then_each_group_as_if_it_were_alone() {
    double[] rows = rows(600, 6);
    Audit audit = audit(rows, ROLES);

    for (String kpi : ALL) {
      List<Measurement> measured = measure(audit, kpi, Map.of());
      assertThat(measured)
          .extracting(m -> m.scope().group().map(Scope.Group::level))
          .containsExactly(Optional.empty(), Optional.of("own"), Optional.of("rent"));
      for (int group = 0; group < 2; group++) {
        double alone = value(audit(only(rows, group), ROLES), kpi);
        assertThat(value(measured.get(1 + group)).value()).isEqualTo(alone);
      }
    }
  }

  @Test
  void a_row_without_a_group_counts_in_the_whole_and_in_no_group() {
    double[] rows = {.1, 0, 1, 0, .9, 1, 0, 0, .2, 0, 1, 1, .8, 1, 0, 1, .3, 1, 1, Double.NaN};
    Audit audit = audit(rows, ROLES);

    assertThat(measure(audit, "AUC", Map.of()))
        .extracting(m -> m.sampleSize().rows())
        .containsExactly(5L, 2L, 2L);
  }

  @Test
  void names_the_cell_that_has_no_rows() {
    // In "rent" there is no male row at all, and no row of class good.
    double[] rows = {.1, 0, 1, 0, .6, 1, 1, 0, .3, 0, 0, 0, .9, 1, 0, 0, .2, 1, 0, 1, .3, 1, 2, 1};
    Audit audit = audit(rows, ROLES);

    assertThat(reason(audit, "AUC", 2))
        .isEqualTo(
            "No row of home=rent is of the class other than the positive one: there are no pairs to"
                + " compare");
    assertThat(reason(audit, "F1", 2))
        .isEqualTo("No row of home=rent is predicted positive: precision is over no rows");
    assertThat(reason(audit, "FM", 2)).contains("precision is over no rows");
    assertThat(reason(audit, "EqualOdds", 2))
        .contains("home=rent with sex=male is of the positive class: the true positive rate");
    assertThat(reason(audit, "SP", 2)).contains("home=rent has sex=male");
    assertThat(reason(audit, "DI", 2)).contains("home=rent has sex=male");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ratio", "symmetric"})
  void disparate_impact_does_not_divide_by_zero(String form) {
    // Nobody but the men gets the favourable decision.
    double[] rows = {.1, 0, 1, 0, .2, 1, 1, 0, .8, 0, 0, 0, .9, 1, 0, 0};

    Measurement measured = measure(audit(rows, ROLES), "DI", Map.of("form", form)).get(0);

    assertThat(((Measurement.NotComputable) measured.result()).reason())
        .contains("sex other than male has a favourable decision (0/2): the ratio divides by 0");
  }

  @Test
  void reports_the_form_that_was_not_asked_for_as_evidence() {
    Audit audit = audit(rows(300, 7), ROLES);

    Measurement ratio = measure(audit, "DI", Map.of()).get(0);
    Measurement symmetric = measure(audit, "DI", Map.of("form", "symmetric")).get(0);

    assertThat(ratio.parameters()).containsEntry("form", "ratio").containsEntry("level", "0.95");
    assertThat(symmetric.parameters()).containsEntry("form", "symmetric");
    assertThat(ratio.evidence()).isEqualTo(symmetric.evidence());
    assertThat(ratio.evidence().get(1).rows())
        .extracting(row -> row.get(0))
        .containsExactly("ratio", "symmetric");
    double r = value(ratio).value();
    assertThat(value(symmetric).value()).isEqualTo(Math.min(r, 1 / r));
  }

  @Test
  void the_level_is_a_parameter_and_unknown_parameters_are_refused() {
    Audit audit = audit(rows(300, 8), ROLES);

    for (String kpi : ALL) {
      Measurement.Value usual = value(measure(audit, kpi, Map.of()).get(0));
      Measurement.Value sure = value(measure(audit, kpi, Map.of("level", "0.999")).get(0));
      assertThat(sure.interval().map(ConfidenceInterval::level)).contains(0.999);
      assertThat(width(sure)).as(kpi).isGreaterThan(width(usual));
      assertThatThrownBy(() -> measure(audit, kpi, Map.of("lvel", "0.9")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("KPI " + kpi + " has no parameter \"lvel\"");
      assertThatThrownBy(() -> measure(audit, kpi, Map.of("level", "95")))
          .hasMessageContaining("a confidence level lies in (0, 1)");
    }
    assertThatThrownBy(() -> measure(audit, "DI", Map.of("form", "odd")))
        .hasMessageContaining("it is one of ratio, symmetric");
  }

  @Test
  void the_seed_decides_the_interval_of_f1_and_differs_by_scope() {
    double[] rows = rows(300, 9);
    List<Measurement> one = measure(audit(rows, ROLES), "F1", Map.of());
    List<Measurement> two =
        measure(Audit.of(new ScoreColumn(0, 4), data(rows), ROLES).seed(2).build(), "F1", Map.of());

    assertThat(value(one.get(0)).value()).isEqualTo(value(two.get(0)).value());
    assertThat(value(one.get(0)).seed()).isNotEqualTo(value(two.get(0)).seed());
    assertThat(value(one.get(0)).interval()).isNotEqualTo(value(two.get(0)).interval());
    assertThat(value(one.get(0)).seed()).isNotEqualTo(value(one.get(1)).seed());
  }

  @Test
  void f1_and_fowlkes_mallows_have_each_its_own_interval() {
    // TP 30, FP 10, FN 20, TN 40.
    double[] rows = new double[100 * 4];
    for (int i = 0; i < 100; i++) {
      rows[4 * i] = i < 40 ? 0.5 : 0.4999;
      rows[4 * i + 1] = i < 30 || (i >= 40 && i < 60) ? 1 : 0;
    }
    Audit audit = audit(rows, ROLES);
    ConfusionTable table = new ConfusionTable(30, 10, 20, 40);

    Measurement.Value f1 = value(measure(audit, "F1", Map.of()).get(0));
    Measurement.Value fm = value(measure(audit, "FM", Map.of()).get(0));

    assertThat(f1.interval()).contains(ConfusionBootstrap.f1(table, 0.95, f1.seed().orElseThrow()));
    assertThat(fm.interval())
        .contains(ConfusionBootstrap.fowlkesMallows(table, 0.95, fm.seed().orElseThrow()));
    // 2 * 30 / (2 * 30 + 10 + 20), and 30 / sqrt(40 * 50).
    assertThat(f1.value()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(fm.value()).isCloseTo(0.6708203932499369, within(1e-15));
  }

  @Test
  void small_data_give_a_value_with_its_interval_or_a_reason_and_never_nan() {
    for (int seed = 0; seed < 300; seed++) {
      double[] rows = rows(4 + seed % 9, 1000 + seed);
      rows[1] = 0;
      rows[5] = 1;
      Audit audit = audit(rows, ROLES);
      for (String kpi : ALL) {
        for (Measurement measured : measure(audit, kpi, Map.of())) {
          if (measured.result() instanceof Measurement.Value value) {
            assertThat(value.interval().orElseThrow().contains(value.value()))
                .as("%s %s", measured.scope(), value)
                .isTrue();
          } else {
            assertThat(((Measurement.NotComputable) measured.result()).reason())
                .startsWith("No row of ");
          }
        }
      }
    }
  }

  private static SampleSize size(Audit audit, String kpi) {
    return measure(audit, kpi, Map.of()).get(0).sampleSize();
  }

  private static double width(Measurement.Value value) {
    ConfidenceInterval interval = value.interval().orElseThrow();
    return interval.high() - interval.low();
  }

  private static String reason(Audit audit, String kpi, int index) {
    return ((Measurement.NotComputable) measure(audit, kpi, Map.of()).get(index).result()).reason();
  }

  private static double value(Audit audit, String kpi) {
    return value(measure(audit, kpi, Map.of()).get(0)).value();
  }

  private static Measurement.Value value(Measurement measurement) {
    assertThat(measurement.result()).isInstanceOf(Measurement.Value.class);
    return (Measurement.Value) measurement.result();
  }

  private static List<Measurement> measure(
      Audit audit, String kpi, Map<String, String> parameters) {
    return KpiCatalogue.load(FirstKpisTest.class.getClassLoader())
        .find(KpiId.of(kpi))
        .orElseThrow()
        .measure(audit, KpiParameters.of(parameters));
  }

  private static Audit audit(double[] rows, Roles roles) {
    return Audit.of(new ScoreColumn(0, 4), data(rows), roles).build();
  }

  private static Dataset data(double[] rows) {
    return Dataset.of(
        Schema.of(
            List.of(
                new Feature.Continuous("p", 0, 1, false, Feature.Attributes.NONE),
                new Feature.Binary("y", List.of("good", "bad"), Feature.Attributes.NONE),
                new Feature.Categorical("sex", SEXES, Feature.Attributes.NONE),
                new Feature.Binary("home", List.of("own", "rent"), Feature.Attributes.NONE))),
        rows);
  }

  private static double[] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[count * 4];
    for (int i = 0; i < rows.length; i += 4) {
      int sex = random.nextInt(4) - 1;
      rows[i] = Math.min(1, random.nextInt(65) / 64.0 * (sex == 1 ? 0.9 : 1));
      rows[i + 1] = random.nextDouble() < rows[i] ? 1 : 0;
      rows[i + 2] = sex < 0 ? Double.NaN : sex;
      rows[i + 3] = random.nextInt(2);
    }
    return rows;
  }

  private static double[] shuffle(double[] rows) {
    List<Integer> order =
        new java.util.ArrayList<>(
            java.util.stream.IntStream.range(0, rows.length / 4).boxed().toList());
    java.util.Collections.shuffle(order, new Random(1));
    double[] shuffled = new double[rows.length];
    for (int i = 0; i < order.size(); i++) {
      System.arraycopy(rows, order.get(i) * 4, shuffled, i * 4, 4);
    }
    return shuffled;
  }

  private static double[] only(double[] rows, int group) {
    double[] kept = new double[rows.length];
    int length = 0;
    for (int i = 0; i < rows.length; i += 4) {
      if (rows[i + 3] == group) {
        System.arraycopy(rows, i, kept, length, 4);
        length += 4;
      }
    }
    return Arrays.copyOf(kept, length);
  }
}
