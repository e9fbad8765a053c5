package org.touchstone.engine.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Variance inflation of features that are several columns each, as a categorical feature is: {@code
 * GVIF = det(R_1) det(R_2) / det(R)} for the columns 1 of a feature, the columns 2 of all others
 * and their correlation matrices R. For a feature of one column it is {@link Vif}.
 *
 * <p>It is {@code prod_k 1 / sin^2(theta_k)} over the angles between the two column spaces, and is
 * computed so: which levels are left out as the base does not matter, nor whether any is. Source:
 * J. Fox, G. Monette, Generalized collinearity diagnostics, Journal of the American Statistical
 * Association 87, 1992, pp. 178-183; angles: A. Björck, G. Golub, Mathematics of Computation 27,
 * 1973, pp. 579-594.
 *
 * @param factor GVIF, 1 or more; {@code Infinity} if a combination of the feature's columns is one
 *     of the others'
 * @param degreesOfFreedom number of linearly independent columns of the feature
 */
public record GeneralisedVif(double factor, int degreesOfFreedom) {

  /**
   * Computes the factors of all features.
   *
   * @param rows row-major columns
   * @param featureOfColumn the feature of each column, numbered from 0
   * @param intercept whether the columns are centred
   * @return for each feature its factor, or empty where no column of it varies
   * @throws IllegalArgumentException as {@link Vif#of}
   */
  public static List<Optional<GeneralisedVif>> of(
      double[] rows, int[] featureOfColumn, boolean intercept) {
    int width = featureOfColumn.length;
    DesignMatrix.check(rows, width);
    DesignMatrix.Decomposition all =
        DesignMatrix.decompose(DesignMatrix.scaled(rows, width, intercept));
    // Angles between columns are those between the columns of R, which has few rows.
    DMatrixRMaj r = all.qr().getR(null, true);
    int[] pivots = all.qr().getColPivots();
    int features = Arrays.stream(featureOfColumn).max().orElseThrow() + 1;
    return IntStream.range(0, features)
        .mapToObj(feature -> ofFeature(r, pivots, featureOfColumn, feature))
        .toList();
  }

  /**
   * {@code GVIF^(1/df)}, which compares with the factor of a feature of one column.
   *
   * <p>Fox and Monette compare {@code GVIF^(1/(2 df))} with the square root of that.
   */
  public double perDegreeOfFreedom() {
    return Math.pow(factor, 1.0 / degreesOfFreedom);
  }

  private static Optional<GeneralisedVif> ofFeature(
      DMatrixRMaj r, int[] pivots, int[] featureOfColumn, int feature) {
    DMatrixRMaj own = basis(select(r, pivots, featureOfColumn, feature, true));
    if (own.numCols == 0) {
      return Optional.empty();
    }
    DMatrixRMaj others = basis(select(r, pivots, featureOfColumn, feature, false));
    if (others.numCols == 0) {
      return Optional.of(new GeneralisedVif(1, own.numCols));
    }
    // What is left of the one space beside the other: its singular values are the sines.
    DMatrixRMaj within = new DMatrixRMaj(others.numCols, own.numCols);
    CommonOps_DDRM.multTransA(others, own, within);
    DMatrixRMaj beside = own.copy();
    CommonOps_DDRM.multAdd(-1, others, within, beside);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(beside.numRows, beside.numCols, false, false, true);
    if (!svd.decompose(beside)) {
      throw new IllegalStateException("The singular values of a finite matrix did not converge");
    }
    double product = 1;
    double[] sines = svd.getSingularValues();
    for (int k = 0; k < own.numCols; k++) {
      double sine = k < svd.numberOfSingularValues() ? Math.min(1, sines[k]) : 0;
      product *= sine <= DesignMatrix.DEPENDENT ? Double.POSITIVE_INFINITY : 1 / (sine * sine);
    }
    return Optional.of(new GeneralisedVif(product, own.numCols));
  }

  private static DMatrixRMaj select(
      DMatrixRMaj r, int[] pivots, int[] featureOfColumn, int feature, boolean own) {
    int[] columns =
        IntStream.range(0, pivots.length)
            .filter(k -> (featureOfColumn[pivots[k]] == feature) == own)
            .toArray();
    DMatrixRMaj selected = new DMatrixRMaj(r.numRows, columns.length);
    for (int i = 0; i < r.numRows; i++) {
      for (int k = 0; k < columns.length; k++) {
        selected.set(i, k, r.get(i, columns[k]));
      }
    }
    return selected;
  }

  /** An orthonormal basis of the columns' space. */
  private static DMatrixRMaj basis(DMatrixRMaj columns) {
    if (columns.numCols == 0) {
      return columns;
    }
    DesignMatrix.Decomposition decomposition = DesignMatrix.decompose(columns);
    if (decomposition.rank() == 0) {
      return new DMatrixRMaj(columns.numRows, 0);
    }
    DMatrixRMaj q = decomposition.qr().getQ(null, true);
    return CommonOps_DDRM.extract(q, 0, q.numRows, 0, decomposition.rank());
  }
}
