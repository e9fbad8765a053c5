package org.touchstone.engine.kpi.model;

import java.util.Set;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.ConfusionBootstrap;
import org.touchstone.engine.stats.ConfusionTable;

/**
 * KPI 1.2.2, the F1 score: the harmonic mean of precision and recall of the positive class, {@code
 * 2 TP / (2 TP + FP + FN)}. Interval: {@link ConfusionBootstrap#f1}.
 *
 * <p>Source: Bhaumik and Dey 2023, Table 1. Their section 3.4.2 calls it the geometric mean of
 * precision and recall; that is the Fowlkes-Mallows index, {@link FowlkesMallowsKpi}.
 */
public final class F1Kpi extends ConfusionKpi {

  /** Creates the KPI. */
  public F1Kpi() {
    super(
        new KpiDescriptor(
            KpiId.of("F1"),
            "1.2.2",
            "F1-score",
            Aspects.MODEL,
            Aspects.ACCURACY,
            "Predictive power",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The harmonic mean of precision (how many rows predicted positive are positive) and"
                + " recall (how many positive rows are found).",
            "A decision threshold that does not fit the share of the positive class, or a model"
                + " that separates the classes poorly.",
            Set.of(LEVEL),
            Set.of("accuracy")));
  }

  @Override
  double value(ConfusionTable table) {
    return table.f1();
  }

  @Override
  ConfidenceInterval interval(ConfusionTable table, double level, long seed) {
    return ConfusionBootstrap.f1(table, level, seed);
  }
}
