package org.touchstone.engine.kpi.model;

import java.util.Set;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.ConfusionBootstrap;
import org.touchstone.engine.stats.ConfusionTable;

/**
 * The Fowlkes-Mallows index: the geometric mean of precision and recall of the positive class,
 * {@code TP / sqrt((TP + FP) (TP + FN))}. Interval: {@link ConfusionBootstrap#fowlkesMallows}.
 *
 * <p>Source: Fowlkes and Mallows 1983; it is what Bhaumik and Dey 2023, section 3.4.2, describe
 * under the name of F1.
 */
public final class FowlkesMallowsKpi extends ConfusionKpi {

  /** Creates the KPI. */
  public FowlkesMallowsKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("FM"),
            "",
            "Fowlkes-Mallows index",
            Aspects.MODEL,
            Aspects.ACCURACY,
            "Predictive power",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The geometric mean of precision (how many rows predicted positive are positive) and"
                + " recall (how many positive rows are found).",
            "A decision threshold that does not fit the share of the positive class, or a model"
                + " that separates the classes poorly.",
            Set.of(LEVEL),
            Set.of("accuracy")));
  }

  @Override
  double value(ConfusionTable table) {
    return table.fowlkesMallows();
  }

  @Override
  ConfidenceInterval interval(ConfusionTable table, double level, long seed) {
    return ConfusionBootstrap.fowlkesMallows(table, level, seed);
  }
}
