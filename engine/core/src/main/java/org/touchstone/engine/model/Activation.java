package org.touchstone.engine.model;

import org.apache.commons.numbers.gamma.Erf;

/** What a unit of a dense layer does to its weighted input {@code z}. */
public enum Activation {
  /** The error function, {@code 2/sqrt(pi) int_0^z exp(-t^2) dt}. */
  ERF {
    @Override
    double apply(double z) {
      return Erf.value(z);
    }

    @Override
    double derivative(double z, double h) {
      return TWO_OVER_ROOT_PI * Math.exp(-z * z);
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    double apply(double z) {
      return Math.tanh(z);
    }

    @Override
    double derivative(double z, double h) {
      // 1 - h^2 cancels where tanh saturates; 1 / cosh^2 does not.
      double cosh = Math.cosh(z);
      return 1 / (cosh * cosh);
    }
  },
  /** {@code max(0, z)}; its derivative at 0 is taken as 0. */
  RELU {
    @Override
    double apply(double z) {
      return z <= 0 ? 0 : z;
    }

    @Override
    double derivative(double z, double h) {
      return z > 0 ? 1 : 0;
    }
  },
  /** The logistic function, {@code 1 / (1 + exp(-z))}. */
  SIGMOID {
    @Override
    double apply(double z) {
      return Logistic.sigmoid(z);
    }

    @Override
    double derivative(double z, double h) {
      return Logistic.derivative(z);
    }
  },
  /** {@code z} itself. */
  IDENTITY {
    @Override
    double apply(double z) {
      return z;
    }

    @Override
    double derivative(double z, double h) {
      return 1;
    }
  };

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  abstract double apply(double z);

  /** The derivative at {@code z}, where {@code h = apply(z)}. */
  abstract double derivative(double z, double h);
}
