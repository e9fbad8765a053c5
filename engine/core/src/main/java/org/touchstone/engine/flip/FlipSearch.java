package org.touchstone.engine.flip;

/**
 * Where the search for a closest flip point begins, beside the row itself. One start is enough
 * where the boundary is nearly flat; an overfit network has many local minima.
 *
 * @param references how many of the nearest reference rows of the other class are walked back to
 *     the boundary
 * @param randomStarts number of random points around the row
 * @param samples number of random points, not farther than the closest flip point so far, that are
 *     only asked for their class; one of the other class is a start
 * @param seed of the random points; a row's points follow from it and the row's values alone
 */
public record FlipSearch(int references, int randomStarts, int samples, long seed) {

  /** 12 reference rows, 6 random starts, 192 samples, seed 0. */
  public static final FlipSearch THOROUGH = new FlipSearch(12, 6, 192, 0);

  /** From the row itself only, and from others where that does not reach the boundary. */
  public static final FlipSearch SINGLE = new FlipSearch(0, 0, 0, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public FlipSearch {
    if (references < 0 || randomStarts < 0 || samples < 0) {
      throw new IllegalArgumentException(
          "A search has no negative number of starts, found "
              + references
              + " references, "
              + randomStarts
              + " random starts and "
              + samples
              + " samples");
    }
  }

  /** The same search with another seed. */
  public FlipSearch withSeed(long other) {
    return new FlipSearch(references, randomStarts, samples, other);
  }
}
