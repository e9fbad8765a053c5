package org.touchstone.engine.kpi.explanation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.rules.RuleList;
import org.touchstone.engine.rules.Surrogate;
import org.touchstone.engine.stats.Proportion;
import org.touchstone.engine.stats.ProportionInterval;

/**
 * KPI RULE_FIDELITY: the share of test rows on which a rule list that was learnt from the model's
 * decisions on the training rows decides as the model does. What the list says of the model is
 * worth as much as this. The evidence has the list, how its chains converged, and what always
 * guessing the more frequent decision would reach.
 *
 * <p>Interval: Wilson's. Sample size: rows that agree, and all rows. Not applicable to a model that
 * is itself a rule list, and without training data; not computable where the model puts all
 * training rows into one class, or a scope has no rows.
 *
 * <p>Source: the check on a black box of Mainali, Psychoula and Petitcolas, ExMo, 2022.
 */
public final class RuleFidelityKpi extends ScopedKpi {

  /** Creates the KPI. */
  public RuleFidelityKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("RULE_FIDELITY"),
            "",
            "Fidelity of a rule list",
            CounterfactualKpi.ASPECT,
            AttributionKpi.SUB_ASPECT,
            "Model as rules",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "How often a list of IF ... THEN rules that was learnt from the model decides as the model"
                + " does.",
            "Decisions that hang on many features at once, or on finer steps of a number than rules"
                + " have.",
            withLevel(SurrogateSettings.NAMES),
            Set.of("explainability", "rules")));
  }

  static Set<String> withLevel(Set<String> own) {
    Set<String> names = new TreeSet<>(own);
    names.add(LEVEL);
    return names;
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return SurrogateSettings.of(parameters).inForce();
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    Optional<String> table = needsTable(audit);
    if (table.isPresent()) {
      return table;
    }
    if (audit.model() instanceof RuleList) {
      return Optional.of("The model is itself a rule list; nothing has to stand in for it");
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
    Surrogate.Fidelity fidelity = fidelity(audit, scope, rules);
    Proportion agreement = fidelity.agreement();
    if (!agreement.computable()) {
      return Measurement.notComputable(
          descriptor().id(), scope, scope.rows() + " has no rows", SampleSize.of(0, 0, 0));
    }
    return Measurement.of(
            descriptor().id(),
            scope,
            agreement.rate(),
            ProportionInterval.of(agreement, level),
            SampleSize.of(agreement.trials(), agreement.successes(), agreement.trials()))
        .withEvidence(decisions(fidelity), rules.table(audit), rules.convergence().orElseThrow());
  }

  private static Surrogate.Fidelity fidelity(Audit audit, Scope scope, AuditedRules rules) {
    double[] probabilities = audit.probabilities();
    boolean[] model = new boolean[probabilities.length];
    boolean[] list = new boolean[probabilities.length];
    int count = 0;
    for (int row = 0; row < probabilities.length; row++) {
      if (ExplainedRows.in(audit, scope, row)) {
        model[count] = probabilities[row] >= audit.decisionThreshold();
        list[count++] = rules.decisions()[row];
      }
    }
    return Surrogate.fidelity(
        java.util.Arrays.copyOf(model, count), java.util.Arrays.copyOf(list, count));
  }

  private static EvidenceTable decisions(Surrogate.Fidelity fidelity) {
    double kappa = fidelity.kappa();
    return new EvidenceTable(
        "Decisions of model and list",
        List.of("what", "value"),
        List.of(
            List.of("both negative", Long.toString(fidelity.bothNegative())),
            List.of("list alone positive", Long.toString(fidelity.listPositive())),
            List.of("model alone positive", Long.toString(fidelity.modelPositive())),
            List.of("both positive", Long.toString(fidelity.bothPositive())),
            List.of("agreement of a constant guess", fidelity.constantGuess().toString()),
            List.of(
                "Cohen's kappa",
                Double.isNaN(kappa)
                    ? "not computable: both decide alike by chance"
                    : String.format(Locale.ROOT, "%.4f", kappa))));
  }
}
