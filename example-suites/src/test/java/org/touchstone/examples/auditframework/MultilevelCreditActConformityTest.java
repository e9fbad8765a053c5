package org.touchstone.examples.auditframework;

import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformitySuite;

/**
 * The multilevel logistic regression, audited with the thresholds proposed for high-risk systems,
 * decided by intervals.
 */
@ConformitySuite(
    name = "German Credit, multilevel logistic regression, eu-ai-act-high-risk",
    profile = "eu-ai-act-high-risk",
    seed = 42)
@AuditRoles(
    label = "class",
    positiveClass = "bad",
    favourableOutcome = "good",
    sensitive = @Sensitive(feature = "sex", reference = "male"),
    groups = "housing")
class MultilevelCreditActConformityTest extends MultilevelCredit {}
