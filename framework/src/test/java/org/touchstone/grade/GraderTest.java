package org.touchstone.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.touchstone.fixture.Checks.interval;
import static org.touchstone.fixture.Checks.notApplicable;
import static org.touchstone.fixture.Checks.notComputable;
import static org.touchstone.fixture.Checks.point;
import static org.touchstone.fixture.Checks.rule;
import static org.touchstone.fixture.Checks.withMinimum;

import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.profile.Decision;
import org.touchstone.profile.KpiRule;

class GraderTest {

  /** Green [0.8, 1], amber [0.5, 0.8), red [0, 0.5). */
  private static KpiRule oneSided(Decision decision) {
    return rule(decision, "[0, 1]", "[0.8, 1]", "[0.5, 0.8)", "[0, 0.5)");
  }

  /** Green around 1, amber and red on both sides. */
  private static KpiRule twoSided(Decision decision) {
    return rule(
        decision, "[0, inf)", "[0.8, 1.25]", "[0.7, 0.8) u (1.25, 1.5]", "[0, 0.7) u (1.5, inf)");
  }

  @ParameterizedTest
  @CsvSource({
    "0, RED",
    "0.4999999999999999, RED",
    "0.5, AMBER",
    "0.7999999999999999, AMBER",
    "0.8, GREEN",
    "1, GREEN"
  })
  void a_value_has_the_light_of_its_band(double value, Light light) {
    Verdict verdict = Grader.grade(point(value), oneSided(Decision.POINT));

    assertThat(verdict.light()).isEqualTo(light);
    assertThat(verdict.reason())
        .isEqualTo("the value is " + light.label().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @CsvSource({
    "0.69, RED",
    "0.7, AMBER",
    "0.8, GREEN",
    "1.25, GREEN",
    "1.2500000000000002, AMBER",
    "1.5, AMBER",
    "1.6, RED",
    "Infinity, RED"
  })
  void a_value_may_fall_on_either_side_of_a_two_sided_band(double value, Light light) {
    assertThat(Grader.grade(point(value), twoSided(Decision.POINT)).light()).isEqualTo(light);
  }

  @Test
  void the_point_decision_does_not_look_at_the_interval() {
    Measurement wide = interval(0.9, 0.1, 1);

    assertThat(Grader.grade(wide, oneSided(Decision.POINT)).light()).isEqualTo(Light.GREEN);
  }

  @ParameterizedTest
  @CsvSource({
    "0.9, 0.8, 1, GREEN, the whole interval is green",
    "0.9, 0.79, 1, AMBER, 'the value is green, its interval is not all green'",
    "0.6, 0.5, 0.79, AMBER, the value is amber",
    "0.6, 0.1, 0.95, AMBER, the value is amber",
    "0.3, 0.1, 0.5, AMBER, 'the value is red, its interval is not all red'",
    "0.3, 0.1, 0.49, RED, the whole interval is red",
    "0.3, 0.1, 0.9, AMBER, 'the value is red, its interval is not all red'",
    "0.9, 0.9, 0.9, GREEN, the whole interval is green"
  })
  void an_interval_is_green_or_red_only_as_a_whole(
      double value, double low, double high, Light light, String reason) {
    assertThat(Grader.grade(interval(value, low, high), oneSided(Decision.INTERVAL)))
        .isEqualTo(new Verdict(light, reason));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.9, 1.2, GREEN",
    "1, 0.75, 1.2, AMBER",
    "0.6, 0.5, 0.69, RED",
    "2, 1.6, Infinity, RED",
    "2, 1, Infinity, AMBER",
    // Red on both sides, with green between: not all red.
    "0.6, 0.5, 1.6, AMBER"
  })
  void unions_of_bands_and_infinite_limits_are_graded(
      double value, double low, double high, Light light) {
    assertThat(Grader.grade(interval(value, low, high), twoSided(Decision.INTERVAL)).light())
        .isEqualTo(light);
  }

  @Test
  void an_interval_on_a_line_without_ends_is_graded() {
    KpiRule rule = rule(Decision.INTERVAL, "(-inf, inf)", "(-inf, 0]", "(0, 1]", "(1, inf)");

    assertThat(Grader.grade(interval(-5, Double.NEGATIVE_INFINITY, 0), rule).light())
        .isEqualTo(Light.GREEN);
    assertThat(
            Grader.grade(interval(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), rule)
                .light())
        .isEqualTo(Light.AMBER);
  }

  @Test
  void what_of_an_interval_lies_beyond_the_range_does_not_count() {
    assertThat(Grader.grade(interval(0.99, 0.9, 1.08), oneSided(Decision.INTERVAL)).light())
        .isEqualTo(Light.GREEN);
    assertThat(Grader.grade(interval(0.01, -0.2, 0.2), oneSided(Decision.INTERVAL)).light())
        .isEqualTo(Light.RED);
  }

  @Test
  void green_does_not_hide_a_value_outside_of_its_own_interval() {
    assertThat(Grader.grade(interval(0.7, 0.8, 0.9), oneSided(Decision.INTERVAL)))
        .isEqualTo(
            new Verdict(
                Light.AMBER,
                "the value is amber, outside of its own interval, which is all green"));
  }

  @Test
  void an_interval_that_is_all_red_is_red_whatever_its_value() {
    assertThat(Grader.grade(interval(0.9, 0.1, 0.2), oneSided(Decision.INTERVAL)).light())
        .isEqualTo(Light.RED);
  }

  @ParameterizedTest
  @CsvSource({"0.9, GREEN, green", "0.6, AMBER, amber", "0.1, RED, red"})
  void without_an_interval_the_value_decides_and_the_reason_says_so(
      double value, Light light, String word) {
    assertThat(Grader.grade(point(value), oneSided(Decision.INTERVAL)))
        .isEqualTo(
            new Verdict(
                light,
                "the value is " + word + "; it has no interval and is decided by its value"));
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void what_cannot_be_computed_is_insufficient_data(Decision decision) {
    assertThat(Grader.grade(notComputable("a rate over no rows"), oneSided(decision)))
        .isEqualTo(new Verdict(Light.INSUFFICIENT_DATA, "a rate over no rows"));
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void what_has_no_meaning_is_not_applicable_however_few_the_rows(Decision decision) {
    KpiRule rule = withMinimum(oneSided(decision), 100, 10, 10);

    assertThat(Grader.grade(notApplicable("a forest has no coefficients"), rule))
        .isEqualTo(new Verdict(Light.NOT_APPLICABLE, "a forest has no coefficients"));
  }

  @ParameterizedTest
  @CsvSource({
    // The fixture measures on 200 rows, numerator 24, denominator 60.
    "200, 24, 60, GREEN, the value is green",
    "201, 24, 60, INSUFFICIENT_DATA, 'rows is 200, the profile asks for at least 201'",
    "200, 25, 60, INSUFFICIENT_DATA, 'numerator is 24, the profile asks for at least 25'",
    "200, 24, 61, INSUFFICIENT_DATA, 'denominator is 60, the profile asks for at least 61'"
  })
  void too_few_data_have_no_colour(
      long rows, long numerator, long denominator, Light light, String reason) {
    KpiRule rule = withMinimum(oneSided(Decision.POINT), rows, numerator, denominator);

    assertThat(Grader.grade(point(0.9), rule)).isEqualTo(new Verdict(light, reason));
  }

  @Test
  void a_minimum_that_the_kpi_does_not_report_is_not_met() {
    Measurement rowsOnly =
        new Measurement(
            KpiId.of("K"),
            Scope.OVERALL,
            new Measurement.Value(0.9, java.util.Optional.empty(), OptionalLong.empty()),
            SampleSize.ofRows(500),
            java.util.Map.of(),
            java.util.List.of());

    Verdict verdict = Grader.grade(rowsOnly, withMinimum(oneSided(Decision.POINT), 100, 10, 0));

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                Light.INSUFFICIENT_DATA,
                "numerator is not reported, the profile asks for at least 10"));
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void a_value_outside_of_the_range_is_an_error_never_a_colour(Decision decision) {
    assertThatThrownBy(() -> Grader.grade(interval(1.5, 0.9, 1.6), oneSided(decision)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "K (overall) is 1.5 [0.9, 1.6], outside the range [0, 1] that the profile declares;"
                + " correct the range in the profile");
  }

  @Test
  void a_value_outside_of_the_range_is_an_error_also_where_the_data_are_few() {
    KpiRule rule = withMinimum(oneSided(Decision.POINT), 1000, 10, 10);

    assertThatThrownBy(() -> Grader.grade(point(-0.1), rule))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_interval_that_lies_outside_of_the_range_is_an_error() {
    assertThatThrownBy(() -> Grader.grade(interval(1, 1.1, 1.6), oneSided(Decision.INTERVAL)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[1.1, 1.6], outside the range [0, 1]");
  }

  @Test
  void an_interval_of_another_level_than_the_profile_asks_for_is_an_error() {
    Measurement wrong =
        Measurement.of(
            KpiId.of("X"),
            Scope.OVERALL,
            0.9,
            new ConfidenceInterval(0.85, 0.95, 0.9, "Wilson 1927"),
            SampleSize.ofRows(100));

    assertThatThrownBy(() -> Grader.grade(wrong, oneSided(Decision.INTERVAL)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has an interval of level 0.9, the profile asks for 0.95");
    assertThat(Grader.grade(wrong, oneSided(Decision.POINT)).light()).isNotEqualTo(Light.ERROR);
  }
}
