package org.touchstone.engine.flip;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.flip.FlipSpace.LevelVariable;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Comparison;
import org.touchstone.engine.model.EnsembleRules.Precision;
import org.touchstone.engine.model.TreeEnsemble;

/**
 * A tree ensemble as it is constant in pieces: every number has intervals in which no tree tells
 * two values apart, every level of a categorical feature goes one way at every node. What is true
 * of one row is worked out by {@link CellSearch}.
 */
final class TreeCells {

  /** The input of a node belongs to no variable. */
  static final int FIXED = -1;

  private final TreeEnsemble ensemble;
  private final FlipSpace space;
  private final double limit;
  private final int[] owner;
  private final double[][] lastLeft;
  private final double[][] firstRight;
  private final Nodes[] nodes;
  private final int[][] askingAbout;

  private TreeCells(TreeEnsemble ensemble, FlipSpace space, double threshold) {
    this.ensemble = ensemble;
    this.space = space;
    EnsembleRules rules = ensemble.rules();
    double margin =
        rules.link() == EnsembleRules.Link.LOGISTIC
            ? Math.log(threshold / (1 - threshold))
            : threshold;
    boolean mean = rules.aggregation() == EnsembleRules.Aggregation.MEAN;
    this.limit = (margin - rules.baseMargin()) * (mean ? ensemble.trees().size() : 1);
    int numbers = space.numbers().size();
    this.owner = owners();
    this.lastLeft = new double[numbers][];
    this.firstRight = new double[numbers][];
    for (int k = 0; k < numbers; k++) {
      cut(k);
    }
    this.nodes = new Nodes[ensemble.trees().size()];
    for (int t = 0; t < nodes.length; t++) {
      nodes[t] = place(trees().get(t));
    }
    this.askingAbout = new int[numbers + space.levels().size()][];
    for (int variable = 0; variable < askingAbout.length; variable++) {
      askingAbout[variable] = treesAskingAbout(variable);
    }
  }

  /** The cells of a model, where it is a tree ensemble and no feature has more than 64 levels. */
  static Optional<TreeCells> of(Classifier model, FlipSpace space, double threshold) {
    boolean few = space.levels().stream().allMatch(level -> level.allowed().length <= 64);
    return model instanceof TreeEnsemble trees && few
        ? Optional.of(new TreeCells(trees, space, threshold))
        : Optional.empty();
  }

  List<DecisionTree> trees() {
    return ensemble.trees();
  }

  FlipSpace space() {
    return space;
  }

  /** What the sum of the trees' values is compared with, up to rounding. */
  double limit() {
    return limit;
  }

  /** The nodes of a tree. */
  Nodes nodes(int tree) {
    return nodes[tree];
  }

  /** The trees with a node about a variable: a number, or {@code numbers + d} for levels. */
  int[] askingAbout(int variable) {
    return askingAbout[variable];
  }

  private int[] treesAskingAbout(int variable) {
    int[] asking = new int[trees().size()];
    int count = 0;
    for (int t = 0; t < asking.length; t++) {
      boolean asks = false;
      for (int node = 0; node < nodes[t].owner.length && !asks; node++) {
        asks = nodes[t].left(node) >= 0 && nodes[t].owner(node) == variable;
      }
      if (asks) {
        asking[count++] = t;
      }
    }
    return Arrays.copyOf(asking, count);
  }

  /** Number of intervals of a number. */
  int intervals(int number) {
    return lastLeft[number].length + 1;
  }

  /** Smallest value of an interval, {@code -Infinity} for the first. */
  double first(int number, int interval) {
    return interval == 0 ? Double.NEGATIVE_INFINITY : firstRight[number][interval - 1];
  }

  /** Largest value of an interval, {@code +Infinity} for the last. */
  double last(int number, int interval) {
    return interval == lastLeft[number].length
        ? Double.POSITIVE_INFINITY
        : lastLeft[number][interval];
  }

