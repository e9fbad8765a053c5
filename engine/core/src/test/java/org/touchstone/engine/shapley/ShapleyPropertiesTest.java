package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.TreeEnsemble;

/** What Shapley values must have by their axioms, on random small forests. */
class ShapleyPropertiesTest {

  private static final int PLAYERS = 5;

  /** The methods under test, each exact on five players. */
  enum Method {
    EXACT,
    KERNEL,
    PATH_DEPENDENT,
    INTERVENTIONAL;

    Explainer of(TreeEnsemble model, Players players, Background background) {
      return switch (this) {
        case EXACT -> new ExactShapley(model, players, background, Link.IDENTITY);
        case KERNEL -> new KernelShap(model, players, background, KernelShap.Options.DEFAULT);
        case PATH_DEPENDENT -> new PathDependentTreeShap(model, players);
        case INTERVENTIONAL -> new InterventionalTreeShap(model, players, background);
      };
    }
  }

  private final SplittableRandom random = new SplittableRandom(2027);

  @ParameterizedTest
  @EnumSource(Method.class)
  void adds_up_to_the_output(Method method) {
    for (int trial = 0; trial < 20; trial++) {
      TreeEnsemble forest = ShapleyFixtures.randomForest(random, PLAYERS, 4, 4);
      double[] row = ShapleyFixtures.uniform(random, PLAYERS);
      double[] output = new double[1];
      forest.score(row, 1, output);

      Attribution attribution = explain(method, forest, background(), row);

      double sum = attribution.baseValue();
      for (double value : attribution.values()) {
        sum += value;
      }
      assertThat(sum).isCloseTo(output[0], within(1e-12));
      assertThat(attribution.output()).isCloseTo(output[0], within(1e-15));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void gives_a_feature_that_no_tree_looks_at_nothing(Method method) {
    for (int trial = 0; trial < 20; trial++) {
      // given: trees over features 0 to 3 only
      TreeEnsemble inner = ShapleyFixtures.randomForest(random, PLAYERS - 1, 4, 4);
      TreeEnsemble forest = new TreeEnsemble(PLAYERS, inner.trees(), inner.rules());

      Attribution attribution =
          explain(method, forest, background(), ShapleyFixtures.uniform(random, PLAYERS));

      assertThat(attribution.value(PLAYERS - 1)).isCloseTo(0, within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void treats_features_alike_that_the_model_treats_alike(Method method) {
    for (int trial = 0; trial < 20; trial++) {
      // given: each tree is there a second time with features 1 and 2 exchanged, and so are the
      // background rows
      TreeEnsemble forest = ShapleyFixtures.randomForest(random, PLAYERS, 3, 4);
      List<DecisionTree> both = new ArrayList<>(forest.trees());
      int[] exchanged = {0, 2, 1, 3, 4};
      forest.trees().forEach(tree -> both.add(renumbered(tree, exchanged)));
      TreeEnsemble symmetric = new TreeEnsemble(PLAYERS, both, forest.rules());
      double[] some = ShapleyFixtures.uniform(random, PLAYERS * 6);
      double[] rows = new double[2 * some.length];
      System.arraycopy(some, 0, rows, 0, some.length);
      System.arraycopy(permuted(some, exchanged), 0, rows, some.length, some.length);
      double[] row = ShapleyFixtures.uniform(random, PLAYERS);
      row[2] = row[1];

      Attribution attribution = explain(method, symmetric, Background.of(rows, PLAYERS), row);

      assertThat(attribution.value(1)).isCloseTo(attribution.value(2), within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void adds_the_values_of_models_that_are_added(Method method) {
    for (int trial = 0; trial < 20; trial++) {
      // given: the mean over all trees is the mean of two forests of the same size
      TreeEnsemble a = ShapleyFixtures.randomForest(random, PLAYERS, 3, 4);
      TreeEnsemble b = ShapleyFixtures.randomForest(random, PLAYERS, 3, 4);
      List<DecisionTree> both = new ArrayList<>(a.trees());
      both.addAll(b.trees());
      TreeEnsemble sum = new TreeEnsemble(PLAYERS, both, a.rules());
      Background background = background();
      double[] row = ShapleyFixtures.uniform(random, PLAYERS);

      Attribution ofA = explain(method, a, background, row);
      Attribution ofB = explain(method, b, background, row);
      Attribution ofSum = explain(method, sum, background, row);

      for (int i = 0; i < PLAYERS; i++) {
        assertThat(ofSum.value(i)).isCloseTo((ofA.value(i) + ofB.value(i)) / 2, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void does_not_depend_on_the_order_of_the_features(Method method) {
    for (int trial = 0; trial < 20; trial++) {
      // given: feature i of the model is feature to[i] of the other one
      TreeEnsemble forest = ShapleyFixtures.randomForest(random, PLAYERS, 4, 5);
      int[] to = {3, 0, 4, 1, 2};
      List<DecisionTree> renumbered =
          forest.trees().stream().map(tree -> renumbered(tree, to)).toList();
      TreeEnsemble other = new TreeEnsemble(PLAYERS, renumbered, forest.rules());
      double[] rows = ShapleyFixtures.uniform(random, PLAYERS * 8);
      double[] row = ShapleyFixtures.uniform(random, PLAYERS);

      Attribution first = explain(method, forest, Background.of(rows, PLAYERS), row);
      Attribution second =
          explain(method, other, Background.of(permuted(rows, to), PLAYERS), permuted(row, to));

      for (int i = 0; i < PLAYERS; i++) {
        assertThat(second.value(to[i])).isCloseTo(first.value(i), within(1e-12));
      }
    }
  }

  private Background background() {
    return Background.of(ShapleyFixtures.uniform(random, PLAYERS * 8), PLAYERS);
  }

  private static Attribution explain(
      Method method, TreeEnsemble model, Background background, double[] row) {
    return method.of(model, ShapleyFixtures.players(PLAYERS), background).explain(row);
  }

  /** Rows whose column {@code to[i]} is the column i of the given ones. */
  private static double[] permuted(double[] rows, int[] to) {
    double[] permuted = new double[rows.length];
    for (int at = 0; at < rows.length; at++) {
      permuted[at - at % PLAYERS + to[at % PLAYERS]] = rows[at];
    }
    return permuted;
  }

  private static DecisionTree renumbered(DecisionTree tree, int[] to) {
    int[] nodes = IntStream.range(0, tree.nodeCount()).toArray();
    return new DecisionTree(
        IntStream.of(nodes)
            .map(n -> tree.isLeaf(n) ? DecisionTree.LEAF : to[tree.feature(n)])
            .toArray(),
        IntStream.of(nodes).mapToDouble(tree::threshold).toArray(),
        IntStream.of(nodes).map(tree::left).toArray(),
        IntStream.of(nodes).map(tree::right).toArray(),
        new boolean[nodes.length],
        IntStream.of(nodes).mapToDouble(tree::value).toArray(),
        IntStream.of(nodes).mapToDouble(tree::cover).toArray());
  }
}
