package org.touchstone.engine.stats;

/**
 * Scores in ascending order, held as several sorted arrays that are merged while they are read: the
 * scores of all rows are read from the sorted scores of each group without a second copy.
 */
public final class SortedScores {

  private final double[][] runs;
  private final int[] lengths;
  private final long size;

  private SortedScores(double[][] runs, int[] lengths) {
    this.runs = runs;
    this.lengths = lengths;
    long total = 0;
    for (int r = 0; r < runs.length; r++) {
      total += lengths[r];
      for (int i = 0; i < lengths[r]; i++) {
        if (!(runs[r][i] >= (i == 0 ? Double.NEGATIVE_INFINITY : runs[r][i - 1]))) {
          throw new IllegalArgumentException(
              "Scores must be numbers in ascending order, found "
                  + runs[r][i]
                  + " at position "
                  + i);
        }
      }
    }
    this.size = total;
  }

  /**
   * Scores from sorted arrays, which are neither copied nor changed.
   *
   * @param runs arrays whose first {@code lengths[r]} scores ascend
   * @param lengths how many scores of each array to read
   * @throws IllegalArgumentException if a score is NaN or smaller than the one before it
   */
  public static SortedScores ofRuns(double[][] runs, int[] lengths) {
    return new SortedScores(runs.clone(), lengths.clone());
  }

  /**
   * Scores from one sorted array, which is neither copied nor changed.
   *
   * @throws IllegalArgumentException if a score is NaN or smaller than the one before it
   */
  public static SortedScores of(double... scores) {
    return new SortedScores(new double[][] {scores}, new int[] {scores.length});
  }

  /** Number of scores. */
  public long size() {
    return size;
  }

  Cursor cursor() {
    return new Cursor();
  }

  /** Reads the scores once, from the lowest, all scores of one value at a time. */
  final class Cursor {

    private final MergedRuns merged = new MergedRuns(runs, lengths);
    private double[] chunk = merged.next();
    private int end = merged.length();
    private int at;
    private double lowest = end == 0 ? Double.POSITIVE_INFINITY : chunk[0];

    /** The lowest score that was not taken yet; infinite when all were. */
    double lowest() {
      return lowest;
    }

    /** Takes all scores that equal {@code value}, and returns how many they are. */
    long take(double value) {
      long taken = 0;
      while (lowest == value && end > 0) {
        taken++;
        at++;
        if (at == end) {
          chunk = merged.next();
          end = merged.length();
          at = 0;
        }
        lowest = end == 0 ? Double.POSITIVE_INFINITY : chunk[at];
      }
      return taken;
    }
  }
}
