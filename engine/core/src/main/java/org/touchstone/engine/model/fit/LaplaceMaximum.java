package org.touchstone.engine.model.fit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.touchstone.engine.run.RunMonitor;

/**
 * Maximises a {@link LaplaceLikelihood} by Newton's method. The Hessian of the fixed effects is
 * taken from penalised least squares, rows and columns of Lambda's entries from differences of the
 * gradient. Directions in which the function curves upwards are turned around, so that a saddle,
 * such as a variance of 0 has by symmetry, is left and not found.
 *
 * <p>Entries of Lambda are free to be negative: the sign of a column changes nothing, so there are
 * no bounds, and a variance of 0 is an ordinary maximum. A method without derivatives, as glmer
 * uses, needs some hundred evaluations for 20 features; this one needs a few dozen.
 */
final class LaplaceMaximum {

  /** What is left to gain, in units of the log likelihood, where the last step is taken. */
  private static final double LAST_STEP = 1e-12;

  /** Below this gain, rounding may show in the likelihood, and a step is taken as it is. */
  private static final double NEAR = 1e-8;

  private static final int MOST_STEPS = 100;

  /** Least curvature, relative to the diagonal of the Hessian. */
  private static final double FLAT = 1e-9;

  /**
   * A standard deviation of log odds that data hardly support: from a probability of 1 % to one of
   * 99 % it takes 9.
   */
  private static final double DIVERGED = 30;

  /** The same where the search did not end. */
  private static final double DIVERGING = 5;

  private final LaplaceLikelihood likelihood;
  private final RunMonitor monitor;
  private final int size;
  private final int fixed;
  private double[] gradient;
  private int evaluations;

  /**
   * The maximum.
   *
   * @param parameters where it is
   * @param logLikelihood its value
   * @param hessian second derivatives, by central differences of the gradient
   * @param evaluations how often value and gradient were computed
   */
  record Maximum(double[] parameters, double logLikelihood, DMatrixRMaj hessian, int evaluations) {}

  private LaplaceMaximum(LaplaceLikelihood likelihood, RunMonitor monitor) {
    this.likelihood = likelihood;
    this.monitor = monitor;
    size = likelihood.parameters();
    fixed = likelihood.fixedParameters();
    gradient = new double[size];
  }

  /**
   * Maximises.
   *
   * @param beta fixed effects to begin with
   * @throws FitException if the maximum is not found
   */
  static Maximum find(LaplaceLikelihood likelihood, double[] beta, RunMonitor monitor) {
    return new LaplaceMaximum(likelihood, monitor).run(beta);
  }

  private Maximum run(double[] beta) {
    double[] at = start(beta);
    double value = evaluate(at, gradient);
    for (int step = 0; step < MOST_STEPS; step++) {
      monitor.progress("fitting a multilevel logistic regression", step, MOST_STEPS);
      double[] direction = new double[size];
      double gain = direction(at, direction);
      double length = 1;
      double[] trial = moved(at, direction, length);
      double[] there = new double[size];
      double reached = evaluate(trial, there);
      while (gain > NEAR && !(reached >= value + 1e-4 * length * gain) && length > 1e-10) {
        length /= 2;
        trial = moved(at, direction, length);
        reached = evaluate(trial, there);
      }
      at = trial;
      value = reached;
      gradient = there;
      requireFinite(at, value, DIVERGED);
      if (gain < LAST_STEP) {
        return finish(at, value);
      }
    }
    requireFinite(at, value, DIVERGING);
    throw new FitException(
        "The multilevel logistic regression did not converge in "
            + MOST_STEPS
            + " steps; let fewer coefficients vary between groups, drop their correlation, or train"
            + " on more rows in each group");
  }

  /** The best of a few sizes of all variances. */
  private double[] start(double[] beta) {
    double[] best = new double[0];
    double most = Double.NEGATIVE_INFINITY;
    for (double deviation : new double[] {0.1, 0.3, 1}) {
      double[] at = new double[size];
      System.arraycopy(beta, 0, at, 0, fixed);
      for (int k = 0; k < size - fixed; k++) {
        at[fixed + k] = likelihood.random().isDiagonal(k) ? deviation : 0;
      }
      double value = evaluate(at, gradient);
      if (value > most) {
        most = value;
        best = at;
      }
    }
    if (best.length == 0) {
      throw new FitException("The likelihood of the rows is not finite; look for outliers");
    }
    return best;
  }

  private double evaluate(double[] at, double[] slope) {
    evaluations++;
    return likelihood.evaluate(at, slope);
  }

  private static double[] moved(double[] from, double[] direction, double length) {
    double[] to = new double[from.length];
    for (int k = 0; k < to.length; k++) {
      to[k] = from[k] + length * direction[k];
    }
    return to;
  }

