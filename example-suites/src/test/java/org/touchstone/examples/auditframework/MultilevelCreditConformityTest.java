package org.touchstone.examples.auditframework;

import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformitySuite;

/** The multilevel logistic regression, audited with the paper's own thresholds. */
@ConformitySuite(
    name = "German Credit, multilevel logistic regression, bhaumik-dey-2023",
    profile = "bhaumik-dey-2023",
    seed = 42)
@AuditRoles(
    label = "class",
    positiveClass = "bad",
    favourableOutcome = "good",
    sensitive = @Sensitive(feature = "sex", reference = "male"),
    groups = "housing")
class MultilevelCreditConformityTest extends MultilevelCredit {}
