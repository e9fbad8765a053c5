package org.touchstone.grade;

import java.util.Optional;
import java.util.OptionalLong;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.profile.Decision;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.RagLight;

/** Says in words what a check found, for failure messages and reports. */
public final class VerdictMessage {

  private VerdictMessage() {}

  /**
   * KPI, scope, value with interval, the band it fell in, the band it had to reach, sample sizes,
   * what the KPI means, and what commonly causes it.
   */
  public static String of(CheckResult result) {
    KpiDescriptor kpi = result.check().kpi().descriptor();
    KpiRule rule = result.check().rule();
    StringBuilder text = new StringBuilder();
    text.append(result.verdict().light().label()).append(' ').append(result.title());
    text.append(": ").append(value(result)).append('\n');
    line(text, "Why", result.verdict().reason());
    result
        .value()
        .flatMap(value -> rule.light(value.value()))
        .ifPresent(light -> line(text, "Value is in", band(rule, light)));
    result
        .measurement()
        .ifPresent(
            measurement -> {
              line(text, "To be green", toBeGreen(result));
              line(text, "Sample", sample(measurement.sampleSize()));
            });
    line(text, "Means", kpi.meaning());
    line(text, "Often caused by", kpi.commonCauses());
    line(text, "Profile", rule.location().toString());
    return text.toString().stripTrailing();
  }

  /**
   * The value with its interval, for example {@code 0.742, 95 % interval [0.661, 0.809]}; {@code no
   * value} where there is none.
   */
  public static String value(CheckResult result) {
    return result
        .value()
        .map(
            value ->
                NumberText.of(value.value(), result.check().rule())
                    + unit(result)
                    + value
                        .interval()
                        .map(i -> ", " + percent(i) + " interval " + limits(i, result))
                        .orElse(""))
        .orElse("no value");
  }

  /** The value alone, without interval and unit; empty where there is none. */
  public static Optional<String> point(CheckResult result) {
    return result.value().map(value -> NumberText.of(value.value(), result.check().rule()));
  }

  /** The limits of the interval, for example {@code [0.661, 0.809]}; empty where there is none. */
  public static Optional<String> limits(CheckResult result) {
    return result.value().flatMap(Measurement.Value::interval).map(i -> limits(i, result));
  }

  /**
   * A measurement that no profile grades, for example {@code AUC (overall): 0.742, 95 % interval
   * [0.661, 0.809]}, or the reason why there is no value.
   */
  public static String of(Measurement measurement) {
    return measurement.kpi() + " (" + measurement.scope() + "): " + found(measurement.result());
  }

  private static String found(Measurement.Result result) {
    if (result instanceof Measurement.NotComputable none) {
      return "not computable, " + none.reason();
    }
    if (result instanceof Measurement.NotApplicable none) {
      return "not applicable, " + none.reason();
    }
    Measurement.Value value = (Measurement.Value) result;
    return exact(value.value())
        + value
            .interval()
            .map(i -> ", " + percent(i) + " interval [" + exact(i.low()) + ", " + exact(i.high()))
            .map(text -> text + "]")
            .orElse("");
  }

  /**
   * What was compared with the green band, for example {@code the whole interval in (0.8, 1]}: the
   * interval where the profile decides by it and the value has one, else the value.
   */
  public static String toBeGreen(CheckResult result) {
    KpiRule rule = result.check().rule();
    boolean byValue =
        rule.decision() == Decision.POINT
            || result.value().filter(value -> value.interval().isEmpty()).isPresent();
    return (byValue ? "the value in " : "the whole interval in ") + rule.green();
  }

  /** Sample sizes in words, for example {@code 200 rows, smallest numerator 24, ...}. */
  public static String sample(SampleSize sample) {
    return sample.rows()
        + " rows"
        + count(", smallest numerator ", sample.numerator())
        + count(", smallest denominator ", sample.denominator());
  }

  private static String band(KpiRule rule, RagLight light) {
    return switch (light) {
      case GREEN -> "green " + rule.green();
      case AMBER -> "amber " + rule.amber();
      case RED -> "red " + rule.red();
    };
  }

  /** All digits: there are no bands that say how many matter. */
  private static String exact(double value) {
    return Double.isInfinite(value) ? NumberText.of(value) : Double.toString(value);
  }

  private static String percent(ConfidenceInterval interval) {
    return NumberText.of(interval.level() * 100) + " %";
  }

  private static String limits(ConfidenceInterval interval, CheckResult result) {
    KpiRule rule = result.check().rule();
    return "["
        + NumberText.of(interval.low(), rule)
        + ", "
        + NumberText.of(interval.high(), rule)
        + "]";
  }

  private static String unit(CheckResult result) {
    String unit = result.check().kpi().descriptor().unit();
    return unit.isEmpty() ? "" : " " + unit;
  }

  private static String count(String label, OptionalLong count) {
    return count.isPresent() ? label + count.getAsLong() : "";
  }

  private static void line(StringBuilder text, String label, String content) {
    if (!content.isEmpty()) {
      text.append("  ").append(label).append(": ").append(content).append('\n');
    }
  }
}
