package org.touchstone.engine.shapley;

import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.TreeEnsemble;

/** Definitions written down as they stand, for comparison with the fast algorithms. */
final class BruteForce {

  private BruteForce() {}

  /** Shapley values as the mean of the marginal contributions over all orders of the players. */
  static double[] overAllOrders(int players, double[] values) {
    double[] phi = new double[players];
    long orders = addOrders(players, 0, values, phi);
    for (int i = 0; i < players; i++) {
      phi[i] /= orders;
    }
    return phi;
  }

  private static long addOrders(int players, int coalition, double[] values, double[] phi) {
    long orders = 0;
    for (int i = 0; i < players; i++) {
      if ((coalition & 1 << i) == 0) {
        long rest = addOrders(players, coalition | 1 << i, values, phi);
        phi[i] += rest * (values[coalition | 1 << i] - values[coalition]);
        orders += rest;
      }
    }
    return Math.max(1, orders);
  }

  /**
   * The path-dependent game of a row: Lundberg et al. 2020, algorithm 1.
   *
   * @param row inputs that single precision represents exactly enough for the comparison
   */
  static double[] pathDependentGame(
      TreeEnsemble forest, int[] playerOfInput, int players, double[] row) {
    double[] values = new double[1 << players];
    for (int coalition = 0; coalition < values.length; coalition++) {
      double sum = 0;
      for (DecisionTree tree : forest.trees()) {
        sum += expectation(tree, 0, playerOfInput, coalition, row);
      }
      values[coalition] = sum / forest.trees().size();
    }
    return values;
  }

  private static double expectation(
      DecisionTree tree, int node, int[] playerOfInput, int coalition, double[] row) {
    if (tree.isLeaf(node)) {
      return tree.value(node);
    }
    int input = tree.feature(node);
    int left = tree.left(node);
    int right = tree.right(node);
    if ((coalition & 1 << playerOfInput[input]) != 0) {
      boolean goesLeft = (double) (float) row[input] <= tree.threshold(node);
      return expectation(tree, goesLeft ? left : right, playerOfInput, coalition, row);
    }
    return (tree.cover(left) * expectation(tree, left, playerOfInput, coalition, row)
            + tree.cover(right) * expectation(tree, right, playerOfInput, coalition, row))
        / tree.cover(node);
  }

  /** The interventional game of a row: the mean margin with the other players' columns replaced. */
  static double[] interventionalGame(
      TreeEnsemble forest, int[] playerOfInput, int players, double[] row, double[] background) {
    int width = row.length;
    int rows = background.length / width;
    double[] values = new double[1 << players];
    double[] margins = new double[rows];
    for (int coalition = 0; coalition < values.length; coalition++) {
      double[] mixed = background.clone();
      for (int at = 0; at < mixed.length; at++) {
        int input = at % width;
        if ((coalition & 1 << playerOfInput[input]) != 0) {
          mixed[at] = row[input];
        }
      }
      forest.margin(mixed, rows, margins);
      double sum = 0;
      for (double margin : margins) {
        sum += margin;
      }
      values[coalition] = sum / rows;
    }
    return values;
  }

  /** Half the Shapley interaction index of two players, by its definition. */
  static double interaction(int players, double[] values, int i, int j) {
    double sum = 0;
    for (int s = 0; s < values.length; s++) {
      if ((s & (1 << i | 1 << j)) == 0) {
        int size = Integer.bitCount(s);
        double weight = factorial(size) * factorial(players - size - 2) / factorial(players - 1);
        int withI = s | 1 << i;
        int withJ = s | 1 << j;
        sum += weight * (values[withI | withJ] - values[withI] - values[withJ] + values[s]);
      }
    }
    return sum / 2;
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}
