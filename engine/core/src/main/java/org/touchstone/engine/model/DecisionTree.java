package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.BitSet;

/**
 * One binary tree of an ensemble, read-only. Nodes are numbered as in the file it came from; the
 * root is node 0. What "left" means is stated by the ensemble's {@link EnsembleRules}. A node that
 * cannot be reached from the root, as XGBoost's pruning leaves behind, counts as a leaf of value 0.
 */
public final class DecisionTree {

  /** The feature of a leaf. */
  public static final int LEAF = -1;

  private final int[] feature;
  private final double[] threshold;
  private final int[] left;
  private final int[] right;
  private final boolean[] missingLeft;
  private final double[] value;
  private final double[] cover;
  private final int depth;

  /**
   * Creates a tree from arrays with one entry for each node.
   *
   * @param feature the input that the node looks at, or {@link #LEAF}
   * @param threshold what the input is compared with; not read for leaves
   * @param left the left child; not read for leaves
   * @param right the right child; not read for leaves
   * @param missingLeft whether a missing value goes left; not read for leaves
   * @param value what a leaf adds to the margin; not read for inner nodes
   * @param cover weight of the training rows that came through the node, or an empty array where it
   *     is not known
   * @throws IllegalArgumentException if the arrays differ in length, a child does not exist, a node
   *     has two parents, or a number is not finite; the message names the node
   */
  public DecisionTree(
      int[] feature,
      double[] threshold,
      int[] left,
      int[] right,
      boolean[] missingLeft,
      double[] value,
      double[] cover) {
    this.feature = feature.clone();
    this.threshold = threshold.clone();
    this.left = left.clone();
    this.right = right.clone();
    this.missingLeft = missingLeft.clone();
    this.value = value.clone();
    this.cover = cover.clone();
    this.depth = check();
  }

  /** Number of nodes, including those that no row can reach. */
  public int nodeCount() {
    return feature.length;
  }

  /** Number of splits on the longest way from the root to a leaf; 0 for a single leaf. */
  public int depth() {
    return depth;
  }

  /** Whether a node is a leaf. */
  public boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  /** The input that an inner node looks at; {@link #LEAF} for a leaf. */
  public int feature(int node) {
    return feature[node];
  }

  /** What an inner node compares its input with. */
  public double threshold(int node) {
    return threshold[node];
  }

  /** The left child of an inner node. */
  public int left(int node) {
    return left[node];
  }

  /** The right child of an inner node. */
  public int right(int node) {
    return right[node];
  }

  /** Whether a missing value goes left at an inner node. */
  public boolean missingGoesLeft(int node) {
    return missingLeft[node];
  }

  /** What a leaf adds to the margin. */
  public double value(int node) {
    return value[node];
  }

  /** Whether the weight of the training rows is known for each node. */
  public boolean hasCover() {
    return cover.length > 0;
  }

  /**
   * Weight of the training rows that came through a node: for XGBoost the sum of their Hessians.
   *
   * @throws IllegalStateException if the file has none; see {@link #hasCover}
   */
  public double cover(int node) {
    if (!hasCover()) {
      throw new IllegalStateException("The model's file does not state the cover of its nodes");
    }
    return cover[node];
  }

  private int check() {
    int nodes = feature.length;
    if (nodes == 0) {
      throw new IllegalArgumentException("A tree needs a node");
    }
    if (threshold.length != nodes
        || left.length != nodes
        || right.length != nodes
        || missingLeft.length != nodes
        || value.length != nodes
        || (cover.length != nodes && cover.length != 0)) {
      throw new IllegalArgumentException(
          "A tree's arrays differ in length: "
              + nodes
              + " features, "
              + threshold.length
              + " thresholds, "
              + left.length
              + " left and "
              + right.length
              + " right children, "
              + missingLeft.length
              + " missing directions, "
              + value.length
              + " values, "
              + cover.length
              + " covers");
    }
    return walk();
  }

  /** Visits each node once, level by level, and returns the depth. */
  private int walk() {
    int nodes = feature.length;
    BitSet seen = new BitSet(nodes);
    int[] level = {0};
    seen.set(0);
    int depthSoFar = 0;
    while (true) {
      int[] children = new int[2 * level.length];
      int count = 0;
      for (int node : level) {
        checkNumbers(node);
        if (feature[node] != LEAF) {
          children[count++] = child(node, left[node], seen);
          children[count++] = child(node, right[node], seen);
        }
      }
      if (count == 0) {
        forgetAllBut(seen);
        return depthSoFar;
      }
      level = Arrays.copyOf(children, count);
      depthSoFar++;
    }
  }

  private void forgetAllBut(BitSet reachable) {
    for (int node = 0; node < feature.length; node++) {
      if (!reachable.get(node)) {
        feature[node] = LEAF;
        value[node] = 0;
      }
    }
  }

  private int child(int parent, int child, BitSet seen) {
    if (child < 0 || child >= feature.length) {
      throw new IllegalArgumentException(
          "Node " + parent + " has child " + child + "; the tree has " + feature.length + " nodes");
    }
    if (seen.get(child)) {
      throw new IllegalArgumentException(
          "Node " + child + " is reached twice, the second time from node " + parent);
    }
    seen.set(child);
    return child;
  }

  private void checkNumbers(int node) {
    if (feature[node] < LEAF) {
      throw new IllegalArgumentException(
          "Node " + node + " looks at input " + feature[node] + "; inputs are numbered from 0");
    }
    double number = feature[node] == LEAF ? value[node] : threshold[node];
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "Node "
              + node
              + " has "
              + (feature[node] == LEAF ? "value " : "threshold ")
              + number
              + "; it has to be finite");
    }
    if (hasCover() && !(cover[node] >= 0 && Double.isFinite(cover[node]))) {
      throw new IllegalArgumentException(
          "Node " + node + " has cover " + cover[node] + "; a weight is finite and not negative");
    }
  }
}
