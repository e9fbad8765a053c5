package org.touchstone.junit.suites;

import org.touchstone.suite.ConformitySuite;

/** The payments, sequences, as a file. */
@ConformitySuite(file = "/payments/payments.conformity.json")
public class PaymentFileSuite {}
