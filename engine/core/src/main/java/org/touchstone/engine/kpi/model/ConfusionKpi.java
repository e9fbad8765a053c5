package org.touchstone.engine.kpi.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.kpi.state.PredictionStates;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.ConfusionTable;

/**
 * A mean of precision and recall. Sample size: the numerator is the number of true positives, the
 * denominator the smaller of the rows predicted positive and the rows that are positive. Not
 * computable where either of the two is 0.
 */
abstract class ConfusionKpi extends ScopedKpi {

  ConfusionKpi(KpiDescriptor descriptor) {
    super(descriptor);
  }

  /** The mean; precision and recall are computable. */
  abstract double value(ConfusionTable table);

  abstract ConfidenceInterval interval(ConfusionTable table, double level, long seed);

  @Override
  protected final Measurement measure(
      Audit audit, Scope scope, KpiParameters parameters, double level) {
    ConfusionTable table = PredictionStates.of(audit).table(scope);
    long predicted = table.precision().trials();
    long actual = table.recall().trials();
    SampleSize size =
        SampleSize.of(table.rows(), table.truePositives(), Math.min(predicted, actual));
    if (actual == 0) {
      return notComputable(scope, "is of the positive class: recall", size, table);
    }
    if (predicted == 0) {
      return notComputable(scope, "is predicted positive: precision", size, table);
    }
    long seed = seed(audit, scope);
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            value(table), Optional.of(interval(table, level, seed)), OptionalLong.of(seed)),
        size,
        java.util.Map.of(),
        List.of(evidence(table)));
  }

  private Measurement notComputable(
      Scope scope, String what, SampleSize size, ConfusionTable table) {
    return Measurement.notComputable(
            descriptor().id(),
            scope,
            "No row of " + scope.rows() + " " + what + " is over no rows",
            size)
        .withEvidence(evidence(table));
  }

  private static EvidenceTable evidence(ConfusionTable table) {
    return new EvidenceTable(
        "Confusion table",
        List.of("label", "predicted positive", "predicted negative"),
        List.of(
            List.of(
                "positive",
                Long.toString(table.truePositives()),
                Long.toString(table.falseNegatives())),
            List.of(
                "negative",
                Long.toString(table.falsePositives()),
                Long.toString(table.trueNegatives()))));
  }
}
