package org.touchstone.engine.kpi;

/** The ids of the KPIs that come with Touchstone, for code that names them. */
public final class KpiIds {

  /** 1.2.1 Area under the ROC curve. */
  public static final KpiId AUC = KpiId.of("AUC");

  /** 1.2.2 F1-score. */
  public static final KpiId F1 = KpiId.of("F1");

  /** Fowlkes-Mallows index, the geometric mean of precision and recall. */
  public static final KpiId FM = KpiId.of("FM");

  /** 2.1.1 Equalised odds. */
  public static final KpiId EQUAL_ODDS = KpiId.of("EqualOdds");

  /** 2.1.2a Disparate impact. */
  public static final KpiId DI = KpiId.of("DI");

  /** 2.1.2b Statistical parity. */
  public static final KpiId SP = KpiId.of("SP");

  /** 3.2.1 Percentage of valid counterfactuals. */
  public static final KpiId PVCF = KpiId.of("PVCF");

  /** 3.2.2 Proximity of counterfactuals. */
  public static final KpiId PCF = KpiId.of("PCF");

  /** 3.2.3 Sparsity of counterfactuals. */
  public static final KpiId SCF = KpiId.of("SCF");

  /** 3.2.4 Diversity of counterfactuals. */
  public static final KpiId DCF = KpiId.of("DCF");

  private KpiIds() {}
}
