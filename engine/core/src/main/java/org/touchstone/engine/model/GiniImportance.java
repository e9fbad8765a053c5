package org.touchstone.engine.model;

import java.util.Arrays;

/**
 * Variable importance of a forest's inputs by the decrease of the Gini impurity, "VIM", as
 * scikit-learn defines {@code feature_importances_}: a split of node t into l and r gives its input
 * {@code (w_t G_t - w_l G_l - w_r G_r) / w_root}, {@code G = 2 q (1 - q)} with the share q of the
 * positive class and w the weight of the training rows in a node; a tree's sums are divided by
 * their total, then averaged over the trees that have a split, and divided by their total again.
 * Immutable.
 *
 * <p>Source: L. Breiman and others, Classification and Regression Trees, 1984, section 5.3.4; L.
 * Breiman, Random Forests, Machine Learning 45, 2001, section 10; scikit-learn's {@code
 * Tree.compute_feature_importances} and {@code BaseForest.feature_importances_}.
 *
 * <p>The rows that a tree was grown on are what makes the difference between the two ways to
 * compute it. A forest that was grown on bootstrap samples weighs in each tree how often a row was
 * drawn, and only its file knows that: {@link #ofForest} reads it there. {@link #ofRows} sends
 * every row of a table through every tree with weight 1, which is the same number for trees that
 * were grown on all of these rows, and close to it for bootstrap samples.
 */
public final class GiniImportance {

  private final double[] shares;

  private GiniImportance(double[] shares) {
    this.shares = shares;
  }

