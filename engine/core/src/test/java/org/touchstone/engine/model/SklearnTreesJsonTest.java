package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.engine.model.ModelFixtures.resource;
import static org.touchstone.engine.model.ModelFixtures.shared;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SklearnTreesJsonTest {

  /** Goes left where x0 is at most 0.1; the class counts of the leaves are 3:1 and 0:2. */
  private static final String STUMP =
      """
      {"type": "DecisionTreeClassifier", "n_classes": 2, "n_features": 2, "trees": [
        {"feature": [0, -2, -2], "threshold": [0.1, -2, -2], "left": [1, -1, -1],
         "right": [2, -1, -1], "value": [[3, 3], [3, 1], [0, 2]]}]}
      """;

  @TempDir Path folder;

  @Test
  void predicts_breast_cancer_as_the_attributions_add_up_to() {
    // given: base value plus brute-force Shapley values of shap 0.46 and scikit-learn 1.2
    Path golden = resource("exact8_rows.csv");
    double[] expected = ModelFixtures.columns(golden, 9, 10);

    // when
    TreeEnsemble model = load(resource("rf10_d4_8f.json"));
    double[] actual = ModelFixtures.score(model, ModelFixtures.columns(golden, 1, 9));

    // then
    assertThat(actual).containsExactly(expected, within(1e-14));
  }

  @Test
  void predicts_german_credit_as_scikit_learn_does() {
    // given
    double[] rows = ModelFixtures.columns(shared("golden/permute/german_ohe_test.csv"), 1, 62);
    double[] expected = ModelFixtures.columns(shared("golden/permute/rf10_test_proba.csv"), 2, 3);

    // when
    TreeEnsemble model = load(resource("rf10.json"));

    // then: printed with the digits of a double
    assertThat(model.inputWidth()).isEqualTo(61);
    assertThat(ModelFixtures.score(model, rows)).containsExactly(expected, within(1e-15));
  }

  @Test
  void predicts_a_hundred_trees_as_scikit_learn_does() {
    // given: predictions that were recorded beside the attributions
    Path data = shared("golden/shap/data.csv");
    double[] all = ModelFixtures.columns(data, 1, 31);
    ModelJson golden =
        ModelJson.parse(ModelFile.read(shared("golden/shap/treeshap_rf100_d8.json")));
    int[] rows = golden.get("rows").integers();
    double[] expected = golden.get("pred").numbers();

    // when
    double[] actual = ModelFixtures.score(load(shared("golden/shap/rf100_d8.json")), all);

    // then
    for (int i = 0; i < rows.length; i++) {
      assertThat(actual[rows[i]]).isCloseTo(expected[i], within(1e-15));
    }
  }

  @Test
  void compares_the_input_as_float_with_the_threshold_as_double() {
    // given: (float) 0.1 is greater than 0.1
    TreeEnsemble model = load(ModelFixtures.write(folder, "stump.json", STUMP));

    // when, then
    assertThat(ModelFixtures.score(model, new double[] {0.1, 0, 0.0999, 0}))
        .containsExactly(1.0, 0.25);
  }

  @Test
  void scores_nan_where_a_value_is_missing_and_no_direction_is_stated() {
    TreeEnsemble model = load(ModelFixtures.write(folder, "stump.json", STUMP));

    assertThat(ModelFixtures.score(model, new double[] {Double.NaN, 0, 0, 0}))
        .containsExactly(Double.NaN, 0.25);
  }

  @Test
  void sends_a_missing_value_where_the_node_says() {
    // given
    String json = STUMP.replace("\"left\"", "\"missing_go_to_left\": [1, 0, 0], \"left\"");
    TreeEnsemble model = load(ModelFixtures.write(folder, "stump.json", json));

    // when, then
    assertThat(ModelFixtures.score(model, new double[] {Double.NaN, 0})).containsExactly(0.25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DecisionTreeClassifier | GradientBoostingClassifier | /type | not a mean of trees",
        "\"n_classes\": 2 | \"n_classes\": 3 | /n_classes | takes two",
        "[[3, 3], | [[3, 3, 1], | /value/0 | two classes, found 3",
        "[3, 1], | [0, 0], | /value/1 | not all 0",
        "[0, -2, -2] | [0, -2, 1] | /trees/0 | node 2 has feature 1 and left -1",
        "[0, -2, -2] | [4, -2, -2] | /trees | looks at input 4",
        "[2, -1, -1] | [9, -1, -1] | /trees/0 | Node 0 has child 9",
        "\"n_features\": 2 | \"n_features\": 2.5 | /n_features | integer",
        "\"threshold\": [0.1, | \"threshold\": [1e999, | /threshold/0 | finite",
        "\"threshold\" | \"cut\" | /trees/0 | \"threshold\" is missing",
      })
  void refuses_a_wrong_forest(String good, String bad, String place, String problem) {
    // given
    assertThat(STUMP).contains(good);
    Path file = ModelFixtures.write(folder, "bad.json", STUMP.replace(good, bad));

    // when, then
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("bad.json", place, problem);
  }

  private static TreeEnsemble load(Path file) {
    return new SklearnTreesJson().load(ModelFile.read(file)).classifier();
  }
}
