package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.engine.model.ModelFixtures.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.model.EnsembleRules.Missing;

class GiniImportanceTest {

  private static final EnsembleRules FOREST =
      EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED);

  @ParameterizedTest
  @ValueSource(strings = {"gini_bootstrap.json", "gini_all_rows.json"})
  void of_the_forest_is_scikit_learn_s(String file) throws IOException {
    assertThat(GiniImportance.ofForest(forest(file)).shares())
        .containsExactly(golden(file), within(1e-14));
  }

  @Test
  void of_the_rows_is_scikit_learn_s_where_every_tree_saw_all_rows() throws IOException {
    TreeEnsemble forest = forest("gini_all_rows.json");

    assertThat(GiniImportance.ofRows(forest, rows(), labels()).shares())
        .containsExactly(golden("gini_all_rows.json"), within(1e-14));
  }

  @Test
  void of_the_rows_is_near_where_trees_saw_bootstrap_samples() throws IOException {
    GiniImportance importance =
        GiniImportance.ofRows(forest("gini_bootstrap.json"), rows(), labels());

    double[] golden = golden("gini_bootstrap.json");
    assertThat(importance.shares()).containsExactly(golden, within(0.12));
    assertThat(importance.share(0)).isNotCloseTo(golden[0], within(1e-3));
    assertThat(importance.share(0) + importance.share(1) + importance.share(2))
        .isCloseTo(1, within(1e-14));
  }

  @Test
  void adds_up_the_decreases_of_a_tree_by_hand() {
    // given: 4 of 10 positive; left 6 rows with 1, right 4 rows with 3, split into 3 of 3 and 0 of
    // 1
    TreeEnsemble forest = new TreeEnsemble(3, List.of(tree(), leaf()), FOREST);

    // when
    GiniImportance importance = GiniImportance.ofForest(forest);

    // then: 4.8 - (10/6 + 1.5), and 1.5; the single leaf does not count
    double first = 4.8 - 10.0 / 6 - 1.5;
    assertThat(importance.shares())
        .containsExactly(
            new double[] {first / (first + 1.5), 0, 1.5 / (first + 1.5)}, within(1e-15));
    assertThat(importance.size()).isEqualTo(3);
  }

  @Test
  void order_of_rows_and_twice_the_rows_change_nothing() {
    TreeEnsemble forest = forest("gini_all_rows.json");
    double[] rows = rows();
    boolean[] labels = labels();
    int n = labels.length;
    double[] other = new double[2 * rows.length];
    boolean[] others = new boolean[2 * n];
    for (int i = 0; i < 2 * n; i++) {
      System.arraycopy(rows, 3 * ((2 * n - 1 - i) % n), other, 3 * i, 3);
      others[i] = labels[(2 * n - 1 - i) % n];
    }

    assertThat(GiniImportance.ofRows(forest, other, others).shares())
        .containsExactly(GiniImportance.ofRows(forest, rows, labels).shares(), within(1e-14));
  }

  @Test
  void follows_the_ensemble_s_comparison() {
    // given: a row on the threshold itself
    EnsembleRules strict = EnsembleRules.xgboostLogistic(0);
    double[] rows = {0.5, 0, 0, 1, 0, 0};
    boolean[] labels = {true, false};

    // when, then: (float) x <= 0.5 separates the rows, (float) x < 0.5 does not
    assertThat(
            GiniImportance.ofRows(new TreeEnsemble(3, List.of(tree()), FOREST), rows, labels)
                .share(0))
        .isEqualTo(1);
    assertThat(
            GiniImportance.ofRows(new TreeEnsemble(3, List.of(tree()), strict), rows, labels)
                .shares())
        .containsExactly(0, 0, 0);
  }

  @Test
  void is_zero_where_nothing_is_separated() {
    assertThat(GiniImportance.ofForest(new TreeEnsemble(2, List.of(leaf()), FOREST)).shares())
        .containsExactly(0, 0);
  }

  @Test
  void a_missing_value_goes_where_the_node_says_or_is_refused() {
    double[] rows = {Double.NaN, 0, 0, 1, 0, 0};
    boolean[] labels = {true, false};
    EnsembleRules byNode = EnsembleRules.scikitLearnForest(Missing.BY_NODE);

    assertThat(
            GiniImportance.ofRows(new TreeEnsemble(3, List.of(tree()), byNode), rows, labels)
                .share(0))
        .isEqualTo(1);
    assertThatThrownBy(
            () -> GiniImportance.ofRows(new TreeEnsemble(3, List.of(tree()), FOREST), rows, labels))
        .hasMessageContainingAll("Row 0", "input 0");
  }

  @Test
  void refuses_what_it_cannot_compute() {
    TreeEnsemble boosted = new TreeEnsemble(3, List.of(tree()), EnsembleRules.xgboostLogistic(0));
    assertThatThrownBy(() -> GiniImportance.ofForest(boosted))
        .hasMessageContainingAll("adds margins", "on the training rows");
    assertThatThrownBy(() -> GiniImportance.ofForest(forest("rf_without_cover")))
        .hasMessageContaining("does not state the cover");
    assertThatThrownBy(() -> GiniImportance.ofRows(boosted, new double[4], new boolean[2]))
        .hasMessageContaining("found 4 numbers for 2 rows");
    assertThatThrownBy(() -> GiniImportance.ofRows(boosted, new double[0], new boolean[0]))
        .hasMessageContaining("needs a row");
    DecisionTree wrong =
        new DecisionTree(
            new int[] {0, -1, -1},
            new double[3],
            new int[] {1, 0, 0},
            new int[] {2, 0, 0},
            new boolean[3],
            new double[] {0, 0, 1},
            new double[] {10, 6, 5});
    assertThatThrownBy(() -> GiniImportance.ofForest(new TreeEnsemble(1, List.of(wrong), FOREST)))
        .hasMessageContainingAll("node 0", "cover 10.0", "11.0");
  }

  private static DecisionTree tree() {
    return new DecisionTree(
        new int[] {0, -1, 2, -1, -1},
        new double[] {0.5, 0, 1.5, 0, 0},
        new int[] {1, 0, 3, 0, 0},
        new int[] {2, 0, 4, 0, 0},
        new boolean[] {true, false, false, false, false},
        new double[] {0, 1.0 / 6, 0, 1, 0},
        new double[] {10, 6, 4, 3, 1});
  }

  private static DecisionTree leaf() {
    return new DecisionTree(
        new int[] {-1},
        new double[1],
        new int[1],
        new int[1],
        new boolean[1],
        new double[] {0.3},
        new double[] {10});
  }

  private static TreeEnsemble forest(String name) {
    if (name.equals("rf_without_cover")) {
      return new TreeEnsemble(
          1,
          List.of(
              new DecisionTree(
                  new int[] {-1},
                  new double[1],
                  new int[1],
                  new int[1],
                  new boolean[1],
                  new double[1],
                  new double[0])),
          FOREST);
    }
    return new SklearnTreesJson().load(ModelFile.read(resource(name))).classifier();
  }

  private static double[] golden(String file) throws IOException {
    JsonNode shares =
        new ObjectMapper().readTree(resource(file).toFile()).get("feature_importances");
    return new double[] {
      shares.get(0).asDouble(), shares.get(1).asDouble(), shares.get(2).asDouble()
    };
  }

  private static double[] rows() {
    return ModelFixtures.columns(resource("gini_rows.csv"), 0, 3);
  }

  private static boolean[] labels() {
    Path file = resource("gini_rows.csv");
    double[] y = ModelFixtures.columns(file, 3, 4);
    boolean[] labels = new boolean[y.length];
    for (int i = 0; i < y.length; i++) {
      labels[i] = y[i] == 1;
    }
    return labels;
  }
}
