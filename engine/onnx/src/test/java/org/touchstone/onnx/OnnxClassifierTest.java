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
import static org.touchstone.onnx.OnnxWriter.INT64;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.model.LoadedModel;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.Models;

class OnnxClassifierTest {

  @TempDir Path folder;

  @Test
  void predicts_adult_as_recorded() {
    // given
    double[] rows = columns(shared("models/adult_mlp.inputs.csv"), 0, 91);
    double[] expected = columns(shared("models/adult_mlp.predictions.csv"), 2, 3);

    // when, then
    try (LoadedModel<?> model = Models.load(shared("models/adult_mlp.onnx"))) {
      assertThat(score(model.classifier(), rows)).containsExactly(expected, within(1e-6));
    }
  }

  @Test
  void predicts_insurance_as_recorded() {
    // given
    double[] rows = columns(shared("models/insurance.inputs.csv"), 0, 7);
    double[] expected = columns(shared("models/insurance.predictions.csv"), 4, 5);

    // when, then
    try (LoadedModel<?> model = Models.load(shared("models/insurance_rf.onnx"))) {
      assertThat(score(model.classifier(), rows)).containsExactly(expected, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {FLOAT, DOUBLE})
  void scores_rows_in_any_batch(int type) {
    // given
    ModelFile file = ModelFile.read(OnnxFixtures.network("Tanh", type).write(folder, "net.onnx"));
    double[] rows = randomRows(1, 300, -3, 3);
    OnnxFormat format = new OnnxFormat();

    // when
    try (LoadedModel<OnnxClassifier> whole = format.load(file);
        LoadedModel<OnnxClassifier> parts =
            format.load(file, OnnxOptions.DEFAULT.withMaxBatch(7))) {
      double[] expected = score(whole.classifier(), rows);

      // then
      assertThat(Arrays.stream(expected).boxed()).allMatch(p -> p > 0 && p < 1);
      assertThat(score(parts.classifier(), rows)).containsExactly(expected, within(1e-7));
    }
  }

  @Test
  void scores_on_several_threads_at_once() {
    // given
    ModelFile file = ModelFile.read(OnnxFixtures.network("Relu", FLOAT).write(folder, "net.onnx"));
    double[] rows = randomRows(2, 3000, -3, 3);
    try (LoadedModel<OnnxClassifier> model =
        new OnnxFormat().load(file, OnnxOptions.DEFAULT.withMaxBatch(64))) {
      double[] expected = score(model.classifier(), rows);

      // when
      List<double[]> results =
          IntStream.range(0, 32)
              .parallel()
              .mapToObj(run -> score(model.classifier(), rows))
              .toList();

      // then
      assertThat(results).allSatisfy(result -> assertThat(result).containsExactly(expected));
    }
  }

  @Test
  void fills_up_a_fixed_batch() {
    // given: the model takes four rows at a time, and is given six
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, 4, 1)
            .node("Sigmoid", "rows", "p")
            .output("p", FLOAT, 4, 1);
    ModelFile file = ModelFile.read(writer.write(folder, "fixed.onnx"));

    // when, then
    try (LoadedModel<OnnxClassifier> model = new OnnxFormat().load(file)) {
      assertThat(score(model.classifier(), new double[] {0, 0, 0, 0, 0, Math.log(3)}))
          .containsExactly(new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.75}, within(1e-7));
    }
  }

  @Test
  void reads_the_second_column_of_a_softmax() {
    // given: softmax(0, log 3) = (1/4, 3/4)
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, -1, 2)
            .node("Softmax", "rows", "p")
            .output("p", FLOAT, -1, 2);
    ModelFile file = ModelFile.read(writer.write(folder, "softmax.onnx"));

