package org.touchstone.engine.kpi;

import java.util.List;

/**
 * A key performance indicator. It measures and never judges.
 *
 * <p>Implementations are stateless and safe for use by several threads. They are found by {@link
 * java.util.ServiceLoader}: a jar adds its KPIs by naming them in {@code
 * META-INF/services/org.touchstone.engine.kpi.Kpi}.
 */
public interface Kpi {

  /** What the KPI is, and where it stands. */
  KpiDescriptor descriptor();

  /**
   * Measures the KPI on the audit: for all rows, and for each group where the suite names groups;
   * for a KPI about sensitive features, once for each of them.
   *
   * @param audit model, data and roles
   * @param parameters what the profile sets for this KPI
   * @return one measurement for each scope of {@link Audit#scopes}, in that order
   * @throws RuntimeException if the model or the data fail; the check then is an error
   */
  List<Measurement> measure(Audit audit, KpiParameters parameters);
}
