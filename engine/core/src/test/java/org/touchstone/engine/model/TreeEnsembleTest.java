package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.engine.model.EnsembleRules.Aggregation;
import org.touchstone.engine.model.EnsembleRules.Comparison;
import org.touchstone.engine.model.EnsembleRules.Link;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.EnsembleRules.Precision;

class TreeEnsembleTest {

  private static final int WIDTH = 7;

  static List<EnsembleRules> allRules() {
    List<EnsembleRules> all = new ArrayList<>();
    for (Comparison comparison : Comparison.values()) {
      for (Precision input : Precision.values()) {
        for (Missing missing : Missing.values()) {
          for (Aggregation aggregation : Aggregation.values()) {
            for (Precision arithmetic : Precision.values()) {
              for (Link link : Link.values()) {
                all.add(
                    new EnsembleRules(
                        comparison, input, missing, aggregation, 0.3f, arithmetic, link));
              }
            }
          }
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("allRules")
  void agrees_with_a_plain_walk_of_its_trees_under_every_rule(EnsembleRules rules) {
    // given: inputs that often equal a threshold, or miss it by one unit in the last place
    SplittableRandom random = new SplittableRandom(42);
    List<DecisionTree> trees =
        IntStream.range(0, 20).mapToObj(t -> randomTree(random, t % 9)).toList();
    TreeEnsemble model = new TreeEnsemble(WIDTH, trees, rules);
    int count = 261; // a whole block, and a few more
    double[] rows = random.doubles((long) count * WIDTH).map(u -> awkward(random, u)).toArray();

    // when
    double[] actual = new double[count];
    model.score(rows, count, actual);

    // then
    double[] expected = new double[count];
    for (int i = 0; i < count; i++) {
      expected[i] = plain(trees, rules, rows, i * WIDTH);
    }
    assertThat(actual).containsExactly(expected);
  }

  @Test
  void scores_the_same_in_any_batch() {
    // given
    SplittableRandom random = new SplittableRandom(7);
    List<DecisionTree> trees = IntStream.range(0, 30).mapToObj(t -> randomTree(random, 8)).toList();
    TreeEnsemble model = new TreeEnsemble(WIDTH, trees, EnsembleRules.xgboostLogistic(0.1f));
    double[] rows = random.doubles(150L * WIDTH).toArray();
    double[] together = new double[150];
    model.score(rows, 150, together);

    // when
    double[] alone = new double[150];
    double[] one = new double[1];
    for (int i = 0; i < 150; i++) {
      model.score(java.util.Arrays.copyOfRange(rows, i * WIDTH, (i + 1) * WIDTH), 1, one);
      alone[i] = one[0];
    }

    // then
    assertThat(alone).containsExactly(together);
  }

  @Test
  void scores_the_same_on_any_number_of_threads() {
    // given
    SplittableRandom random = new SplittableRandom(8);
    List<DecisionTree> trees = IntStream.range(0, 30).mapToObj(t -> randomTree(random, 8)).toList();
    TreeEnsemble model = new TreeEnsemble(WIDTH, trees, EnsembleRules.xgboostLogistic(0.1f));
    double[] rows = random.doubles(500L * WIDTH).toArray();
    double[] expected = new double[500];
    model.score(rows, 500, expected);

    // when
    List<double[]> results =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(
                run -> {
                  double[] out = new double[500];
                  model.score(rows, 500, out);
                  return out;
                })
            .toList();

    // then
    assertThat(results).allSatisfy(result -> assertThat(result).containsExactly(expected));
  }

  @Test
  void scores_no_rows() {
    TreeEnsemble model = new TreeEnsemble(1, List.of(leaf(1)), EnsembleRules.xgboostLogistic(0));

    model.score(new double[0], 0, new double[0]);

    assertThat(model.inputWidth()).isOne();
  }

  @Test
  void the_logistic_function_of_xgboost_never_reaches_0() {
    // XGBoost caps the exponent at 88.7, src/common/math.h: 1 / (exp(88.7f) + 1), a subnormal
    // float.
    TreeEnsemble model = new TreeEnsemble(1, List.of(leaf(-200)), EnsembleRules.xgboostLogistic(0));
    double[] out = new double[1];

    model.score(new double[1], 1, out);

    assertThat(out[0]).isEqualTo(1f / ((float) Math.exp(88.7f) + 1f)).isPositive();
  }

  @Test
  void scores_trees_that_are_single_leaves() {
    // given
    List<DecisionTree> trees = List.of(leaf(0.5), leaf(0.25));
    TreeEnsemble model = new TreeEnsemble(3, trees, EnsembleRules.xgboostLogistic(0));

    // when
    double[] margins = new double[20];
    model.margin(new double[60], 20, margins);

    // then
    assertThat(margins).containsOnly(0.75);
  }

  @Test
  void counts_an_unreachable_node_as_an_empty_leaf() {
    // given: node 1 is left over from pruning
    DecisionTree tree =
        new DecisionTree(
            new int[] {DecisionTree.LEAF, 99},
            new double[] {0, Double.NaN},
            new int[] {-1, 5},
            new int[] {-1, 6},
            new boolean[2],
            new double[] {2, 3},
            new double[0]);

    // when, then
    assertThat(tree.isLeaf(1)).isTrue();
    assertThat(tree.value(1)).isZero();
    assertThat(tree.depth()).isZero();
    assertThat(tree.hasCover()).isFalse();
    assertThatThrownBy(() -> tree.cover(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refuses_an_ensemble_without_trees() {
    assertThatThrownBy(() -> new TreeEnsemble(1, List.of(), EnsembleRules.xgboostLogistic(0)))
        .hasMessageContaining("needs a tree");
  }

  private static DecisionTree leaf(double value) {
    return new DecisionTree(
        new int[] {DecisionTree.LEAF},
        new double[1],
        new int[1],
        new int[1],
        new boolean[1],
        new double[] {value},
        new double[0]);
  }

  /** A tree whose branches end at random; children are numbered in a random order. */
  private static DecisionTree randomTree(SplittableRandom random, int depth) {
    int nodes = (1 << (depth + 1)) - 1;
    int[] feature = new int[nodes];
    double[] threshold = new double[nodes];
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    boolean[] missingLeft = new boolean[nodes];
    double[] value = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      boolean leaf = 2 * node + 1 >= nodes || (node > 0 && random.nextInt(9) == 0);
      feature[node] = leaf ? DecisionTree.LEAF : random.nextInt(WIDTH);
      threshold[node] = awkward(random, random.nextDouble());
      if (Double.isNaN(threshold[node]) || Double.isInfinite(threshold[node])) {
        threshold[node] = 0.1;
      }
      boolean swap = random.nextBoolean();
      left[node] = 2 * node + (swap ? 1 : 2);
      right[node] = 2 * node + (swap ? 2 : 1);
      missingLeft[node] = random.nextBoolean();
      value[node] = (float) (random.nextDouble() - 0.5);
    }
    return new DecisionTree(feature, threshold, left, right, missingLeft, value, new double[0]);
  }

  private static double awkward(SplittableRandom random, double u) {
    return switch (random.nextInt(12)) {
      case 0 -> 0.1;
      case 1 -> (double) 0.1f;
      case 2 -> Math.nextUp(0.1);
      case 3 -> 0.0;
      case 4 -> -0.0;
      case 5 -> Math.nextDown(0.1f);
      case 6 -> -Float.MIN_VALUE;
      case 7 -> Double.NaN;
      case 8 -> u < 0.5 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      case 9 -> u < 0.5 ? 1e300 : -1e300;
      default -> 2 * u - 1;
    };
  }

  private static boolean looksAtMissing(List<DecisionTree> trees, double[] rows, int at) {
    for (DecisionTree tree : trees) {
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.isLeaf(node) && Double.isNaN(rows[at + tree.feature(node)])) {
          return true;
        }
      }
    }
    return false;
  }

  /** The definition: one row, one tree after the other. */
  private static double plain(
      List<DecisionTree> trees, EnsembleRules rules, double[] rows, int at) {
    boolean single = rules.arithmetic() == Precision.SINGLE;
    boolean mean = rules.aggregation() == Aggregation.MEAN;
    double margin = mean ? 0 : rules.baseMargin();
    if (rules.missing() == Missing.NOT_SUPPORTED && looksAtMissing(trees, rows, at)) {
      return Double.NaN;
    }
    for (DecisionTree tree : trees) {
      int node = 0;
      while (!tree.isLeaf(node)) {
        double input = rows[at + tree.feature(node)];
        double x = rules.inputPrecision() == Precision.SINGLE ? (float) input : input;
        boolean goesLeft =
            Double.isNaN(x)
                ? tree.missingGoesLeft(node)
                : rules.comparison() == Comparison.LESS
                    ? x < tree.threshold(node)
                    : x <= tree.threshold(node);
        node = goesLeft ? tree.left(node) : tree.right(node);
      }
      margin = single ? (float) margin + (float) tree.value(node) : margin + tree.value(node);
    }
    if (mean) {
      margin =
          single
              ? (float) margin / trees.size() + (float) rules.baseMargin()
              : margin / trees.size() + rules.baseMargin();
    }
    if (rules.link() == Link.IDENTITY) {
      return margin;
    }
    if (single) {
      return 1f / ((float) Math.exp(Math.min((float) -margin, 88.7f)) + 1f);
    }
    return margin >= 0 ? 1 / (1 + Math.exp(-margin)) : Math.exp(margin) / (1 + Math.exp(margin));
  }
}
