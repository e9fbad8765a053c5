package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A small forest of classification trees that learns to tell counterfactuals from real rows: 100
 * trees, each on a bootstrap sample, each split the best by Gini impurity among 12 random cuts of
 * each of ceil(sqrt(d)) random features; random cuts cost no sorting. Features with levels are
 * split by one level against the others. It serves detectability alone, and is here because the
 * engine has no library that trains models.
 *
 * <p>Sources: Breiman, Random forests, Machine Learning 45, 2001; Geurts, Ernst and Wehenkel,
 * Extremely randomized trees, Machine Learning 63, 2006.
 */
final class Discriminator {

  private static final int TREES = 100;
  private static final int SMALLEST_LEAF = 2;
  private static final int CUTS = 12;
  private static final int LEAF = -1;

  private final int[] columns;
  private final boolean[] levels;
  private final int width;
  private final double[] rows;
  private final boolean[] real;
  private final Tree[] trees = new Tree[TREES];

  /** A tree that grows: nodes in the order in which they were made, the root first. */
  private static final class Tree {
    private int[] feature = new int[64];
    private double[] threshold = new double[64];
    private int[] left = new int[64];
    private double[] share = new double[64];
    private int count;

    int add() {
      if (count == feature.length) {
        feature = Arrays.copyOf(feature, 2 * count);
        threshold = Arrays.copyOf(threshold, 2 * count);
        left = Arrays.copyOf(left, 2 * count);
        share = Arrays.copyOf(share, 2 * count);
      }
      feature[count] = LEAF;
      return count++;
    }
  }

  /**
   * Learns.
   *
   * @param columns the columns to look at
   * @param levels of each whether it has levels
   * @param width length of a row
   * @param rows row-major training rows, real ones and counterfactuals
   * @param real of each whether it is real
   */
  Discriminator(
      int[] columns, boolean[] levels, int width, double[] rows, boolean[] real, long seed) {
    this.columns = columns;
    this.levels = levels;
    this.width = width;
    this.rows = rows;
    this.real = real;
    SplittableRandom random = new SplittableRandom(seed);
    for (int t = 0; t < TREES; t++) {
      SplittableRandom own = random.split();
      int[] sample = own.ints(real.length, 0, real.length).toArray();
      trees[t] = new Tree();
      grow(trees[t], trees[t].add(), sample, 0, sample.length, own);
    }
  }

  /** Share of real rows among those like a row, mean over the trees. */
  double realness(double[] batch, int from) {
    double sum = 0;
    for (Tree tree : trees) {
      int node = 0;
      while (tree.feature[node] != LEAF) {
        int f = tree.feature[node];
        node =
            tree.left[node] + (goesLeft(f, batch[from + columns[f]], tree.threshold[node]) ? 0 : 1);
      }
      sum += tree.share[node];
    }
    return sum / TREES;
  }

  private double value(int row, int f) {
    return rows[row * width + columns[f]];
  }

  private boolean goesLeft(int feature, double value, double threshold) {
    // A missing value goes right.
    return levels[feature] ? value == threshold : value <= threshold;
  }

  private void grow(Tree tree, int node, int[] sample, int from, int to, SplittableRandom random) {
    int reals = 0;
    for (int i = from; i < to; i++) {
      reals += real[sample[i]] ? 1 : 0;
    }
    tree.share[node] = (double) reals / (to - from);
    if (reals == 0 || reals == to - from || to - from < 2 * SMALLEST_LEAF) {
      return;
    }
    int tries = (int) Math.ceil(Math.sqrt(columns.length));
    double bestPurity = purity(reals, to - from) + 1e-12;
    for (int attempt = 0; attempt < tries; attempt++) {
      int f = random.nextInt(columns.length);
      for (int cut = 0; cut < CUTS; cut++) {
        double threshold = value(sample[from + random.nextInt(to - from)], f);
        if (!levels[f]) {
          threshold = (threshold + value(sample[from + random.nextInt(to - from)], f)) / 2;
        }
        double purity = split(sample, from, to, reals, f, threshold);
        if (purity > bestPurity) {
          bestPurity = purity;
          tree.feature[node] = f;
          tree.threshold[node] = threshold;
        }
      }
    }
    if (tree.feature[node] == LEAF) {
      return;
    }
    int middle = partition(sample, from, to, tree.feature[node], tree.threshold[node]);
    int left = tree.add();
    int right = tree.add();
    tree.left[node] = left;
    grow(tree, left, sample, from, middle, random);
    grow(tree, right, sample, middle, to, random);
  }

  /** Purity of both sides of a split, weighted; or -1 where a side is too small. */
  private double split(int[] sample, int from, int to, int reals, int f, double threshold) {
    int left = 0;
    int leftReals = 0;
    for (int i = from; i < to; i++) {
      if (goesLeft(f, value(sample[i], f), threshold)) {
        left++;
        leftReals += real[sample[i]] ? 1 : 0;
      }
    }
    int right = to - from - left;
    if (left < SMALLEST_LEAF || right < SMALLEST_LEAF) {
      return -1;
    }
    return purity(leftReals, left) + purity(reals - leftReals, right);
  }

  /** {@code n (p^2 + (1-p)^2)}: n minus the Gini impurity of n rows. */
  private static double purity(int reals, int count) {
    double others = (double) count - reals;
    return ((double) reals * reals + others * others) / count;
  }

  private int partition(int[] sample, int from, int to, int f, double threshold) {
    int end = from;
    for (int i = from; i < to; i++) {
      if (goesLeft(f, value(sample[i], f), threshold)) {
        int swapped = sample[end];
        sample[end++] = sample[i];
        sample[i] = swapped;
      }
    }
    return end;
  }
}
