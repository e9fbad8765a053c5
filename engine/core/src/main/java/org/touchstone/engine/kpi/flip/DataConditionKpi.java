package org.touchstone.engine.kpi.flip;

import org.touchstone.engine.flip.PivotedQr;

/**
 * The condition number of the training data: the largest over the smallest singular value of its
 * standardised columns. 1: the features are uncorrelated; infinite: one depends on others, up to
 * {@code tolerance} (1e-10 by default). Nearly dependent features cost accuracy and make a model
 * easy to fool.
 *
 * <p>Source: Yousefzadeh and O'Leary, Sections 3.3, 5.1.1 and 5.1.4 (653 with three dependent
 * features, 59 without them).
 */
public final class DataConditionKpi extends DataKpi {

  /** Creates the KPI. */
  public DataConditionKpi() {
    super(
        "DATA_CONDITION",
        "Condition number of the data",
        1,
        Double.POSITIVE_INFINITY,
        "How close some features of the training data are to depending on each other.",
        "Features that are computed from each other, or measure the same.");
  }

  @Override
  double value(PivotedQr qr, double tolerance) {
    boolean full = qr.rank(tolerance) == qr.order().size();
    return full ? Math.max(1, qr.conditionNumber()) : Double.POSITIVE_INFINITY;
  }
}
