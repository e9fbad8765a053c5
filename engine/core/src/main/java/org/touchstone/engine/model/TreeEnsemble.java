package org.touchstone.engine.model;

import java.util.List;
import org.touchstone.engine.model.EnsembleRules.Aggregation;
import org.touchstone.engine.model.EnsembleRules.Link;
import org.touchstone.engine.model.EnsembleRules.Precision;

/**
 * An ensemble of decision trees, scored as the library that trained it scores: comparison, widths,
 * missing values and order of sums are its {@link EnsembleRules}. Immutable.
 *
 * <p>The margin of a row is {@code baseMargin + aggregate_t value_t(leaf(x))}, its probability
 * {@code link(margin)}.
 */
public final class TreeEnsemble implements Classifier {

  private final int inputWidth;
  private final List<DecisionTree> trees;
  private final EnsembleRules rules;
  private final PackedTrees packed;

  /**
   * Creates an ensemble.
   *
   * @param inputWidth number of inputs
   * @param trees in the order in which their values are added
   * @param rules how they are compared, added and transformed
   * @throws IllegalArgumentException if there is no tree or no input, or a tree looks at an input
   *     that does not exist
   */
  public TreeEnsemble(int inputWidth, List<DecisionTree> trees, EnsembleRules rules) {
    this.inputWidth = inputWidth;
    this.trees = List.copyOf(trees);
    this.rules = rules;
    check();
    this.packed = PackedTrees.of(inputWidth, this.trees, rules);
  }

  @Override
  public int inputWidth() {
    return inputWidth;
  }

  /** The trees, in the order in which their values are added. */
  public List<DecisionTree> trees() {
    return trees;
  }

  /** How the trees are compared, added and transformed. */
  public EnsembleRules rules() {
    return rules;
  }

  /**
   * Computes the margin of each row, before the link.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives the margins, {@code NaN} for a row with a missing value that the model does
   *     not support
   */
  public void margin(double[] rows, int count, double[] out) {
    boolean single = rules.arithmetic() == Precision.SINGLE;
    boolean mean = rules.aggregation() == Aggregation.MEAN;
    // XGBoost starts its sums from the base margin; added to a mean it has to wait.
    packed.sum(rows, count, mean ? 0 : rules.baseMargin(), single, out);
    if (mean) {
      for (int i = 0; i < count; i++) {
        out[i] =
            single
                ? (float) out[i] / trees.size() + (float) rules.baseMargin()
                : out[i] / trees.size() + rules.baseMargin();
      }
    }
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    margin(rows, count, out);
    if (rules.link() == Link.LOGISTIC) {
      boolean single = rules.arithmetic() == Precision.SINGLE;
      for (int i = 0; i < count; i++) {
        out[i] = single ? singleSigmoid((float) out[i]) : Logistic.sigmoid(out[i]);
      }
    }
  }

  /**
   * {@code 1 / (exp(-z) + 1)} with every step rounded to single precision, and the exponent capped,
   * as XGBoost's {@code common::Sigmoid} computes it.
   */
  private static float singleSigmoid(float z) {
    float exponent = Math.min(-z, 88.7f);
    return 1f / ((float) Math.exp(exponent) + 1f);
  }

  private void check() {
    if (trees.isEmpty() || inputWidth < 1) {
      throw new IllegalArgumentException(
          "An ensemble needs a tree and an input, found "
              + trees.size()
              + " trees and "
              + inputWidth
              + " inputs");
    }
    for (int t = 0; t < trees.size(); t++) {
      DecisionTree tree = trees.get(t);
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (tree.feature(node) >= inputWidth) {
          throw new IllegalArgumentException(
              "Tree "
                  + t
                  + ", node "
                  + node
                  + " looks at input "
                  + tree.feature(node)
                  + "; the model has "
                  + inputWidth
                  + " inputs, numbered from 0");
        }
      }
    }
  }
}
