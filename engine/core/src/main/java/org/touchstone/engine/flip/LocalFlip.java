package org.touchstone.engine.flip;

/**
 * The closest point of the boundary that was found for some of the variables.
 *
 * @param changes scaled change of each variable
 * @param distance its Euclidean norm
 * @param kkt sine of the angle between the change and the boundary's normal
 * @param starts how many starts reached the boundary
 * @param agreeing how many of them came to this distance
 */
record LocalFlip(double[] changes, double distance, double kkt, int starts, int agreeing) {

  static final LocalFlip NONE = new LocalFlip(new double[0], Double.POSITIVE_INFINITY, 0, 0, 0);

  boolean found() {
    return distance < Double.POSITIVE_INFINITY;
  }
}
