package org.touchstone.engine.kpi.state;

/**
 * Scored rows in flat arrays, one entry per row. The arrays are read, never kept or changed.
 *
 * @param probabilities the model's probability of the positive class, in [0, 1]
 * @param positive whether the label is the positive class
 * @param groups code of the row's group, from 0; -1 for a row of no group
 * @param sensitive for each sensitive feature, the code of the row's level; -1 where it is missing
 */
public record ScoredBatch(
    double[] probabilities, boolean[] positive, int[] groups, int[][] sensitive) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if the arrays are not equally long
   */
  public ScoredBatch {
    requireRows(probabilities.length, positive.length, "labels");
    requireRows(probabilities.length, groups.length, "group codes");
    for (int[] codes : sensitive) {
      requireRows(probabilities.length, codes.length, "codes of a sensitive feature");
    }
  }

  /** Number of rows. */
  public int rows() {
    return probabilities.length;
  }

  private static void requireRows(int expected, int found, String what) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "A batch of " + expected + " probabilities has " + found + " " + what);
    }
  }
}