  /**
   * The importance in the rows that the forest was grown on, from what its file states about its
   * nodes.
   *
   * @param forest a mean of trees whose leaves hold the share of the positive class and whose nodes
   *     have a cover
   * @throws IllegalArgumentException if it is not, or its cover is not the sum of its leaves'
   */
  public static GiniImportance ofForest(TreeEnsemble forest) {
    EnsembleRules rules = forest.rules();
    if (rules.aggregation() != EnsembleRules.Aggregation.MEAN
        || rules.link() != EnsembleRules.Link.IDENTITY
        || rules.baseMargin() != 0) {
      throw new IllegalArgumentException(
          "Only a mean of trees holds the shares of the classes in its leaves; this ensemble adds"
              + " margins: compute its Gini importance on the training rows");
    }
    Sums sums = new Sums(forest.inputWidth());
    for (int t = 0; t < forest.trees().size(); t++) {
      DecisionTree tree = forest.trees().get(t);
      double[] weight = new double[tree.nodeCount()];
      double[] positive = new double[tree.nodeCount()];
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.hasCover()) {
          throw new IllegalArgumentException(
              "Tree "
                  + t
                  + " does not state the cover of its nodes; save the model with it, or compute the"
                  + " Gini importance on the training rows");
        }
        if (tree.isLeaf(node)) {
          if (!(tree.value(node) >= 0 && tree.value(node) <= 1)) {
            throw new IllegalArgumentException(
                "Tree "
                    + t
                    + ", leaf "
                    + node
                    + " has the value "
                    + tree.value(node)
                    + "; the share of a class is from 0 to 1");
          }
          weight[node] = tree.cover(node);
          positive[node] = tree.cover(node) * tree.value(node);
        }
      }
      addUp(tree, 0, weight, positive);
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.isLeaf(node)
            && !(Math.abs(weight[node] - tree.cover(node)) <= 1e-9 * tree.cover(0))) {
          throw new IllegalArgumentException(
              "Tree "
                  + t
                  + ", node "
                  + node
                  + " has cover "
                  + tree.cover(node)
                  + ", the leaves below it "
                  + weight[node]
                  + "; save the model again with the weights of its training rows");
        }
      }
      sums.add(tree, weight, positive);
    }
    return sums.importance();
  }

  /**
   * The importance in a table of rows, each of weight 1 in every tree.
   *
   * @param ensemble any ensemble of trees
   * @param rows row-major inputs, {@code positive.length * ensemble.inputWidth()} numbers
   * @param positive whether each row is of the positive class
   * @throws IllegalArgumentException if there is no row or the lengths do not agree, or a value is
   *     missing that the ensemble does not support
   */
  public static GiniImportance ofRows(TreeEnsemble ensemble, double[] rows, boolean[] positive) {
    int width = ensemble.inputWidth();
    if (positive.length == 0 || rows.length != (long) positive.length * width) {
      throw new IllegalArgumentException(
          "Gini importance needs a row and "
              + width
              + " inputs for each, found "
              + rows.length
              + " numbers for "
              + positive.length
              + " rows");
    }
    Sums sums = new Sums(width);
    for (DecisionTree tree : ensemble.trees()) {
      double[] weight = new double[tree.nodeCount()];
      double[] share = new double[tree.nodeCount()];
      for (int i = 0; i < positive.length; i++) {
        int node = 0;
        while (true) {
          weight[node]++;
          share[node] += positive[i] ? 1 : 0;
          if (tree.isLeaf(node)) {
            break;
          }
          double x = rows[i * width + tree.feature(node)];
          requireKnown(ensemble, x, i, tree.feature(node));
          node = ensemble.rules().goesLeft(tree, node, x) ? tree.left(node) : tree.right(node);
        }
      }
      sums.add(tree, weight, share);
    }
    return sums.importance();
  }

  private static void requireKnown(TreeEnsemble ensemble, double x, int row, int input) {
    if (Double.isNaN(x) && ensemble.rules().missing() == EnsembleRules.Missing.NOT_SUPPORTED) {
      throw new IllegalArgumentException(
          "Row "
              + row
              + ", counted from 0, has no value of input "
              + input
              + ", which the model needs; fill it in or leave the row out");
    }
  }

  /** Sums leaves into the nodes above them. */
  private static void addUp(DecisionTree tree, int node, double[] weight, double[] positive) {
    if (tree.isLeaf(node)) {
      return;
    }
    for (int child : new int[] {tree.left(node), tree.right(node)}) {
      addUp(tree, child, weight, positive);
      weight[node] += weight[child];
      positive[node] += positive[child];
    }
  }

  /** Number of inputs. */
  public int size() {
    return shares.length;
  }

  /**
   * The share of an input, 0 to 1. All add up to 1; all are 0 where no split separates anything.
   */
  public double share(int input) {
    return shares[input];
  }

  /** The shares of all inputs; a copy. */
  public double[] shares() {
    return shares.clone();
  }

  /** Decreases added up over trees. */
  private static final class Sums {
    private final double[] total;

    Sums(int width) {
      total = new double[width];
    }

    void add(DecisionTree tree, double[] weight, double[] positive) {
      double[] decrease = new double[total.length];
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.isLeaf(node)) {
          decrease[tree.feature(node)] +=
              impurity(weight, positive, node)
                  - impurity(weight, positive, tree.left(node))
                  - impurity(weight, positive, tree.right(node));
        }
      }
      double sum = Arrays.stream(decrease).sum();
      if (sum > 0) {
        for (int j = 0; j < total.length; j++) {
          total[j] += decrease[j] / sum;
        }
      }
    }

    /** {@code w G = w 2 q (1 - q) = 2 a (w - a) / w}; 0 for a node without rows. */
    private static double impurity(double[] weight, double[] positive, int node) {
      double w = weight[node];
      return w == 0 ? 0 : 2 * positive[node] * (w - positive[node]) / w;
    }

    /** Dividing by the number of trees first would change nothing. */
    GiniImportance importance() {
      double sum = Arrays.stream(total).sum();
      double[] shares = new double[total.length];
      for (int j = 0; j < shares.length; j++) {
        shares[j] = sum > 0 ? total[j] / sum : 0;
      }
      return new GiniImportance(shares);
    }
  }
}
