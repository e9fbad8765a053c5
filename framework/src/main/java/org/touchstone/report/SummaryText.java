package org.touchstone.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Light;
import org.touchstone.grade.VerdictMessage;

/** The table that a person reads on the console after a run. */
final class SummaryText {

  private static final String RESET = "\u001b[0m";
  private static final Map<Light, String> COLORS =
      new EnumMap<>(
          Map.of(
              Light.GREEN, "\u001b[32m",
              Light.AMBER, "\u001b[33m",
              Light.RED, "\u001b[31m",
              Light.NOT_APPLICABLE, "\u001b[90m",
              Light.INSUFFICIENT_DATA, "\u001b[35m",
              Light.ERROR, "\u001b[41;97m"));
  private static final List<String> HEADER =
      List.of("KPI", "Scope", "Value", "Interval", "Verdict", "Green is, or why there is no light");

  private final SuiteReport report;
  private final List<String> written;
  private final List<ReportException> failures;
  private final boolean color;

  SummaryText(
      SuiteReport report, List<String> written, List<ReportException> failures, boolean color) {
    this.report = report;
    this.written = written;
    this.failures = failures;
    this.color = color;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\n");
    text.append(report.suite().name())
        .append("  |  profile ")
        .append(report.suite().profile().id())
        .append(' ')
        .append(report.suite().profile().version());
    report
        .subject()
        .ifPresent(
            subject ->
                text.append("  |  ")
                    .append(subject.modelSource().name())
                    .append(", ")
                    .append(subject.test().rowCount())
                    .append(" rows"));
    text.append("\n\n");
    if (!report.results().isEmpty()) {
      table(text);
      text.append('\n');
      line(text, counts());
    }
    report.failure().ifPresent(failure -> line(text, "NOT COMPLETE: " + failure));
    if (!report.suite().notMeasured().isEmpty()) {
      line(
          text,
          "Not measured, this version does not have: "
              + report.suite().notMeasured().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(", ")));
    }
    if ("report".equals(report.settings().get("touchstone.gate"))) {
      line(text, "Report only (touchstone.gate=report): no verdict fails the build.");
    }
    written.forEach(file -> line(text, file));
    failures.forEach(failure -> line(text, "REPORT FAILED: " + failure.getMessage()));
    return text.append('\n').toString();
  }

  private void table(StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    report.results().forEach(result -> rows.add(cells(result)));
    int[] widths = new int[HEADER.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = HEADER.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    row(text, HEADER, widths, Optional.empty());
    for (int i = 0; i < rows.size(); i++) {
      row(text, rows.get(i), widths, Optional.of(report.results().get(i).verdict().light()));
    }
  }

  private static List<String> cells(CheckResult result) {
    Optional<Measurement.Value> value =
        result
            .measurement()
            .map(Measurement::result)
            .filter(Measurement.Value.class::isInstance)
            .map(Measurement.Value.class::cast);
    return List.of(
        result.check().kpi().descriptor().title(),
        result.scope().toString(),
        value.map(v -> VerdictMessage.number(v.value())).orElse("-"),
        value
            .flatMap(Measurement.Value::interval)
            .map(
                i ->
                    "["
                        + VerdictMessage.number(i.low())
                        + ", "
                        + VerdictMessage.number(i.high())
                        + "]")
            .orElse("-"),
        result.verdict().light().label(),
        switch (result.verdict().light()) {
          case GREEN, AMBER, RED -> VerdictMessage.toBeGreen(result.check().rule());
          case NOT_APPLICABLE, INSUFFICIENT_DATA, ERROR -> firstLine(result.verdict().reason());
        });
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private void row(StringBuilder text, List<String> cells, int[] widths, Optional<Light> light) {
    StringBuilder line = new StringBuilder("  ");
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      boolean verdict = HEADER.get(column).equals("Verdict");
      String shown =
          color && verdict && light.isPresent() ? COLORS.get(light.get()) + cell + RESET : cell;
      line.append(shown);
      if (column < widths.length - 1) {
        line.append(" ".repeat(widths[column] - cell.length() + 2));
      }
    }
    text.append(line).append('\n');
  }

  private String counts() {
    Map<Light, Long> counts = report.counts();
    return report.results().size()
        + " checks: "
        + counts.entrySet().stream()
            .map(
                entry ->
                    entry.getValue()
                        + " "
                        + entry.getKey().label().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder text, String content) {
    text.append("  ").append(content).append('\n');
  }
}
