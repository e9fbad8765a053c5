package org.touchstone.engine.flip;

/**
 * Where a ray from the origin crosses the boundary: Newton steps between a point of the origin's
 * class and one of the other, bisection where they leave that range. Keeps buffers: for one thread.
 */
final class RayCrossing {

  private static final int MOST_STEPS = 60;
  private static final int TRUSTED_NEWTON = 6;

  private final Surface surface;
  private final double[] at;
  private double length;
  private double margin;

  RayCrossing(Surface surface) {
    this.surface = surface;
    this.at = new double[surface.dimension()];
  }

  /** The distance of the point that was reached from the origin. */
  double length() {
    return length;
  }

  /** The margin there. */
  double margin() {
    return margin;
  }

  /**
   * Looks for a crossing between the origin and a point of the other class.
   *
   * @param direction of the ray, a unit vector
   * @param end distance of the point of the other class
   * @param atEnd its margin
   * @param other sign of the margins of the other class
   * @param relative how well the crossing has to be known, as a share of its distance
   * @param gradient the gradient at the end; receives that at the point that was reached
   * @return whether it was found; not where the margin jumps across 0
   */
  boolean find(
      double[] direction,
      double end,
      double atEnd,
      double other,
      double relative,
      double[] gradient) {
    double low = 0;
    double high = end;
    length = end;
    margin = atEnd;
    for (int step = 0; step < MOST_STEPS; step++) {
      double slope = BoundaryDescent.dot(gradient, direction);
      double next = length - margin / slope;
      boolean near = Math.abs(next - length) <= relative * length && next >= low;
      if (Math.abs(margin) <= BoundaryDescent.ON_BOUNDARY || (other * slope > 0 && near)) {
        return true;
      }
      if (other * margin >= 0) {
        high = Math.min(high, length);
      } else {
        low = Math.max(low, length);
      }
      boolean bisect = step > TRUSTED_NEWTON && step % 2 == 0;
      if (bisect || !(next > low && next < high)) {
        next = low + (high - low) / 2;
      }
      if (!(next > low && next < high)) {
        return false;
      }
      evaluate(direction, next, gradient);
      if (!Double.isFinite(margin)) {
        return false;
      }
    }
    return false;
  }

  /** Goes a distance along a ray; the margin there is that of {@link #margin()}. */
  void evaluate(double[] direction, double distance, double[] gradient) {
    length = distance;
    for (int i = 0; i < at.length; i++) {
      at[i] = distance * direction[i];
    }
    margin = surface.margin(at, gradient);
  }
}
