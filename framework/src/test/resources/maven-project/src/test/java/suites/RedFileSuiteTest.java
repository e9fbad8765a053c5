package suites;

import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

@Suite
@SelectClasspathResource("loans/loans.conformity.json")
class RedFileSuiteTest {}
