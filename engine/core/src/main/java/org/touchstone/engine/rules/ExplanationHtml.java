package org.touchstone.engine.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.touchstone.engine.stats.ConfidenceInterval;

/** Writes explanations as HTML: a fragment for a row, or a document of many. */
final class ExplanationHtml {

  private static final String STYLE =
      "body{font:16px/1.5 sans-serif;max-width:64em;margin:2em auto;padding:0 1em;color:#222}"
          + "table{border-collapse:collapse;font-size:14px}"
          + "td,th{border:1px solid #ccc;padding:.3em .7em;text-align:left;vertical-align:top}"
          + ".number{text-align:right;white-space:nowrap}"
          + ".deciding{background:#fff3c4;font-weight:bold}.unreached{color:#767676}";

  private final RuleExplanation explanation;
  private final RuleList list;
  private final ExplanationWords words;

  ExplanationHtml(RuleExplanation explanation, RuleList list, ExplanationWords words) {
    this.explanation = explanation;
    this.list = list;
    this.words = words;
  }

  /** A document with a section for each row. */
  static String document(String outcome, List<String> ids, List<String> fragments) {
    String title = "Prob. of " + escape(outcome) + ": the rules that decide";
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    html.append("<meta charset=\"utf-8\">\n<title>").append(title).append("</title>\n<style>");
    html.append(STYLE).append("</style>\n</head>\n<body>\n<h1>").append(title).append("</h1>\n");
    for (int i = 0; i < ids.size(); i++) {
      html.append("<h2>Row ").append(escape(ids.get(i))).append("</h2>\n").append(fragments.get(i));
    }
    return html.append("</body>\n</html>\n").toString();
  }

  String fragment() {
    Line line = explanation.deciding();
    ConfidenceInterval interval = explanation.interval();
    StringBuilder html = new StringBuilder("<div class=\"rule-explanation\">\n");
    html.append("<p>").append(escape(explanation.text(words))).append("</p>\n");
    html.append(
        String.format(
            Locale.ROOT,
            "<p>Of the %d training rows that this line decides on, %d have %s. With %.0f %%"
                + " certainty the probability is %s (%s).</p>%n",
            line.support(),
            line.positives(),
            escape(words.outcome()),
            100 * interval.level(),
            range(interval),
            escape(interval.method())));
    html.append("<table>\n<tr><th>Line</th><th>If</th><th>Probability</th><th>95 % interval</th>")
        .append("<th>Training rows</th><th>This row</th></tr>\n");
    List<RuleExplanation.Missed> missed = explanation.missed();
    for (int i = 0; i < list.lines().size(); i++) {
      String verdict =
          i < explanation.line()
              ? "no: " + why(missed.get(i))
              : i == explanation.line() ? "decides" : "not reached";
      row(i, list.lines().get(i), verdict, html);
    }
    return html.append("</table>\n</div>\n").toString().replace(System.lineSeparator(), "\n");
  }

  private void row(int index, Line line, String verdict, StringBuilder html) {
    Optional<Rule> rule = line.rule();
    String asked =
        rule.map(
                r ->
                    r.conditions().stream()
                        .map(condition -> escape(RuleExplanation.inWords(condition, words)))
                        .collect(Collectors.joining("<br>and ")))
            .orElse(list.lines().size() == 1 ? "always" : "no line above applies");
    String style =
        index == explanation.line()
            ? " class=\"deciding\""
            : index > explanation.line() ? " class=\"unreached\"" : "";
    html.append("<tr").append(style).append("><td>").append(index + 1).append("</td>");
    html.append("<td>").append(asked).append("</td>");
    number(escape(words.probability(line.probability())), html);
    number(escape(range(list.intervals().get(index))), html);
    number(line.positives() + " of " + line.support(), html);
    html.append("<td>").append(escape(verdict)).append("</td></tr>\n");
  }

  private static void number(String text, StringBuilder html) {
    html.append("<td class=\"number\">").append(text).append("</td>");
  }

  private static String range(ConfidenceInterval interval) {
    return String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high());
  }

  private String why(RuleExplanation.Missed missed) {
    String feature = missed.failed().feature();
    return words.name(feature) + " is " + explanation.value(feature);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
