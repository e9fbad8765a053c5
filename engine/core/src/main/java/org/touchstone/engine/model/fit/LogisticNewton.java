package org.touchstone.engine.model.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.touchstone.engine.run.RunMonitor;

/**
 * Maximises the likelihood of a plain logistic regression by Newton's method (iteratively
 * reweighted least squares): {@code beta += (X'WX)^-1 X'(y - mu)}, {@code W = mu (1 - mu)}, each
 * step halved until the likelihood does not fall. Source: McCullagh and Nelder, Generalized Linear
 * Models, 2nd edition, 1989, section 2.5.
 */
final class LogisticNewton {

  /** What is left to gain, in units of the log likelihood, where the last step is taken. */
  private static final double LAST_STEP = 1e-10;

  private static final int MOST_STEPS = 60;

  /** How far a row may lie on the wrong side of a direction that separates the classes. */
  private static final double SEPARATED = 1e-6;

  private final LogisticDesign design;
  private final RunMonitor monitor;
  private final double[] predictor;
  private final double[] gradient;
  private final DMatrixRMaj information;
  private final LinearSolverDense<DMatrixRMaj> solver;

  /** The maximum. */
  record Maximum(double[] beta, DMatrixRMaj information, double logLikelihood, int steps) {}

  private LogisticNewton(LogisticDesign design, RunMonitor monitor) {
    this.design = design;
    this.monitor = monitor;
    int size = design.features + 1;
    predictor = new double[design.rows];
    gradient = new double[size];
    information = new DMatrixRMaj(size, size);
    solver = LinearSolverFactory_DDRM.chol(size);
  }

  /**
   * Maximises.
   *
   * @throws FitException if the classes are separated, or the maximum is not found
   */
  static Maximum maximise(LogisticDesign design, RunMonitor monitor) {
    return new LogisticNewton(design, monitor).run();
  }

  private Maximum run() {
    int size = design.features + 1;
    double[] beta = new double[size];
    double value = predict(beta);
    boolean last = false;
    for (int step = 0; step <= MOST_STEPS; step++) {
      monitor.progress("fitting a logistic regression", step, MOST_STEPS);
      differentiate();
      if (last) {
        return new Maximum(beta, information, value, step);
      }
      if (allRight()) {
        throw separated("The classes are separated perfectly by ", beta);
      }
      double[] direction = direction();
      double gain = 0;
      for (int j = 0; j < size; j++) {
        gain += direction[j] * gradient[j];
      }
      last = gain < LAST_STEP;
      if ((last || step > 10) && separates(direction)) {
        throw separated("The classes of a part of the rows are separated perfectly by ", direction);
      }
      double length = 1;
      double[] trial = moved(beta, direction, length);
      double reached = predict(trial);
      while (!last && !(reached >= value) && length > 1e-10) {
        length /= 2;
        trial = moved(beta, direction, length);
        reached = predict(trial);
      }
      beta = trial;
      value = reached;
    }
    throw new FitException(
        "The logistic regression did not converge in "
            + MOST_STEPS
            + " steps; look for features that are nearly combinations of others, and for outliers");
  }

  private static double[] moved(double[] beta, double[] direction, double length) {
    double[] to = new double[beta.length];
    for (int j = 0; j < to.length; j++) {
      to[j] = beta[j] + length * direction[j];
    }
    return to;
  }

  /** Fills in the linear predictors and returns the log likelihood. */
  private double predict(double[] beta) {
    BernoulliSum sum = new BernoulliSum();
    for (int i = 0; i < design.rows; i++) {
      double eta = design.predictor(i, beta);
      predictor[i] = eta;
      sum.add(eta, design.y[i], Math.exp(-Math.abs(eta)));
    }
    return sum.logLikelihood();
  }

  /** Gradient and information at the linear predictors. */
  private void differentiate() {
    Arrays.fill(gradient, 0);
    information.zero();
    for (int i = 0; i < design.rows; i++) {
      double eta = predictor[i];
      double e = Math.exp(-Math.abs(eta));
      double t = 1 / (1 + e);
      double mu = eta >= 0 ? t : e * t;
      design.addRow(i, design.y[i] - mu, gradient);
      design.addOuter(i, e * t * t, information.data);
    }
    mirror(information);
  }

  static void mirror(DMatrixRMaj lower) {
    for (int j = 0; j < lower.numRows; j++) {
      for (int k = 0; k < j; k++) {
        lower.set(k, j, lower.get(j, k));
      }
    }
  }

  private double[] direction() {
    DMatrixRMaj step = new DMatrixRMaj(gradient.length, 1);
    if (!solver.setA(information.copy())) {
      throw new FitException(
          "The logistic regression is not determined by the rows: some parameters can grow without"
              + " bound; look for a feature, or a level of one, that only one class has, and leave"
              + " it out or join it with another");
    }
    solver.solve(DMatrixRMaj.wrap(gradient.length, 1, gradient), step);
    return step.data;
  }

  private boolean allRight() {
    for (int i = 0; i < design.rows; i++) {
      if (!((2 * design.y[i] - 1) * predictor[i] > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether no row lies on the wrong side of a direction, so that more of it is always better. */
  private boolean separates(double[] direction) {
    double most = 0;
    double least = 0;
    for (int i = 0; i < design.rows; i++) {
      double margin = (2 * design.y[i] - 1) * design.predictor(i, direction);
      most = Math.max(most, margin);
      least = Math.min(least, margin);
    }
    return least >= -SEPARATED * most;
  }

  private FitException separated(String what, double[] direction) {
    double most = 0;
    for (int j = 1; j < direction.length; j++) {
      most = Math.max(most, Math.abs(direction[j]));
    }
    List<String> names = new ArrayList<>();
    for (int j = 1; j < direction.length; j++) {
      if (Math.abs(direction[j]) >= 0.1 * most) {
        names.add('"' + design.training().features().get(j - 1) + '"');
      }
    }
    return new FitException(
        what
            + String.join(", ", names)
            + ", so the likelihood has no maximum; leave the feature out if it tells the label,"
            + " join its rare levels, or train on more rows");
  }
}
