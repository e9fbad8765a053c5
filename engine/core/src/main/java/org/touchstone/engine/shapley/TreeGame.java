package org.touchstone.engine.shapley;

import java.util.Arrays;
import java.util.Optional;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Aggregation;
import org.touchstone.engine.model.EnsembleRules.Comparison;
import org.touchstone.engine.model.EnsembleRules.Precision;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.model.WrappingClassifier;

/**
 * A tree ensemble as a game: who owns each input, how a readable row becomes inputs, and how the
 * values of leaves become the margin.
 */
final class TreeGame {

  private final TreeEnsemble ensemble;
  private final Players players;
  private final int[] playerOfInput;
  private final Optional<Encoder> encoder;

  private TreeGame(
      TreeEnsemble ensemble, Players players, int[] playerOfInput, Optional<Encoder> encoder) {
    this.ensemble = ensemble;
    this.players = players;
    this.playerOfInput = playerOfInput;
    this.encoder = encoder;
  }

  /**
   * The game of a tree ensemble, with or without an encoder.
   *
   * @throws IllegalArgumentException if the model is no tree ensemble, or the players do not fit
   */
  static TreeGame of(Classifier model, Players players) {
    players.requireWidth(model.inputWidth());
    Classifier inner = WrappingClassifier.innermost(model);
    if (inner instanceof EncodedClassifier encoded
        && WrappingClassifier.innermost(encoded.model()) instanceof TreeEnsemble ensemble) {
      int[] owners = players.ofInputs(encoded.encoder());
      return new TreeGame(ensemble, players, owners, Optional.of(encoded.encoder()));
    }
    if (inner instanceof TreeEnsemble ensemble) {
      return new TreeGame(ensemble, players, players.ofColumns(), Optional.empty());
    }
    throw new IllegalArgumentException(
        "TreeSHAP explains tree ensembles, found "
            + inner.getClass().getSimpleName()
            + "; use KernelShap or ExactShapley");
  }

  TreeEnsemble ensemble() {
    return ensemble;
  }

  Players players() {
    return players;
  }

  int player(int input) {
    return playerOfInput[input];
  }

  Provenance.Scale scale() {
    return ensemble.rules().link() == EnsembleRules.Link.LOGISTIC
        ? Provenance.Scale.LOG_ODDS
        : Provenance.Scale.PROBABILITY;
  }

  /** The model's inputs of rows {@code from} (included) to {@code to} (excluded), row-major. */
  double[] inputs(double[] rows, int from, int to) {
    int width = players.rowWidth();
    double[] part = Arrays.copyOfRange(rows, from * width, to * width);
    if (encoder.isEmpty()) {
      return part;
    }
    double[] inputs = new double[(to - from) * ensemble.inputWidth()];
    encoder.get().encode(part, to - from, inputs);
    return inputs;
  }

  /**
   * The inputs as the trees compare them: rounded as the rules say, one input after the other.
   *
   * @param inputs row-major
   * @param stride distance of one input's values from the next one's, {@code count} or more
   */
  double[] columns(double[] inputs, int count, int stride) {
    int width = ensemble.inputWidth();
    boolean single = ensemble.rules().inputPrecision() == Precision.SINGLE;
    double[] columns = new double[width * stride];
    for (int input = 0; input < width; input++) {
      for (int i = 0; i < count; i++) {
        double x = inputs[i * width + input];
        columns[input * stride + i] = single ? (float) x : x;
      }
    }
    return columns;
  }

  /** The threshold t for which {@code x < t} is where a row goes left, {@code x} as rounded. */
  double strictThreshold(DecisionTree tree, int node) {
    double threshold = tree.threshold(node);
    boolean inclusive = ensemble.rules().comparison() == Comparison.LESS_OR_EQUAL;
    return inclusive ? Math.nextUp(threshold) : threshold;
  }

  /** The model's own margins, which the attributions have to add up to. */
  double[] margins(double[] inputs, int count, int firstRow) {
    double[] margins = new double[count];
    ensemble.margin(inputs, count, margins);
    for (int i = 0; i < count; i++) {
      if (Double.isNaN(margins[i])) {
        throw new ModelException(
            "Row "
                + (firstRow + i)
                + " has a missing value in an input that the trees look at; the model does not say"
                + " where it goes");
      }
    }
    return margins;
  }

  /**
   * Whether the model adds its margin in double precision, so that the attributions have to add up
   * to it as it is; else they add up to the sum of the leaves in double precision.
   */
  boolean marginIsDouble() {
    return ensemble.rules().arithmetic() == Precision.DOUBLE;
  }

  /** What a sum of leaf values is multiplied with. */
  double factor() {
    return ensemble.rules().aggregation() == Aggregation.MEAN ? 1.0 / ensemble.trees().size() : 1;
  }

  double baseMargin() {
    return ensemble.rules().baseMargin();
  }

  /**
   * An attribution that was checked: it adds up to the sum of the leaves, and that is the model's
   * margin; where the model adds in single precision, up to the rounding of its sums.
   *
   * @param margin the model's own
   * @param sum the sum of the leaves in double precision
   */
  Attribution checked(
      Provenance provenance, int row, double base, double sum, double[] values, double margin) {
    if (!(Math.abs(sum - margin) <= marginTolerance(sum))) {
      throw new AdditivityException(
          "Row " + row + ": the leaves add up to " + sum + ", the model's margin is " + margin);
    }
    return new Attribution(provenance, row, base, sum, values, new double[values.length], 1)
        .checked();
  }

  private double marginTolerance(double sum) {
    double relative = Math.max(1, Math.abs(sum));
    if (marginIsDouble()) {
      return 1e-9 * relative;
    }
    double terms = Math.abs(baseMargin());
    for (DecisionTree tree : ensemble.trees()) {
      terms += largestLeaf(tree) * factor();
    }
    return 0x1p-23 * (ensemble.trees().size() + 2) * (relative + terms);
  }

  private static double largestLeaf(DecisionTree tree) {
    double largest = 0;
    for (int node = 0; node < tree.nodeCount(); node++) {
      largest = Math.max(largest, tree.isLeaf(node) ? Math.abs(tree.value(node)) : 0);
    }
    return largest;
  }
}
