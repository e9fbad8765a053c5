package org.touchstone.engine.shapley;

import java.util.Arrays;

/** Rows in a flat row-major array. */
final class RowBatch {

  private RowBatch() {}

  static void require(double[] rows, int count, int width) {
    if (count < 0 || rows.length < (long) count * width) {
      throw new IllegalArgumentException(
          "To explain "
              + count
              + " rows of "
              + width
              + " columns takes "
              + (long) count * width
              + " values, found "
              + rows.length);
    }
  }

  static double[] row(double[] rows, int index, int width) {
    return Arrays.copyOfRange(rows, index * width, (index + 1) * width);
  }
}