  /** Newton's direction; returns what it promises to gain, twice. */
  private double direction(double[] at, double[] direction) {
    DMatrixRMaj curvature = new DMatrixRMaj(size, size);
    DMatrixRMaj information = likelihood.information();
    for (int j = 0; j < fixed; j++) {
      for (int k = 0; k < fixed; k++) {
        curvature.set(j, k, information.get(j, k));
      }
    }
    for (int k = fixed; k < size; k++) {
      double[] column = difference(at, k, 1e-4 * Math.max(0.1, Math.abs(at[k])));
      for (int j = 0; j < size; j++) {
        if (j < fixed) {
          curvature.set(j, k, -column[j]);
          curvature.set(k, j, -column[j]);
        } else {
          // Each pair comes twice, once from either difference.
          double half = j == k ? -column[j] : -column[j] / 2;
          curvature.add(j, k, half);
          if (j != k) {
            curvature.add(k, j, half);
          }
        }
      }
    }
    return solve(curvature, direction);
  }

  private double[] difference(double[] at, int parameter, double step) {
    double[] up = at.clone();
    double[] down = at.clone();
    up[parameter] += step;
    down[parameter] -= step;
    double[] above = new double[size];
    double[] below = new double[size];
    evaluate(up, above);
    evaluate(down, below);
    for (int j = 0; j < size; j++) {
      above[j] = (above[j] - below[j]) / (up[parameter] - down[parameter]);
    }
    return above;
  }

  /** Solves with the absolute values of the eigenvalues, after scaling the diagonal to 1. */
  private double solve(DMatrixRMaj curvature, double[] direction) {
    double[] scale = new double[size];
    for (int k = 0; k < size; k++) {
      scale[k] = Math.sqrt(Math.max(Math.abs(curvature.get(k, k)), Double.MIN_NORMAL));
    }
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        curvature.set(j, k, curvature.get(j, k) / (scale[j] * scale[k]));
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(curvature)) {
      throw new FitException(
          "The likelihood of the multilevel logistic regression is not finite; look for outliers");
    }
    double gain = 0;
    for (int e = 0; e < size; e++) {
      DMatrixRMaj vector = eigen.getEigenVector(e);
      double along = 0;
      for (int k = 0; k < size; k++) {
        along += vector.get(k) * gradient[k] / scale[k];
      }
      double value = Math.max(Math.abs(eigen.getEigenvalue(e).getReal()), FLAT);
      gain += along * along / value;
      for (int k = 0; k < size; k++) {
        direction[k] += along / value * vector.get(k) / scale[k];
      }
    }
    return gain;
  }

  private void requireFinite(double[] at, double value, double limit) {
    double largest = 0;
    for (int k = fixed; k < size; k++) {
      largest = Math.max(largest, Math.abs(at[k]));
    }
    if (!Double.isFinite(value) || !(largest < limit)) {
      throw new FitException(
          "The random effects of the groups grow without bound: within groups the label hardly"
              + " varies; train on rows of both classes in each group, or let less vary between"
              + " groups");
    }
  }

  private Maximum finish(double[] found, double value) {
    double[] at = withoutSigns(found);
    double most = value;
    for (int k = fixed; k < size; k++) {
      if (likelihood.random().isDiagonal(k - fixed) && Math.abs(at[k]) < 1e-5) {
        double[] without = at.clone();
        without[k] = 0;
        double reached = evaluate(without, gradient);
        if (reached >= most - NEAR) {
          at = without;
          most = reached;
        }
      }
    }
    DMatrixRMaj hessian = hessian(at);
    // The modes have to be those of the maximum, not of the last difference.
    double logLikelihood = evaluate(at, gradient);
    return new Maximum(at, logLikelihood, hessian, evaluations);
  }

  /** Each column of Lambda with a positive diagonal. */
  private double[] withoutSigns(double[] found) {
    double[] at = found.clone();
    RandomDesign random = likelihood.random();
    for (int k = 0; k < random.parameters(); k++) {
      if (random.isDiagonal(k) && found[fixed + k] < 0) {
        for (int m = 0; m < random.parameters(); m++) {
          if (random.column[m] == random.column[k]) {
            at[fixed + m] = -found[fixed + m];
          }
        }
      }
    }
    return at;
  }

  private DMatrixRMaj hessian(double[] at) {
    DMatrixRMaj information = likelihood.information();
    DMatrixRMaj hessian = new DMatrixRMaj(size, size);
    for (int k = 0; k < size; k++) {
      double step =
          k < fixed
              ? 1e-3 / Math.sqrt(information.get(k, k))
              : 1e-4 * Math.max(0.1, Math.abs(at[k]));
      double[] column = difference(at, k, step);
      for (int j = 0; j < size; j++) {
        hessian.add(j, k, column[j] / 2);
        hessian.add(k, j, column[j] / 2);
      }
    }
    return hessian;
  }
}
