package org.touchstone.junit.suites;

import java.util.concurrent.atomic.AtomicInteger;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Loans;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;

/** The loans as a class; counts how often model and data are asked for. */
@ConformitySuite(profile = "/loans/loans.rag.json", seed = 1, tags = "loans")
@AuditRoles(
    label = "repaid",
    positiveClass = "no",
    favourableOutcome = "yes",
    sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"),
    groups = "region")
public class LoanSuite {

  /** Calls of the two methods below. */
  public static final AtomicInteger CALLS = new AtomicInteger();

  @ModelUnderTest
  Classifier model(Schema schema) {
    CALLS.incrementAndGet();
    return Loans.model(schema);
  }

  @TestData
  Dataset data() {
    CALLS.incrementAndGet();
    return Loans.data();
  }
}
