package suites;

import java.nio.file.Path;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.Models;
import org.touchstone.suite.ModelUnderTest;
import org.touchstone.suite.SuiteResources;
import org.touchstone.suite.TestData;

public abstract class LoanSubject {

  @ModelUnderTest
  Classifier model(Schema schema) {
    return EncodedClassifier.of(
        Encoder.read(file("loans.encoding.json"), schema),
        Models.load(file("loans.model.json"), "logistic-regression-json"));
  }

  @TestData
  Dataset data() {
    return CsvDatasets.read(
        file("loans.csv"), Schema.read(file("loans.schema.json")), CsvFormat.DEFAULT);
  }

  private static Path file(String name) {
    return SuiteResources.path(LoanSubject.class, "/loans/" + name);
  }
}
