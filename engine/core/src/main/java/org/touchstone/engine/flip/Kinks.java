package org.touchstone.engine.flip;

/**
 * Where a piecewise linear margin bends near a point: for each hidden ReLU unit its weighted input
 * z, linear around the point, and the margin bends where z is 0.
 *
 * @param values z of each unit at the point
 * @param gradients of each z, units x coordinates, row-major
 */
record Kinks(double[] values, double[] gradients) {

  /** Of a margin without kinks. */
  static final Kinks NONE = new Kinks(new double[0], new double[0]);

  int size() {
    return values.length;
  }
}
