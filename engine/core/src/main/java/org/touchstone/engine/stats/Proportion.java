package org.touchstone.engine.stats;

/**
 * A count of events among a count of rows.
 *
 * @param successes rows with the event, 0 to {@code trials}
 * @param trials all rows, 0 or more
 */
public record Proportion(long successes, long trials) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if a count is negative, or there are more events than rows
   */
  public Proportion {
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "A proportion needs 0 <= events <= rows, found " + successes + " of " + trials);
    }
  }

  /** Whether the rate exists: there is at least one row. */
  public boolean computable() {
    return trials > 0;
  }

  /**
   * The rate {@code successes / trials}.
   *
   * @throws ArithmeticException if there are no rows
   */
  public double rate() {
    requireComputable();
    return (double) successes / trials;
  }

  /** Reads like {@code 12/40}. */
  @Override
  public String toString() {
    return successes + "/" + trials;
  }

  void requireComputable() {
    if (trials == 0) {
      throw new ArithmeticException("A rate over no rows is not computable");
    }
  }
}