    // when, then
    try (LoadedModel<OnnxClassifier> model = new OnnxFormat().load(file)) {
      assertThat(score(model.classifier(), new double[] {0, Math.log(3), Math.log(3), 0}))
          .containsExactly(new double[] {0.75, 0.25}, within(1e-7));
    }
  }

  @Test
  void reads_class_one_of_the_maps_of_a_zipmap() {
    // given: the same trees, once with maps and once with a tensor
    ModelFile maps =
        ModelFile.read(
            OnnxFixtures.classifier("NONE", false, false, true).write(folder, "maps.onnx"));
    ModelFile tensor =
        ModelFile.read(
            OnnxFixtures.classifier("NONE", false, false, false).write(folder, "tensor.onnx"));
    double[] rows = randomRows(5, 60, 0, 1);

    // when, then
    try (LoadedModel<OnnxClassifier> first = new OnnxFormat().load(maps);
        LoadedModel<OnnxClassifier> second = new OnnxFormat().load(tensor)) {
      assertThat(score(first.classifier(), rows)).containsExactly(score(second.classifier(), rows));
    }
  }

  @Test
  void reads_input_names_from_the_metadata() {
    // given
    OnnxWriter writer =
        OnnxFixtures.network("Erf", FLOAT).metadata("feature_names", "[\"a\", \"b\", \"c\"]");
    Path file = writer.write(folder, "named.onnx");

    // when, then
    try (LoadedModel<?> model = Models.load(file)) {
      assertThat(model.inputNames()).contains(List.of("a", "b", "c"));
      assertThat(model.source().format()).isEqualTo("onnx");
      assertThatThrownBy(() -> model.requireInputs(List.of("a", "c", "b")))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("number 2", "\"b\"", "\"c\"");
      assertThatThrownBy(() -> model.requireInputs(List.of("a", "b")))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("3 inputs", "the encoding 2");
    }
  }

  @Test
  void refuses_to_score_after_it_was_closed() {
    // given
    Path file = OnnxFixtures.network("Tanh", FLOAT).write(folder, "net.onnx");
    LoadedModel<?> model = Models.load(file, "onnx");
    model.close();
    model.close();

    // when, then
    assertThatThrownBy(() -> model.classifier().score(new double[3], 1, new double[1]))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("net.onnx", "closed");
  }

  @Test
  void refuses_a_truncated_file() {
    // given
    byte[] whole = OnnxFixtures.network("Tanh", FLOAT).toBytes();
    Path file = OnnxWriter.write(folder, "cut.onnx", Arrays.copyOf(whole, whole.length / 2));

    // when, then
    assertThatThrownBy(() -> Models.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("cut.onnx", "truncated");
    assertThatThrownBy(() -> Models.load(file, "onnx-mlp"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("cut.onnx", "truncated");
  }

  @ParameterizedTest
  @CsvSource({"7, -1, 3", "1, -1, -1"})
  void refuses_an_input_that_is_no_table_of_known_width(int type, long rows, long width) {
    // given
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", type, rows, width)
            .node("Identity", "rows", "p")
            .output("p", type, rows, width);
    Path file = writer.write(folder, "odd.onnx");

    // when, then
    assertThatThrownBy(() -> Models.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("odd.onnx", "\"rows\"", "floats or doubles");
  }

  @Test
  void refuses_two_inputs_by_name() {
    // given
    OnnxWriter writer =
        new OnnxWriter()
            .input("age", FLOAT, -1, 1)
            .input("income", FLOAT, -1, 1)
            .node("Add", "age,income", "p")
            .output("p", FLOAT, -1, 1);
    Path file = writer.write(folder, "two.onnx");

    // when, then
    assertThatThrownBy(() -> Models.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("2 inputs", "age", "income");
  }

  @Test
  void asks_which_of_two_outputs_is_the_probability() {
    // given
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, -1, 1)
            .node("Sigmoid", "rows", "p")
            .node("Tanh", "rows", "t")
            .output("p", FLOAT, -1, 1)
            .output("t", FLOAT, -1, 1);
    ModelFile file = ModelFile.read(writer.write(folder, "two.onnx"));

    // when, then
    assertThatThrownBy(() -> new OnnxFormat().load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("2 outputs", "p", "t", "withOutput");
    assertThatThrownBy(() -> new OnnxFormat().load(file, OnnxOptions.DEFAULT.withOutput("q")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no output \"q\"");
    try (LoadedModel<OnnxClassifier> model =
        new OnnxFormat().load(file, OnnxOptions.DEFAULT.withOutput("p"))) {
      assertThat(score(model.classifier(), new double[] {0})).containsExactly(0.5);
    }
  }

  @Test
  void refuses_an_output_of_three_classes() {
    // given
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, -1, 3)
            .node("Softmax", "rows", "p")
            .output("p", FLOAT, -1, 3);
    ModelFile file = ModelFile.read(writer.write(folder, "three.onnx"));

    // when, then
    try (LoadedModel<OnnxClassifier> model = new OnnxFormat().load(file)) {
      assertThatThrownBy(() -> score(model.classifier(), new double[3]))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("\"p\"", "[1, 3]", "(batch, 2)");
    }
  }

  @Test
  void names_only_int_outputs_as_no_probability() {
    // given
    OnnxWriter writer =
        new OnnxWriter()
            .input("rows", FLOAT, -1, 2)
            .node("ArgMax", "", "rows", "label", OnnxWriter.integer("axis", 1))
            .output("label", INT64, -1, 1);
    Path file = writer.write(folder, "label.onnx");

    // when, then
    assertThatThrownBy(() -> Models.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("0 outputs that can be a probability", "label");
  }
}
