package org.touchstone.grade;

import java.util.Locale;
import java.util.OptionalLong;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.stats.ConfidenceInterval;
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
        .measurement()
        .ifPresent(
            measurement -> {
              if (measurement.result() instanceof Measurement.Value value) {
                rule.light(value.value())
                    .ifPresent(light -> line(text, "Value is in", band(rule, light)));
              }
              line(text, "To be green", toBeGreen(rule));
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
        .measurement()
        .map(Measurement::result)
        .filter(Measurement.Value.class::isInstance)
        .map(Measurement.Value.class::cast)
        .map(
            value ->
                number(value.value())
                    + unit(result)
                    + value.interval().map(i -> ", " + interval(i)).orElse(""))
        .orElse("no value");
  }

  /** An interval with its level, for example {@code 95 % interval [0.661, 0.809]}. */
  public static String interval(ConfidenceInterval interval) {
    return number(interval.level() * 100)
        + " % interval ["
        + number(interval.low())
        + ", "
        + number(interval.high())
        + "]";
  }

  /** A number with four significant digits, or as many as its whole part has. */
  public static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1e6 || magnitude < 1e-4) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(magnitude)));
    String text = String.format(Locale.ROOT, "%." + Math.min(decimals, 7) + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** What the rule asks for, for example {@code all of the interval in (0.8, 1]}. */
  public static String toBeGreen(KpiRule rule) {
    return switch (rule.decision()) {
      case POINT -> "the value in " + rule.green();
      case INTERVAL -> "the whole interval in " + rule.green();
    };
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
