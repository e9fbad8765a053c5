package org.touchstone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.onnx.OnnxFixtures.columns;
import static org.touchstone.onnx.OnnxFixtures.randomRows;
import static org.touchstone.onnx.OnnxFixtures.score;
import static org.touchstone.onnx.OnnxFixtures.shared;
import static org.touchstone.onnx.OnnxWriter.DOUBLE;
import static org.touchstone.onnx.OnnxWriter.FLOAT;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.Mlp;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.TreeEnsemble;

class OnnxReadersTest {

  @TempDir Path folder;

  @Test
  void reads_the_adult_network() {
    // given
    double[] rows = columns(shared("models/adult_mlp.inputs.csv"), 0, 91);
    double[] expected = columns(shared("models/adult_mlp.predictions.csv"), 2, 3);
    Path file = shared("models/adult_mlp.onnx");

    // when
    Mlp network = new OnnxMlpFormat().load(ModelFile.read(file)).classifier();

    // then: as recorded, and as ONNX Runtime on other rows
    assertThat(score(network, rows)).containsExactly(expected, within(1e-6));
    assertAgreesWithRuntime(file, network, randomRows(11, 91 * 500, -2, 2), 1e-6);
  }

  @Test
  void reads_the_insurance_forest() {
    // given
    double[] rows = columns(shared("models/insurance.inputs.csv"), 0, 7);
    double[] expected = columns(shared("models/insurance.predictions.csv"), 4, 5);
    Path file = shared("models/insurance_rf.onnx");

    // when
    TreeEnsemble forest = new OnnxTreesFormat().load(ModelFile.read(file)).classifier();

    // then: as recorded, and as ONNX Runtime on other rows
    assertThat(score(forest, rows)).containsExactly(expected, within(1e-6));
    assertAgreesWithRuntime(file, forest, randomRows(12, 7 * 2000, 0, 60), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"Erf, 1", "Tanh, 1", "Relu, 1", "Sigmoid, 1", "Identity, 1", "Tanh, 11"})
  void reads_networks_as_the_runtime_runs_them(String activation, int type) {
    // given
    Path file = OnnxFixtures.network(activation, type).write(folder, "net.onnx");

    // when
    Mlp network = new OnnxMlpFormat().load(ModelFile.read(file)).classifier();

    // then
    double tolerance = type == DOUBLE ? 1e-12 : 1e-6;
    assertAgreesWithRuntime(file, network, randomRows(13, 3 * 500, -3, 3), tolerance);
  }

  @Test
  void reads_a_softmax_of_two_and_a_transposed_gemm() {
    // given
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, -1, 3)
            .constant("w", FLOAT, new long[] {2, 3}, 0.5, -1, 2, 1, 0.25, -0.75)
            .constant("b", FLOAT, new long[] {1, 2}, 0.1, -0.2)
            .node(
                "Gemm",
                "",
                "rows,w,b",
                "z",
                OnnxWriter.integer("transB", 1)
                    .andThen(OnnxWriter.number("alpha", 0.5f))
                    .andThen(OnnxWriter.number("beta", 2f)))
            .node("Softmax", "z", "p")
            .output("p", FLOAT, -1, 2);
    Path file = writer.write(folder, "softmax.onnx");

    // when
    Mlp network = new OnnxMlpFormat().load(ModelFile.read(file)).classifier();

