package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.engine.model.EnsembleRules.Precision;

/** The expected scores are computed by {@link #reference}, the equations of PyTorch's manual. */
class RecurrentModelsTest {

  private static final int[] HIDDEN = {5, 9};

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void scores_follow_the_equations_for_every_length_in_a_batch(RecurrentCell cell) {
    // given
    SplittableRandom random = new SplittableRandom(1);
    List<RecurrentLayer> layers = layers(cell, random);
    SequenceHead head = head(random, 1);
    int count = 300;
    int maxLength = 11;
    double[] events = random.doubles((long) count * maxLength * 3, -2, 2).toArray();
    int[] lengths = random.ints(count, 1, maxLength + 1).toArray();
    double[] scores = new double[count];
    double[] single = new double[count];

    // when
    model(cell, layers, head, Precision.DOUBLE).score(events, count, maxLength, lengths, scores);
    model(cell, layers, head, Precision.SINGLE).score(events, count, maxLength, lengths, single);

    // then
    for (int s = 0; s < count; s++) {
      double[] own = Arrays.copyOfRange(events, s * maxLength * 3, (s + 1) * maxLength * 3);
      double expected = reference(cell, layers, head, own, lengths[s]);
      assertThat(scores[s]).isCloseTo(expected, within(1e-14));
      assertThat(single[s]).isCloseTo(expected, within(2e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(RecurrentCell.class)
  void advancing_in_two_parts_gives_the_score_and_state_of_the_whole(RecurrentCell cell) {
    // given
    SplittableRandom random = new SplittableRandom(2);
    List<RecurrentLayer> layers = layers(cell, random);
    SequenceHead head = head(random, 1);
    for (Precision precision : Precision.values()) {
      StatefulSequenceClassifier model = model(cell, layers, head, precision);
      double[] events = random.doubles(8 * 3, -1, 1).toArray();
      double[] whole = new double[model.stateWidth()];
      double[] parts = new double[model.stateWidth()];
      double[] out = new double[3];
      model.initialState(whole);
      model.initialState(parts);

      // when
      model.score(events, 1, 8, new int[] {8}, out);
      double score = out[0];
      model.advance(events, 1, 8, whole, out);
      double advanced = out[0];
      model.advance(Arrays.copyOf(events, 3 * 3), 1, 3, parts, out);
      model.advance(Arrays.copyOfRange(events, 3 * 3, 8 * 3), 1, 5, parts, out);

      // then
      assertThat(advanced).isEqualTo(score);
      assertThat(out[0]).isEqualTo(score);
      assertThat(parts).isEqualTo(whole);
    }
  }

  @Test
  void the_same_score_comes_out_wherever_a_sequence_stands_in_a_batch() {
    // given
    SplittableRandom random = new SplittableRandom(3);
    StatefulSequenceClassifier model =
        model(
            RecurrentCell.GRU,
            layers(RecurrentCell.GRU, random),
            head(random, 1),
            Precision.SINGLE);
    int count = 131;
    double[] one = random.doubles(4 * 3, -1, 1).toArray();
    double[] events = new double[count * one.length];
    for (int s = 0; s < count; s++) {
      System.arraycopy(one, 0, events, s * one.length, one.length);
    }
    int[] lengths = new int[count];
    Arrays.fill(lengths, 4);
    double[] scores = new double[count];

    // when
    model.score(events, count, 4, lengths, scores);

    // then
    assertThat(Arrays.stream(scores).distinct().count()).isEqualTo(1);
  }

  @Test
  void several_outputs_are_a_softmax_of_which_one_is_picked() {
    // given
    SplittableRandom random = new SplittableRandom(4);
    Gru model = new Gru(layers(RecurrentCell.GRU, random), head(random, 3));
    double[] events = random.doubles(4 * 3, -1, 1).toArray();

    // when
    double sum = 0;
    double[] out = new double[1];
    for (int k = 0; k < 3; k++) {
      model.withOutput(k).score(events, 1, 4, new int[] {4}, out);
      assertThat(out[0])
          .isCloseTo(
              reference(RecurrentCell.GRU, model.layers(), model.head().withOutput(k), events, 4),
              within(1e-14));
      sum += out[0];
    }

    // then
    assertThat(sum).isCloseTo(1, within(1e-14));
    assertThatThrownBy(() -> model.withOutput(3)).hasMessageContaining("no output 3");
  }

  @Test
  void a_missing_value_makes_the_score_nan_and_that_of_no_other_sequence() {
    // given
    SplittableRandom random = new SplittableRandom(5);
    Gru model = new Gru(layers(RecurrentCell.GRU, random), head(random, 1));
    double[] events = random.doubles(2 * 4 * 3, -1, 1).toArray();
    events[5] = Double.NaN;
    double[] out = new double[2];

    // when
    model.score(events, 2, 4, new int[] {4, 4}, out);

    // then
    assertThat(out[0]).isNaN();
    assertThat(out[1]).isBetween(0.0, 1.0);
  }

  @Test
  void refuses_lengths_that_do_not_fit() {
    Gru model =
        new Gru(
            layers(RecurrentCell.GRU, new SplittableRandom(1)), head(new SplittableRandom(1), 1));
    assertThatThrownBy(() -> model.score(new double[12], 1, 4, new int[] {5}, new double[1]))
        .hasMessage("Sequence 0 (from 0) has length 5; lengths are from 1 to 4");
    assertThatThrownBy(() -> model.score(new double[12], 1, 4, new int[] {0}, new double[1]))
        .hasMessageContaining("has length 0");
  }

  @Test
  void refuses_layers_that_do_not_fit_together() {
    // given
    SplittableRandom random = new SplittableRandom(6);
    List<RecurrentLayer> gru = layers(RecurrentCell.GRU, random);
    SequenceHead head = head(random, 1);

    // then
    assertThatThrownBy(() -> new Lstm(gru, head)).hasMessageContaining("Layer 1 has 3 gates");
    assertThatThrownBy(() -> new Gru(gru.subList(0, 1), head))
        .hasMessageContaining("takes 9 hidden units, but the last recurrent layer has 5");
    assertThatThrownBy(() -> new Gru(List.of(gru.get(1), gru.get(0)), head))
        .hasMessageContaining("Layer 2 takes 3 inputs, but is given 9");
    assertThatThrownBy(() -> new Gru(List.of(), head)).hasMessageContaining("needs a layer");
  }

  @Test
  void reads_the_shared_network_and_reproduces_its_scores() {
    // given the scores that numpy computed in double precision, and PyTorch in single precision
    Path model = ModelFixtures.shared("golden/timeshap/model_gru2.json");
    ModelJson sequences =
        ModelJson.parse(ModelFile.read(ModelFixtures.shared("golden/timeshap/sequences.json")));
    StatefulSequenceClassifier network = RecurrentJson.load(ModelFile.read(model)).classifier();
    double[] out = new double[1];

    for (ModelJson sequence : sequences.get("sequences").elements()) {
      double[] events = flat(sequence.get("x"));

      // when
      network.score(events, 1, 480, new int[] {480}, out);
      double score = out[0];
      ((Gru) network).withPrecision(Precision.SINGLE).score(events, 1, 480, new int[] {480}, out);

      // then
      assertThat(score).isCloseTo(sequence.get("score_f64").number(), within(1e-13));
      assertThat(out[0]).isCloseTo(sequence.get("score_torch_f32").number(), within(1e-6));
    }
  }

  @Test
  void reads_an_lstm_and_says_what_is_wrong_with_a_file() {
    // given
    String lstm =
        """
        {"type": "LSTM", "layers": 1, "input_size": 1, "hidden_size": 1,
         "lstm": [{"w_ih": [[1], [0.5], [2], [1]], "w_hh": [[0], [0], [0], [0]],
                   "b_ih": [0, 0, 0, 0], "b_hh": [0, 0, 0, 0]}],
         "out_w": [[3]], "out_b": [-1], "features": ["amount"]}
        """;
    double[] out = new double[1];

    // when
    LoadedSequenceModel<StatefulSequenceClassifier> loaded = read(lstm);
    loaded.classifier().score(new double[] {0.25}, 1, 1, new int[] {1}, out);

    // then c = sigmoid(0.25) tanh(0.5), h = sigmoid(0.25) tanh(c)
    double gate = 1 / (1 + Math.exp(-0.25));
    double z = 3 * gate * Math.tanh(gate * Math.tanh(0.5)) - 1;
    assertThat(out[0]).isCloseTo(1 / (1 + Math.exp(-z)), within(1e-15));
    assertThat(loaded.inputNames()).contains(List.of("amount"));
    assertThatThrownBy(() -> read(lstm.replace("LSTM", "RNN")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("at /type: unknown type \"RNN\"");
    assertThatThrownBy(() -> read(lstm.replace("\"input_size\": 1", "\"input_size\": 2")))
        .hasMessageContaining("at /input_size: the file states 2, its weights are for 1");
    assertThatThrownBy(() -> read(lstm.replace("[[0], [0], [0], [0]]", "[[0], [0], [0]]")))
        .hasMessageContaining("at /lstm/0: recurrentWeights has 3 values; 4 are needed");
    assertThatThrownBy(() -> read(lstm.replace("[[1], [0.5]", "[[1], [0.5, 1]")))
        .hasMessageContaining("at /lstm/0/w_ih/1: expected 1 weights as in row 0, found 2");
    assertThatThrownBy(() -> read(lstm.replace("\"type\": \"LSTM\"", "\"type\": \"GRU\"")))
        .hasMessageContaining("\"gru\" is missing");
    assertThatThrownBy(() -> read(lstm.substring(0, lstm.indexOf("[0.5]"))))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not valid JSON, or truncated (")
        .hasMessageEndingWith("; save the model again")
        .hasMessageNotContaining("REDACTED");
    assertThatThrownBy(() -> read("{\"learner\": {}}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no \"type\"; this reader takes recurrent networks")
        .hasMessageContaining("another format?");
  }

  @Test
  void the_file_that_the_guide_shows_is_read() throws IOException {
    // given
    String guide = Files.readString(Path.of("..", "..", "docs", "timeshap.md"));
    int start = guide.indexOf("```json\n") + "```json\n".length();

    // when
    LoadedSequenceModel<StatefulSequenceClassifier> loaded =
        read(guide.substring(start, guide.indexOf("```", start)));

    // then
    assertThat(loaded.inputNames()).contains(List.of("amount", "age"));
    assertThat(loaded.classifier()).isInstanceOf(Gru.class);
  }

  private LoadedSequenceModel<StatefulSequenceClassifier> read(String json) {
    return RecurrentJson.load(ModelFile.read(ModelFixtures.write(folder, "model.json", json)));
  }

  private static double[] flat(ModelJson rows) {
    return rows.elements().stream().flatMapToDouble(row -> Arrays.stream(row.numbers())).toArray();
  }

  private static StatefulSequenceClassifier model(
      RecurrentCell cell, List<RecurrentLayer> layers, SequenceHead head, Precision precision) {
    return cell == RecurrentCell.GRU
        ? new Gru(layers, head).withPrecision(precision)
        : new Lstm(layers, head).withPrecision(precision);
  }

  private static List<RecurrentLayer> layers(RecurrentCell cell, SplittableRandom random) {
    List<RecurrentLayer> layers = new ArrayList<>();
    int inputs = 3;
    for (int hidden : HIDDEN) {
      int rows = cell.gates() * hidden;
      layers.add(
          new RecurrentLayer(
              inputs,
              hidden,
              random.doubles((long) rows * inputs, -1, 1).toArray(),
              random.doubles((long) rows * hidden, -1, 1).toArray(),
              random.doubles(rows, -1, 1).toArray(),
              random.doubles(rows, -1, 1).toArray()));
      inputs = hidden;
    }
    return layers;
  }

  private static SequenceHead head(SplittableRandom random, int outputs) {
    return new SequenceHead(
        random.doubles(9L * outputs, -1, 1).toArray(), random.doubles(outputs, -1, 1).toArray(), 0);
  }

  private static double reference(
      RecurrentCell cell,
      List<RecurrentLayer> layers,
      SequenceHead head,
      double[] events,
      int length) {
    double[][] h = new double[layers.size()][];
    double[][] c = new double[layers.size()][];
    for (int l = 0; l < h.length; l++) {
      h[l] = new double[layers.get(l).hidden()];
      c[l] = new double[layers.get(l).hidden()];
    }
    for (int t = 0; t < length; t++) {
      double[] x = Arrays.copyOfRange(events, t * 3, t * 3 + 3);
      for (int l = 0; l < h.length; l++) {
        RecurrentLayer layer = layers.get(l);
        double[] gi = affine(layer.inputWeights(), layer.inputBias(), x);
        double[] gh = affine(layer.recurrentWeights(), layer.recurrentBias(), h[l]);
        int n = layer.hidden();
        for (int k = 0; k < n; k++) {
          if (cell == RecurrentCell.GRU) {
            double r = Logistic.sigmoid(gi[k] + gh[k]);
            double z = Logistic.sigmoid(gi[n + k] + gh[n + k]);
            double candidate = Math.tanh(gi[2 * n + k] + r * gh[2 * n + k]);
            h[l][k] = (1 - z) * candidate + z * h[l][k];
          } else {
            double i = Logistic.sigmoid(gi[k] + gh[k]);
            double f = Logistic.sigmoid(gi[n + k] + gh[n + k]);
            double g = Math.tanh(gi[2 * n + k] + gh[2 * n + k]);
            double o = Logistic.sigmoid(gi[3 * n + k] + gh[3 * n + k]);
            c[l][k] = f * c[l][k] + i * g;
            h[l][k] = o * Math.tanh(c[l][k]);
          }
        }
        x = h[l];
      }
    }
    double[] z = affine(head.weights(), head.bias(), h[h.length - 1]);
    if (z.length == 1) {
      return Logistic.sigmoid(z[0]);
    }
    double sum = Arrays.stream(z).map(Math::exp).sum();
    return Math.exp(z[head.output()]) / sum;
  }

  private static double[] affine(double[] weights, double[] bias, double[] x) {
    double[] z = bias.clone();
    for (int o = 0; o < z.length; o++) {
      for (int k = 0; k < x.length; k++) {
        z[o] += weights[o * x.length + k] * x[k];
      }
    }
    return z;
  }
}
