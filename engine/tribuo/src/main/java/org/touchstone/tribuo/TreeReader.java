package org.touchstone.tribuo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.touchstone.engine.model.DecisionTree;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;

/**
 * Turns a tree of Tribuo into a {@link DecisionTree}. Tribuo goes left where {@code x <=
 * threshold}; its leaves keep shares in single precision, so they are counted anew.
 */
final class TreeReader {

  private final TreeModel<Label> model;

  /** The input of each of Tribuo's feature numbers. */
  private final int[] inputs;

  private final List<Integer> feature = new ArrayList<>();
  private final List<Double> threshold = new ArrayList<>();
  private final List<Integer> left = new ArrayList<>();
  private final List<Integer> right = new ArrayList<>();

  /** Creates a reader of a tree whose feature number j has {@code names[j]}. */
  TreeReader(TreeModel<Label> model, String[] names) {
    this.model = model;
    this.inputs = new int[names.length];
    ImmutableFeatureMap map = model.getFeatureIDMap();
    for (int j = 0; j < names.length; j++) {
      inputs[map.getID(names[j])] = j;
    }
  }

  /**
   * Reads the tree; cover and shares are those of the rows that were drawn for it.
   *
   * @param rows row-major inputs
   * @param drawn the rows it was grown on
   * @param positive the class of each row
   */
  DecisionTree read(float[] rows, int width, int[] drawn, boolean[] positive) {
    Deque<Node<Label>> open = new ArrayDeque<>();
    open.add(model.getRoot());
    int next = 1;
    while (!open.isEmpty()) {
      Node<Label> node = open.remove();
      if (node instanceof SplitNode<Label> split) {
        add(inputs[split.getFeatureID()], split.splitValue(), next, next + 1);
        next += 2;
        open.add(split.getLessThanOrEqual());
        open.add(split.getGreaterThan());
      } else if (node instanceof LeafNode<Label>) {
        add(DecisionTree.LEAF, 0, -1, -1);
      } else {
        throw new IllegalStateException("Unknown node of a Tribuo tree: " + node.getClass());
      }
    }
    return count(rows, width, drawn, positive);
  }

  private void add(int input, double split, int toLeft, int toRight) {
    feature.add(input);
    threshold.add(split);
    left.add(toLeft);
    right.add(toRight);
  }

  private DecisionTree count(float[] rows, int width, int[] drawn, boolean[] positive) {
    int[] features = ints(feature);
    double[] thresholds = threshold.stream().mapToDouble(Double::doubleValue).toArray();
    int[] lefts = ints(left);
    int[] rights = ints(right);
    double[] cover = new double[features.length];
    double[] share = new double[features.length];
    for (int row : drawn) {
      int node = 0;
      while (true) {
        cover[node]++;
        share[node] += positive[row] ? 1 : 0;
        if (features[node] == DecisionTree.LEAF) {
          break;
        }
        boolean goesLeft = rows[row * width + features[node]] <= thresholds[node];
        node = goesLeft ? lefts[node] : rights[node];
      }
    }
    for (int node = 0; node < share.length; node++) {
      // Halfway between two neighbouring floats, a double: no row changes sides, no leaf is empty.
      share[node] /= cover[node];
    }
    return new DecisionTree(
        features, thresholds, lefts, rights, new boolean[features.length], share, cover);
  }

  private static int[] ints(List<Integer> numbers) {
    int[] array = new int[numbers.size()];
    Arrays.setAll(array, numbers::get);
    return array;
  }
}
