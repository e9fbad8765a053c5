package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.flip.FlipReportSentences.Line;

/** A report as plain text. */
final class FlipReportText {

  private static final String INDENT = "   ";

  private final FlipReport report;
  private final FlipReportSentences words;
  private final StringBuilder text = new StringBuilder();

  FlipReportText(FlipReport report) {
    this.report = report;
    this.words = new FlipReportSentences(report);
  }

  String text() {
    line(words.title());
    line("");
    line(words.decision());
    line("");
    if (words.onBoundary()) {
      line(words.undecided());
    } else {
      list(FlipReport.CANNOT, words.aboutCannot(), words.cannot());
      list(FlipReport.CAN, words.aboutCan(), words.can());
      closest();
    }
    words
        .fixed()
        .ifPresent(
            fixed -> {
              line("");
              line(fixed);
            });
    return text.toString();
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  private void list(String heading, String about, List<Line> lines) {
    line(heading);
    line(INDENT + about);
    for (Line of : lines) {
      line(INDENT + "- " + of.text());
      of.warnings().forEach(warning -> line(INDENT + "  [! " + warning + "]"));
    }
    line("");
  }

  private void closest() {
    line(FlipReport.CLOSEST);
    line(INDENT + words.aboutClosest());
    if (report.closest().result().found()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(words.tableHeader());
      rows.addAll(words.table());
      table(rows);
      line(INDENT + words.closestNote());
      words.closestWarnings().forEach(warning -> line(INDENT + "[! " + warning + "]"));
    }
  }

  private void table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(INDENT);
      for (int c = 0; c < columns; c++) {
        line.append(c == 0 ? "" : " | ").append(row.get(c));
        line.append(c + 1 == columns ? "" : " ".repeat(widths[c] - row.get(c).length()));
      }
      line(line.toString());
    }
  }
}
