package org.touchstone.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.GiniImportance;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;

class RandomForestTest {

  private static final int ROWS = 400;

  /** More inputs than ten: their order by name is not that by number. */
  private static final int WIDTH = 12;

  private final double[] rows = new double[ROWS * WIDTH];
  private final boolean[] positive = new boolean[ROWS];

  RandomForestTest() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % WIDTH < 6 ? random.nextDouble() : random.nextInt(3);
    }
    for (int i = 0; i < ROWS; i++) {
      double z = 6 * rows[i * WIDTH + 2] - 3 + 1.5 * (rows[i * WIDTH + 11] - 1);
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-2 * z));
    }
  }

  @Test
  void finds_what_the_label_depends_on() {
    TreeEnsemble forest = train(ForestSettings.defaults(1));

    GiniImportance importance = GiniImportance.ofForest(forest);
    assertThat(forest.trees()).hasSize(100);
    for (int j = 0; j < WIDTH; j++) {
      if (j != 2 && j != 11) {
        assertThat(importance.share(2)).isGreaterThan(2 * importance.share(j));
        assertThat(importance.share(11)).isGreaterThan(importance.share(j));
      }
    }
  }

  @Test
  void fits_its_own_rows_exactly_where_every_tree_sees_all_of_them() {
    // given: the rows differ, so trees that are grown to the end tell them apart
    TreeEnsemble forest = train(ForestSettings.defaults(1).withoutBootstrap().withTrees(3));

    double[] scores = new double[ROWS];
    forest.score(rows, ROWS, scores);
    for (int i = 0; i < ROWS; i++) {
      assertThat(scores[i]).isEqualTo(positive[i] ? 1 : 0);
    }
  }

  @Test
  void a_tree_s_cover_is_its_bootstrap_sample_and_nodes_that_are_split_are_large_enough() {
    TreeEnsemble forest = train(ForestSettings.defaults(1).withTrees(5).withMinSplitRows(20));

    for (DecisionTree tree : forest.trees()) {
      assertThat(tree.cover(0)).isEqualTo(ROWS);
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (tree.isLeaf(node)) {
          double count = tree.value(node) * tree.cover(node);
          assertThat(count).isCloseTo(Math.rint(count), within(1e-9));
        } else {
          assertThat(tree.cover(node)).isGreaterThanOrEqualTo(20);
          assertThat(tree.cover(tree.left(node)) + tree.cover(tree.right(node)))
              .isEqualTo(tree.cover(node));
        }
      }
    }
  }

  @Test
  void gini_importance_of_file_and_rows_agree_without_bootstrap() {
    TreeEnsemble forest =
        train(ForestSettings.defaults(4).withoutBootstrap().withTrees(4).withMaxDepth(4));

    assertThat(GiniImportance.ofForest(forest).shares())
        .containsExactly(GiniImportance.ofRows(forest, rows, positive).shares(), within(1e-12));
  }

  /** The first split of all inputs is the one with the least impurity, found by trying them all. */
  @Test
  void the_first_split_is_the_best_one() {
    // given
    ForestSettings settings =
        ForestSettings.defaults(1)
            .withoutBootstrap()
            .withTrees(1)
            .withMaxDepth(1)
            .withFeaturesPerSplit(WIDTH);
    double best = Double.POSITIVE_INFINITY;
    for (int j = 0; j < WIDTH; j++) {
      for (int i = 0; i < ROWS; i++) {
        best = Math.min(best, impurity(j, (float) rows[i * WIDTH + j]));
      }
    }

    // when
    DecisionTree tree = train(settings).trees().get(0);

    // then
    assertThat(tree.depth()).isEqualTo(1);
    assertThat(impurity(tree.feature(0), tree.threshold(0))).isCloseTo(best, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void the_same_forest_grows_on_any_number_of_threads(int threads) {
    ForestSettings settings = ForestSettings.defaults(9).withTrees(8);
    TreeEnsemble one = train(settings);

    TreeEnsemble other = RandomForest.train(settings, rows, WIDTH, positive, Execution.on(threads));

    assertThat(scores(other)).containsExactly(scores(one));
    assertThat(scores(train(new ForestSettings(8, 50, 2, 0, true, 10)))).isNotEqualTo(scores(one));
  }

  @Test
  void refuses_wrong_rows() {
    ForestSettings settings = ForestSettings.defaults(1);
    assertThatThrownBy(() -> RandomForest.train(settings, rows, 5, positive, Execution.SINGLE))
        .hasMessageContainingAll("4800 numbers", "5 inputs", "400 labels");
    assertThatThrownBy(
            () -> RandomForest.train(settings, rows, WIDTH, new boolean[ROWS], Execution.SINGLE))
        .hasMessageContaining("0 positive rows of 400");
    assertThatThrownBy(() -> train(settings.withFeaturesPerSplit(13)))
        .hasMessageContaining("13 inputs at a split, there are 12");
    assertThatThrownBy(() -> train(settings.withMinSplitRows(401)))
        .hasMessageContaining("No node has 401 rows to split");
    assertThatThrownBy(() -> settings.withTrees(0)).hasMessageContaining("at least 1 tree");
    rows[13] = 1e300;
    assertThatThrownBy(() -> train(settings)).hasMessageContainingAll("Row 1", "input 1");
    rows[13] = Double.NaN;
    assertThatThrownBy(() -> train(settings)).hasMessageContainingAll("Row 1", "NaN");
  }

  private double impurity(int input, double threshold) {
    double[] count = new double[2];
    double[] ones = new double[2];
    for (int i = 0; i < ROWS; i++) {
      int side = (float) rows[i * WIDTH + input] <= threshold ? 0 : 1;
      count[side]++;
      ones[side] += positive[i] ? 1 : 0;
    }
    double sum = 0;
    for (int side = 0; side < 2; side++) {
      sum += count[side] == 0 ? 0 : 2 * ones[side] * (count[side] - ones[side]) / count[side];
    }
    return sum;
  }

  private double[] scores(TreeEnsemble forest) {
    double[] scores = new double[ROWS];
    forest.score(rows, ROWS, scores);
    return scores;
  }

  private TreeEnsemble train(ForestSettings settings) {
    return RandomForest.train(settings, rows, WIDTH, positive, Execution.SINGLE);
  }
}
