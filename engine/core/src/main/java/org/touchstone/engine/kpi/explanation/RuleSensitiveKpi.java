package org.touchstone.engine.kpi.explanation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.rules.Line;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.stats.Proportion;
import org.touchstone.engine.stats.ProportionInterval;

/**
 * KPI RULE_SENSITIVE: the share of test rows on which a rule decides that asks about a sensitive
 * feature, or about the column that it is derived from. The rules are those of the model where it
 * is a rule list, else those of a list that was learnt from its decisions; how far that list speaks
 * for the model is {@link RuleFidelityKpi}.
 *
 * <p>Interval: Wilson's. Sample size: rows under such rules, and all rows. Not applicable without
 * training data, unless the model is a rule list; not computable where the model puts all training
 * rows into one class, or a scope has no rows.
 *
 * <p>Source: the audit of rules for bias of Mainali, Psychoula and Petitcolas, ExMo, 2022, section
 * 1.
 */
public final class RuleSensitiveKpi extends ScopedKpi {

  /** Creates the KPI. */
  public RuleSensitiveKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("RULE_SENSITIVE"),
            "",
            "Rules that name a sensitive feature",
            CounterfactualKpi.ASPECT,
            AttributionKpi.SUB_ASPECT,
            "Model as rules",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            1,
            "",
            "For how many people the rule that decides, in the model or in the rule list that stands"
                + " in for it, asks about the sensitive feature.",
            "A model that uses the sensitive feature, or features so close to it that the feature"
                + " tells its decisions best.",
            RuleFidelityKpi.withLevel(SurrogateSettings.NAMES),
            Set.of("explainability", "rules", "fairness")));
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return SurrogateSettings.of(parameters).inForce();
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    Optional<String> table = needsTable(audit);
    if (table.isPresent() || audit.model() instanceof RuleList) {
      return table;
    }
    return audit.training().isEmpty()
        ? Optional.of("A surrogate learns from the training data, and the suite names none")
        : Optional.empty();
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    AuditedRules rules = AuditedRules.of(audit, SurrogateSettings.of(parameters));
    if (rules.list().isEmpty()) {
      return Measurement.notComputable(
          descriptor().id(), scope, rules.reason(), SampleSize.ofRows(0));
    }
    String sensitive = scope.sensitive().orElseThrow();
    RuleList list = rules.list().get();
    boolean[] names = new boolean[list.lines().size()];
    for (int i = 0; i < names.length; i++) {
      Line line = list.lines().get(i);
      names[i] = AuditedRules.names(audit, line, sensitive);
    }
    long under = 0;
    long rows = 0;
    for (int row = 0; row < rules.lines().length; row++) {
      if (ExplainedRows.in(audit, scope, row)) {
        rows++;
        under += names[rules.lines()[row]] ? 1 : 0;
      }
    }
    Proportion share = new Proportion(under, rows);
    EvidenceTable table = rules.table(audit);
    if (!share.computable()) {
      return Measurement.notComputable(
              descriptor().id(), scope, scope.rows() + " has no rows", SampleSize.of(0, 0, 0))
          .withEvidence(table);
    }
    return Measurement.of(
            descriptor().id(),
            scope,
            share.rate(),
            ProportionInterval.of(share, level),
            SampleSize.of(rows, under, rows))
        .withEvidence(table);
  }
}
