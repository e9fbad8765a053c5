package org.touchstone.grade;

import java.time.Duration;
import java.util.Optional;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;

/**
 * What one check found on one scope.
 *
 * @param check the KPI and its rule
 * @param scope what was measured
 * @param measurement the measurement; empty if the check did not run to its end
 * @param verdict the light and its reason
 * @param duration how long the KPI took to measure, all its scopes together
 */
public record CheckResult(
    Check check,
    Scope scope,
    Optional<Measurement> measurement,
    Verdict verdict,
    Duration duration) {

  /** The value that was measured, if there is one. */
  public Optional<Measurement.Value> value() {
    return measurement
        .map(Measurement::result)
        .filter(Measurement.Value.class::isInstance)
        .map(Measurement.Value.class::cast);
  }

  /** The KPI's title and the scope, for example {@code 2.1.2a DI (sex, housing=own)}. */
  public String title() {
    return check.kpi().descriptor().title() + " (" + scope + ")";
  }
}
