package org.touchstone.examples.auditframework;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.suite.Documentation;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.TestData;
import org.touchstone.suite.TrainingData;
import org.touchstone.tribuo.ForestSettings;
import org.touchstone.tribuo.RandomForest;

/** The second model: a random forest of all features. */
abstract class ForestCredit {

  @ModelUnderTest
  Classifier model(Schema schema) {
    Encoder encoder = Encoder.read(CreditFiles.file("german_credit.encoding.json"), schema);
    Dataset rows = training();
    int bad = schema.feature("class").code("bad").orElseThrow();
    int[] classes = rows.codes("class");
    boolean[] positive = new boolean[classes.length];
    double[] values = new double[rows.rowCount() * schema.size()];
    rows.copyRows(0, rows.rowCount(), values);
    double[] inputs = new double[rows.rowCount() * encoder.inputWidth()];
    encoder.encode(values, rows.rowCount(), inputs);
    for (int row = 0; row < classes.length; row++) {
      positive[row] = classes[row] == bad;
    }
    return EncodedClassifier.of(
        encoder,
        RandomForest.train(
            ForestSettings.defaults(42).withTrees(100),
            inputs,
            encoder.inputWidth(),
            positive,
            Execution.SINGLE));
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
    return CreditFiles.documentation("german_credit.forest.documentation.json");
  }
}
