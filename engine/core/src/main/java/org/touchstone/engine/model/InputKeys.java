package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.model.EnsembleRules.Comparison;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.EnsembleRules.Precision;

/** Turns inputs and thresholds into integers that compare as they do. */
final class InputKeys {
  private final int[] slotOf;
  private final int[] inputs;
  private final int[] missingKeys;
  private final boolean missingSupported;
  private final boolean single;
  private final boolean inclusive;

  /** Sorted distinct thresholds of each input; only in double precision. */
  private final double[][] thresholds;

  private InputKeys(int inputWidth, List<DecisionTree> trees, EnsembleRules rules) {
    missingSupported = rules.missing() == Missing.BY_NODE;
    single = rules.inputPrecision() == Precision.SINGLE;
    inclusive = rules.comparison() == Comparison.LESS_OR_EQUAL;
    slotOf = new int[2 * inputWidth];
    Arrays.fill(slotOf, -1);
    int count = 0;
    int[] slotInputs = new int[2 * inputWidth];
    int[] slotMissing = new int[2 * inputWidth];
    for (DecisionTree tree : trees) {
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (tree.isLeaf(node)) {
          continue;
        }
        int pair = pair(tree, node);
        if (slotOf[pair] < 0) {
          slotOf[pair] = count;
          slotInputs[count] = tree.feature(node);
          slotMissing[count] = tree.missingGoesLeft(node) ? Integer.MIN_VALUE : Integer.MAX_VALUE;
          count++;
        }
      }
    }
    // An ensemble of single leaves still reads slot 0 of every row.
    inputs = Arrays.copyOf(slotInputs, Math.max(1, count));
    missingKeys = Arrays.copyOf(slotMissing, Math.max(1, count));
    thresholds = single ? new double[0][] : collect(inputWidth, trees);
  }

  static InputKeys of(int inputWidth, List<DecisionTree> trees, EnsembleRules rules) {
    return new InputKeys(inputWidth, trees, rules);
  }

  int count() {
    return inputs.length;
  }

  int slot(DecisionTree tree, int node) {
    return slotOf[pair(tree, node)];
  }

  private static int pair(DecisionTree tree, int node) {
    return 2 * tree.feature(node) + (tree.missingGoesLeft(node) ? 1 : 0);
  }

  /** {@code key(x) < thresholdKey} exactly where x goes left. */
  int thresholdKey(DecisionTree tree, int node) {
    double threshold = tree.threshold(node);
    if (single) {
      return singleKey(singleThreshold(threshold));
    }
    return Arrays.binarySearch(thresholds[tree.feature(node)], strict(threshold)) + 1;
  }

  /**
   * Converts a block of rows.
   *
   * @param rows row-major inputs
   * @param from first row
   * @param size number of rows
   * @param block receives the keys: slot s of row {@code from + i} at {@code block[s][i]}
   * @param sums the sum of a row with a missing value that is not supported is made NaN
   */
  void convert(double[] rows, int from, int size, int width, int[][] block, double[] sums) {
    for (int s = 0; s < inputs.length; s++) {
      int at = from * width + inputs[s];
      int[] slot = block[s];
      for (int i = 0; i < size; i++, at += width) {
        double x = rows[at];
        if (Double.isNaN(x)) {
          slot[i] = missingKeys[s];
          if (!missingSupported) {
            sums[from + i] = Double.NaN;
          }
        } else {
          slot[i] = single ? singleKey((float) x) : rank(thresholds[inputs[s]], x);
        }
      }
    }
  }

  /** The least float that does not go left: {@code (float) x < it} is the comparison. */
  private float singleThreshold(double threshold) {
    float rounded = (float) threshold;
    if (inclusive) {
      float floor = rounded > threshold ? Math.nextDown(rounded) : rounded;
      return Math.nextUp(floor);
    }
    return rounded < threshold ? Math.nextUp(rounded) : rounded;
  }

  private double strict(double threshold) {
    // Adding 0.0 turns -0.0, which compares as 0.0 but does not sort as it, into 0.0.
    return (inclusive ? Math.nextUp(threshold) : threshold) + 0.0;
  }

  /** Orders floats as integers; both zeros are one. */
  private static int singleKey(float x) {
    int bits = Float.floatToRawIntBits(x + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /** The number of thresholds that are not greater than x. */
  private static int rank(double[] sorted, double x) {
    int index = Arrays.binarySearch(sorted, x + 0.0);
    return index < 0 ? -index - 1 : index + 1;
  }

  private double[][] collect(int inputWidth, List<DecisionTree> trees) {
    int[] counts = new int[inputWidth];
    for (DecisionTree tree : trees) {
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.isLeaf(node)) {
          counts[tree.feature(node)]++;
        }
      }
    }
    double[][] all = new double[inputWidth][];
    for (int input = 0; input < inputWidth; input++) {
      all[input] = new double[counts[input]];
    }
    for (DecisionTree tree : trees) {
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.isLeaf(node)) {
          int input = tree.feature(node);
          all[input][--counts[input]] = strict(tree.threshold(node));
        }
      }
    }
    for (int input = 0; input < inputWidth; input++) {
      all[input] = Arrays.stream(all[input]).sorted().distinct().toArray();
    }
    return all;
  }
}