    // then
    assertThat(network.layers()).hasSize(1);
    assertAgreesWithRuntime(file, network, randomRows(14, 300, -3, 3), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({
    "BRANCH_LEQ, 0",
    "BRANCH_LT, 0.1",
    "BRANCH_GT, 0",
    "BRANCH_GTE, 0.25",
    "BRANCH_LEQ, -0.3"
  })
  void reads_regressors_as_the_runtime_runs_them(String mode, double base) {
    // given
    Path file = OnnxFixtures.regressor(mode, "NONE", base).write(folder, "trees.onnx");

    // when
    TreeEnsemble trees = new OnnxTreesFormat().load(ModelFile.read(file)).classifier();

    // then: also on thresholds and with missing values
    double[] rows = randomRows(15, 3 * 400, 0, 1);
    for (int i = 0; i < rows.length; i += 5) {
      rows[i] = new double[] {0.1f, 0.3f, 0.5f, 0.7f, Double.NaN}[i / 5 % 5];
    }
    assertAgreesWithRuntime(file, trees, rows, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, false, false", "SOFTMAX, false, false", "LOGISTIC, false, false",
    "NONE, true, false", "LOGISTIC, true, false", "LOGISTIC, true, true"
  })
  void reads_classifiers_as_the_runtime_runs_them(
      String transform, boolean oneScore, boolean negative) {
    // given
    Path file =
        OnnxFixtures.classifier(transform, oneScore, negative, false).write(folder, "trees.onnx");

    // when
    TreeEnsemble trees = new OnnxTreesFormat().load(ModelFile.read(file)).classifier();

    // then
    assertAgreesWithRuntime(file, trees, randomRows(16, 3 * 400, 0, 1), 1e-6);
  }

  @Test
  void offers_the_gradient_of_a_network() {
    // given
    Path file = OnnxFixtures.network("Tanh", DOUBLE).write(folder, "net.onnx");
    Mlp network = new OnnxMlpFormat().load(ModelFile.read(file)).classifier();
    double[] row = {0.3, -0.2, 0.7};

    // when
    double[] gradient = new double[3];
    network.gradient(row, 1, gradient);

    // then: central differences of ONNX Runtime's own scores, in double precision
    try (LoadedModel<?> runtime = Models.load(file, "onnx")) {
      double h = 1e-5;
      for (int j = 0; j < 3; j++) {
        double[] up = row.clone();
        double[] down = row.clone();
        up[j] += h;
        down[j] -= h;
        double slope =
            (score(runtime.classifier(), up)[0] - score(runtime.classifier(), down)[0]) / (2 * h);
        assertThat(gradient[j]).isCloseTo(slope, within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cos", "Neg"})
  void names_the_operator_and_the_node_that_it_does_not_read(String op) {
    // given
    Path file = OnnxFixtures.network(op, FLOAT).write(folder, "net.onnx");

    // when, then
    assertThatThrownBy(() -> Models.load(file, "onnx-mlp"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("net.onnx", "node 4 \"" + op + "_h1\" (" + op + ")", "Gemm");
    assertThatThrownBy(() -> Models.load(file, "onnx-trees"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("net.onnx", "node 0 \"Sub_centred\"", "one tree ensemble");
  }

  @Test
  void refuses_a_network_that_does_not_end_in_a_probability() {
    // given
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, -1, 1)
            .constant("w", FLOAT, new long[] {1, 1}, 2)
            .node("MatMul", "rows,w", "z")
            .output("z", FLOAT, -1, 1);
    Path file = writer.write(folder, "linear.onnx");

    // when, then
    assertThatThrownBy(() -> Models.load(file, "onnx-mlp"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("does not end in Gemm or MatMul with Sigmoid or Softmax");
  }

  @Test
  void refuses_trees_that_compare_for_equality() {
    Path file = OnnxFixtures.regressor("BRANCH_EQ", "NONE", 0).write(folder, "trees.onnx");

    assertThatThrownBy(() -> Models.load(file, "onnx-trees"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("TreeEnsembleRegressor", "BRANCH_EQ");
  }

  @Test
  void refuses_a_transform_that_standard_and_runtime_do_not_agree_on() {
    Path file = OnnxFixtures.regressor("BRANCH_LEQ", "LOGISTIC", 0).write(folder, "trees.onnx");

    assertThatThrownBy(() -> Models.load(file, "onnx-trees"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("TreeEnsembleRegressor", "LOGISTIC", "save the model with NONE");
  }

  @Test
  void refuses_a_file_that_is_no_onnx() {
    Path file =
        OnnxWriter.write(folder, "text.onnx", "hello, model".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> Models.load(file, "onnx-trees"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("text.onnx");
  }

  private static void assertAgreesWithRuntime(
      Path file, org.touchstone.engine.model.Classifier model, double[] rows, double tolerance) {
    try (LoadedModel<?> runtime = Models.load(file, "onnx")) {
      double[] expected = score(runtime.classifier(), rows);
      assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(1);
      assertThat(score(model, rows)).containsExactly(expected, within(tolerance));
    }
  }
}
