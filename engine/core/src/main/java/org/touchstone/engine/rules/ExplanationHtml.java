package org.touchstone.engine.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.touchstone.engine.stats.ConfidenceInterval;

/** Writes an explanation as a fragment of HTML. */
final class ExplanationHtml {

  private final RuleExplanation explanation;
  private final RuleList list;
  private final ExplanationWords words;

  ExplanationHtml(RuleExplanation explanation, RuleList list, ExplanationWords words) {
    this.explanation = explanation;
    this.list = list;
    this.words = words;
  }

  String fragment() {
    Line line = explanation.deciding();
    ConfidenceInterval interval = explanation.interval();
    StringBuilder html = new StringBuilder("<div class=\"rule-explanation\">\n");
    html.append("<p>").append(escape(explanation.text(words))).append("</p>\n");
    html.append(
        String.format(
            Locale.ROOT,
            "<p>%d of %d training rows that this line decides on have %s; the probability lies in"
                + " [%.3f, %.3f] with 95 %% (%s).</p>%n",
            line.positives(),
            line.support(),
            escape(words.outcome()),
            interval.low(),
            interval.high(),
            escape(interval.method())));
    html.append(
        "<table>\n<tr><th>Line</th><th>If</th><th>Probability</th><th>This row</th></tr>\n");
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
                        .map(condition -> RuleExplanation.inWords(condition, words))
                        .collect(Collectors.joining(" and ")))
            .orElse("no line above applies");
    html.append(index == explanation.line() ? "<tr class=\"deciding\">" : "<tr>")
        .append("<td>")
        .append(index + 1)
        .append("</td><td>")
        .append(escape(asked))
        .append("</td><td>")
        .append(escape(words.probability(line.probability())))
        .append("</td><td>")
        .append(escape(verdict))
        .append("</td></tr>\n");
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
