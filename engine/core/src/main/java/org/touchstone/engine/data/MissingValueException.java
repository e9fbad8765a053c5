package org.touchstone.engine.data;

/** A value is missing where the encoding says that none may be. */
public final class MissingValueException extends DataException {

  private static final long serialVersionUID = 1L;

  private final int row;
  private final String feature;

  MissingValueException(int row, String feature) {
    super(
        "Row "
            + row
            + " of the batch, counted from 0, has no value of "
            + Wording.quote(feature)
            + ", which the model needs; complete the data, or let the encoding say what stands for"
            + " a missing value");
    this.row = row;
    this.feature = feature;
  }

  /** The row of the encoded batch, from 0; the caller knows its id. */
  public int row() {
    return row;
  }

  /** The column that has no value. */
  public String feature() {
    return feature;
  }
}
