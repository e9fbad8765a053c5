package org.touchstone.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of real numbers: the union of finitely many intervals and points, compared in exact double
 * arithmetic and without any tolerance.
 *
 * <p>Notation, as profiles write it:
 *
 * <ul>
 *   <li>{@code [0.8, 1.0]} both ends included, {@code (0.8, 1.0)} neither, {@code [0.5, 0.8)} only
 *       the lower one;
 *   <li>{@code (10, inf)} and {@code (-inf, 0]}: unbounded. The infinite value itself belongs to an
 *       unbounded interval, so that a KPI that is {@code +inf} gets a light;
 *   <li>{@code {0.8}} one point, {@code {1, 2}} several, {@code {}} nothing;
 *   <li>{@code [0, 0.5) u (0.9, 1]} a union. Its parts may touch, but not overlap.
 * </ul>
 *
 * <p>Instances are immutable and canonical: pieces are sorted, disjoint and as long as they can be,
 * so equal sets are {@link #equals equal} and print alike.
 */
public final class Band {

  /** The empty set. */
  public static final Band EMPTY = new Band(List.of());

  private static final Band EVERYTHING =
      new Band(
          List.of(new Interval(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true)));

  private final List<Interval> pieces;

  private Band(List<Interval> canonical) {
    this.pieces = List.copyOf(canonical);
  }

  /**
   * Reads the notation above.
   *
   * @throws IllegalArgumentException if {@code text} is not in this notation; the message names the
   *     position (1 is the first character), what was found there and what is expected
   */
  public static Band parse(String text) {
    return new BandParser(text).parse();
  }

  /**
   * The closed interval {@code [low, high]}; an infinite limit makes it unbounded on that side.
   *
   * @throws IllegalArgumentException if a limit is NaN or {@code low > high}
   */
  public static Band closed(double low, double high) {
    requireOrdered(low, high);
    return new Band(List.of(new Interval(low, true, high, true)));
  }

  static Band of(List<Interval> intervals) {
    List<Interval> sorted = new ArrayList<>(intervals);
    sorted.sort(Interval::compareStarts);
    List<Interval> joined = new ArrayList<>(sorted.size());
    for (Interval next : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).reaches(next)) {
        joined.set(last, joined.get(last).join(next));
      } else {
        joined.add(next);
      }
    }
    return new Band(joined);
  }

  /** The maximal intervals, in ascending order. */
  List<Interval> pieces() {
    return pieces;
  }

  /**
   * The lower end, {@code -Infinity} if it is unbounded.
   *
   * @throws IllegalStateException if the band is empty
   */
  public double low() {
    requireNonEmpty();
    return pieces.get(0).low();
  }

  /**
   * The upper end, {@code +Infinity} if it is unbounded.
   *
   * @throws IllegalStateException if the band is empty
   */
  public double high() {
    requireNonEmpty();
    return pieces.get(pieces.size() - 1).high();
  }

  private void requireNonEmpty() {
    if (isEmpty()) {
      throw new IllegalStateException("An empty band has no ends");
    }
  }

  /** Whether nothing belongs to it. */
  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Whether {@code value} belongs to it. NaN never does. */
  public boolean contains(double value) {
    for (Interval piece : pieces) {
      if (piece.contains(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the whole closed interval {@code [low, high]} belongs to it. An infinite limit fits an
   * unbounded band: {@code [11, +inf]} lies in {@code (10, inf)}. False where a limit is NaN.
   *
   * @throws IllegalArgumentException if {@code low > high}
   */
  public boolean containsAll(double low, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return false;
    }
    requireOrdered(low, high);
    // Pieces are maximal, so an interval within the band lies within one piece.
    for (Interval piece : pieces) {
      if (piece.contains(low) && piece.contains(high)) {
        return true;
      }
    }
    return false;
  }

  /** Whether every number of {@code other} belongs to it. */
  public boolean encloses(Band other) {
    return other.minus(this).isEmpty();
  }

  /** The numbers that belong to this band, to {@code other}, or to both. */
  public Band union(Band other) {
    List<Interval> all = new ArrayList<>(pieces);
    all.addAll(other.pieces);
    return of(all);
  }

  /** The numbers that belong to both. */
  public Band intersect(Band other) {
    List<Interval> common = new ArrayList<>();
    for (Interval a : pieces) {
      for (Interval b : other.pieces) {
        double low = Math.max(a.low(), b.low());
        boolean lowClosed = (a.low() < low || a.lowClosed()) && (b.low() < low || b.lowClosed());
        double high = Math.min(a.high(), b.high());
        boolean highClosed =
            (a.high() > high || a.highClosed()) && (b.high() > high || b.highClosed());
        if (Interval.isNonEmpty(low, lowClosed, high, highClosed)) {
          common.add(new Interval(low, lowClosed, high, highClosed));
        }
      }
    }
    return of(common);
  }

  /** The numbers that belong to this band and not to {@code other}. */
  public Band minus(Band other) {
    return intersect(other.complement());
  }

  private Band complement() {
    List<Interval> holes = new ArrayList<>();
    double from = Double.NEGATIVE_INFINITY;
    boolean fromClosed = true;
    for (Interval piece : pieces) {
      if (Interval.isNonEmpty(from, fromClosed, piece.low(), !piece.lowClosed())) {
        holes.add(new Interval(from, fromClosed, piece.low(), !piece.lowClosed()));
      }
      from = piece.high();
      fromClosed = !piece.highClosed();
    }
    if (pieces.isEmpty()) {
      return EVERYTHING;
    }
    if (Interval.isNonEmpty(from, fromClosed, Double.POSITIVE_INFINITY, true)) {
      holes.add(new Interval(from, fromClosed, Double.POSITIVE_INFINITY, true));
    }
    return new Band(holes);
  }

  private static void requireOrdered(double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "An interval needs low <= high, found [" + low + ", " + high + "]");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Band band && band.pieces.equals(pieces);
  }

  @Override
  public int hashCode() {
    return pieces.hashCode();
  }

  /** The set in canonical notation; {@link #parse} reads it back. */
  @Override
  public String toString() {
    if (pieces.isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder();
    for (Interval piece : pieces) {
      text.append(text.isEmpty() ? "" : " u ").append(piece);
    }
    return text.toString();
  }
}
