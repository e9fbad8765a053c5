package org.touchstone.engine.flip;

/**
 * A flip point in the making.
 *
 * @param codes the level of each level variable
 * @param flip the scaled changes of the numbers
 * @param total distance over numbers and levels together
 * @param boundary whether it is on the boundary; else it is a point of the other class
 * @param proven whether a complete search showed that no other is closer
 */
record Candidate(int[] codes, LocalFlip flip, double total, boolean boundary, boolean proven) {

  Candidate(int[] codes, LocalFlip flip, double total, boolean boundary) {
    this(codes, flip, total, boundary, false);
  }

  static Candidate none(int[] codes) {
    return new Candidate(codes, LocalFlip.NONE, Double.POSITIVE_INFINITY, false);
  }

  static Candidate of(int[] codes, double cost, LocalFlip flip) {
    double squares = cost + flip.distance() * flip.distance();
    return new Candidate(codes, flip, Math.sqrt(squares), true);
  }

  boolean found() {
    return total < Double.POSITIVE_INFINITY;
  }
}
