package suites;

import org.touchstone.engine.kpi.*;
import org.touchstone.suite.*;

@ConformitySuite(profile = "/loans/loans.rag.json", kpis = "AUC")
@AuditRoles(
    label = "repaid",
    positiveClass = "no",
    favourableOutcome = "yes",
    sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"),
    groups = "region")
public class FlakyConformityTest extends LoanSubject {
  private static int calls;

  @ConformityCheck(
      id = "FLAKY",
      meaning = "It needs no model.",
      range = "[0, 1]",
      green = "[0.5, 1]",
      amber = "[0.4, 0.5)",
      red = "[0, 0.4)")
  Measurement check() {
    if (++calls == 1) {
      throw new IllegalStateException("the network was down");
    }
    return Measurement.of(KpiId.of("FLAKY"), Scope.OVERALL, 1, SampleSize.ofRows(400));
  }
}
