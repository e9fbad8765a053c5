package org.touchstone.engine.stats;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.qr.QRColPivDecompositionHouseholderColumn_DDRM;

/** Columns of numbers that statistics regress on: checked, and scaled to length 1. */
final class DesignMatrix {

  /** Length of what is left of a column of length 1, at which it is a combination of others. */
  static final double DEPENDENT = 1e-11;

  private DesignMatrix() {}

  static void check(double[] rows, int width) {
    if (width < 1 || rows.length == 0 || rows.length % width != 0) {
      throw new IllegalArgumentException(
          rows.length + " numbers are no rows of " + width + " features; give at least one row");
    }
    for (int i = 0; i < rows.length; i++) {
      if (!Double.isFinite(rows[i])) {
        throw new IllegalArgumentException(
            "Row "
                + i / width
                + ", counted from 0, has "
                + rows[i]
                + " as feature "
                + i % width
                + ", counted from 0; fill in the missing value or leave the row out");
      }
    }
  }

  /**
   * The columns, centred if asked for, of length 1 each. A column that is constant and centred, or
   * 0 throughout, becomes 0.
   */
  static DMatrixRMaj scaled(double[] rows, int width, boolean centred) {
    int count = rows.length / width;
    DMatrixRMaj scaled = new DMatrixRMaj(count, width);
    for (int j = 0; j < width; j++) {
      double largest = 0;
      double mean = 0;
      for (int i = 0; i < count; i++) {
        largest = Math.max(largest, Math.abs(rows[i * width + j]));
        mean += rows[i * width + j] / count;
      }
      double length = 0;
      for (int i = 0; i < count; i++) {
        double value = rows[i * width + j] - (centred ? mean : 0);
        scaled.set(i, j, largest == 0 ? 0 : value / largest);
        length += scaled.get(i, j) * scaled.get(i, j);
      }
      length = Math.sqrt(length);
      // What rounding leaves of a constant is no variation.
      boolean empty = length <= 1e-14 * Math.sqrt(count);
      for (int i = 0; i < count; i++) {
        scaled.set(i, j, empty ? 0 : scaled.get(i, j) / length);
      }
    }
    return scaled;
  }

  /** The QR decomposition with columns exchanged, and the rank at {@link #DEPENDENT}. */
  record Decomposition(QRColPivDecompositionHouseholderColumn_DDRM qr, int rank) {}

  static Decomposition decompose(DMatrixRMaj scaled) {
    QRColPivDecompositionHouseholderColumn_DDRM qr =
        new QRColPivDecompositionHouseholderColumn_DDRM();
    qr.decompose(scaled.copy());
    DMatrixRMaj r = qr.getR(null, true);
    int rank = 0;
    while (rank < Math.min(r.numRows, r.numCols) && Math.abs(r.get(rank, rank)) > DEPENDENT) {
      rank++;
    }
    return new Decomposition(qr, rank);
  }
}
