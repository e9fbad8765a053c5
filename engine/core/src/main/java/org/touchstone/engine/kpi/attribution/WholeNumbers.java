package org.touchstone.engine.kpi.attribution;

import org.touchstone.engine.kpi.KpiParameters;

/** Reads parameters that are whole numbers. */
final class WholeNumbers {

  private WholeNumbers() {}

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException if the profile sets something that is none, or is below {@code
   *     least} or above ten million
   */
  static int of(KpiParameters parameters, String name, int fallback, int least) {
    double value = parameters.number(name, fallback);
    if (value != Math.rint(value) || value < least || value > 10_000_000) {
      throw new IllegalArgumentException(
          "Parameter \""
              + name
              + "\" is \""
              + parameters.text(name, "")
              + "\"; it is a whole number from "
              + least
              + " to 10000000");
    }
    return (int) value;
  }
}
