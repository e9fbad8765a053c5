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
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;

class PathDependentTreeShapTest {

  @Test
  void agrees_with_brute_force_in_python() {
    // given
    PathDependentTreeShap explainer =
        new PathDependentTreeShap(ShapleyFixtures.forest8(), ShapleyFixtures.players(8));

    // when
    List<Attribution> actual = ShapleyFixtures.explain(explainer, ShapleyFixtures.rows8(), 1);

    // then
    assertThat(actual).hasSize(10);
    for (Attribution attribution : actual) {
      double[] expected = ShapleyFixtures.golden8("rf_path_exact", attribution.row());
      assertThat(attribution.baseValue()).isCloseTo(expected[0], within(1e-12));
      assertThat(attribution.values())
          .containsExactly(Arrays.copyOfRange(expected, 1, 9), within(1e-12));
    }
  }

  @Test
  void agrees_with_brute_force_on_random_trees_that_meet_features_again() {
    SplittableRandom random = new SplittableRandom(7);
    for (int depth = 1; depth <= 9; depth++) {
      // given: four features, so deep paths meet each of them several times
      int[] players = {0, 1, 2, 3};
      TreeEnsemble forest = ShapleyFixtures.randomForest(random, 4, 3, depth);
      PathDependentTreeShap explainer =
          new PathDependentTreeShap(forest, ShapleyFixtures.players(4));
      double[] rows = ShapleyFixtures.uniform(random, 4 * 5);

      // when
      List<Attribution> actual = ShapleyFixtures.explain(explainer, rows, 1);

      // then
      for (Attribution attribution : actual) {
        double[] row = RowBatch.row(rows, attribution.row(), 4);
        double[] game = BruteForce.pathDependentGame(forest, players, 4, row);
        assertThat(attribution.values())
            .containsExactly(ExactShapley.ofGame(4, game), within(1e-12));
      }
    }
  }

  @Test
  void gives_a_group_of_inputs_its_own_value_in_the_game_of_groups() {
    // given: as the one-hot inputs of a categorical feature belong to one player
    SplittableRandom random = new SplittableRandom(11);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 6, 5, 6);
    Players grouped =
        ShapleyFixtures.players(6)
            .grouped(Map.of("a", List.of("x1", "x4"), "b", List.of("x2", "x3")));
    int[] playerOfInput = {0, 1, 2, 2, 1, 3};
    double[] rows = ShapleyFixtures.uniform(random, 6 * 8);

    // when
    List<Attribution> actual =
        ShapleyFixtures.explain(new PathDependentTreeShap(forest, grouped), rows, 1);
    List<Attribution> alone =
        ShapleyFixtures.explain(
            new PathDependentTreeShap(forest, ShapleyFixtures.players(6)), rows, 1);

