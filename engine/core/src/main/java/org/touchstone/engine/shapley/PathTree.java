package org.touchstone.engine.shapley;

import org.touchstone.engine.model.DecisionTree;

/**
 * One tree in the form that {@link PathWalker} goes through: nodes in depth-first order, and for
 * the edge into each node the factor of its player.
 *
 * <p>The edge e into a node belongs to the player of the split above it. Its zero fraction {@code
 * z_e} is the product of the cover ratios of all edges of this player from the root to e; its one
 * fraction {@code o_e} is 1 if the row meets all their conditions. The factor of the player on the
 * path is {@code f_e(t) = (1 - t) z_e + t o_e}.
 */
final class PathTree {

  final int[] input;
  final double[] threshold;
  final boolean[] missingLeft;
  final int[] left;
  final int[] right;
  final double[] value;

  /** Of the edge into a node: player, zero fraction. */
  final int[] player;

  final double[] zero;

  /** Level of the closest edge above with the same player, -1 if there is none; and its node. */
  final int[] levelAbove;

  final int[] nodeAbove;

  /** Largest number of different players on a path, longest path. */
  final int players;

  final int depth;

  /** Mean of the leaves' values, weighted with their cover. */
  final double expectation;

  private PathTree(TreeGame game, DecisionTree tree) {
    int nodes = tree.nodeCount();
    input = new int[nodes];
    threshold = new double[nodes];
    missingLeft = new boolean[nodes];
    left = new int[nodes];
    right = new int[nodes];
    value = new double[nodes];
    player = new int[nodes];
    zero = new double[nodes];
    levelAbove = new int[nodes];
    nodeAbove = new int[nodes];
    depth = tree.depth();
    Filler filler = new Filler(game, tree);
    filler.fill(0, 0, 0, 1);
    players = filler.mostPlayers;
    expectation = filler.expectation;
  }

  /**
   * A tree of an ensemble.
   *
   * @param index the tree's number, for error messages
   * @throws IllegalArgumentException if the cover is not known, or a split has cover 0
   */
  static PathTree of(TreeGame game, int index) {
    DecisionTree tree = game.ensemble().trees().get(index);
    if (!tree.hasCover()) {
      throw new IllegalArgumentException(
          "The model's file does not state the cover of its nodes, which path-dependent TreeSHAP"
              + " weighs them with; use InterventionalTreeShap with background data");
    }
    for (int node = 0; node < tree.nodeCount(); node++) {
      if (!tree.isLeaf(node) && !(tree.cover(tree.left(node)) + tree.cover(tree.right(node)) > 0)) {
        throw new IllegalArgumentException(
            "Tree "
                + index
                + ": no training row came through the children of node "
                + node
                + " (cover 0), so they cannot be weighed; use InterventionalTreeShap");
      }
    }
    return new PathTree(game, tree);
  }

  boolean isLeaf(int node) {
    return left[node] < 0;
  }

  /** Numbers the nodes depth-first, and looks back along the path for edges of the same player. */
  private final class Filler {
    private final TreeGame game;
    private final DecisionTree tree;
    private final int[] path;
    private int count;
    private int mostPlayers;
    private double expectation;

    Filler(TreeGame game, DecisionTree tree) {
      this.game = game;
      this.tree = tree;
      this.path = new int[tree.depth() + 1];
    }

    int fill(int source, int level, int distinct, double reach) {
      int node = count++;
      path[level] = node;
      if (tree.isLeaf(source)) {
        left[node] = DecisionTree.LEAF;
        value[node] = tree.value(source);
        mostPlayers = Math.max(mostPlayers, distinct);
        expectation += reach * tree.value(source);
        return node;
      }
      input[node] = tree.feature(source);
      threshold[node] = game.strictThreshold(tree, source);
      missingLeft[node] = tree.missingGoesLeft(source);
      int owner = game.player(tree.feature(source));
      int above = edgeOf(owner, level);
      double ofLeft = tree.cover(tree.left(source));
      double ofRight = tree.cover(tree.right(source));
      int now = distinct + (above < 0 ? 1 : 0);
      left[node] = count;
      edge(count, owner, above, ofLeft / (ofLeft + ofRight));
      fill(tree.left(source), level + 1, now, reach * ofLeft / (ofLeft + ofRight));
      right[node] = count;
      edge(count, owner, above, ofRight / (ofLeft + ofRight));
      fill(tree.right(source), level + 1, now, reach * ofRight / (ofLeft + ofRight));
      return node;
    }

    private void edge(int child, int owner, int above, double ratio) {
      player[child] = owner;
      levelAbove[child] = above;
      nodeAbove[child] = above < 0 ? -1 : path[above];
      zero[child] = above < 0 ? ratio : ratio * zero[path[above]];
    }

    /** The level of the lowest edge on the path to {@code level} that belongs to a player. */
    private int edgeOf(int owner, int level) {
      for (int l = level; l > 0; l--) {
        if (player[path[l]] == owner) {
          return l;
        }
      }
      return -1;
    }
  }

  /** Whether a row goes left at a node. */
  boolean goesLeft(int node, double x) {
    return x < threshold[node] || (missingLeft[node] && Double.isNaN(x));
  }
}
