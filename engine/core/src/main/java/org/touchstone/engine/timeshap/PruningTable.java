package org.touchstone.engine.timeshap;

/**
 * The Shapley values of the two players of Algorithm 1, the older and the more recent events, for
 * every split of a sequence: {@code phi_old = ((f(old on, recent off) - f(off)) + (f(all) - f(old
 * off, recent on))) / 2}, {@code phi_recent = f(all) - f(off) - phi_old}. Immutable.
 */
public final class PruningTable {

  private final double[] older;
  private final double baseValue;
  private final double output;

  PruningTable(double[] older, double baseValue, double output) {
    this.older = older;
    this.baseValue = baseValue;
    this.output = output;
  }

  /** Number of events of the sequence. */
  public int length() {
    return older.length - 1;
  }

  /** The model's output for the background, f(off). */
  public double baseValue() {
    return baseValue;
  }

  /** The model's output for the sequence, f(all). */
  public double output() {
    return output;
  }

  /**
   * The value of the older events where {@code recent} events are on the other side of the split.
   *
   * @param recent number of recent events, from 0 (all events are old) to the length (none is)
   */
  public double older(int recent) {
    return older[recent];
  }

  /** The value of the {@code recent} most recent events. */
  public double recent(int recent) {
    return output - baseValue - older[recent];
  }

  /**
   * The number of events that are pruned: scanning from the recent end, the first split with {@code
   * |phi_old| <= tolerance} is taken (Algorithm 1). The last event is always kept.
   *
   * @param tolerance eta, on the scale of the model's output; 0 or more
   * @return the number of old events that become one player, 0 where no split is below the
   *     tolerance
   * @throws IllegalArgumentException if the tolerance is negative or NaN
   */
  public int prunedEvents(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "The pruning tolerance is " + tolerance + "; it is 0 or more");
    }
    for (int recent = 1; recent < older.length; recent++) {
      if (Math.abs(older[recent]) <= tolerance) {
        return length() - recent;
      }
    }
    return 0;
  }
}
