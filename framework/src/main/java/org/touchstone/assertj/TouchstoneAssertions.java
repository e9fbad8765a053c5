package org.touchstone.assertj;

import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.flip.FlipPoint;
import org.touchstone.engine.flip.FlipResult;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Measurement;

/**
 * Entry point of the assertions, beside all of AssertJ's own:
 *
 * <pre>{@code
 * import static org.touchstone.assertj.TouchstoneAssertions.assertThat;
 * import static org.touchstone.engine.kpi.KpiIds.DI;
 *
 * assertThat(audit).underProfile("eu-ai-act-high-risk").kpi(DI).forSensitive("sex").isGreen();
 * }</pre>
 */
public class TouchstoneAssertions extends Assertions {

  /** For subclasses that add entry points of their own. */
  protected TouchstoneAssertions() {}

  /** Assertions on the KPIs of an audit. Each KPI is measured once per audit and parameters. */
  public static AuditAssert assertThat(@Nullable Audit actual) {
    return new AuditAssert(actual);
  }

  /** Assertions on a measurement that is at hand, without a profile. */
  public static MeasurementAssert assertThat(@Nullable Measurement actual) {
    return new MeasurementAssert(actual);
  }

  /** Assertions on a flip point. */
  public static FlipPointAssert assertThat(@Nullable FlipPoint actual) {
    return new FlipPointAssert(actual);
  }

  /** Assertions on the search for a flip point. */
  public static FlipResultAssert assertThat(@Nullable FlipResult actual) {
    return new FlipResultAssert(actual);
  }
}
