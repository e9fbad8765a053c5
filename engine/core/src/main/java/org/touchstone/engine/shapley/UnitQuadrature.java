package org.touchstone.engine.shapley;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Gauss-Legendre quadrature on [0, 1]: exact for polynomials of degree {@code 2 n - 1} with n
 * points.
 *
 * <p>Shapley values are integrals of such polynomials: the weight of a coalition of s among d - 1
 * other players is {@code s! (d - 1 - s)! / d! = integral over [0, 1] of t^s (1 - t)^(d - 1 - s)}
 * (G. Owen, Multilinear extensions of games, Management Science 18(5), 1972).
 */
final class UnitQuadrature {

  final double[] points;
  final double[] weights;

  private UnitQuadrature(double[] points, double[] weights) {
    this.points = points;
    this.weights = weights;
  }

  /** The rule with the fewest points that is exact up to a degree. */
  static UnitQuadrature forDegree(int degree) {
    int n = Math.max(1, degree / 2 + 1);
    GaussIntegrator rule = new GaussIntegratorFactory().legendre(n);
    double[] points = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      points[i] = (1 + rule.getPoint(i)) / 2;
      weights[i] = rule.getWeight(i) / 2;
    }
    return new UnitQuadrature(points, weights);
  }

  int size() {
    return points.length;
  }
}
