package org.touchstone.engine.kpi.flip;

import org.touchstone.engine.flip.PivotedQr;

/**
 * The numerical rank of the training data as a share of its columns: how many singular values of
 * the standardised columns are above {@code tolerance} (1e-10 by default) times the largest. 1: no
 * column depends on others.
 *
 * <p>Source: Yousefzadeh and O'Leary, Section 3.3.
 */
public final class DataRankKpi extends DataKpi {

  /** Creates the KPI. */
  public DataRankKpi() {
    super(
        "DATA_RANK",
        "Rank of the data",
        0,
        1,
        "The share of the columns of the training data that do not depend on others.",
        "Features that are sums of others or copies, levels that always come together, or columns"
            + " that are the same in all rows.");
  }

  @Override
  double value(PivotedQr qr, double tolerance) {
    return qr.rank(tolerance) / (double) qr.order().size();
  }
}
