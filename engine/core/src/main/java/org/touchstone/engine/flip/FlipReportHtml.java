package org.touchstone.engine.flip;

import java.util.List;
import org.touchstone.engine.flip.FlipReportSentences.Line;

/** A report as an HTML document: the sentences of the text, a table for the closest point. */
final class FlipReportHtml {

  private static final String STYLE =
      "body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222}"
          + "h2{font-size:1.15em;margin-top:1.8em}table{border-collapse:collapse}"
          + "td,th{border:1px solid #ccc;padding:.3em .7em;text-align:left}"
          + "th{background:#f2f2f2}.decision{font-size:1.1em}"
          + ".flag{color:#b00020;display:block}.flag::before{content:\"! \";font-weight:bold}"
          + ".fixed{color:#555}";

  private final FlipReport report;
  private final FlipReportSentences words;
  private final StringBuilder html = new StringBuilder();

  FlipReportHtml(FlipReport report) {
    this.report = report;
    this.words = new FlipReportSentences(report);
  }

  String html() {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(escape(words.title()))
        .append("</title>\n<style>")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n");
    element("h1", "", words.title());
    element("p", "decision", words.decision());
    if (words.onBoundary()) {
      element("p", "", words.undecided());
    } else {
      list(FlipReport.CANNOT, words.aboutCannot(), words.cannot());
      list(FlipReport.CAN, words.aboutCan(), words.can());
      closest();
    }
    words.fixed().ifPresent(fixed -> element("p", "fixed", fixed));
    return html.append("</body>\n</html>\n").toString();
  }

  private void element(String tag, String style, String text) {
    html.append('<')
        .append(tag)
        .append(style.isEmpty() ? "" : " class=\"" + style + "\"")
        .append('>')
        .append(escape(text))
        .append("</")
        .append(tag)
        .append(">\n");
  }

  private void list(String heading, String about, List<Line> lines) {
    element("h2", "", heading);
    element("p", "", about);
    if (lines.isEmpty()) {
      return;
    }
    html.append("<ul>\n");
    for (Line line : lines) {
      html.append("<li>").append(escape(line.text()));
      line.warnings().forEach(warning -> element("span", "flag", warning));
      html.append("</li>\n");
    }
    html.append("</ul>\n");
  }

  private void closest() {
    element("h2", "", FlipReport.CLOSEST);
    element("p", "", words.aboutClosest());
    if (!report.closest().result().found()) {
      return;
    }
    html.append("<table>\n");
    row("th", words.tableHeader());
    words.table().forEach(cells -> row("td", cells));
    html.append("</table>\n");
    element("p", "", words.closestNote());
    words.closestWarnings().forEach(warning -> element("p", "flag", warning));
  }

  private void row(String tag, List<String> cells) {
    html.append("<tr>\n");
    cells.forEach(cell -> element(tag, "", cell));
    html.append("</tr>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
