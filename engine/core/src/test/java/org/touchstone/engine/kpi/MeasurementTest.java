package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.plot.BarPlot;

class MeasurementTest {

  private enum Form {
    RATIO,
    SYMMETRIC
  }

  @Test
  void a_value_is_never_nan() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Measurement.of(KpiId.of("X"), Scope.OVERALL, Double.NaN, SampleSize.ofRows(1)))
        .withMessage("A value is never NaN: return NotComputable with the reason instead");
    Measurement infinite =
        Measurement.of(
            KpiId.of("X"), Scope.OVERALL, Double.POSITIVE_INFINITY, SampleSize.ofRows(1));
    assertThat(((Measurement.Value) infinite.result()).value()).isInfinite();
  }

  @Test
  void tables_plots_and_parameters_do_not_push_each_other_out() {
    // given
    EvidenceTable table = new EvidenceTable("Rates", List.of("sex"), List.of(List.of("male")));
    BarPlot plot = new BarPlot("Rates", "rate", List.of());
    Measurement plain = Measurement.of(KpiId.of("X"), Scope.OVERALL, 1, SampleSize.ofRows(1));

    // when
    Measurement one = plain.withPlots(plot).withEvidence(table).withParameters(Map.of("w", "1"));
    Measurement other = plain.withParameters(Map.of("w", "1")).withEvidence(table).withPlots(plot);

    // then
    assertThat(one).isEqualTo(other);
    assertThat(one.plots()).containsExactly(plot);
    assertThat(one.evidence()).containsExactly(table);
    assertThat(plain.plots()).isEmpty();
  }

  @Test
  void a_row_of_evidence_is_as_long_as_its_header() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new EvidenceTable("Rates", List.of("sex", "rate"), List.of(List.of("male"))))
        .withMessage("Table \"Rates\" has 2 columns, but a row with 1 cells: [male]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999", "0,9", "", "nine"})
  void a_parameter_that_is_no_finite_number_is_refused(String text) {
    KpiParameters parameters = KpiParameters.of(Map.of("level", text));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.number("level", 0.95))
        .withMessage("Parameter \"level\" is \"" + text + "\"; it is a number");
  }

  @Test
  void parameters_are_read_as_the_kpi_needs_them() {
    KpiParameters parameters =
        KpiParameters.of(
            Map.of("w", "0.01", "intercept", "false", "form", "symmetric", "space", "raw"));

    assertThat(parameters.number("w", 1)).isEqualTo(0.01);
    assertThat(parameters.flag("intercept", true)).isFalse();
    assertThat(parameters.choice("form", Form.RATIO)).isEqualTo(Form.SYMMETRIC);
    assertThat(parameters.text("space", "standardised")).isEqualTo("raw");
    assertThat(KpiParameters.NONE.number("w", 1)).isEqualTo(1);
    assertThat(KpiParameters.NONE.flag("intercept", true)).isTrue();
    assertThat(KpiParameters.NONE.choice("form", Form.RATIO)).isEqualTo(Form.RATIO);
    assertThat(KpiParameters.NONE.text("space", "standardised")).isEqualTo("standardised");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.flag("w", true))
        .withMessage("Parameter \"w\" is \"0.01\"; it is true or false");
  }

  @Test
  void whole_numbers_and_switches_are_read_to_their_limits() {
    KpiParameters parameters =
        KpiParameters.of(Map.of("rows", "500", "one", "1.0", "on", "true", "half", "0.5"));

    assertThat(parameters.whole("rows", 7, 500)).isEqualTo(500);
    assertThat(parameters.whole("one", 7, 0)).isEqualTo(1);
    assertThat(parameters.whole("absent", 7, 10)).isEqualTo(7);
    assertThat(parameters.flag("on", false)).isTrue();
    assertThat(parameters.flag("absent", false)).isFalse();
    assertThat(parameters).hasToString("{half=0.5, on=true, one=1.0, rows=500}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.whole("rows", 7, 501))
        .withMessage("Parameter \"rows\" is \"500\"; it is a whole number from 501");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.whole("half", 7, 0))
        .withMessage("Parameter \"half\" is \"0.5\"; it is a whole number from 0");
  }
}
