package org.touchstone.engine.kpi.discrimination;

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
import org.touchstone.engine.kpi.state.PredictionStates;
import org.touchstone.engine.kpi.state.SensitiveTables;
import org.touchstone.engine.stats.ConfusionTable;
import org.touchstone.engine.stats.EqualizedOddsInterval;
import org.touchstone.engine.stats.Proportion;

/**
 * KPI 2.1.1, equalised odds: {@code (|FPR(S = 1) - FPR(S != 1)| + |TPR(S = 1) - TPR(S != 1)|) / 2}.
 * It is the same for both classes: exchanging them turns the one difference into the other.
 * Interval: {@link EqualizedOddsInterval}. Sample size: the smallest numerator and the smallest
 * denominator of the four rates. Not computable where one of the four cells of group and label has
 * no rows.
 *
 * <p>Source: Bhaumik and Dey 2023, Table 1.
 */
public final class EqualOddsKpi extends ScopedKpi {

  /** Creates the KPI. */
  public EqualOddsKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("EqualOdds"),
            "2.1.1",
            "Equalised odds",
            Aspects.DISCRIMINATION,
            Aspects.GROUP_FAIRNESS,
            "Predicted versus actual outcome",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            1,
            "",
            "How far the false and true positive rates of the reference group and of all other"
                + " groups are apart, on average.",
            "A group that is small in the training data, labels that are less reliable for one"
                + " group, or features that say less about one group.",
            Set.of(LEVEL),
            Set.of("fairness")));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    SensitiveTables tables = PredictionStates.of(audit).sensitiveTables(scope);
    Proportion fprReference = tables.reference().falsePositiveRate();
    Proportion fprOthers = tables.others().falsePositiveRate();
    Proportion tprReference = tables.reference().recall();
    Proportion tprOthers = tables.others().recall();
    SampleSize size = sampleSize(tables.rows(), fprReference, fprOthers, tprReference, tprOthers);
    EvidenceTable evidence =
        new RateTable()
            .with("true positives", ConfusionTable::recall)
            .with("false positives", ConfusionTable::falsePositiveRate)
            .of(tables);
    Optional<String> empty =
        emptyCell(scope, tables.referenceName(), tables.reference())
            .or(() -> emptyCell(scope, tables.othersName(), tables.others()));
    if (empty.isPresent()) {
      return Measurement.notComputable(descriptor().id(), scope, empty.get(), size)
          .withEvidence(evidence);
    }
    double falsePositives = Math.abs(fprReference.rate() - fprOthers.rate());
    double truePositives = Math.abs(tprReference.rate() - tprOthers.rate());
    return Measurement.of(
            descriptor().id(),
            scope,
            (falsePositives + truePositives) / 2,
            EqualizedOddsInterval.of(fprReference, fprOthers, tprReference, tprOthers, level),
            size)
        .withEvidence(evidence);
  }

  private static Optional<String> emptyCell(Scope scope, String group, ConfusionTable table) {
    if (!table.recall().computable()) {
      return Optional.of(reason(scope, group, "is of the positive class", "true"));
    }
    if (!table.falsePositiveRate().computable()) {
      return Optional.of(reason(scope, group, "is of the negative class", "false"));
    }
    return Optional.empty();
  }

  private static String reason(Scope scope, String group, String cell, String rate) {
    return "No row of "
        + scope.rows()
        + " with "
        + group
        + " "
        + cell
        + ": the "
        + rate
        + " positive rate of that group is over no rows";
  }

  private static SampleSize sampleSize(long rows, Proportion... rates) {
    long numerator = Long.MAX_VALUE;
    long denominator = Long.MAX_VALUE;
    for (Proportion rate : rates) {
      numerator = Math.min(numerator, rate.successes());
      denominator = Math.min(denominator, rate.trials());
    }
    return SampleSize.of(rows, numerator, denominator);
  }
}
