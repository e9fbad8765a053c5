package org.touchstone.junit.suites;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.Payments;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TestSequences;
import org.touchstone.suite.TrainingSequences;

/** The payments, sequences, as a class; with training sequences, which the file has not. */
@ConformitySuite(profile = "/payments/payments.rag.json", seed = 1)
@AuditRoles(
    label = "outcome",
    positiveClass = "fraud",
    favourableOutcome = "genuine",
    sensitive = @AuditRoles.Sensitive(feature = "sex", reference = "male"),
    groups = "region",
    sensitiveEventFeatures = "age")
public class PaymentSuite {

  @ModelUnderTest
  SequenceClassifier model(Schema events) {
    return Payments.model(events);
  }

  @TestData
  Dataset clients() {
    return Payments.clients();
  }

  @TestSequences
  Sequences payments() {
    return Payments.events();
  }

  @TrainingSequences
  Sequences training() {
    return Payments.events();
  }
}
