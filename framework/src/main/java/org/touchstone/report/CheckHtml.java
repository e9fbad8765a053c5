package org.touchstone.report;

import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.VerdictMessage;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.LegalReference;
import org.touchstone.profile.RagProfile;
import org.touchstone.profile.ThresholdOrigin;

/** What a check found, as a table for the page of its test in an Allure report. */
final class CheckHtml {

  private final StringBuilder html = new StringBuilder();

  private CheckHtml() {}

  static String of(CheckResult result, RagProfile profile) {
    CheckHtml page = new CheckHtml();
    KpiDescriptor kpi = result.check().kpi().descriptor();
    KpiRule rule = result.check().rule();
    page.html.append("<p>").append(escape(kpi.meaning())).append("</p><table>");
    page.row("Verdict", result.verdict().light().label() + ": " + result.verdict().reason());
    page.row("Value", VerdictMessage.value(result));
    result
        .value()
        .flatMap(Measurement.Value::interval)
        .ifPresent(interval -> page.row("Interval by", interval.method()));
    page.row("To be green", VerdictMessage.toBeGreen(result));
    page.row("Green", rule.green().toString());
    page.row("Amber", rule.amber().toString());
    page.row("Red", rule.red().toString());
    page.row(
        "Bands",
        (rule.thresholdOrigin() == ThresholdOrigin.SOURCE ? "from the source" : "proposed")
            + (rule.bandsFrom().equals(profile.id()) ? "" : ", written in " + rule.bandsFrom())
            + ", at "
            + rule.location());
    page.row("Reason for them", rule.rationale());
    rule.remark().ifPresent(remark -> page.row("Remark", remark));
    result.measurement().ifPresent(m -> page.row("Sample", VerdictMessage.sample(m.sampleSize())));
    page.row("Often caused by", kpi.commonCauses());
    for (LegalReference reference : rule.legalReferences()) {
      page.row("Evidence for", reference.citation() + ": " + reference.evidence());
    }
    profile.legalMapping().ifPresent(mapping -> page.row("What it claims", mapping.statement()));
    return page.html.append("</table>").toString();
  }

  private void row(String name, String content) {
    if (!content.isEmpty()) {
      html.append("<tr><td style=\"vertical-align:top;padding-right:1em;white-space:nowrap\"><b>")
          .append(escape(name))
          .append("</b></td><td>")
          .append(escape(content))
          .append("</td></tr>");
    }
  }

  /** A title or a reason may hold anything, an error message above all. */
  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\n", "<br>");
  }
}
