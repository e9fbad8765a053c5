package org.touchstone.assertj;

import org.assertj.core.api.SoftAssertionsProvider;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.flip.FlipPoint;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Measurement;

/** The entry points of {@link TouchstoneAssertions} as soft assertions. */
public interface TouchstoneSoftAssertionsProvider extends SoftAssertionsProvider {

  /** Soft assertions on the KPIs of an audit. */
  default AuditAssert assertThat(@Nullable Audit actual) {
    AuditAssert audit = proxy(AuditAssert.class, Audit.class, actual);
    audit.kpis = this::soft;
    return audit;
  }

  private KpiAssert soft(GradedKpi kpi) {
    KpiAssert next = proxy(KpiAssert.class, GradedKpi.class, kpi);
    next.kpis = this::soft;
    return next;
  }

  /** Soft assertions on a measurement. */
  default MeasurementAssert assertThat(@Nullable Measurement actual) {
    return proxy(MeasurementAssert.class, Measurement.class, actual);
  }

  /** Soft assertions on a flip point. */
  default FlipPointAssert assertThat(@Nullable FlipPoint actual) {
    return proxy(FlipPointAssert.class, FlipPoint.class, actual);
  }
}
