package org.touchstone.junit.suites;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.suite.Loans;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;

/** Model and data of the loans, for suites to inherit. */
public abstract class LoanSubject {

  @ModelUnderTest
  Classifier model(Schema schema) {
    return Loans.model(schema);
  }

  @TestData
  Dataset data() {
    return Loans.data();
  }
}
