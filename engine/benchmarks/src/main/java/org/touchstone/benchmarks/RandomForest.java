package org.touchstone.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.shapley.Players;

/**
 * Forests of 100 random trees over 30 inputs in [0, 1], of a size that a trained one would have.
 */
final class RandomForest {

  static final int INPUTS = 30;
  private static final int TREES = 100;

  private final SplittableRandom random = new SplittableRandom(1);
  private final int leaves;
  private final int depth;

  private RandomForest(int leaves, int depth) {
    this.leaves = leaves;
    this.depth = depth;
  }

  /** A forest whose trees have this many leaves, none deeper than {@code depth}. */
  static TreeEnsemble of(int leaves, int depth) {
    RandomForest forest = new RandomForest(leaves, depth);
    List<DecisionTree> trees = new ArrayList<>();
    for (int t = 0; t < TREES; t++) {
      trees.add(forest.tree());
    }
    return new TreeEnsemble(INPUTS, trees, EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED));
  }

  static Players players() {
    return Players.of(IntStream.range(0, INPUTS).mapToObj(i -> "x" + i).toList());
  }

  static double[] rows(int count) {
    SplittableRandom uniform = new SplittableRandom(2);
    double[] rows = new double[count * INPUTS];
    Arrays.setAll(rows, i -> uniform.nextDouble());
    return rows;
  }

  /** Splits a leaf at random until there are enough. */
  private DecisionTree tree() {
    int nodes = 2 * leaves - 1;
    int[] feature = new int[nodes];
    double[] threshold = new double[nodes];
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    int[] level = new int[nodes];
    double[] cover = new double[nodes];
    double[] value = new double[nodes];
    Arrays.fill(feature, DecisionTree.LEAF);
    Arrays.setAll(value, node -> random.nextDouble());
    cover[0] = 1 << 20;
    List<Integer> open = new ArrayList<>(List.of(0));
    int count = 1;
    while (count < nodes) {
      int node = open.remove(random.nextInt(open.size()));
      if (level[node] == depth) {
        continue;
      }
      double share = 0.1 + 0.8 * random.nextDouble();
      feature[node] = random.nextInt(INPUTS);
      threshold[node] = random.nextDouble();
      left[node] = count;
      right[node] = count + 1;
      cover[count] = cover[node] * share;
      cover[count + 1] = cover[node] * (1 - share);
      for (int child = count; child < count + 2; child++) {
        level[child] = level[node] + 1;
        open.add(child);
      }
      count += 2;
    }
    return new DecisionTree(feature, threshold, left, right, new boolean[nodes], value, cover);
  }
}
