package org.touchstone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.onnx.OnnxWriter.FLOAT;
import static org.touchstone.onnx.OnnxWriter.integer;
import static org.touchstone.onnx.OnnxWriter.integers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.RecurrentJson;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceModels;
import org.touchstone.engine.model.StatefulSequenceClassifier;

class OnnxSequenceModelsTest {

  @TempDir Path folder;

  @Test
  void sequences_of_several_lengths_are_scored_in_one_batch() {
    // given p = sigmoid(max_t x_t0 - 2 max_t x_t1 + 0.5); what is behind a length is not read
    double[] events = {1, 0, 9, 9, 9, 9, 0, 1, 3, 2, 9, 9, -1, 0, -2, -1, 0.5, -3};
    double[] scores = new double[3];

    // when
    try (SequenceClassifier model = open(maxima(1), OnnxSequenceOptions.DEFAULT)) {
      model.score(events, 3, 3, new int[] {1, 2, 3}, scores);

      // then
      assertThat(model.eventWidth()).isEqualTo(2);
      assertThat(model).isNotInstanceOf(StatefulSequenceClassifier.class);
      assertThat(scores[0]).isCloseTo(sigmoid(1.5), within(1e-6));
      assertThat(scores[1]).isCloseTo(sigmoid(3 - 4 + 0.5), within(1e-6));
      assertThat(scores[2]).isCloseTo(sigmoid(0.5 + 0.5), within(1e-6));
    }
  }

  @Test
  void small_batches_give_the_same_scores() {
    // given
    double[] events = new SplittableRandom(1).doubles(50 * 4 * 2, -1, 1).toArray();
    int[] lengths = new SplittableRandom(2).ints(50, 1, 5).toArray();
    double[] whole = new double[50];
    double[] small = new double[50];

    // when
    try (SequenceClassifier one = open(maxima(1), OnnxSequenceOptions.DEFAULT);
        SequenceClassifier other = open(maxima(1), OnnxSequenceOptions.DEFAULT.withMaxBatch(3))) {
      one.score(events, 50, 4, lengths, whole);
      other.score(events, 50, 4, lengths, small);
    }

    // then
    assertThat(small).isEqualTo(whole);
  }

  @Test
  void state_inputs_are_carried_from_event_to_event() {
    // given
    double[] events = new SplittableRandom(3).doubles(5 * 6 * 2, -1, 1).toArray();
    try (SequenceClassifier model = open(statefulMaxima(), OnnxSequenceOptions.DEFAULT)) {
      StatefulSequenceClassifier stateful = (StatefulSequenceClassifier) model;
      double[] expected = new double[5];
      int[] lengths = new int[5];
      Arrays.fill(lengths, 6);
      model.score(events, 5, 6, lengths, expected);

      // when
      assertThat(stateful.stateWidth()).isEqualTo(2);
      double[] states = new double[5 * 2];
      double[] out = new double[5];
      for (int t = 0; t < 6; t++) {
        double[] step = new double[5 * 2];
        for (int s = 0; s < 5; s++) {
          System.arraycopy(events, (s * 6 + t) * 2, step, s * 2, 2);
        }
        stateful.advance(step, 5, 1, states, out);
      }

      // then
      assertThat(out).isEqualTo(expected);
      assertThat(states[0]).isCloseTo(Math.max(0, maximum(events, 0)), within(1e-7));
    }
  }

  @Test
  void several_states_are_carried_each_to_its_own() {
    // given: the largest and the smallest value of each input so far, as h and c of an LSTM are
    double[] events = new SplittableRandom(6).doubles(4 * 5 * 2, -1, 1).toArray();
    try (SequenceClassifier model = open(extremes(), OnnxSequenceOptions.DEFAULT)) {
      StatefulSequenceClassifier stateful = (StatefulSequenceClassifier) model;
      double[] expected = new double[4];
      int[] lengths = new int[4];
      Arrays.fill(lengths, 5);
      model.score(events, 4, 5, lengths, expected);

      // when: two events, then three
      assertThat(stateful.stateWidth()).isEqualTo(4);
      double[] states = new double[4 * 4];
      double[] out = new double[4];
      int[][] parts = {{0, 2}, {2, 5}};
      for (int[] part : parts) {
        int steps = part[1] - part[0];
        double[] some = new double[4 * steps * 2];
        for (int s = 0; s < 4; s++) {
          System.arraycopy(events, (s * 5 + part[0]) * 2, some, s * steps * 2, steps * 2);
        }
        stateful.advance(some, 4, steps, states, out);
      }

      // then
      assertThat(out).isEqualTo(expected);
      for (int s = 0; s < 4; s++) {
        for (int j = 0; j < 2; j++) {
          double max = 0;
          double min = 0;
          for (int t = 0; t < 5; t++) {
            max = Math.max(max, events[(s * 5 + t) * 2 + j]);
            min = Math.min(min, events[(s * 5 + t) * 2 + j]);
          }
          assertThat(states[s * 4 + j]).isCloseTo(max, within(1e-7));
          assertThat(states[s * 4 + 2 + j]).isCloseTo(min, within(1e-7));
        }
        double z =
            states[s * 4] - 2 * states[s * 4 + 1] + states[s * 4 + 2] - 2 * states[s * 4 + 3];
        assertThat(out[s]).isCloseTo(sigmoid(z + 0.5), within(1e-6));
      }
    }
  }

