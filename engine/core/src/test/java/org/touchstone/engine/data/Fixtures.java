package org.touchstone.engine.data;

import java.util.List;
import java.util.Map;

/** A small table of loans that the tests of this package read. */
final class Fixtures {

  static final Feature AGE = new Feature.Continuous("age", 18, 100, true, Feature.Attributes.NONE);
  static final Feature INCOME =
      new Feature.Continuous(
          "income",
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          false,
          Feature.Attributes.NONE);
  static final Feature HOUSING =
      new Feature.Categorical("housing", List.of("own", "rent", "free"), Feature.Attributes.NONE);
  static final Feature RISK =
      new Feature.Binary("risk", List.of("good", "bad"), Feature.Attributes.NONE);
  static final Feature OLDER =
      new Feature.Binary("older", List.of("40 or younger", "over 40"), Feature.Attributes.NONE);
  static final Feature OWNER =
      new Feature.Binary("owner", List.of("yes", "no"), Feature.Attributes.NONE);

  static final Schema LOANS = Schema.of(List.of(AGE, INCOME, HOUSING, RISK));
  static final Schema LOANS_WITH_DERIVED =
      Schema.of(
          List.of(OWNER, AGE, INCOME, HOUSING, OLDER, RISK),
          Map.of(
              "older",
              new Derivation.Cut("age", List.of(40.0)),
              "owner",
              new Derivation.Mapped("housing", Map.of("own", "yes", "rent", "no", "free", "no"))));

  private Fixtures() {}

  static Dataset read(String csv) {
    return CsvDatasets.read(InputSource.text("loans.csv", csv), LOANS, CsvFormat.DEFAULT);
  }

  static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }
}