  /** The interval of a value. */
  int interval(int number, double value) {
    int at = Arrays.binarySearch(firstRight[number], value);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** Whether an input goes left at a node. */
  boolean goesLeft(int tree, int node, double input) {
    DecisionTree of = trees().get(tree);
    if (Double.isNaN(input)) {
      return of.missingGoesLeft(node);
    }
    return goesLeft(input, of.threshold(node));
  }

  private boolean goesLeft(double input, double threshold) {
    EnsembleRules rules = ensemble.rules();
    double x = rules.inputPrecision() == Precision.SINGLE ? (float) input : input;
    return rules.comparison() == Comparison.LESS ? x < threshold : x <= threshold;
  }

  private int[] owners() {
    int[] owners = new int[ensemble.inputWidth()];
    Arrays.fill(owners, FIXED);
    for (int k = 0; k < space.numbers().size(); k++) {
      for (int input : space.numbers().get(k).inputs()) {
        owners[input] = k;
      }
    }
    List<Input> inputs = space.encoder().encoding().inputs();
    for (int d = 0; d < space.levels().size(); d++) {
      String name = space.schema().names().get(space.levels().get(d).column());
      for (int i = 0; i < owners.length; i++) {
        if (inputs.get(i).feature().equals(name)) {
          owners[i] = space.numbers().size() + d;
        }
      }
    }
    return owners;
  }

  /** Where a number's intervals end, to the last double. */
  private void cut(int k) {
    double[] cuts = new double[16];
    int count = 0;
    for (DecisionTree tree : trees()) {
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.isLeaf(node) && owner[tree.feature(node)] == k) {
          if (count == cuts.length) {
            cuts = Arrays.copyOf(cuts, 2 * count);
          }
          cuts[count++] = firstRight(tree.feature(node), tree.threshold(node));
        }
      }
    }
    double[] sorted = Arrays.stream(cuts, 0, count).sorted().distinct().toArray();
    firstRight[k] = sorted;
    lastLeft[k] = Arrays.stream(sorted).map(Math::nextDown).toArray();
  }

  /** The smallest value of the feature that goes right: by bisection over the doubles. */
  private double firstRight(int input, double threshold) {
    Input.Number number = (Input.Number) space.encoder().encoding().inputs().get(input);
    long low = ordered(-Double.MAX_VALUE);
    long high = ordered(Double.MAX_VALUE);
    while (high - 1 > low) {
      // Half of the sum, without overflow.
      long middle = (low & high) + ((low ^ high) >> 1);
      if (goesLeft((value(middle) - number.mean()) / number.scale(), threshold)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return value(high);
  }

  /** A number for each double, in their order. */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double value(long ordered) {
    return Double.longBitsToDouble(ordered >= 0 ? ordered : Long.MIN_VALUE - ordered);
  }

  private Nodes place(DecisionTree tree) {
    Nodes placed = new Nodes(tree.nodeCount());
    for (int node = 0; node < tree.nodeCount(); node++) {
      if (tree.isLeaf(node)) {
        placed.left[node] = -1;
        placed.value[node] = tree.value(node);
        continue;
      }
      int input = tree.feature(node);
      placed.left[node] = tree.left(node);
      placed.right[node] = tree.right(node);
      placed.input[node] = input;
      placed.owner[node] = owner[input];
      if (owner[input] == FIXED) {
        continue;
      }
      if (owner[input] < space.numbers().size()) {
        double right = firstRight(input, tree.threshold(node));
        placed.position[node] = Arrays.binarySearch(firstRight[owner[input]], right);
      } else {
        placed.leftLevels[node] = leftLevels(input, tree.threshold(node));
      }
    }
    return placed;
  }

  private long leftLevels(int input, double threshold) {
    LevelVariable variable = space.levels().get(owner[input] - space.numbers().size());
    double[] row = new double[space.schema().size()];
    double[] inputs = new double[ensemble.inputWidth()];
    long bits = 0;
    for (int level = 0; level < variable.allowed().length; level++) {
      row[variable.column()] = level;
      space.encoder().encode(row, 1, inputs);
      bits |= goesLeft(inputs[input], threshold) ? 1L << level : 0;
    }
    return bits;
  }

  /** The nodes of a tree in flat arrays, with what the search asks of them. */
  static final class Nodes {

    private final int[] left;
    private final int[] right;
    private final int[] input;
    private final int[] owner;
    private final int[] position;
    private final long[] leftLevels;
    private final double[] value;

    private Nodes(int count) {
      this.left = new int[count];
      this.right = new int[count];
      this.input = new int[count];
      this.owner = new int[count];
      this.position = new int[count];
      this.leftLevels = new long[count];
      this.value = new double[count];
    }

    /** The left child, or -1 at a leaf. */
    int left(int node) {
      return left[node];
    }

    int right(int node) {
      return right[node];
    }

    int input(int node) {
      return input[node];
    }

    /** Whom the input belongs to: a number k, a level variable {@code numbers + d}, or FIXED. */
    int owner(int node) {
      return owner[node];
    }

    /** The last interval of a number that goes left. */
    int position(int node) {
      return position[node];
    }

    /** The levels that go left, as bits. */
    long leftLevels(int node) {
      return leftLevels[node];
    }

    double value(int leaf) {
      return value[leaf];
    }
  }
}
