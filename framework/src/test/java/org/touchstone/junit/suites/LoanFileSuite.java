package org.touchstone.junit.suites;

import org.touchstone.suite.ConformitySuite;

/** The loans as a file. */
@ConformitySuite(file = "/loans/loans.conformity.json")
public class LoanFileSuite {}
