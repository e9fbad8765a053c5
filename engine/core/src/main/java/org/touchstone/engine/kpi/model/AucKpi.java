package org.touchstone.engine.kpi.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.touchstone.engine.stats.ConfusionTable;
import org.touchstone.engine.stats.RocArea;

/**
 * KPI 1.2.1, the area under the ROC curve: the probability that a row of the positive class has a
 * higher score than a row of the other class, ties counting one half. Value and interval: {@link
 * RocArea}. Sample size: the denominator is the number of rows of the smaller class. Not computable
 * where a scope's rows are all of one class.
 *
 * <p>Source: Bhaumik and Dey 2023, Table 1 and section 3.4.2.
 */
public final class AucKpi extends ScopedKpi {

  /** Creates the KPI. */
  public AucKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("AUC"),
            "1.2.1",
            "AUC-ROC",
            Aspects.MODEL,
            Aspects.ACCURACY,
            "Discriminatory power",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The probability that the model scores a row of the positive class higher than a row of"
                + " the other class.",
            "Features that say little about the label, a population that has drifted since"
                + " training, or labels that are wrong.",
            Set.of(LEVEL),
            Set.of("accuracy")));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    PredictionStates states = PredictionStates.of(audit);
    ConfusionTable table = states.table(scope);
    long positives = table.recall().trials();
    long negatives = table.falsePositiveRate().trials();
    SampleSize size =
        new SampleSize(
            table.rows(), OptionalLong.empty(), OptionalLong.of(Math.min(positives, negatives)));
    Optional<RocArea> area = states.area(scope);
    if (area.isEmpty()) {
      String which = positives == 0 ? "positive class" : "class other than the positive one";
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "No row of " + scope.rows() + " is of the " + which + ": there are no pairs to compare",
          size);
    }
    return Measurement.of(
            descriptor().id(), scope, area.get().area(), area.get().interval(level), size)
        .withEvidence(
            new EvidenceTable(
                "Rows by class",
                List.of("class", "rows"),
                List.of(
                    List.of("positive", Long.toString(positives)),
                    List.of("negative", Long.toString(negatives)))));
  }
}
