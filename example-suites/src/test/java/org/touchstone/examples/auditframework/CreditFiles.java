package org.touchstone.examples.auditframework;

import java.nio.file.Path;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.suite.SuiteResources;

/** The files of the German Credit data. */
final class CreditFiles {

  private CreditFiles() {}

  static Path file(String name) {
    return SuiteResources.path(CreditFiles.class, "/german-credit/" + name);
  }

  static Dataset table(String name) {
    Schema schema = Schema.read(file("german_credit.schema.json"));
    return CsvDatasets.read(file(name), schema, CsvFormat.DEFAULT.withIdColumn("row"));
  }

  static ModelDocumentation documentation(String name) {
    return ModelDocumentation.read(file(name));
  }
}
