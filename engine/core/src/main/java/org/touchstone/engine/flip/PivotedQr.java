package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRPDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The QR decomposition with column pivoting, {@code D P = Q R}, and the singular values of a table
 * (Golub and Van Loan 2013, Algorithm 5.4.1; Yousefzadeh and O'Leary, Section 3.3). The columns
 * come in the order of what each adds to those before it; dependent columns come last.
 */
public final class PivotedQr {

  private final List<String> names;
  private final int rows;
  private final int[] order;
  private final double[] diagonal;
  private final double[] singularValues;

  private PivotedQr(
      List<String> names, int rows, int[] order, double[] diagonal, double[] singularValues) {
    this.names = names;
    this.rows = rows;
    this.order = order;
    this.diagonal = diagonal;
    this.singularValues = singularValues;
  }

  static PivotedQr of(Matrix matrix) {
    int columns = matrix.columns();
    int rank = Math.min(matrix.rows(), columns);
    if (rank == 0) {
      return new PivotedQr(
          matrix.names(), matrix.rows(), Columns.range(columns), new double[0], new double[0]);
    }
    QRPDecomposition_F64<DMatrixRMaj> qr = DecompositionFactory_DDRM.qrp(matrix.rows(), columns);
    // Singular pivots are what is asked for: nothing may be cut off.
    qr.setSingularThreshold(0);
    if (!qr.decompose(new DMatrixRMaj(matrix.rows(), columns, true, matrix.values().clone()))) {
      throw new IllegalStateException("The QR decomposition failed on finite numbers");
    }
    DMatrixRMaj r = qr.getR(null, true);
    double[] diagonal = new double[rank];
    for (int i = 0; i < rank; i++) {
      diagonal[i] = Math.abs(r.get(i, i));
    }
    // R has the singular values of the table, and as many rows as columns at most.
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(r.numRows, r.numCols, false, false, true);
    if (!svd.decompose(r)) {
      throw new IllegalStateException("The singular value decomposition did not converge");
    }
    double[] singular = Arrays.copyOf(svd.getSingularValues(), rank);
    Arrays.sort(singular);
    for (int i = 0; i < rank / 2; i++) {
      double swap = singular[i];
      singular[i] = singular[rank - 1 - i];
      singular[rank - 1 - i] = swap;
    }
    return new PivotedQr(
        matrix.names(),
        matrix.rows(),
        Arrays.copyOf(qr.getColPivots(), columns),
        diagonal,
        singular);
  }

  /** Number of rows of the table. */
  public int rows() {
    return rows;
  }

  /** The columns, most independent first. */
  public List<String> order() {
    List<String> ordered = new ArrayList<>();
    for (int column : order) {
      ordered.add(names.get(column));
    }
    return ordered;
  }

  /** The place of a column in the order, from 1. */
  public int place(String column) {
    int place = order().indexOf(column);
    if (place < 0) {
      throw new IllegalArgumentException("No column \"" + column + "\"; columns are " + names);
    }
    return place + 1;
  }

  /** {@code |R_ii|}, in the order of the columns; falling. */
  public double[] diagonal() {
    return diagonal.clone();
  }

  /** The singular values, largest first. */
  public double[] singularValues() {
    return singularValues.clone();
  }

  /** Largest over smallest singular value; infinite where a column depends on others. */
  public double conditionNumber() {
    if (singularValues.length < names.size() || singularValues.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double smallest = singularValues[singularValues.length - 1];
    double largest = singularValues[0];
    // Below rounding of the largest, the smallest is noise.
    return smallest <= largest * tolerance() ? Double.POSITIVE_INFINITY : largest / smallest;
  }

  /**
   * The numerical rank: how many singular values are above {@code tolerance} times the largest.
   *
   * @param relative in [0, 1)
   */
  public int rank(double relative) {
    int rank = 0;
    for (double value : singularValues) {
      rank += value > relative * singularValues[0] ? 1 : 0;
    }
    return rank;
  }

  /**
   * The numerical rank with the tolerance {@code max(rows, columns) * 2^-52}, as LAPACK users do.
   */
  public int rank() {
    return rank(tolerance());
  }

  /** The columns behind the numerical rank: those that depend on the others before them. */
  public List<String> redundant(double relative) {
    List<String> ordered = order();
    return ordered.subList(Math.min(rank(relative), ordered.size()), ordered.size());
  }

  private double tolerance() {
    return Math.max(rows, names.size()) * Math.ulp(1.0);
  }
}
