package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.TreeEnsemble;

class InterventionalTreeShapTest {

  @Test
  void agrees_with_brute_force_in_python() {
    // given
    InterventionalTreeShap explainer =
        new InterventionalTreeShap(
            ShapleyFixtures.forest8(), ShapleyFixtures.players(8), ShapleyFixtures.background8());

    // when
    List<Attribution> actual = ShapleyFixtures.explain(explainer, ShapleyFixtures.rows8(), 1);

    // then
    assertThat(actual).hasSize(10);
    for (Attribution attribution : actual) {
      double[] expected = ShapleyFixtures.golden8("rf_interventional_exact", attribution.row());
      assertThat(attribution.baseValue()).isCloseTo(expected[0], within(1e-12));
      assertThat(attribution.values())
          .containsExactly(Arrays.copyOfRange(expected, 1, 9), within(1e-12));
    }
  }

  @Test
  void agrees_with_shap_on_a_forest_of_100_trees() {
    // given: shap 0.46, feature_perturbation="interventional". Its C code holds thresholds in
    // single
    // precision, and does not round the background rows as scikit-learn rounds its inputs; so
    // background rows that lie on a threshold may take another way than in the model itself.
    JsonNode golden =
        ShapleyFixtures.json(ShapleyFixtures.shared("golden/shap/treeshap_rf100_d8.json"));
    JsonNode expected = golden.get("interventional");
    double[] data = ShapleyFixtures.columns(ShapleyFixtures.shared("golden/shap/data.csv"), 1, 31);
    double[] background = ShapleyFixtures.select(data, 30, golden.get("background_rows"));
    TreeEnsemble forest =
        ShapleyFixtures.trees(ShapleyFixtures.shared("golden/shap/rf100_d8.json"));
    InterventionalTreeShap explainer =
        new InterventionalTreeShap(
            withSingleThresholds(forest),
            ShapleyFixtures.players(30),
            Background.of(roundedUp(background), 30));

    // when
    List<Attribution> actual =
        ShapleyFixtures.explain(explainer, ShapleyFixtures.select(data, 30, golden.get("rows")), 2);

    // then
    assertThat(actual).hasSize(40);
    assertThat(explainer.baseValue())
        .isCloseTo(expected.get("expected_value").doubleValue(), within(1e-7));
    for (Attribution attribution : actual) {
      double[] phi = ShapleyFixtures.numbers(expected.get("phi").get(attribution.row()));
      assertThat(attribution.values()).containsExactly(phi, within(1e-7));
    }
  }

  /** A float f is at least {@code x} exactly where the float next above {@code x} is at most f. */
  private static double[] roundedUp(double[] values) {
    double[] rounded = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      float nearest = (float) values[i];
      rounded[i] = nearest < values[i] ? Math.nextUp(nearest) : nearest;
    }
    return rounded;
  }

  private static TreeEnsemble withSingleThresholds(TreeEnsemble forest) {
    List<DecisionTree> trees = new ArrayList<>();
    for (DecisionTree tree : forest.trees()) {
      int nodes = tree.nodeCount();
      int[] feature = new int[nodes];
      double[] threshold = new double[nodes];
      int[] left = new int[nodes];
      int[] right = new int[nodes];
      double[] value = new double[nodes];
      for (int node = 0; node < nodes; node++) {
        feature[node] = tree.feature(node);
        threshold[node] = (float) tree.threshold(node);
        left[node] = tree.left(node);
        right[node] = tree.right(node);
        value[node] = tree.value(node);
      }
      trees.add(
          new DecisionTree(
              feature, threshold, left, right, new boolean[nodes], value, new double[0]));
    }
    return new TreeEnsemble(forest.inputWidth(), trees, forest.rules());
  }

  @Test
  void agrees_with_brute_force_on_random_trees_and_groups() {
    SplittableRandom random = new SplittableRandom(17);
    Players grouped = ShapleyFixtures.players(5).grouped(Map.of("g", List.of("x0", "x3")));
    int[] playerOfInput = {0, 1, 2, 0, 3};
    for (int depth = 1; depth <= 9; depth++) {
      // given
      TreeEnsemble forest = ShapleyFixtures.randomForest(random, 5, 3, depth);
      double[] background = ShapleyFixtures.uniform(random, 5 * 70);
      double[] rows = ShapleyFixtures.uniform(random, 5 * 4);

      // when
      List<Attribution> actual =
          ShapleyFixtures.explain(
              new InterventionalTreeShap(forest, grouped, Background.of(background, 5)), rows, 1);

      // then
      for (Attribution attribution : actual) {
        double[] row = RowBatch.row(rows, attribution.row(), 5);
        double[] game = BruteForce.interventionalGame(forest, playerOfInput, 4, row, background);
        assertThat(attribution.values())
            .containsExactly(ExactShapley.ofGame(4, game), within(1e-12));
      }
    }
  }

  @Test
  void agrees_with_exact_enumeration_where_paths_have_more_players_than_the_table() {
    // given: one deep tree over 16 features, whose paths have up to 14 different ones
    SplittableRandom random = new SplittableRandom(23);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 16, 1, 14);
    Background background = Background.of(ShapleyFixtures.uniform(random, 16 * 3), 16);
    double[] row = ShapleyFixtures.uniform(random, 16);
    Players players = ShapleyFixtures.players(16);

    // when
    Attribution actual = new InterventionalTreeShap(forest, players, background).explain(row);

    // then
    Attribution exact = new ExactShapley(forest, players, background, Link.IDENTITY).explain(row);
    assertThat(actual.values()).containsExactly(exact.values(), within(1e-12));
  }

  @Test
  void gives_the_same_numbers_on_any_number_of_threads_and_in_any_batch() {
    // given: more rows than one block
    SplittableRandom random = new SplittableRandom(3);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 6, 10, 6);
    Background background = Background.of(ShapleyFixtures.uniform(random, 6 * 30), 6);
    InterventionalTreeShap explainer =
        new InterventionalTreeShap(forest, ShapleyFixtures.players(6), background);
    double[] rows = ShapleyFixtures.uniform(random, 6 * 600);

    // when
    List<Attribution> one = ShapleyFixtures.explain(explainer, rows, 1);
    List<Attribution> three = ShapleyFixtures.explain(explainer, rows, 3);

    // then: to the last bit
    for (int r = 0; r < 600; r++) {
      assertThat(three.get(r).row()).isEqualTo(r);
      assertThat(three.get(r).values()).isEqualTo(one.get(r).values());
    }
    assertThat(explainer.explain(RowBatch.row(rows, 599, 6)).values())
        .isEqualTo(one.get(599).values());
  }

  @Test
  void refuses_background_rows_of_another_width() {
    assertThatThrownBy(
            () ->
                new InterventionalTreeShap(
                    ShapleyFixtures.forest8(),
                    ShapleyFixtures.players(8),
                    Background.of(new double[7], 7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The background rows have 7 columns, the model takes 8");
  }
}
