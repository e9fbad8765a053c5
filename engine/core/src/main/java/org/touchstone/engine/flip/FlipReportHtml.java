package org.touchstone.engine.flip;

import java.util.List;

/** A report as an HTML document: the sentences of the text, tables for numbers. */
final class FlipReportHtml {

  private static final String STYLE =
      "body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;color:#222}"
          + "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3em .7em;"
          + "text-align:left}.flag{color:#b00020}";

  private final FlipReport report;
  private final FlipReportText words;

  FlipReportHtml(FlipReport report) {
    this.report = report;
    this.words = new FlipReportText(report);
  }

  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(escape(words.title()))
        .append("</title>\n<style>")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(escape(words.title()))
        .append("</h1>\n<p>")
        .append(escape(words.decision()))
        .append("</p>\n");
    list(html, "1. What cannot change the decision", words.cannot());
    list(html, "2. What can change the decision", words.can());
    html.append("<h2>3. The closest point at which it changes</h2>\n");
    if (report.closest().result().found()) {
      table(html);
      paragraph(html, words.certainty());
      report
          .closest()
          .flags()
          .forEach(
              flag ->
                  html.append("<p class=\"flag\">")
                      .append(escape(flag.feature() + " = " + flag.value() + ": " + flag.why()))
                      .append("</p>\n"));
    } else {
      paragraph(html, report.closest().result().reason().orElse("None was found."));
    }
    if (!report.fixed().isEmpty()) {
      paragraph(html, words.fixed());
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private static void paragraph(StringBuilder html, String text) {
    html.append("<p>").append(escape(text)).append("</p>\n");
  }

  private static void list(StringBuilder html, String heading, List<String> lines) {
    html.append("<h2>").append(escape(heading)).append("</h2>\n<ul>\n");
    for (String line : lines) {
      String text = line.startsWith("- ") ? line.substring(2) : line;
      boolean flagged = text.contains("[! ");
      html.append(flagged ? "<li class=\"flag\">" : "<li>").append(escape(text)).append("</li>\n");
    }
    html.append("</ul>\n");
  }

  private void table(StringBuilder html) {
    html.append("<table>\n<tr><th>feature</th><th>now</th><th>closest, steps ignored</th>")
        .append("<th>closest</th></tr>\n");
    for (List<String> row : words.table()) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    html.append("</table>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
