package org.touchstone.engine.model;

/** Checks the lengths of a batch of sequences. */
public final class SequenceLengths {

  private SequenceLengths() {}

  /**
   * Checks the lengths of a batch.
   *
   * @param lengths number of events of each sequence
   * @param count number of sequences
   * @param maxLength events that each has room for
   * @throws IllegalArgumentException if there are fewer lengths than sequences, or one is not in
   *     [1, maxLength]
   */
  public static void check(int[] lengths, int count, int maxLength) {
    if (lengths.length < count) {
      throw new IllegalArgumentException(
          lengths.length + " lengths for " + count + " sequences; one for each is needed");
    }
    for (int s = 0; s < count; s++) {
      if (lengths[s] < 1 || lengths[s] > maxLength) {
        throw new IllegalArgumentException(
            "Sequence "
                + s
                + " (from 0) has length "
                + lengths[s]
                + "; lengths are from 1 to "
                + maxLength);
      }
    }
  }
}
