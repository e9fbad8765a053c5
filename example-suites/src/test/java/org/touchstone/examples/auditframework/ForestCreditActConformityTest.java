package org.touchstone.examples.auditframework;

import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformitySuite;

/**
 * The random forest, audited with the thresholds proposed for high-risk systems, decided by
 * intervals.
 */
@ConformitySuite(
    name = "German Credit, random forest, eu-ai-act-high-risk",
    profile = "eu-ai-act-high-risk",
    seed = 42)
@AuditRoles(
    label = "class",
    positiveClass = "bad",
    favourableOutcome = "good",
    sensitive = @Sensitive(feature = "sex", reference = "male"),
    groups = "housing")
class ForestCreditActConformityTest extends ForestCredit {}
