package org.touchstone.engine.rules;

import java.util.Optional;

/**
 * A line of a rule list.
 *
 * @param rule what it asks for; empty for the default line, which takes every row that comes to it
 * @param negatives training rows of the negative class that it took
 * @param positives training rows of the positive class that it took
 * @param probability of the positive class
 */
public record Line(Optional<Rule> rule, long negatives, long positives, double probability) {

  /**
   * A line with these counts.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  static Line of(Optional<Rule> rule, long negatives, long positives, BetaPrior prior) {
    if (negatives < 0 || positives < 0) {
      throw new IllegalArgumentException(
          "A line counts training rows, found " + negatives + " and " + positives);
    }
    return new Line(rule, negatives, positives, prior.mean(negatives, positives));
  }

  /** Number of training rows that the line took. */
  public long support() {
    return negatives + positives;
  }
}
