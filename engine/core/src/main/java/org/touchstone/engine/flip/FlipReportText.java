package org.touchstone.engine.flip;

import java.util.List;
import java.util.Optional;
import org.touchstone.engine.flip.FlipPoint.Change;
import org.touchstone.engine.flip.FlipReport.Entry;
import org.touchstone.engine.flip.FlipReport.Flag;

/** A report in words. */
final class FlipReportText {

  private final FlipReport report;

  FlipReportText(FlipReport report) {
    this.report = report;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(title()).append("\n\n").append(decision()).append("\n\n");
    section(text, "1. What cannot change the decision", cannot());
    section(text, "2. What can change the decision", can());
    section(text, "3. The closest point at which it changes", closest());
    if (!report.fixed().isEmpty()) {
      text.append(fixed()).append('\n');
    }
    return text.toString();
  }

  private static void section(StringBuilder text, String heading, List<String> lines) {
    text.append(heading).append('\n');
    lines.forEach(line -> text.append("   ").append(line).append('\n'));
    text.append('\n');
  }

  String title() {
    return "Explanation of the decision about " + report.row();
  }

  String decision() {
    return "The model's decision is \""
        + report.decision()
        + "\". Below is what would have to be different for \""
        + report.otherDecision()
        + "\".";
  }

  String fixed() {
    return "Not looked at, because it may not change: " + FlipWording.list(report.fixed()) + ".";
  }

  List<String> cannot() {
    if (report.cannot().isEmpty()) {
      return List.of("Nothing: each of the changes that were looked at can change it.");
    }
    return report.cannot().stream()
        .map(
            entry ->
                "- "
                    + name(entry)
                    + (entry.features().size() == 1
                        ? ": no allowed value alone changes the decision"
                        : ": no allowed values of these change the decision"))
        .toList();
  }

  List<String> can() {
    if (report.can().isEmpty()) {
      return List.of("None of the changes that were looked at.");
    }
    return report.can().stream().map(entry -> "- " + sentence(entry)).toList();
  }

  private static String name(Entry entry) {
    return entry.features().size() < 2
        ? entry.name()
        : entry.name() + " (" + FlipWording.list(entry.features()) + ")";
  }

  /** Reads like {@code income: from 2000 EUR to 2450 EUR}. */
  String sentence(Entry entry) {
    FlipPoint point = entry.result().get();
    List<String> changes =
        FlipWording.worthSaying(point).stream().map(FlipWording::change).toList();
    return (entry.features().size() > 1 ? entry.name() + ": " : "")
        + FlipWording.list(changes)
        + flags(entry);
  }

  static String flags(Entry entry) {
    StringBuilder text = new StringBuilder();
    for (Flag flag : entry.flags()) {
      text.append(" [! ").append(flag.feature()).append(" = ").append(flag.value());
      text.append(": ").append(flag.why()).append(']');
    }
    return text.toString();
  }

  /** Rows of the closest point: feature, value, relaxed, on the grid; Table 1's columns. */
  List<List<String>> table() {
    FlipPoint closest = report.closest().result().get();
    Optional<FlipPoint> relaxed = report.closest().result().relaxed();
    List<Change> changes = FlipWording.worthSaying(closest);
    return changes.stream()
        .map(
            change ->
                List.of(
                    change.feature().name(),
                    FlipWording.from(change),
                    relaxed
                        .map(
                            point ->
                                FlipWording.value(
                                    change.feature(),
                                    point.to(change.column()),
                                    Math.abs((change.to() - change.from()) / change.scaled())))
                        .orElse("-"),
                    FlipWording.to(change)))
        .toList();
  }

  private List<String> closest() {
    if (!report.closest().result().found()) {
      return List.of(report.closest().result().reason().orElse("None was found."));
    }
    List<String> lines = new java.util.ArrayList<>();
    lines.add("feature | now | closest, steps ignored | closest");
    table().forEach(row -> lines.add(String.join(" | ", row)));
    lines.add(certainty() + flags(report.closest()));
    return lines;
  }

  String certainty() {
    FlipPoint point = report.closest().result().get();
    String kind =
        point.kind() == FlipPoint.Kind.BOUNDARY
            ? "This point is on the model's boundary: beyond it the decision is \""
            : "This is the closest point found whose decision is \"";
    return kind + report.otherDecision() + "\". All other features stay as they are, or nearly so.";
  }
}
