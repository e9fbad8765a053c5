package org.touchstone.engine.flip;

/**
 * How far the model's log odds are from the boundary's around one row, as a function of coordinates
 * {@code t} in which the distance to the row is {@code |t|}. The boundary is where the margin is 0.
 * Keeps buffers: for one thread.
 */
interface Surface {

  /** Number of coordinates. */
  int dimension();

  /** The margin at {@code count} points, row-major. */
  void margins(double[] t, int count, double[] out);

  /** The margin at a point; its gradient goes to {@code gradient}. */
  double margin(double[] t, double[] gradient);

  /** Turns coordinates, or a gradient in them, into scaled changes of the variables. */
  void toChanges(double[] t, double[] changes);

  /**
   * The coordinates of scaled changes of the variables, or of the shortest change that the model
   * cannot tell from them.
   */
  void fromChanges(double[] changes, double[] t);

  /** Where the margin bends near a point, if it is piecewise linear. */
  default Kinks kinks(double[] t) {
    return Kinks.NONE;
  }

  /** Whether the margin is piecewise linear. */
  default boolean bends() {
    return false;
  }
}
