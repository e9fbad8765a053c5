package org.touchstone.examples.diabetes;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.suite.AuditRoles;
import org.touchstone.suite.AuditRoles.Sensitive;
import org.touchstone.suite.ConformitySuite;
import org.touchstone.suite.Documentation;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TrainingData;

/** The audit of the rule list as a class. */
@ConformitySuite(name = "Diabetes, rule list", profile = "/diabetes/diabetes.rag.json", seed = 42)
@AuditRoles(
    label = "class",
    positiveClass = "tested_positive",
    favourableOutcome = "tested_negative",
    sensitive = @Sensitive(feature = "age_over_30", reference = "30 or younger"))
class DiabetesConformityTest {

  @ModelUnderTest
  Classifier model(Schema schema) {
    return Diabetes.model(schema);
  }

  @TestData
  Dataset test() {
    return Diabetes.table("diabetes_test.csv");
  }

  @TrainingData
  Dataset training() {
    return Diabetes.table("diabetes_training.csv");
  }

  @Documentation
  ModelDocumentation documentation() {
    return ModelDocumentation.read(Diabetes.file("diabetes.documentation.json"));
  }
}
