package org.touchstone.grade;

import java.util.Locale;
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
 * interval is red, anything else is amber. An interval is clipped to the rule's range first. Where
 * an interval is all green and does not hold its own value, a value that is not green makes it
 * amber: green never hides one. A KPI without a sampling distribution has no interval and is
 * decided by its value, which the reason says.
 */
public final class Grader {

  private Grader() {}

  /**
   * The verdict on a measurement.
   *
   * @throws IllegalStateException if the value lies outside the range that the rule declares, or
   *     its interval has another level than the rule asks for: the check then is an error, never a
   *     colour
   */
  public static Verdict grade(Measurement measurement, KpiRule rule) {
    Measurement.Result result = measurement.result();
    if (result instanceof Measurement.NotApplicable notApplicable) {
      return new Verdict(Light.NOT_APPLICABLE, notApplicable.reason());
    }
    if (result instanceof Measurement.NotComputable notComputable) {
      return new Verdict(Light.INSUFFICIENT_DATA, notComputable.reason());
    }
    Measurement.Value value = (Measurement.Value) result;
    RagLight point = rule.light(value.value()).orElseThrow(() -> outside(measurement, value, rule));
    SampleSize sample = measurement.sampleSize();
    Optional<String> shortfall =
        rule.minimumSample().shortfall(sample.rows(), sample.numerator(), sample.denominator());
    if (shortfall.isPresent()) {
      return new Verdict(Light.INSUFFICIENT_DATA, shortfall.get());
    }
    if (rule.decision() == Decision.POINT) {
      return verdict(point, "the value is " + word(point));
    }
    if (value.interval().isEmpty()) {
      return verdict(
          point,
          "the value is " + word(point) + "; it has no interval and is decided by its value");
    }
    ConfidenceInterval interval = value.interval().get();
    if (interval.level() != rule.confidenceLevel()) {
      throw new IllegalStateException(
          measurement.kpi()
              + " ("
              + measurement.scope()
              + ") has an interval of level "
              + interval.level()
              + ", the profile asks for "
              + rule.confidenceLevel()
              + "; let the KPI have the parameter \"level\" and use it, or set the profile's"
              + " confidenceLevel to what it uses");
    }
    RagLight whole =
        rule.light(interval.low(), interval.high())
            .orElseThrow(() -> outside(measurement, value, rule));
    return byInterval(point, whole);
  }

  private static Verdict byInterval(RagLight point, RagLight whole) {
    if (whole == RagLight.GREEN && point != RagLight.GREEN) {
      return verdict(
          RagLight.AMBER,
          "the value is " + word(point) + ", outside of its own interval, which is all green");
    }
    if (whole != RagLight.AMBER) {
      return verdict(whole, "the whole interval is " + word(whole));
    }
    return verdict(
        RagLight.AMBER,
        point == RagLight.AMBER
            ? "the value is amber"
            : "the value is " + word(point) + ", its interval is not all " + word(point));
  }

  private static Verdict verdict(RagLight light, String reason) {
    return new Verdict(Light.valueOf(light.name()), reason);
  }

  private static String word(RagLight light) {
    return light.name().toLowerCase(Locale.ROOT);
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
