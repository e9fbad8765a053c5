package org.touchstone.examples.accounttakeover;

import org.touchstone.suite.ConformitySuite;

/** The audit as a file; this line lets Surefire find it. */
@ConformitySuite(file = "/account-takeover/account_takeover.conformity.json")
class AccountTakeoverFileConformityTest {}
