package org.touchstone.engine.model;

/**
 * The hyperbolic tangent and the logistic function of whole arrays, without branches and table
 * look-ups, so that the JIT compiles them to vector instructions.
 *
 * <p>Both are computed from a truncation of Lambert's continued fraction, {@code tanh(h) =
 * h/(1+h^2/(3+h^2/(5+...)))}, which is a ratio of polynomials {@code n/d}, at a fraction of the
 * argument, and the rule of the double angle, {@code tanh(2h) = 2nd/(d^2+n^2)}; {@code sigmoid(x) =
 * (1+tanh(x/2))/2 = (d+n)^2/(2(d^2+n^2))} has no cancellation. Arguments are cut off where the
 * function is 0 or 1 but for the error that is stated. {@code NaN} gives {@code NaN}.
 */
final class GateFunctions {

  /** Largest absolute error of {@link #tanh(double[], int)}; measured 6.7e-16. */
  static final double DOUBLE_ERROR = 2e-15;

  /**
   * Largest absolute error of {@link #singleTanh} and {@link #singleSigmoid}, before the result is
   * rounded to a float, which adds at most 3.0e-8; measured 2.1e-8, and 4.0e-8 as floats.
   */
  static final double SINGLE_ERROR = 4e-8;

  /** {@code 1 - tanh(18.5) = 1.7e-16}. */
  private static final double DOUBLE_CUT = 18.5;

  /** {@code 1 - tanh(9) = 3.0e-8}. */
  private static final double SINGLE_CUT = 9;

  private GateFunctions() {}

  /** {@code z[i] = tanh(z[i])} for {@code 0 <= i < count}, to {@link #DOUBLE_ERROR}. */
  static void tanh(double[] z, int count) {
    for (int i = 0; i < count; i++) {
      double h = Math.max(-DOUBLE_CUT, Math.min(DOUBLE_CUT, z[i])) * 0.125;
      double u = h * h;
      double n = h * (34459425.0 + u * (4729725.0 + u * (135135.0 + u * (990.0 + u))));
      double d = 34459425.0 + u * (16216200.0 + u * (945945.0 + u * (13860.0 + u * 45.0)));
      double n1 = 2 * n * d;
      double d1 = d * d + n * n;
      double n2 = 2 * n1 * d1;
      double d2 = d1 * d1 + n1 * n1;
      z[i] = 2 * n2 * d2 / (d2 * d2 + n2 * n2);
    }
  }

  /** {@code z[i] = 1/(1+exp(-z[i]))} for {@code 0 <= i < count}, to {@link #DOUBLE_ERROR}. */
  static void sigmoid(double[] z, int count) {
    for (int i = 0; i < count; i++) {
      double h = Math.max(-2 * DOUBLE_CUT, Math.min(2 * DOUBLE_CUT, z[i])) * 0.0625;
      double u = h * h;
      double n = h * (34459425.0 + u * (4729725.0 + u * (135135.0 + u * (990.0 + u))));
      double d = 34459425.0 + u * (16216200.0 + u * (945945.0 + u * (13860.0 + u * 45.0)));
      double n1 = 2 * n * d;
      double d1 = d * d + n * n;
      double n2 = 2 * n1 * d1;
      double d2 = d1 * d1 + n1 * n1;
      z[i] = 0.5 * ((d2 + n2) * (d2 + n2)) / (d2 * d2 + n2 * n2);
    }
  }

  /**
   * {@code z[i] = tanh(z[i])} for {@code 0 <= i < count}, to {@link #SINGLE_ERROR}. In doubles: a
   * chain of float operations alone would cost more than the error allows.
   */
  static void singleTanh(double[] z, int count) {
    for (int i = 0; i < count; i++) {
      double h = Math.max(-SINGLE_CUT, Math.min(SINGLE_CUT, z[i])) * 0.5;
      double u = h * h;
      double n = h * (135135.0 + u * (17325.0 + u * (378.0 + u)));
      double d = 135135.0 + u * (62370.0 + u * (3150.0 + u * 28.0));
      z[i] = 2 * n * d / (d * d + n * n);
    }
  }

  /** {@code z[i] = 1/(1+exp(-z[i]))} for {@code 0 <= i < count}, to {@link #SINGLE_ERROR}. */
  static void singleSigmoid(double[] z, int count) {
    for (int i = 0; i < count; i++) {
      double h = Math.max(-2 * SINGLE_CUT, Math.min(2 * SINGLE_CUT, z[i])) * 0.25;
      double u = h * h;
      double n = h * (135135.0 + u * (17325.0 + u * (378.0 + u)));
      double d = 135135.0 + u * (62370.0 + u * (3150.0 + u * 28.0));
      z[i] = 0.5 * ((d + n) * (d + n)) / (d * d + n * n);
    }
  }
}
