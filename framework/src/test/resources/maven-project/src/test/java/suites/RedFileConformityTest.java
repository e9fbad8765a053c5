package suites;

import org.touchstone.suite.ConformitySuite;

@ConformitySuite(file = "/loans/loans.conformity.json")
class RedFileConformityTest {}
