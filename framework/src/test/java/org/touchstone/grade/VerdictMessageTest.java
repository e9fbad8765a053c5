package org.touchstone.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.touchstone.fixture.Checks.interval;
import static org.touchstone.fixture.Checks.notApplicable;
import static org.touchstone.fixture.Checks.notComputable;
import static org.touchstone.fixture.Checks.point;
import static org.touchstone.fixture.Checks.result;
import static org.touchstone.fixture.Checks.rule;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.profile.Band;
import org.touchstone.profile.Decision;
import org.touchstone.profile.KpiRule;

class VerdictMessageTest {

  private static final KpiRule RATIO =
      rule(Decision.INTERVAL, "[0, inf)", "(0.8, inf)", "{0.8}", "[0, 0.8)");
  private static final KpiRule SHARE =
      rule(Decision.POINT, "[0, 1]", "[0.8, 1]", "[0.5, 0.8)", "[0, 0.5)");

  @Test
  void tells_all_that_a_reader_of_a_failed_build_needs() {
    CheckResult result = result(interval(0.71234567, 0.6, 0.7999), RATIO);

    assertThat(VerdictMessage.of(result))
        .isEqualTo(
            """
            RED 1.1 Kappa (overall): 0.7123, 95 % interval [0.6, 0.7999]
              Why: the whole interval is red
              Value is in: red [0, 0.8)
              To be green: the whole interval in (0.8, inf)
              Sample: 200 rows, smallest numerator 24, smallest denominator 60
              Means: Agreement beyond chance.
              Often caused by: Labels that were guessed.
              Profile: test.rag.json""");
  }

  @Test
  void says_that_the_value_decides_where_there_is_no_interval() {
    assertThat(VerdictMessage.toBeGreen(result(point(0.9), RATIO)))
        .isEqualTo("the value in (0.8, inf)");
    assertThat(VerdictMessage.toBeGreen(result(interval(0.9, 0.7, 1), SHARE)))
        .isEqualTo("the value in [0.8, 1]");
  }

  @Test
  void says_why_there_is_no_value() {
    assertThat(VerdictMessage.of(result(notComputable("a rate over no rows"), SHARE)))
        .startsWith(
            "INSUFFICIENT DATA 1.1 Kappa (overall): no value\n  Why: a rate over no rows\n");
    assertThat(VerdictMessage.of(result(notApplicable("no coefficients"), SHARE)))
        .startsWith("NOT APPLICABLE 1.1 Kappa (overall): no value\n  Why: no coefficients\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0.7423506556580864, 0.7424",
    "0.5, 0.5",
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "0.003472222, 0.003472",
    "0.0000123456, 1.235e-5",
    "12345.678, 12346",
    "1234567.8, 1.235e6",
    "3000000, 3000000",
    "1e300, 1e300",
    "271.7935, 271.8"
  })
  void numbers_have_four_significant_digits(double value, String text) {
    KpiRule anywhere = rule(Decision.POINT, "(-inf, inf)", "(-1, inf)", "{-1}", "(-inf, -1)");

    assertThat(VerdictMessage.point(result(point(value), anywhere))).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    // Green is (0.8, inf): neither may read as 0.8.
    "0.79996, 0.79996",
    "0.80004, 0.80004",
    "0.79999999, 0.79999999",
    "0.8000000000000002, 0.8000000000000002",
    "0.8, 0.8",
    "0.79994, 0.7999",
    "0.80006, 0.8001"
  })
  void a_value_is_never_rounded_onto_or_over_the_end_of_a_band(double value, String text) {
    assertThat(VerdictMessage.point(result(point(value), RATIO))).contains(text);
  }

  @Test
  void a_value_is_not_rounded_onto_the_end_of_its_own_closed_band_or_of_the_range() {
    assertThat(VerdictMessage.point(result(point(0.80004), SHARE))).contains("0.80004");
    assertThat(VerdictMessage.point(result(point(0.999996), SHARE))).contains("0.999996");
    assertThat(VerdictMessage.point(result(point(0.49996), SHARE))).contains("0.49996");
  }

  @Test
  void limits_are_told_apart_from_the_ends_of_bands_as_well() {
    CheckResult result = result(interval(0.9, 0.80004, Double.POSITIVE_INFINITY), RATIO);

    assertThat(VerdictMessage.limits(result)).contains("[0.80004, inf]");
    assertThat(VerdictMessage.value(result)).isEqualTo("0.9, 95 % interval [0.80004, inf]");
  }

  @Test
  void a_limit_beyond_the_range_does_not_read_as_within() {
    CheckResult result = result(interval(0.9, 0.7, 1.00000001), SHARE);

    assertThat(VerdictMessage.limits(result)).contains("[0.7, 1.00000001]");
    assertThat(VerdictMessage.limits(result(interval(0.9, 0.7, 1.23456789), SHARE)))
        .contains("[0.7, 1.235]");
  }

  @Test
  void what_is_shown_always_has_the_light_of_the_value() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      double near = Math.scalb(random.nextDouble() - 0.5, -random.nextInt(50));
      double value = Math.min(1, Math.max(0, (random.nextBoolean() ? 0.8 : 0.5) + near));

      double shown =
          Double.parseDouble(VerdictMessage.point(result(point(value), SHARE)).orElseThrow());

      assertThat(SHARE.light(shown)).isEqualTo(SHARE.light(value));
      assertThat(Band.parse("{0, 0.5, 0.8, 1}").contains(shown))
          .isEqualTo(Band.parse("{0, 0.5, 0.8, 1}").contains(value));
    }
  }

  @Test
  void numbers_do_not_depend_on_the_locale() {
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"de-DE", "ar-EG", "hi-IN-u-nu-deva", "fr-FR"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(VerdictMessage.value(result(interval(0.7123, 0.6, 1234.6), RATIO)))
            .isEqualTo("0.7123, 95 % interval [0.6, 1235]");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void without_a_profile_all_digits_are_shown() {
    assertThat(VerdictMessage.of(interval(0.7423506556580864, 0.65, 0.81)))
        .isEqualTo("K (overall): 0.7423506556580864, 95 % interval [0.65, 0.81]");
    assertThat(VerdictMessage.of(notComputable("no rows")))
        .isEqualTo("K (overall): not computable, no rows");
    assertThat(VerdictMessage.of(notApplicable("a forest")))
        .isEqualTo("K (overall): not applicable, a forest");
  }
}
