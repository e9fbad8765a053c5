package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** Measures KPIs by id, and reads what comes out. */
public final class KpiFixtures {

  private static final KpiCatalogue CATALOGUE =
      KpiCatalogue.load(KpiFixtures.class.getClassLoader());

  private KpiFixtures() {}

  /** All measurements of a KPI. */
  public static List<Measurement> measure(Audit audit, String kpi, Map<String, String> parameters) {
    return CATALOGUE.find(KpiId.of(kpi)).orElseThrow().measure(audit, KpiParameters.of(parameters));
  }

  /** The value of a measurement that has one; its interval, if it has one, holds it. */
  public static double value(Measurement measurement) {
    assertThat(measurement.result()).isInstanceOf(Measurement.Value.class);
    Measurement.Value value = (Measurement.Value) measurement.result();
    value
        .interval()
        .ifPresent(interval -> assertThat(interval.low()).isLessThanOrEqualTo(interval.high()));
    return value.value();
  }

  /** Why there is no value. */
  public static String reason(Measurement measurement) {
    return measurement.result() instanceof Measurement.NotComputable none
        ? none.reason()
        : ((Measurement.NotApplicable) measurement.result()).reason();
  }
}
