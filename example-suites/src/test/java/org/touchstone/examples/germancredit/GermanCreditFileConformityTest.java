package org.touchstone.examples.germancredit;

import org.touchstone.suite.ConformitySuite;

/** The audit as a file; this line lets Surefire find it. */
@ConformitySuite(file = "/german-credit/german_credit.conformity.json")
class GermanCreditFileConformityTest {}
