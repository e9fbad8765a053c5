package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.counterfactual.AttackSummary;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ProportionInterval;

/**
 * The share of rows whose decision turns if nothing but sensitive features changes: those that the
 * suite or the schema calls sensitive, and the model reads. Of up to 1,000 combinations of their
 * values all are tried, so the share is exact; of more it is what the genetic search finds, a lower
 * bound.
 *
 * <p>Interval: Wilson's. Sample size: numerator and denominator of the share. Not applicable where
 * the model reads no sensitive feature.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, section 4: 105 of 400 rows.
 */
public final class AttackSensitiveSuccessKpi extends AttackKpi {

  /** Creates the KPI. */
  public AttackSensitiveSuccessKpi() {
    super(
        "ATTACK_SENSITIVE_SUCCESS",
        "Decisions that sensitive features turn",
        "2. Discrimination",
        "2.2 Individual fairness",
        "Counterfactual fairness",
        0,
        1,
        Set.of(),
        "The share of rows whose decision turns if nothing but sensitive features changes.",
        "A model that uses sensitive features, alone or together with others.");
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return super.notApplicable(audit)
        .or(
            () ->
                AttackResults.sensitive(audit).isEmpty()
                    ? Optional.of("The model reads no sensitive feature")
                    : Optional.empty());
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    List<CounterfactualSet> sets =
        AttackResults.of(
                audit, new AttackResults.Attack(AttackSettings.of(parameters), true, false, "one"))
            .in(audit, scope);
    if (sets.isEmpty()) {
      return notComputable(scope, nothingToAttack(scope), 0);
    }
    AttackSummary summary = AttackSummary.of(sets);
    return Measurement.of(
            descriptor().id(),
            scope,
            summary.success().rate(),
            ProportionInterval.of(summary.success(), level),
            SampleSize.of(sets.size(), summary.success().successes(), sets.size()))
        .withEvidence(directions(audit, summary));
  }

  private static EvidenceTable directions(Audit audit, AttackSummary summary) {
    List<List<String>> cells = new ArrayList<>();
    String positive = audit.roles().positiveClass();
    for (AttackSummary.Direction direction : summary.directions()) {
      boolean hasLevels = !direction.moves().isEmpty();
      cells.add(
          List.of(
              direction.feature(),
              direction.fromClass() == 1 ? positive : "not " + positive,
              Integer.toString(direction.rows()),
              hasLevels ? "" : Integer.toString(direction.up()),
              hasLevels ? "" : Integer.toString(direction.down()),
              hasLevels ? mostFrequent(direction.moves().get(0)) : ""));
    }
    return new EvidenceTable(
        "Sensitive features that turn decisions",
        List.of("feature", "decision before", "rows", "up", "down", "most frequent move"),
        cells);
  }

  private static String mostFrequent(AttackSummary.Move move) {
    return move.from() + " → " + move.to() + " (" + move.rows() + ")";
  }
}
