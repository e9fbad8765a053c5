package org.touchstone.engine.flip;

import java.util.Arrays;

/**
 * An approximation of an inverse Hessian from steps and changes of the gradient: BFGS (Nocedal and
 * Wright 2006, Eq. 6.17). The identity until the first update. Keeps buffers: for one thread.
 */
final class InverseHessian {

  private final int n;
  private final double[] matrix;
  private final double[] product;
  private boolean identity = true;

  InverseHessian(int n) {
    this.n = n;
    this.matrix = new double[n * n];
    this.product = new double[n];
  }

  void reset() {
    identity = true;
  }

  boolean isIdentity() {
    return identity;
  }

  /** {@code out = H v}. */
  void multiply(double[] v, double[] out) {
    if (identity) {
      System.arraycopy(v, 0, out, 0, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += matrix[i * n + j] * v[j];
      }
      out[i] = sum;
    }
  }

  /**
   * Learns from a step.
   *
   * @param s the step
   * @param y what the gradient changed by; a step along which it did not rise teaches nothing, and
   *     is passed over
   */
  void update(double[] s, double[] y) {
    double sy = BoundaryDescent.dot(s, y);
    double yy = BoundaryDescent.dot(y, y);
    double ss = BoundaryDescent.dot(s, s);
    if (!(sy > 1e-8 * Math.sqrt(ss * yy))) {
      return;
    }
    if (identity) {
      // The first curvature that is seen says more about the scale than the flat boundary's.
      Arrays.fill(matrix, 0);
      for (int i = 0; i < n; i++) {
        matrix[i * n + i] = Math.min(1, sy / yy);
      }
      identity = false;
    }
    multiply(y, product);
    double rho = 1 / sy;
    double scale = rho * (1 + rho * BoundaryDescent.dot(y, product));
    for (int i = 0; i < n; i++) {
      double a = scale * s[i] - rho * product[i];
      double b = rho * s[i];
      for (int j = 0; j < n; j++) {
        matrix[i * n + j] += a * s[j] - b * product[j];
      }
    }
  }
}
