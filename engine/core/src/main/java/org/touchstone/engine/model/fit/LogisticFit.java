package org.touchstone.engine.model.fit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.touchstone.engine.model.FixedEffects;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.run.RunMonitor;

/**
 * A plain logistic regression fitted by maximum likelihood.
 *
 * @param model the model, with standard errors
 * @param parameters its parameters with the covariance {@code (X'WX)^-1} of their estimates
 * @param logLikelihood {@code sum_i log p(y_i)} at the maximum
 * @param steps Newton steps it took
 */
public record LogisticFit(
    LogisticRegression model, FixedEffects parameters, double logLikelihood, int steps) {

  /**
   * Fits. Groups of the rows, if they have any, are not looked at.
   *
   * @param training the rows
   * @throws FitException if a feature is constant or a combination of others, features separate the
   *     classes perfectly, in all rows or in a part of them, or the maximum is not found
   */
  public static LogisticFit of(LogisticTraining training) {
    return of(training, RunMonitor.NONE);
  }

  /**
   * Fits, watched.
   *
   * @param training the rows
   * @param monitor is told after each step, and may stop the work
   * @throws FitException as {@link #of(LogisticTraining)}
   */
  public static LogisticFit of(LogisticTraining training, RunMonitor monitor) {
    LogisticDesign design = LogisticDesign.of(training);
    LogisticNewton.Maximum maximum = LogisticNewton.maximise(design, monitor);
    DMatrixRMaj covariance = maximum.information().copy();
    if (!CommonOps_DDRM.invert(covariance)) {
      throw new FitException("The information matrix of the logistic regression is singular");
    }
    double[] raw = design.unscaled(maximum.beta());
    double[] coefficients = new double[raw.length - 1];
    System.arraycopy(raw, 1, coefficients, 0, coefficients.length);
    FixedEffects parameters =
        FixedEffects.of(raw[0], coefficients).withCovariance(design.unscaledCovariance(covariance));
    return new LogisticFit(
        new LogisticRegression(parameters), parameters, maximum.logLikelihood(), maximum.steps());
  }
}
