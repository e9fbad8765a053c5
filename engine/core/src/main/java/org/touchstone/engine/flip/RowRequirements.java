package org.touchstone.engine.flip;

import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.flip.FlipSpace.NumberVariable;

/** What a row has to be before flip points are looked for. */
final class RowRequirements {

  private final FlipSpace space;

  RowRequirements(FlipSpace space) {
    this.space = space;
  }

  /**
   * Checks a row.
   *
   * @throws DataException if it has another number of columns than the schema, an infinite value,
   *     or a number outside of its bounds; missing values are the encoder's business
   */
  void check(double[] row) {
    Schema schema = space.schema();
    if (row.length != schema.size()) {
      throw new DataException(
          "A row has " + schema.size() + " columns, found " + row.length + " values");
    }
    for (int j = 0; j < row.length; j++) {
      if (Double.isInfinite(row[j])) {
        throw new DataException(
            "The row has "
                + row[j]
                + " as \""
                + schema.names().get(j)
                + "\"; a flip point needs finite values");
      }
    }
    for (NumberVariable variable : space.numbers()) {
      double value = row[variable.column()];
      if (value < variable.low() || value > variable.high()) {
        throw new DataException(
            "The row has "
                + value
                + " as \""
                + schema.names().get(variable.column())
                + "\", outside of its bounds ["
                + variable.low()
                + ", "
                + variable.high()
                + "]; widen the bounds, or declare the feature immutable");
      }
    }
  }
}
