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
public class GreenConformityTest extends LoanSubject {}
