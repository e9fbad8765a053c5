package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.engine.model.ModelFixtures.resource;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XgboostJsonTest {

  private static final Path GERMAN = resource("german_xgb.json");

  /** Two stumps; a row of one input goes left below 0.5 and 2. */
  private static final String STUMPS =
      """
      {"learner": {
        "attributes": {},
        "feature_names": [],
        "gradient_booster": {"name": "gbtree", "model": {
          "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "2"},
          "trees": [
            {"left_children": [1, -1, -1], "right_children": [2, -1, -1],
             "split_indices": [0, 0, 0], "split_conditions": [0.5, -1.5, 1.5],
             "default_left": [1, 0, 0], "split_type": [0, 0, 0], "categories": [],
             "sum_hessian": [4.0, 3.0, 1.0], "tree_param": {"size_leaf_vector": "1"}},
            {"left_children": [1, -1, -1], "right_children": [2, -1, -1],
             "split_indices": [0, 0, 0], "split_conditions": [2.0, -0.25, 0.25],
             "default_left": [false, false, false], "split_type": [0, 0, 0], "categories": [],
             "sum_hessian": [4.0, 3.0, 1.0], "tree_param": {"size_leaf_vector": "1"}}]}},
        "learner_model_param": {
          "base_score": "5E-1", "num_class": "0", "num_feature": "1", "num_target": "1"},
        "objective": {"name": "binary:logistic"}},
       "version": [3, 4, 0]}
      """;

  @TempDir Path folder;

  @Test
  void predicts_german_credit_as_xgboost_does() {
    // given: predictions of XGBoost 1.7, written with nine digits
    double[] rows = ModelFixtures.columns(resource("german_xgb.inputs.csv"), 0, 61);
    double[] expected = ModelFixtures.columns(resource("german_xgb.predictions.csv"), 2, 3);

    // when
    LoadedModel<TreeEnsemble> model = new XgboostJson().load(ModelFile.read(GERMAN));
    double[] actual = ModelFixtures.score(model.classifier(), rows);

    // then: the same float, to the last of its nine digits
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((float) actual[i]).isEqualTo((float) expected[i]);
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-9 * expected[i] + 5e-10));
    }
  }

  @Test
  void knows_the_structure_of_the_trees() {
    // when
    TreeEnsemble model = new XgboostJson().load(ModelFile.read(GERMAN)).classifier();

    // then: the first numbers of the file
    DecisionTree tree = model.trees().get(0);
    assertThat(model.inputWidth()).isEqualTo(61);
    assertThat(model.trees()).hasSize(100);
    assertThat(tree.nodeCount()).isEqualTo(29);
    assertThat(tree.feature(0)).isEqualTo(10);
    assertThat(tree.threshold(0)).isEqualTo(0.5);
    assertThat(tree.left(0)).isEqualTo(1);
    assertThat(tree.right(0)).isEqualTo(2);
    assertThat(tree.missingGoesLeft(0)).isTrue();
    assertThat(tree.cover(0)).isEqualTo(200.0);
  }

  @Test
  void sends_values_left_right_and_missing_ones_by_default() throws Exception {
    // given
    TreeEnsemble model = load(STUMPS);
    double[] rows = {0, 0.5, 2, Double.NaN, Math.nextDown(0.5f), 0.49999999999};

    // when
    double[] margins = new double[6];
    model.margin(rows, 6, margins);

    // then: x < threshold in single precision; 0.49999999999 is 0.5 as a float
    assertThat(margins).containsExactly(-1.75, 1.25, 1.75, -1.25, -1.75, 1.25);
  }

  @ParameterizedTest
  @CsvSource({"5E-1, 0.0", "'[5E-1]', 0.0", "2.5E-1, -1.0986123", "'[2.5E-1]', -1.0986123"})
  void starts_from_the_log_odds_of_the_base_score(String baseScore, float baseMargin) {
    // when
    TreeEnsemble model = load(STUMPS.replace("\"5E-1\"", '"' + baseScore + '"'));

    // then: log(p / (1 - p)); log(1/3) = -1.0986122887
    assertThat((float) model.rules().baseMargin()).isEqualTo(baseMargin);
  }

  @Test
  void reads_input_names_where_the_file_has_them() {
    // given
    Path file =
        ModelFixtures.write(
            folder,
            "named.json",
            STUMPS.replace("\"feature_names\": []", "\"feature_names\": [\"age\"]"));

    // when
    LoadedModel<TreeEnsemble> model = new XgboostJson().load(ModelFile.read(file));

    // then
    assertThat(model.inputNames()).contains(List.of("age"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary:logistic | multi:softprob | /learner/objective/name | multi:softprob",
        "\"gbtree\", | \"dart\", | /learner/gradient_booster/name | dart",
        "\"gbtree\", | \"gblinear\", | /learner/gradient_booster/name | gblinear",
        "\"num_class\": \"0\" | \"num_class\": \"3\" | num_class | 3 classes",
        "\"num_target\": \"1\" | \"num_target\": \"2\" | num_target | 2 targets",
        "\"split_type\": [0, 0, 0] | \"split_type\": [1, 0, 0] | /trees/0 | categories",
        "\"size_leaf_vector\": \"1\" | \"size_leaf_vector\": \"2\" | size_leaf_vector | vectors",
        "\"5E-1\" | \"1E0\" | base_score | (0, 1), found 1.0",
        "\"5E-1\" | \"[5E-1,2E-1]\" | base_score | one number",
        "\"attributes\": {} | \"attributes\": {\"best_iteration\": \"0\"} | best_iteration | [:1]",
        "[1, -1, -1] | [1, -1, 0] | /trees/0 | Node 0 is reached twice",
        "[2, -1, -1] | [7, -1, -1] | /trees/0 | Node 0 has child 7",
        "[0.5, -1.5, 1.5] | [NaN, -1.5, 1.5] | /split_conditions/0 | finite number",
        "[0.5, -1.5, 1.5] | [0.5, -1.5] | /trees/0 | differ in length",
        "[0.5, -1.5, 1.5] | [0.5, -1.5, \"x\"] | /split_conditions/2 | finite number",
        "\"split_indices\": [0, 0, 0] | \"split_indices\": [5, 0, 0] | /trees/0 | has 1 inputs",
        "\"num_feature\": \"1\" | \"num_feature\": \"one\" | num_feature | expected an integer",
        "\"feature_names\": [] | \"feature_names\": [\"a\", \"b\"] | bad.json | names 2 inputs",
        "\"objective\" | \"aim\" | /learner | \"objective\" is missing",
      })
  void refuses_what_it_would_score_differently(
      String good, String bad, String place, String problem) {
    // given
    assertThat(STUMPS).contains(good);
    Path file = ModelFixtures.write(folder, "bad.json", STUMPS.replace(good, bad));

    // when, then
    assertThatThrownBy(() -> new XgboostJson().load(ModelFile.read(file)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining(place)
        .hasMessageContaining(problem);
  }

  @Test
  void refuses_a_truncated_file_with_its_place() {
    // given
    String content = ModelFixtures.text(GERMAN);
    Path file = ModelFixtures.write(folder, "cut.json", content.substring(0, 100_000));

    // when, then
    assertThatThrownBy(() -> new XgboostJson().load(ModelFile.read(file)))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("cut.json, line 1, column", "truncated", "save the model again");
  }

  @Test
  void refuses_ubjson_by_name() {
    // given: how save_model("model.ubj") starts
    Path file = ModelFixtures.write(folder, "model.ubj", "{L\0\0\0\0\0\0\0\7learner{");

    // when, then
    assertThatThrownBy(() -> new XgboostJson().load(ModelFile.read(file)))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("UBJSON", "save_model(\"model.json\")");
  }

  private TreeEnsemble load(String json) {
    Path file = ModelFixtures.write(folder, "model.json", json);
    return new XgboostJson().load(ModelFile.read(file)).classifier();
  }
}
