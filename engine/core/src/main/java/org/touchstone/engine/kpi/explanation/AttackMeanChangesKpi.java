package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.TDistribution;
import org.touchstone.engine.counterfactual.AttackSummary;
import org.touchstone.engine.counterfactual.CounterfactualSet;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * The mean number of features that have to change to turn the model's decision, over the rows that
 * PermuteAttack turns. Few changes mean decisions that hang on one or two facts.
 *
 * <p>Interval: Student's t over rows, cut off at 1. Not computable where no row is turned, or only
 * one. Sample size: the numerator is the number of rows that were turned, the denominator that of
 * all that were attacked.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, section 4, Figure 2.
 */
public final class AttackMeanChangesKpi extends AttackKpi {

  /** Creates the KPI. */
  public AttackMeanChangesKpi() {
    super(
        "ATTACK_MEAN_CHANGES",
        "Changes that turn a decision",
        CounterfactualKpi.ASPECT,
        CounterfactualKpi.SUB_ASPECT,
        "Robustness",
        1,
        Double.POSITIVE_INFINITY,
        Set.of(),
        "The mean number of features that have to change to turn the model's decision.",
        "An overfit model, or one that hangs on few features.");
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    List<CounterfactualSet> sets =
        AttackResults.of(
                audit, new AttackResults.Attack(AttackSettings.of(parameters), false, false, "one"))
            .in(audit, scope);
    if (sets.isEmpty()) {
      return notComputable(scope, nothingToAttack(scope), 0);
    }
    AttackSummary summary = AttackSummary.of(sets);
    int[] histogram = summary.changesHistogram();
    long turned = summary.success().successes();
    List<EvidenceTable> evidence = List.of(sizes(summary), frequencies(summary));
    if (turned < 2) {
      return notComputable(
              scope,
              turned + " of " + sets.size() + " rows were turned; a mean with an interval takes 2",
              sets.size())
          .withEvidence(evidence.toArray(EvidenceTable[]::new));
    }
    double mean = summary.meanChanges().orElseThrow();
    double squares = 0;
    for (int changes = 1; changes < histogram.length; changes++) {
      squares += histogram[changes] * (changes - mean) * (changes - mean);
    }
    double half =
        new TDistribution(turned - 1.0).inverseCumulativeProbability((1 + level) / 2)
            * Math.sqrt(squares / (turned - 1) / turned);
    return Measurement.of(
            descriptor().id(),
            scope,
            mean,
            new ConfidenceInterval(
                Math.max(1, mean - half), mean + half, level, "Student's t over rows"),
            SampleSize.of(sets.size(), turned, sets.size()))
        .withEvidence(evidence.toArray(EvidenceTable[]::new));
  }

  private static EvidenceTable sizes(AttackSummary summary) {
    List<List<String>> cells = new ArrayList<>();
    int[] histogram = summary.changesHistogram();
    for (int changes = 1; changes < histogram.length; changes++) {
      cells.add(List.of(Integer.toString(changes), Integer.toString(histogram[changes])));
    }
    cells.add(
        List.of(
            "not turned",
            Long.toString(summary.success().trials() - summary.success().successes())));
    return new EvidenceTable("Rows by changed features", List.of("changes", "rows"), cells);
  }

  private static EvidenceTable frequencies(AttackSummary summary) {
    List<List<String>> cells = new ArrayList<>();
    int[] counts = summary.frequencies();
    for (int j = 0; j < counts.length; j++) {
      cells.add(List.of(summary.features().get(j), Integer.toString(counts[j])));
    }
    return new EvidenceTable(
        "Rows that a feature is changed in", List.of("feature", "rows"), cells);
  }
}