  @Test
  void of_two_outputs_the_second_is_the_score() {
    // given: softmax of x0 + 2 x1 and -x1 + 0.1
    double[] out = new double[1];

    // when
    try (SequenceClassifier model = open(maxima(2), OnnxSequenceOptions.DEFAULT)) {
      model.score(new double[] {0.25, -0.5}, 1, 1, new int[] {1}, out);
    }

    // then
    assertThat(out[0]).isCloseTo(sigmoid(0.5 + 0.1 - (0.25 - 1)), within(1e-6));
  }

  @Test
  void one_of_several_outputs_is_picked() {
    // given
    double[] events = {0.25, -0.5};
    double[] out = new double[1];
    double sum = 0;

    // when
    for (int k = 0; k < 3; k++) {
      try (SequenceClassifier model = open(maxima(3), OnnxSequenceOptions.DEFAULT.withColumn(k))) {
        model.score(events, 1, 1, new int[] {1}, out);
        sum += out[0];
      }
    }

    // then
    assertThat(sum).isCloseTo(1, within(1e-6));
    for (OnnxSequenceOptions wrong :
        new OnnxSequenceOptions[] {
          OnnxSequenceOptions.DEFAULT, OnnxSequenceOptions.DEFAULT.withColumn(3)
        }) {
      try (SequenceClassifier model = open(maxima(3), wrong)) {
        assertThatThrownBy(() -> model.score(events, 1, 1, new int[] {1}, out))
            .isInstanceOf(ModelException.class)
            .hasMessageContaining("has 3 columns")
            .hasMessageContaining("withColumn");
      }
    }
  }