    // then: brute force over groups, which the sum of the members' values is not
    assertThat(grouped.names()).containsExactly("x0", "a", "b", "x5");
    double largestGap = 0;
    for (Attribution attribution : actual) {
      double[] row = RowBatch.row(rows, attribution.row(), 6);
      double[] game = BruteForce.pathDependentGame(forest, playerOfInput, 4, row);
      assertThat(attribution.values()).containsExactly(ExactShapley.ofGame(4, game), within(1e-12));
      Attribution single = alone.get(attribution.row());
      double sum = single.value(1) + single.value(4);
      largestGap = Math.max(largestGap, Math.abs(sum - attribution.value(1)));
    }
    assertThat(largestGap).isGreaterThan(1e-3);
  }

  @Test
  void agrees_with_shap_on_a_forest_of_100_trees() {
    // given: shap 0.46, feature_perturbation="tree_path_dependent"
    JsonNode golden =
        ShapleyFixtures.json(ShapleyFixtures.shared("golden/shap/treeshap_rf100_d8.json"));
    JsonNode expected = golden.get("tree_path_dependent");
    PathDependentTreeShap explainer = forest100();

    // when
    List<Attribution> actual = ShapleyFixtures.explain(explainer, rows100(golden), 2);

    // then
    assertThat(actual).hasSize(40);
    assertThat(explainer.baseValue())
        .isCloseTo(expected.get("expected_value").doubleValue(), within(1e-9));
    for (Attribution attribution : actual) {
      double[] phi = ShapleyFixtures.numbers(expected.get("phi").get(attribution.row()));
      assertThat(attribution.values()).containsExactly(phi, within(1e-9));
      assertThat(attribution.output())
          .isCloseTo(golden.get("pred").get(attribution.row()).doubleValue(), within(1e-12));
    }
  }

  @Test
  void agrees_with_shap_on_interactions() {
    // given
    JsonNode golden =
        ShapleyFixtures.json(ShapleyFixtures.shared("golden/shap/treeshap_rf100_d8.json"));
    JsonNode expected = golden.get("interactions_tree_path_dependent");
    double[] rows = rows100(golden);
    List<Interactions> actual = new ArrayList<>();

    // when: the rows with interactions are the first five
    assertThat(expected.get("rows").get(4)).isEqualTo(golden.get("rows").get(4));
    forest100().interactions(rows, 5, Execution.on(2), actual::add);

    // then
    assertThat(actual).hasSize(5);
    for (int r = 0; r < 5; r++) {
      for (int i = 0; i < 30; i++) {
        double[] phi = ShapleyFixtures.numbers(expected.get("phi").get(r).get(i));
        for (int j = 0; j < 30; j++) {
          assertThat(actual.get(r).value(i, j)).isCloseTo(phi[j], within(1e-7));
        }
      }
    }
  }

  @Test
  void splits_attributions_into_interactions_as_their_definition_does() {
    // given
    SplittableRandom random = new SplittableRandom(5);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 5, 4, 7);
    int[] players = {0, 1, 2, 3, 4};
    double[] rows = ShapleyFixtures.uniform(random, 5 * 6);
    List<Interactions> actual = new ArrayList<>();

    // when
    new PathDependentTreeShap(forest, ShapleyFixtures.players(5))
        .interactions(rows, 6, Execution.SINGLE, actual::add);

    // then
    for (int r = 0; r < 6; r++) {
      double[] game = BruteForce.pathDependentGame(forest, players, 5, RowBatch.row(rows, r, 5));
      Interactions interactions = actual.get(r);
      for (int i = 0; i < 5; i++) {
        double sum = 0;
        for (int j = 0; j < 5; j++) {
          sum += interactions.value(i, j);
          if (i != j) {
            assertThat(interactions.value(i, j))
                .isCloseTo(BruteForce.interaction(5, game, i, j), within(1e-12));
          }
        }
        assertThat(sum).isCloseTo(interactions.attribution().value(i), within(1e-12));
      }
    }
  }

  @Test
  void agrees_with_xgboost_on_margins() {
    // given: XGBoost 1.7, pred_contribs, computed in single precision
    TreeEnsemble model =
        ShapleyFixtures.trees(
            ShapleyFixtures.resource("/org/touchstone/engine/model/german_xgb.json"));
    double[] rows =
        ShapleyFixtures.columns(
            ShapleyFixtures.resource("/org/touchstone/engine/model/german_xgb.inputs.csv"), 0, 61);
    double[] expected =
        ShapleyFixtures.columns(ShapleyFixtures.resource("german_xgb.treeshap_margin.csv"), 0, 62);

    // when
    List<Attribution> actual =
        ShapleyFixtures.explain(
            new PathDependentTreeShap(model, ShapleyFixtures.players(61)), rows, 1);

    // then
    assertThat(actual).hasSize(expected.length / 62);
    for (Attribution attribution : actual) {
      double[] phi = RowBatch.row(expected, attribution.row(), 62);
      assertThat(attribution.provenance().scale()).isEqualTo(Provenance.Scale.LOG_ODDS);
      assertThat(attribution.baseValue()).isCloseTo(phi[61], within(1e-5));
      assertThat(attribution.values()).containsExactly(Arrays.copyOf(phi, 61), within(1e-5));
    }
  }

  @Test
  void sends_a_missing_value_where_the_node_says() {
    for (boolean left : new boolean[] {true, false}) {
      // given: x0 below 0.5 is worth 1; three quarters of the training rows were
      DecisionTree tree = stump(3, 1, left);
      TreeEnsemble model =
          new TreeEnsemble(1, List.of(tree), EnsembleRules.scikitLearnForest(Missing.BY_NODE));

      // when
      Attribution attribution =
          new PathDependentTreeShap(model, ShapleyFixtures.players(1))
              .explain(new double[] {Double.NaN});
      Attribution interventional =
          new InterventionalTreeShap(
                  model, ShapleyFixtures.players(1), Background.of(new double[] {0, 0, 0, 1}, 1))
              .explain(new double[] {Double.NaN});

      // then
      assertThat(attribution.baseValue()).isEqualTo(0.75);
      assertThat(attribution.values()).containsExactly(left ? 0.25 : -0.75);
      assertThat(interventional.values()).containsExactly(left ? 0.25 : -0.75);
    }
  }

  @Test
  void stops_where_the_leaves_do_not_add_up_to_the_models_margin() {
    TreeGame game = TreeGame.of(forest(stump(3, 1, true)), ShapleyFixtures.players(1));
    Provenance provenance =
        new PathDependentTreeShap(forest(stump(3, 1, true)), ShapleyFixtures.players(1))
            .provenance();
    double[] values = {0.25};
    assertThat(game.checked(provenance, 4, 0.75, 1, values, 1 + 1e-10).values())
        .containsExactly(0.25);
    assertThatThrownBy(() -> game.checked(provenance, 4, 0.75, 1, values, 1 + 2e-9))
        .isInstanceOf(AdditivityException.class)
        .hasMessageStartingWith(
            "Row 4: the leaves add up to 1.0, the model's margin is 1.00000000");
  }

  @Test
  void refuses_a_missing_value_that_the_model_does_not_support() {
    PathDependentTreeShap explainer =
        new PathDependentTreeShap(ShapleyFixtures.forest8(), ShapleyFixtures.players(8));
    double[] rows = ShapleyFixtures.rows8();
    rows[3 * 8 + 5] = Double.NaN;
    assertThatThrownBy(() -> ShapleyFixtures.explain(explainer, rows, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Row 3 has a missing value in an input that the trees look at");
  }

  @Test
  void weighs_a_leaf_that_no_training_row_reached_with_zero() {
    // given
    TreeEnsemble model = forest(stump(4, 0, false));

    // when: the row goes right, where no training row went
    Attribution attribution =
        new PathDependentTreeShap(model, ShapleyFixtures.players(1)).explain(new double[] {1});

    // then
    assertThat(attribution.baseValue()).isEqualTo(1);
    assertThat(attribution.values()).containsExactly(-1);
  }

  @Test
  void refuses_a_split_that_no_training_row_reached() {
    TreeEnsemble model = forest(stump(0, 0, false));
    assertThatThrownBy(() -> new PathDependentTreeShap(model, ShapleyFixtures.players(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Tree 0: no training row came through the children of node 0");
  }

  @Test
  void refuses_a_tree_without_cover() {
    DecisionTree tree =
        new DecisionTree(
            new int[] {0, -1, -1},
            new double[] {0.5, 0, 0},
            new int[] {1, -1, -1},
            new int[] {2, -1, -1},
            new boolean[3],
            new double[] {0, 1, 0},
            new double[0]);
    assertThatThrownBy(() -> new PathDependentTreeShap(forest(tree), ShapleyFixtures.players(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not state the cover")
        .hasMessageContaining("use InterventionalTreeShap");
  }

  @Test
  void refuses_a_model_without_trees() {
    assertThatThrownBy(
            () ->
                new PathDependentTreeShap(ShapleyFixtures.logistic8(), ShapleyFixtures.players(8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "TreeSHAP explains tree ensembles, found LogisticRegression; use KernelShap or"
                + " ExactShapley");
  }

  @Test
  void gives_the_same_numbers_on_any_number_of_threads_and_in_any_batch() {
    // given
    SplittableRandom random = new SplittableRandom(3);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 6, 10, 6);
    PathDependentTreeShap explainer = new PathDependentTreeShap(forest, ShapleyFixtures.players(6));
    double[] rows = ShapleyFixtures.uniform(random, 6 * 200);

    // when
    List<Attribution> one = ShapleyFixtures.explain(explainer, rows, 1);
    List<Attribution> four = ShapleyFixtures.explain(explainer, rows, 4);

    // then: to the last bit
    for (int r = 0; r < 200; r++) {
      assertThat(four.get(r).row()).isEqualTo(r);
      assertThat(four.get(r).values()).isEqualTo(one.get(r).values());
      assertThat(explainer.explain(RowBatch.row(rows, r, 6)).values())
          .isEqualTo(one.get(r).values());
    }
  }

  private static PathDependentTreeShap forest100() {
    TreeEnsemble forest =
        ShapleyFixtures.trees(ShapleyFixtures.shared("golden/shap/rf100_d8.json"));
    return new PathDependentTreeShap(forest, ShapleyFixtures.players(30));
  }

  private static double[] rows100(JsonNode golden) {
    double[] data = ShapleyFixtures.columns(ShapleyFixtures.shared("golden/shap/data.csv"), 1, 31);
    return ShapleyFixtures.select(data, 30, golden.get("rows"));
  }

  private static TreeEnsemble forest(DecisionTree tree) {
    return new TreeEnsemble(
        1, List.of(tree), EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED));
  }

  /** 1 where x0 is at most 0.5, else 0. */
  private static DecisionTree stump(double coverLeft, double coverRight, boolean missingLeft) {
    return new DecisionTree(
        new int[] {0, -1, -1},
        new double[] {0.5, 0, 0},
        new int[] {1, -1, -1},
        new int[] {2, -1, -1},
        new boolean[] {missingLeft, false, false},
        new double[] {0, 1, 0},
        new double[] {coverLeft + coverRight, coverLeft, coverRight});
  }
}
