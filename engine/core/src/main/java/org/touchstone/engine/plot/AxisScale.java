package org.touchstone.engine.plot;

/**
 * The marks of an axis: {@code min, min + step, ..., max}, where the step is 1, 2 or 5 times a
 * power of ten.
 *
 * @param min the first mark, not above the smallest number
 * @param max the last mark, not below the largest number
 * @param step distance of two marks, above 0
 */
record AxisScale(double min, double max, double step) {

  /**
   * The scale of numbers.
   *
   * @param low smallest number
   * @param high largest number, not below the smallest
   * @param parts about so many steps, or fewer
   * @param leastStep no step is smaller; 0 for any
   */
  static AxisScale of(double low, double high, int parts, double leastStep) {
    double span = high > low ? high - low : 1;
    double step = Math.max(niceStep(span / parts), leastStep);
    double min = Math.floor(low / step) * step;
    return new AxisScale(min, Math.max(Math.ceil(high / step) * step, min + step), step);
  }

  /** Number of marks. */
  int marks() {
    return (int) Math.round((max - min) / step) + 1;
  }

  /** A mark, from 0. */
  double mark(int index) {
    return min + index * step;
  }

  /** What is written at a mark: 0 without the rounding error of its steps. */
  String label(int index) {
    return isZero(index) ? "0" : PlotDrawing.number(mark(index), 6);
  }

  /** Whether a mark is 0. */
  boolean isZero(int index) {
    return Math.abs(mark(index)) < step / 2;
  }

  /** Where a number stands, as a share of the axis. */
  double share(double value) {
    return (value - min) / (max - min);
  }

  /** The smallest of 1, 2, 5 times a power of ten that is not below a number above 0. */
  private static double niceStep(double atLeast) {
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= atLeast * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
