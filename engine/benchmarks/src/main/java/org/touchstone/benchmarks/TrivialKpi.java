package org.touchstone.benchmarks;

import java.util.Set;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;

/**
 * Measures nothing: its value is a hash of the scope, spread over [0, 1), so that checks of all
 * lights occur. What a suite of it takes is the cost of everything but measuring.
 */
public final class TrivialKpi extends ScopedKpi {

  static final String ID = "TRIVIAL";

  private static final int VALUES = 1000;

  /** Creates the KPI. */
  public TrivialKpi() {
    super(
        new KpiDescriptor(
            KpiId.of(ID),
            "",
            "Trivial",
            "Benchmark",
            "Cost of a check",
            "",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            1,
            "",
            "Nothing.",
            "Nothing.",
            Set.of(LEVEL),
            Set.of()));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    double value = Math.floorMod(scope.toString().hashCode(), VALUES) / (double) VALUES;
    return Measurement.of(descriptor().id(), scope, value, SampleSize.of(VALUES, VALUES, VALUES));
  }
}
