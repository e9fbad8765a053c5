package org.touchstone.engine.kpi.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.flip.FlipPointRepair;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LogisticRegression;

class RepairReportTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("income", -10, 10, false, Attributes.NONE),
              new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE),
              new Feature.Binary("label", List.of("no|off", "yes"), Attributes.NONE)));

  private static final FlipPointRepair.State BEFORE =
      new FlipPointRepair.State(0.75, 1, 2, -0.5, 2, 0.25, 0.125);
  private static final FlipPointRepair.State AFTER =
      new FlipPointRepair.State(0.7, 2, 2, 0.25, 1, 0.0625, 0);

  private static final Audit READS_SEX = audit(60, 0.5, true);
  private static final Audit READS_NONE = audit(60, 0, false);

  @Test
  void sets_what_the_flips_say_of_both_models_side_by_side() {
    RepairReport report =
        RepairReport.of("sex", BEFORE, AFTER, READS_SEX, READS_SEX, KpiParameters.NONE);

    assertThat(report.feature()).isEqualTo("sex");
    assertThat(report.rows().subList(0, 6))
        .containsExactly(
            row("accuracy", 0.75, 0.7),
            row("place of sex in the order of influence, of 2", 1, 2),
            row("loading of sex in the first component, absolute", 0.5, 0.25),
            row("place of that loading, of 2", 2, 1),
            row("share of sex in the squared length of the directions", 0.25, 0.0625),
            row("share of flip points that change sex", 0.125, 0));
    assertThat(report.rows()).hasSize(9);
  }

  @Test
  void adds_the_kpis_of_both_models_and_says_why_one_is_missing() {
    KpiParameters parameters = KpiParameters.of(Map.of("rows", "20", "outcome", "favourable"));

    RepairReport report = RepairReport.of("sex", BEFORE, AFTER, READS_SEX, READS_NONE, parameters);
    RepairReport turned = RepairReport.of("sex", BEFORE, AFTER, READS_NONE, READS_SEX, parameters);

    Measurement rate =
        new FlipSensitiveRateKpi()
            .measure(READS_SEX, KpiParameters.of(Map.of("rows", "20")))
            .get(0);
    Measurement parity = new FlipParityKpi().measure(READS_SEX, parameters).get(0);
    Measurement swap = new FlipSwapRateKpi().measure(READS_SEX, KpiParameters.NONE).get(0);
    List<Measurement> kpis = List.of(rate, parity, swap);
    for (int i = 0; i < 3; i++) {
      String name = kpis.get(i).kpi() + " of " + kpis.get(i).scope();
      Optional<Double> value = Optional.of(((Measurement.Value) kpis.get(i).result()).value());
      String note = "The model does not read \"sex\"";
      assertThat(report.rows().get(6 + i))
          .isEqualTo(new RepairReport.Row(name, value, Optional.empty(), note));
      assertThat(turned.rows().get(6 + i))
          .isEqualTo(new RepairReport.Row(name, Optional.empty(), value, note));
    }
    assertThat(report.rows()).hasSize(9);
  }

  @Test
  void reads_as_a_table_with_whole_numbers_and_three_decimals() {
    RepairReport report =
        new RepairReport(
            "a|b",
            List.of(
                row("place", 1, 2),
                row("share", 0.12345, 2 / 3.0),
                new RepairReport.Row("a|b", Optional.empty(), Optional.of(1.5), "why")));

    assertThat(report.table().title()).isEqualTo("Before and after the repair of a|b");
    assertThat(report.table().columns()).containsExactly("measure", "before", "after", "note");
    assertThat(report.table().rows())
        .containsExactly(
            List.of("place", "1", "2", ""),
            List.of("share", "0.123", "0.667", ""),
            List.of("a|b", "-", "1.500", "why"));
    assertThat(report.toMarkdown())
        .isEqualTo(
            """
            | measure | before | after | note |
            |---|---|---|---|
            | place | 1 | 2 |  |
            | share | 0.123 | 0.667 |  |
            | a\\|b | - | 1.500 | why |
            """);
  }

  @Test
  void says_that_a_kpi_could_not_be_computed() {
    // given: no row of another level, so that nothing can be swapped
    Audit men = audit(40, 0.5, true, 1);

    RepairReport report =
        RepairReport.of("sex", BEFORE, AFTER, men, men, KpiParameters.of(Map.of("rows", "20")));

    assertThat(report.rows().get(7).before()).isEmpty();
    assertThat(report.rows().get(7).note()).contains("there is nothing to swap to");
  }

  @Test
  void refuses_models_that_are_audited_on_other_rows() {
    Audit more = audit(61, 0.5, true);

    assertThatThrownBy(
            () -> RepairReport.of("sex", BEFORE, AFTER, READS_SEX, more, KpiParameters.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The model before is audited on 60 rows, the one after on 61; take the same rows");
  }

  private static RepairReport.Row row(String measure, double before, double after) {
    return new RepairReport.Row(measure, Optional.of(before), Optional.of(after), "");
  }

  private static Audit audit(int rows, double bySex, boolean readsSex) {
    return audit(rows, bySex, readsSex, 2);
  }

  /** A model of log odds {@code income + bySex * [m]}; of one level all rows are men. */
  private static Audit audit(int count, double bySex, boolean readsSex, int levels) {
    SplittableRandom random = new SplittableRandom(2);
    double[] values = new double[3 * count];
    for (int i = 0; i < count; i++) {
      values[3 * i] = 2 * random.nextDouble() - 1;
      values[3 * i + 1] = levels == 1 ? 1 : i % 2;
      values[3 * i + 2] = random.nextInt(2);
    }
    Input income = Input.Number.passthrough("income", "income");
    Encoder encoder =
        Encoder.of(
            SCHEMA,
            readsSex ? List.of(income, Input.Number.passthrough("sex", "sex")) : List.of(income));
    double[] coefficients = readsSex ? new double[] {1, bySex} : new double[] {1};
    return Audit.of(
            EncodedClassifier.of(encoder, new LogisticRegression(coefficients, 0)),
            Dataset.of(SCHEMA, values),
            Roles.of("label", "yes", "yes").withSensitive("sex", "m"))
        .build();
  }
}
