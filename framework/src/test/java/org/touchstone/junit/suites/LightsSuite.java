package org.touchstone.junit.suites;

import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.profile.Decision;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformityCheck;
import org.touchstone.suite.ConformitySuite;

/** One check for each light that a check can get. */
@ConformitySuite(profile = "/loans/lights.rag.json", kpis = "AUC")
@AuditRoles(label = "repaid", positiveClass = "no", favourableOutcome = "yes")
public class LightsSuite extends LoanSubject {

  @ConformityCheck(
      id = "LIGHT_GREEN",
      meaning = "It is green.",
      range = "[0, 1]",
      green = "[0.8, 1]",
      amber = "[0.5, 0.8)",
      red = "[0, 0.5)",
      decision = Decision.POINT)
  Measurement green() {
    return value("LIGHT_GREEN", 0.9);
  }

  @ConformityCheck(
      id = "LIGHT_AMBER",
      meaning = "It is amber.",
      range = "[0, 1]",
      green = "[0.8, 1]",
      amber = "[0.5, 0.8)",
      red = "[0, 0.5)",
      decision = Decision.POINT)
  Measurement amber() {
    return value("LIGHT_AMBER", 0.6);
  }

  @ConformityCheck(
      id = "LIGHT_RED",
      meaning = "It is red.",
      commonCauses = "A test that wants it so.",
      range = "[0, 1]",
      green = "[0.8, 1]",
      amber = "[0.5, 0.8)",
      red = "[0, 0.5)",
      decision = Decision.POINT)
  Measurement red() {
    return value("LIGHT_RED", 0.1);
  }

  @ConformityCheck(
      id = "LIGHT_NOT_APPLICABLE",
      meaning = "It has no meaning.",
      green = "[0, inf)",
      amber = "[-1, 0)",
      red = "(-inf, -1)")
  Measurement notApplicable() {
    return Measurement.notApplicable(
        KpiId.of("LIGHT_NOT_APPLICABLE"), Scope.OVERALL, "a forest has no coefficients");
  }

  /** Its profile says nothing about insufficient data: it fails. */
  @ConformityCheck(id = "LIGHT_INSUFFICIENT", meaning = "It lacks data.")
  Measurement insufficient() {
    return notComputable("LIGHT_INSUFFICIENT");
  }

  /** Its profile says that insufficient data abort. */
  @ConformityCheck(id = "LIGHT_INSUFFICIENT_ABORTS", meaning = "It lacks data.")
  Measurement insufficientAborts() {
    return notComputable("LIGHT_INSUFFICIENT_ABORTS");
  }

  @ConformityCheck(
      id = "LIGHT_ERROR",
      meaning = "It breaks.",
      green = "[0, inf)",
      amber = "[-1, 0)",
      red = "(-inf, -1)")
  Measurement error() throws java.io.IOException {
    throw new java.io.IOException("the cable is cut");
  }

  private static Measurement value(String id, double value) {
    return Measurement.of(KpiId.of(id), Scope.OVERALL, value, SampleSize.ofRows(400));
  }

  private static Measurement notComputable(String id) {
    return Measurement.notComputable(
        KpiId.of(id), Scope.OVERALL, "there are no rows", SampleSize.ofRows(0));
  }
}
