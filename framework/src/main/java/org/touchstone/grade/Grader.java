package org.touchstone.grade;

import java.util.Optional;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.profile.Decision;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.RagLight;

/**
 * Grades a measurement by the rule of a profile.
 *
 * <p>With the decision {@code point}, the light is that of the band that the value falls in. With
 * {@code interval}, green means that the whole confidence interval is green, red that the whole
 * interval is red, anything else is amber; a KPI without a sampling distribution has no interval
 * and is decided by its value, which the reason says.
 */
public final class Grader {

  private Grader() {}

  /**
   * The verdict on a measurement.
   *
   * @throws IllegalStateException if the value lies outside the range that the rule declares: the
   *     check then is an error, never a colour
   */
  public static Verdict grade(Measurement measurement, KpiRule rule) {
    Measurement.Result result = measurement.result();
    if (result instanceof Measurement.NotApplicable notApplicable) {
      return new Verdict(Light.NOT_APPLICABLE, notApplicable.reason());
    }
    if (result instanceof Measurement.NotComputable notComputable) {
      return new Verdict(Light.INSUFFICIENT_DATA, notComputable.reason());
    }
    SampleSize sample = measurement.sampleSize();
    Optional<String> shortfall =
        rule.minimumSample().shortfall(sample.rows(), sample.numerator(), sample.denominator());
    if (shortfall.isPresent()) {
      return new Verdict(Light.INSUFFICIENT_DATA, shortfall.get());
    }
    Measurement.Value value = (Measurement.Value) result;
    if (rule.decision() == Decision.POINT) {
      return byPoint(measurement, value, rule, "");
    }
    return value
        .interval()
        .map(interval -> byInterval(measurement, value, interval, rule))
        .orElseGet(
            () ->
                byPoint(
                    measurement, value, rule, "; it has no interval and is decided by its value"));
  }

  private static Verdict byPoint(
      Measurement measurement, Measurement.Value value, KpiRule rule, String note) {
    RagLight light = rule.light(value.value()).orElseThrow(() -> outside(measurement, value, rule));
    return new Verdict(Light.valueOf(light.name()), "the value is " + word(light) + note);
  }

  private static Verdict byInterval(
      Measurement measurement, Measurement.Value value, ConfidenceInterval interval, KpiRule rule) {
    RagLight point = rule.light(value.value()).orElseThrow(() -> outside(measurement, value, rule));
    RagLight light =
        rule.light(interval.low(), interval.high())
            .orElseThrow(() -> outside(measurement, value, rule));
    String reason =
        light == RagLight.AMBER
            ? point == RagLight.AMBER
                ? "the value is amber"
                : "the value is " + word(point) + ", its interval is not all " + word(point)
            : "the whole interval is " + word(light);
    return new Verdict(Light.valueOf(light.name()), reason);
  }

  private static String word(RagLight light) {
    return light.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static IllegalStateException outside(
      Measurement measurement, Measurement.Value value, KpiRule rule) {
    return new IllegalStateException(
        measurement.kpi()
            + " ("
            + measurement.scope()
            + ") is "
            + value.value()
            + value.interval().map(i -> " [" + i.low() + ", " + i.high() + "]").orElse("")
            + ", outside the range "
            + rule.range()
            + " that the profile declares; correct the range in the profile");
  }
}
