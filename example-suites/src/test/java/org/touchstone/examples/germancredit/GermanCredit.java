package org.touchstone.examples.germancredit;

import java.nio.file.Path;
import org.touchstone.engine.data.CsvDatasets;
import org.touchstone.engine.data.CsvFormat;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Schema;
import org.touchstone.suite.SuiteResources;

/** The files of the example. */
final class GermanCredit {

  private GermanCredit() {}

  static Path file(String name) {
    return SuiteResources.path(GermanCredit.class, "/german-credit/" + name);
  }

  static Dataset table(String name) {
    Schema schema = Schema.read(file("german_credit.schema.json"));
    return CsvDatasets.read(file(name), schema, CsvFormat.DEFAULT.withIdColumn("row"));
  }
}
