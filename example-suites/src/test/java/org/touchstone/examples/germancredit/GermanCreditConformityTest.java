package org.touchstone.examples.germancredit;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformityCheck;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Documentation;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TrainingData;

/** The audit as a class. */
@ConformitySuite(
    name = "German Credit",
    profile = "/german-credit/german_credit.rag.json",
    seed = 42)
@AuditRoles(
    label = "class",
    positiveClass = "bad",
    favourableOutcome = "good",
    sensitive = {
      @Sensitive(feature = "sex", reference = "male"),
      @Sensitive(feature = "age_over_25", reference = "over 25"),
      @Sensitive(feature = "foreign_worker", reference = "no")
    },
    groups = "housing")
class GermanCreditConformityTest {

  @ModelUnderTest
  Classifier model(Schema schema) {
    return EncodedClassifier.of(
        Encoder.read(GermanCredit.file("german_credit.encoding.json"), schema),
        Models.load(GermanCredit.file("german_xgb.json"), "xgboost-json"));
  }

  @TestData
  Dataset test() {
    return GermanCredit.table("german_credit_test.csv");
  }

  @TrainingData
  Dataset training() {
    return GermanCredit.table("german_credit_training.csv");
  }

  @Documentation
  ModelDocumentation documentation() {
    return ModelDocumentation.read(GermanCredit.file("german_credit.documentation.json"));
  }

  /** A check that only this suite has: its bands stand beside it. */
  @ConformityCheck(
      id = "APPROVAL_RATE",
      title = "Approval rate",
      meaning = "Share of the applicants that the model would accept.",
      commonCauses = "A threshold that was set on other applicants.",
      range = "[0, 1]",
      green = "[0.6, 0.85]",
      amber = "[0.5, 0.6) u (0.85, 0.95]",
      red = "[0, 0.5) u (0.95, 1]")
  Measurement approvalRate(Audit audit) {
    long accepted = 0;
    for (double probability : audit.probabilities()) {
      accepted += probability < audit.decisionThreshold() ? 1 : 0;
    }
    int rows = audit.test().rowCount();
    return Measurement.of(
        KpiId.of("APPROVAL_RATE"),
        Scope.OVERALL,
        (double) accepted / rows,
        SampleSize.of(rows, accepted, rows));
  }
}
