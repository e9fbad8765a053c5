package org.touchstone.engine.stats;

import java.util.Optional;
import org.apache.commons.math3.special.Gamma;
import org.ejml.data.DMatrixRMaj;

/**
 * The Breusch-Pagan test of constant variance, studentised: {@code LM = n R^2} of the regression,
 * with intercept, of the squared residuals on the features, chi-squared with as many degrees of
 * freedom as there are linearly independent features, if the variance does not depend on them.
 *
 * <p>Source: T. Breusch, A. Pagan, Econometrica 47, 1979, pp. 1287-1294; studentised by R. Koenker,
 * Journal of Econometrics 17, 1981, pp. 107-112.
 *
 * @param statistic LM, 0 or more
 * @param degreesOfFreedom of the chi-squared distribution, 1 or more
 * @param pValue probability of an LM as large as this if the variance is constant
 */
public record BreuschPagan(double statistic, int degreesOfFreedom, double pValue) {

  /**
   * Tests residuals.
   *
   * @param residuals one for each row
   * @param rows row-major features, {@code residuals.length * width} numbers; an intercept is
   *     added, and features that are combinations of others change nothing
   * @param width number of features
   * @return the result, or empty if no feature varies, or the squared residuals do not, or the
   *     features have as many degrees of freedom as there are rows
   * @throws IllegalArgumentException if the lengths do not agree, or a number is not finite
   */
  public static Optional<BreuschPagan> of(double[] residuals, double[] rows, int width) {
    DesignMatrix.check(rows, width);
    int n = residuals.length;
    if (rows.length != (long) n * width) {
      throw new IllegalArgumentException(
          n + " residuals for " + rows.length / width + " rows; give one for each");
    }
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      squares[i] = residuals[i] * residuals[i];
      if (!Double.isFinite(squares[i])) {
        throw new IllegalArgumentException(
            "The residual of row " + i + ", counted from 0, is " + residuals[i]);
      }
    }
    DMatrixRMaj target = DesignMatrix.scaled(squares, 1, true);
    DesignMatrix.Decomposition features =
        DesignMatrix.decompose(DesignMatrix.scaled(rows, width, true));
    int degrees = features.rank();
    if (degrees == 0 || degrees >= n - 1 || isZero(target)) {
      return Optional.empty();
    }
    double explained = 0;
    DMatrixRMaj q = features.qr().getQ(null, true);
    for (int k = 0; k < degrees; k++) {
      double along = 0;
      for (int i = 0; i < n; i++) {
        along += q.get(i, k) * target.get(i);
      }
      explained += along * along;
    }
    double statistic = n * Math.min(1, explained);
    return Optional.of(new BreuschPagan(statistic, degrees, upperTail(statistic, degrees)));
  }

  /** The complement of a cumulative probability close to 1 would have no digits. */
  private static double upperTail(double statistic, int degrees) {
    return Gamma.regularizedGammaQ(degrees / 2.0, statistic / 2);
  }

  private static boolean isZero(DMatrixRMaj target) {
    for (int i = 0; i < target.numRows; i++) {
      if (target.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
