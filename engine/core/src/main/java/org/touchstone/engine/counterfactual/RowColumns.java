package org.touchstone.engine.counterfactual;

import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/** Rows and the generator that they are given to mean the same by a column. */
final class RowColumns {

  private RowColumns() {}

  static void require(Schema schema, Dataset rows) {
    if (!rows.schema().names().equals(schema.names())) {
      throw new DataException(
          "The rows have the columns "
              + rows.schema().names()
              + ", the generator was made for "
              + schema.names());
    }
    for (Feature feature : schema.features()) {
      // Of another order of levels, the same code would mean another level.
      if (!rows.schema().feature(feature.name()).levels().equals(feature.levels())) {
        throw new DataException(
            "Column \""
                + feature.name()
                + "\" has the levels "
                + rows.schema().feature(feature.name()).levels()
                + " in the rows and "
                + feature.levels()
                + " in the generator; read both with one schema");
      }
    }
  }
}
