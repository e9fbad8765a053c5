package org.touchstone.engine.stats;

import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Variance inflation factors: {@code VIF_j = 1 / (1 - R_j^2)}, R_j^2 of the regression of feature j
 * on the others, with an intercept (R^2 about the mean, the textbook form) or without (R^2 about
 * 0). Immutable.
 *
 * <p>Source: D. Belsley, E. Kuh, R. Welsch, Regression Diagnostics, 1980, section 3.2. {@code 1 -
 * R_j^2} is the squared distance of the column, scaled to length 1, from the space of the others.
 */
public final class Vif {

  private final double[] factors;

  private Vif(double[] factors) {
    this.factors = factors;
  }

  /**
   * Computes the factors of all features.
   *
   * @param rows row-major features
   * @param width number of features
   * @param intercept whether the regressions have an intercept
   * @throws IllegalArgumentException if there is no row, the numbers are not rows of this width, or
   *     one is not finite
   */
  public static Vif of(double[] rows, int width, boolean intercept) {
    DesignMatrix.check(rows, width);
    DesignMatrix.Decomposition all =
        DesignMatrix.decompose(DesignMatrix.scaled(rows, width, intercept));
    // Distances between columns are those between the columns of R, which has few rows.
    DMatrixRMaj r = all.qr().getR(null, true);
    int[] pivots = all.qr().getColPivots();
    double[] factors = new double[width];
    for (int k = 0; k < width; k++) {
      factors[pivots[k]] = factor(r, k);
    }
    return new Vif(factors);
  }

  /** The factor of one column of a matrix whose columns are of length 1 or 0; NaN for length 0. */
  private static double factor(DMatrixRMaj columns, int column) {
    DMatrixRMaj target = CommonOps_DDRM.extract(columns, 0, columns.numRows, column, column + 1);
    if (CommonOps_DDRM.elementMaxAbs(target) == 0) {
      return Double.NaN;
    }
    if (columns.numCols == 1) {
      return 1;
    }
    DMatrixRMaj others = new DMatrixRMaj(columns.numRows, columns.numCols - 1);
    for (int i = 0; i < columns.numRows; i++) {
      for (int j = 0; j < others.numCols; j++) {
        others.set(i, j, columns.get(i, j < column ? j : j + 1));
      }
    }
    DesignMatrix.Decomposition regression = DesignMatrix.decompose(others);
    DMatrixRMaj q = regression.qr().getQ(null, false);
    double distance = 0;
    for (int k = regression.rank(); k < q.numCols; k++) {
      double along = 0;
      for (int i = 0; i < q.numRows; i++) {
        along += q.get(i, k) * target.get(i);
      }
      distance += along * along;
    }
    return Math.sqrt(distance) <= DesignMatrix.DEPENDENT
        ? Double.POSITIVE_INFINITY
        : Math.max(1, 1 / distance);
  }

  /** Number of features. */
  public int size() {
    return factors.length;
  }

  /**
   * The factor of a feature, 1 or more; {@code Infinity} if it is a linear combination of the
   * others, empty if it does not vary, or without intercept, is 0 in all rows: R^2 is 0/0 then.
   */
  public OptionalDouble factor(int feature) {
    double factor = factors[feature];
    return Double.isNaN(factor) ? OptionalDouble.empty() : OptionalDouble.of(factor);
  }
}
