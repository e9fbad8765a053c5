package org.touchstone.engine.flip;

/**
 * Where the search for a closest flip point begins, beside the row itself. One start is enough
 * where the boundary is nearly flat; an overfit network has many local minima.
 *
 * @param references how many of the nearest reference rows of the other class are walked back to
 *     the boundary; random starts take the place of those that there are not
 * @param randomStarts number of random points around the row, 0.4 to 1.4 times as far as the
 *     closest flip point so far
 * @param samples how many points are drawn and scored for each random start, which begins at the
 *     one that is deepest in, or nearest to, the other class; 1 or more
 * @param seed of the random points; a row's points follow from it and the row's values alone
 */
public record FlipSearch(int references, int randomStarts, int samples, long seed) {

  /**
   * 32 reference rows, 64 random starts of 16 samples each, seed 0: the default for networks and
   * other models with a gradient.
   */
  public static final FlipSearch THOROUGH = new FlipSearch(32, 64, 16, 0);

  /**
   * 8 reference rows, 4 random starts of 16 samples each, seed 0: the default for models without a
   * gradient, of which each start asks for hundreds of scores; and for large tables.
   */
  public static final FlipSearch BRIEF = new FlipSearch(8, 4, 16, 0);

  /**
   * From the row itself only, and from others where that does not reach the boundary: the default
   * for logistic regression, whose boundary is flat.
   */
  public static final FlipSearch SINGLE = new FlipSearch(0, 0, 1, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number of starts is negative, or there is no sample
   */
  public FlipSearch {
    if (references < 0 || randomStarts < 0 || samples < 1) {
      throw new IllegalArgumentException(
          "A search has no negative number of starts and at least 1 sample for each, found "
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
