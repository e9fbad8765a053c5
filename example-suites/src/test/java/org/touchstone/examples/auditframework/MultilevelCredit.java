package org.touchstone.examples.auditframework;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.fit.LogisticTraining;
import org.touchstone.engine.model.fit.MultilevelFit;
import org.touchstone.engine.model.fit.RandomTerms;
import org.touchstone.suite.Documentation;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TrainingData;

/** The first model: a multilevel logistic regression, with a random intercept for each housing. */
abstract class MultilevelCredit {

  @ModelUnderTest
  Classifier model(Schema schema) {
    Encoder encoder =
        Encoder.read(CreditFiles.file("german_credit.multilevel.encoding.json"), schema);
    LogisticTraining rows = LogisticTraining.grouped(training(), encoder, "class", "bad");
    return EncodedClassifier.of(
        encoder, MultilevelFit.of(rows, RandomTerms.interceptOnly()).model());
  }

  @TestData
  Dataset test() {
    return CreditFiles.table("german_credit_test.csv");
  }

  @TrainingData
  Dataset training() {
    return CreditFiles.table("german_credit_training.csv");
  }

  @Documentation
  ModelDocumentation documentation() {
    return CreditFiles.documentation("german_credit.multilevel.documentation.json");
  }
}
