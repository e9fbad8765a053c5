package org.touchstone.tribuo;

/**
 * How a random forest is grown.
 *
 * @param trees number of trees, 1 or more
 * @param maxDepth splits from the root to a leaf at most, 1 or more
 * @param minSplitRows least number of rows in a node that is split, 2 or more; a row that was drawn
 *     twice counts twice
 * @param featuresPerSplit inputs that are tried at a split, drawn anew each time; 0 stands for the
 *     square root of their number, rounded down
 * @param bootstrap whether each tree is grown on as many rows, drawn with replacement; otherwise on
 *     all rows
 * @param seed of all draws
 */
public record ForestSettings(
    int trees, int maxDepth, int minSplitRows, int featuresPerSplit, boolean bootstrap, long seed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is too small
   */
  public ForestSettings {
    if (trees < 1 || maxDepth < 1 || minSplitRows < 2 || featuresPerSplit < 0) {
      throw new IllegalArgumentException(
          "A forest needs at least 1 tree, depth 1, 2 rows in a node that is split and 0 features"
              + " at a split, found "
              + trees
              + ", "
              + maxDepth
              + ", "
              + minSplitRows
              + " and "
              + featuresPerSplit);
    }
  }

  /**
   * scikit-learn's defaults: 100 trees on bootstrap samples, grown until their leaves are pure, the
   * square root of the number of inputs at a split.
   */
  public static ForestSettings defaults(long seed) {
    return new ForestSettings(100, Integer.MAX_VALUE, 2, 0, true, seed);
  }

  /** The same settings with another number of trees. */
  public ForestSettings withTrees(int count) {
    return new ForestSettings(count, maxDepth, minSplitRows, featuresPerSplit, bootstrap, seed);
  }

  /** The same settings with another depth. */
  public ForestSettings withMaxDepth(int depth) {
    return new ForestSettings(trees, depth, minSplitRows, featuresPerSplit, bootstrap, seed);
  }

  /** The same settings with another least number of rows in a node that is split. */
  public ForestSettings withMinSplitRows(int rows) {
    return new ForestSettings(trees, maxDepth, rows, featuresPerSplit, bootstrap, seed);
  }

  /** The same settings with another number of inputs at a split. */
  public ForestSettings withFeaturesPerSplit(int features) {
    return new ForestSettings(trees, maxDepth, minSplitRows, features, bootstrap, seed);
  }

  /** The same settings, each tree grown on all rows. */
  public ForestSettings withoutBootstrap() {
    return new ForestSettings(trees, maxDepth, minSplitRows, featuresPerSplit, false, seed);
  }
}
