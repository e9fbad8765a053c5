package org.touchstone.engine.model;

/** The logistic function. */
final class Logistic {

  private Logistic() {}

  /** {@code 1 / (1 + exp(-z))}, without overflow at either end. */
  static double sigmoid(double z) {
    if (z >= 0) {
      return 1 / (1 + Math.exp(-z));
    }
    double e = Math.exp(z);
    return e / (1 + e);
  }

  /**
   * {@code p (1 - p)} for {@code p = sigmoid(z)}, to full relative precision where {@code 1 - p}
   * would cancel.
   */
  static double derivative(double z) {
    double e = Math.exp(-Math.abs(z));
    return e / ((1 + e) * (1 + e));
  }
}
