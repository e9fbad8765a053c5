package org.touchstone.report;

import static java.time.ZoneOffset.UTC;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Light;
import org.touchstone.grade.VerdictMessage;
import org.touchstone.profile.RagProfile;
import org.touchstone.suite.LoadedSequences;

/** The table that a person reads on the console after a run. */
final class SummaryText {

  private static final String INDENT = "  ";
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
  private static final int VERDICT_COLUMN = 4;
  private static final int[] LONGEST = {36, 40, 24, 48, 17, 88};

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
                    .append(subject instanceof LoadedSequences ? " sequences" : " rows"));
    text.append("\n\n");
    if (!report.results().isEmpty()) {
      table(text);
      text.append('\n');
    }
    line(text, report.countsInWords());
    if (!report.suite().profile().isInForceOn(LocalDate.ofInstant(report.started(), UTC))) {
      line(text, "The profile is not in force on the day of this run" + dates() + ".");
    }
    if (isWithoutColour()) {
      line(text, "No check is green, amber or red: this run says nothing about the model.");
    }
    report.failure().ifPresent(failure -> line(text, "NOT COMPLETE: " + failure));
    if (!report.notRun().isEmpty()) {
      line(text, "Not run, left out by a filter or not reached: " + joined(report.notRun()));
    }
    if (!report.suite().notMeasured().isEmpty()) {
      line(
          text,
          "Not measured, this version does not have: " + joined(report.suite().notMeasured()));
    }
    if ("report".equals(report.settings().get("touchstone.gate"))) {
      line(text, "Report only (touchstone.gate=report): no verdict fails the build.");
    }
    written.forEach(file -> line(text, file));
    failures.forEach(failure -> line(text, "REPORT FAILED: " + failure.getMessage()));
    return text.append('\n').toString();
  }

  /** When the profile is in force, for example {@code : from 2026-01-01 to 2026-06-30}. */
  private String dates() {
    RagProfile profile = report.suite().profile();
    return ":"
        + profile.inForceFrom().map(day -> " from " + day).orElse("")
        + profile.inForceTo().map(day -> " to " + day).orElse("");
  }

  private void table(StringBuilder text) {
    TextTable table = new TextTable(VERDICT_COLUMN, LONGEST);
    table.add(HEADER, UnaryOperator.identity());
    for (CheckResult result : report.results()) {
      table.add(cells(result), cell -> paint(cell, result.verdict().light()));
    }
    table.appendTo(text, INDENT);
  }

  private String paint(String cell, Light light) {
    return color ? COLORS.get(light) + cell + RESET : cell;
  }

  private static List<String> cells(CheckResult result) {
    return List.of(
        result.check().kpi().descriptor().title(),
        result.scope().toString(),
        VerdictMessage.point(result).orElse("-"),
        VerdictMessage.limits(result).orElse("-"),
        result.verdict().light().label(),
        switch (result.verdict().light()) {
          case GREEN, AMBER, RED -> VerdictMessage.toBeGreen(result);
          case NOT_APPLICABLE, INSUFFICIENT_DATA, ERROR -> firstLine(result.verdict().reason());
        });
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private boolean isWithoutColour() {
    return report.results().stream()
        .noneMatch(result -> SuiteReport.isColour(result.verdict().light()));
  }

  private static String joined(List<KpiId> ids) {
    return ids.stream().map(KpiId::toString).collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder text, String content) {
    text.append(INDENT).append(content.replace("\n", "\n" + INDENT)).append('\n');
  }
}
