package org.touchstone.engine.model.fit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The covariance of the fixed effects' estimates: their block of the inverse of minus the Hessian
 * of the log likelihood in all parameters, as lme4's {@code vcov(fit, use.hessian = TRUE)}.
 *
 * <p>A variance that was estimated as 0 is no free parameter and is held; in an independent term
 * this changes nothing, for the log likelihood is even in it. Where the free entries of Lambda do
 * not all have a curvature, Lambda as a whole is held.
 */
final class FixedCovariance {

  private FixedCovariance() {}

  static DMatrixRMaj of(LaplaceLikelihood likelihood, LaplaceMaximum.Maximum maximum) {
    int fixed = likelihood.fixedParameters();
    int[] free = new int[likelihood.parameters()];
    int count = 0;
    for (int k = 0; k < free.length; k++) {
      if (k < fixed || !likelihood.random().isDiagonal(k - fixed) || maximum.parameters()[k] != 0) {
        free[count++] = k;
      }
    }
    DMatrixRMaj inverse = new DMatrixRMaj(count, count);
    if (!invert(maximum.hessian(), free, inverse)) {
      inverse.reshape(fixed, fixed);
      if (!invert(maximum.hessian(), free, inverse)) {
        throw new FitException(
            "The likelihood has no curvature in some fixed effect, so that its standard error is"
                + " not determined; look for features that are nearly combinations of others");
      }
    }
    return CommonOps_DDRM.extract(inverse, 0, fixed, 0, fixed);
  }

  /** Inverts minus the block of the free parameters, which are as many as the inverse has rows. */
  private static boolean invert(DMatrixRMaj hessian, int[] free, DMatrixRMaj inverse) {
    int size = inverse.numRows;
    DMatrixRMaj block = new DMatrixRMaj(size, size);
    double[] scale = new double[size];
    for (int j = 0; j < size; j++) {
      double diagonal = -hessian.get(free[j], free[j]);
      if (!(diagonal > 0)) {
        return false;
      }
      scale[j] = Math.sqrt(diagonal);
    }
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        block.set(j, k, -hessian.get(free[j], free[k]) / (scale[j] * scale[k]));
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
    if (!solver.setA(block) || solver.quality() < 1e-14) {
      return false;
    }
    solver.invert(inverse);
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        inverse.set(j, k, inverse.get(j, k) / (scale[j] * scale[k]));
      }
    }
    return true;
  }
}
