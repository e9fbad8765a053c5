package org.touchstone.examples.accounttakeover;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Documentation;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TestSequences;
import org.touchstone.suite.TrainingSequences;

/** The audit as a class. */
@ConformitySuite(
    name = "Account takeover",
    profile = "/account-takeover/account_takeover.rag.json",
    seed = 42)
@AuditRoles(
    label = "fraud",
    positiveClass = "yes",
    favourableOutcome = "no",
    sensitive = @Sensitive(feature = "age_group", reference = "under 65"),
    groups = "channel",
    sensitiveEventFeatures = "age")
class AccountTakeoverConformityTest {

  @ModelUnderTest
  SequenceClassifier model(Schema events) {
    return AccountTakeover.model(events);
  }

  @TestData
  Dataset accounts() {
    return AccountTakeover.accounts();
  }

  @Documentation
  ModelDocumentation documentation() {
    return ModelDocumentation.read(AccountTakeover.file("account_gru.documentation.json"));
  }

  @TestSequences
  Sequences histories() {
    return AccountTakeover.events("test_events.csv");
  }

  @TrainingSequences
  Sequences background() {
    return AccountTakeover.events("background_events.csv");
  }
}
