package org.touchstone.profile;

/**
 * One non-empty interval of the extended real line.
 *
 * @param low lower end
 * @param lowClosed whether {@code low} belongs to it
 * @param high upper end
 * @param highClosed whether {@code high} belongs to it
 */
record Interval(double low, boolean lowClosed, double high, boolean highClosed) {

  Interval {
    // -0.0 and 0.0 are one point of the line; records would tell them apart.
    low += 0.0;
    high += 0.0;
    // An unbounded interval reaches infinity itself: a VIF of +inf is in (5, inf).
    lowClosed |= low == Double.NEGATIVE_INFINITY;
    highClosed |= high == Double.POSITIVE_INFINITY;
    if (!isNonEmpty(low, lowClosed, high, highClosed)) {
      throw new IllegalArgumentException("An interval from " + low + " to " + high + " is empty");
    }
  }

  static boolean isNonEmpty(double low, boolean lowClosed, double high, boolean highClosed) {
    return low < high || (low == high && lowClosed && highClosed);
  }

  boolean contains(double value) {
    return (low < value || (lowClosed && low == value))
        && (value < high || (highClosed && value == high));
  }

  /** Whether the union with an interval that starts at or after this one has no hole. */
  boolean reaches(Interval next) {
    return next.low < high || (next.low == high && (highClosed || next.lowClosed));
  }

  /** Whether an interval that starts at or after this one shares a point with it. */
  boolean overlaps(Interval next) {
    return next.low < high || (next.low == high && highClosed && next.lowClosed);
  }

  /** The union with an interval that starts at or after this one and that this one reaches. */
  Interval join(Interval next) {
    if (next.high > high) {
      return new Interval(low, lowClosed, next.high, next.highClosed);
    }
    boolean closed = highClosed || (next.high == high && next.highClosed);
    return new Interval(low, lowClosed, high, closed);
  }

  static int compareStarts(Interval a, Interval b) {
    int byLow = Double.compare(a.low, b.low);
    return byLow != 0 ? byLow : Boolean.compare(b.lowClosed, a.lowClosed);
  }

  @Override
  public String toString() {
    if (low == high) {
      return "{" + Decimals.text(low) + "}";
    }
    return (lowClosed && low != Double.NEGATIVE_INFINITY ? "[" : "(")
        + Decimals.text(low)
        + ", "
        + Decimals.text(high)
        + (highClosed && high != Double.POSITIVE_INFINITY ? "]" : ")");
  }
}