  @Test
  void models_of_rows_and_unknown_outputs_are_refused() {
    assertThatThrownBy(() -> open(OnnxFixtures.network("Tanh", FLOAT), OnnxSequenceOptions.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has 0 inputs that can be events")
        .hasMessageContaining("A model of table rows has the format \"onnx\"")
        .hasMessageMatching(".*; it has [a-z]+ FLOAT \\[-?\\d+, \\d+]");
    assertThatThrownBy(() -> open(maxima(1), OnnxSequenceOptions.DEFAULT.withOutput("probability")))
        .hasMessageContaining("has no output \"probability\"");
  }

  @Test
  void suites_find_the_format_by_its_id() {
    assertThat(SequenceModels.formats()).containsExactly("onnx-sequence", "recurrent-json");
    assertThat(new OnnxSequenceFormat().id()).isEqualTo(OnnxSequenceModels.ID);
  }

  @Test
  void a_closed_model_is_an_error() {
    SequenceClassifier model = open(maxima(1), OnnxSequenceOptions.DEFAULT);
    model.close();
    model.close();
    assertThatThrownBy(() -> model.score(new double[2], 1, 1, new int[] {1}, new double[1]))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void the_shared_gru_scores_as_its_weights_do_with_and_without_states() {
    // given
    StatefulSequenceClassifier own =
        RecurrentJson.load(ModelFile.read(shared("golden/timeshap/model_gru2.json"))).classifier();
    double[] events = new SplittableRandom(4).doubles(7 * 30 * 6, -2, 2).toArray();
    int[] lengths = {30, 1, 17, 30, 2, 29, 17};
    double[] expected = new double[7];
    own.score(events, 7, 30, lengths, expected);
    for (String name : new String[] {"model_gru2.onnx", "model_gru2_hs.onnx"}) {
      try (SequenceClassifier model =
          OnnxSequenceModels.load(
                  ModelFile.read(shared("golden/timeshap/" + name)), OnnxSequenceOptions.DEFAULT)
              .classifier()) {
        // when
        double[] scores = new double[7];
        model.score(events, 7, 30, lengths, scores);

        // then
        for (int s = 0; s < 7; s++) {
          assertThat(scores[s]).isCloseTo(expected[s], within(2e-6));
        }
        assertThat(model instanceof StatefulSequenceClassifier).isEqualTo(name.contains("hs"));
        if (model instanceof StatefulSequenceClassifier stateful) {
          assertThat(stateful.stateWidth()).isEqualTo(64);
          assertSameStates(stateful, own, events);
        }
      }
    }
  }

  @Test
  void the_shared_arem_model_reproduces_its_recorded_scores() {
    // given ten windows of 48 events; PyTorch and ONNX Runtime add floats in another order
    double[] events = OnnxFixtures.columns(shared("models/arem_gru.inputs.csv"), 2, 8);
    double[] expected = OnnxFixtures.columns(shared("models/arem_gru.predictions.csv"), 3, 4);
    double[] scores = new double[expected.length];
    int[] lengths = new int[expected.length];
    Arrays.fill(lengths, 48);

    // when
    try (SequenceClassifier model =
        OnnxSequenceModels.load(
                ModelFile.read(shared("models/arem_gru.onnx")), OnnxSequenceOptions.DEFAULT)
            .classifier()) {
      model.score(events, expected.length, 48, lengths, scores);
    }

    // then
    for (int s = 0; s < scores.length; s++) {
      assertThat(scores[s]).isCloseTo(expected[s], within(5e-6));
    }
  }

  private static void assertSameStates(
      StatefulSequenceClassifier onnx, StatefulSequenceClassifier own, double[] events) {
    double[] states = new double[3 * 64];
    double[] expected = new double[3 * 64];
    double[] out = new double[3];
    double[] ownOut = new double[3];
    for (int part = 0; part < 2; part++) {
      double[] ten = Arrays.copyOfRange(events, part * 3 * 10 * 6, (part + 1) * 3 * 10 * 6);
      onnx.advance(ten, 3, 10, states, out);
      own.advance(ten, 3, 10, expected, ownOut);
    }
    for (int i = 0; i < states.length; i++) {
      assertThat(states[i]).isCloseTo(expected[i], within(2e-6));
    }
    for (int s = 0; s < 3; s++) {
      assertThat(out[s]).isCloseTo(ownOut[s], within(2e-6));
    }
  }

  private SequenceClassifier open(OnnxWriter writer, OnnxSequenceOptions options) {
    return OnnxSequenceModels.load(ModelFile.read(writer.write(folder, "m.onnx")), options)
        .classifier();
  }

  private static Path shared(String name) {
    return OnnxFixtures.shared(name);
  }

  /** The largest value of each input over time, and an output layer of 1 to 3 outputs. */
  private static OnnxWriter maxima(int outputs) {
    return head(
        new OnnxWriter()
            .input("x", FLOAT, -1, -1, 2)
            .node("ReduceMax", "", "x", "h", integers("axes", 1).andThen(integer("keepdims", 0))),
        "h",
        outputs);
  }

  /** The same as far as it is above 0, with the largest values so far as the state. */
  private static OnnxWriter statefulMaxima() {
    OnnxWriter writer =
        new OnnxWriter()
            .input("x", FLOAT, -1, -1, 2)
            .input("h0", FLOAT, -1, 2)
            .node("ReduceMax", "", "x", "m", integers("axes", 1).andThen(integer("keepdims", 0)))
            .node("Max", "h0,m", "hn")
            .output("hn", FLOAT, -1, 2);
    return head(writer, "hn", 1);
  }

  /** The largest and the smallest values so far, from 0 on, as two states. */
  private static OnnxWriter extremes() {
    OnnxWriter writer =
        new OnnxWriter()
            .input("x", FLOAT, -1, -1, 2)
            .input("h0", FLOAT, -1, 2)
            .input("c0", FLOAT, -1, 2)
            .node("ReduceMax", "", "x", "m", integers("axes", 1).andThen(integer("keepdims", 0)))
            .node("ReduceMin", "", "x", "n", integers("axes", 1).andThen(integer("keepdims", 0)))
            .node("Max", "h0,m", "hn")
            .node("Min", "c0,n", "cn")
            .node("Add", "hn,cn", "sum")
            .output("hn", FLOAT, -1, 2)
            .output("cn", FLOAT, -1, 2);
    return head(writer, "sum", 1);
  }

  private static OnnxWriter head(OnnxWriter writer, String hidden, int outputs) {
    double[][] weightsOf = {{1, -2}, {1, 0, 2, -1}, {1, 0, -1, 2, 1, 0}};
    double[][] biasOf = {{0.5}, {0, 0.1}, {0, 0.1, 0.2}};
    double[] weights = weightsOf[outputs - 1];
    double[] bias = biasOf[outputs - 1];
    return writer
        .constant("w", FLOAT, new long[] {2, outputs}, weights)
        .constant("b", FLOAT, new long[] {outputs}, bias)
        .node("Gemm", hidden + ",w,b", "z")
        .node(outputs == 1 ? "Sigmoid" : "Softmax", "z", "p")
        .output("p", FLOAT, -1, outputs);
  }

  private static double maximum(double[] events, int input) {
    double max = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < 6; t++) {
      max = Math.max(max, events[t * 2 + input]);
    }
    return max;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
