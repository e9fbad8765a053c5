package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.Schema;

class EncodedSequenceClassifierTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Categorical("type", List.of("x", "y"), Feature.Attributes.NONE),
              new Feature.Continuous("amount", 0, 100, false, Feature.Attributes.NONE)));

  private static final Encoder ENCODER =
      Encoder.read(
          InputSource.text(
              "encoding",
              """
              {"inputs": ["type=x", "type=y",
                          {"name": "a", "feature": "amount", "mean": 10, "scale": 2}]}
              """),
          SCHEMA);

  @Test
  void readable_events_score_as_their_encoded_inputs_do() {
    // given two sequences of 1 and 2 events; what is behind the first is not read
    Gru gru = gru();
    double[] events = {1, 12, -7, -7, 0, 8, 1, 10};
    double[] inputs = {0, 1, 1, 9, 9, 9, 1, 0, -1, 0, 1, 0};
    double[] expected = new double[2];
    double[] scores = new double[2];
    gru.score(inputs, 2, 2, new int[] {1, 2}, expected);

    // when
    SequenceClassifier model = EncodedSequenceClassifier.of(ENCODER, gru);
    model.score(events, 2, 2, new int[] {1, 2}, scores);

    // then
    assertThat(model.eventWidth()).isEqualTo(2);
    assertThat(scores).isEqualTo(expected);
  }

  @Test
  void the_state_of_the_model_is_offered() {
    // given
    Gru gru = gru();
    StatefulSequenceClassifier model =
        (StatefulSequenceClassifier) EncodedSequenceClassifier.of(ENCODER, gru);
    double[] state = new double[model.stateWidth()];
    double[] own = new double[gru.stateWidth()];
    double[] out = new double[1];
    double[] expected = new double[1];

    // when
    model.initialState(state);
    model.advance(new double[] {1, 12, 0, 8}, 1, 2, state, out);
    gru.advance(new double[] {0, 1, 1, 1, 0, -1}, 1, 2, own, expected);

    // then
    assertThat(out).isEqualTo(expected);
    assertThat(state).isEqualTo(own);
  }

  @Test
  void a_classifier_knows_its_file_and_the_columns_that_it_reads() {
    LoadedSequenceModel<?> loaded =
        new LoadedSequenceModel<>(
            gru(),
            new ModelSource(Path.of("gru.json"), "recurrent-json", "0".repeat(64)),
            Optional.empty());
    SequenceClassifier model =
        CheckedSequenceClassifier.of(EncodedSequenceClassifier.of(ENCODER, loaded));

    assertThat(EncodedSequenceClassifier.source(model)).contains(loaded.source());
    assertThat(EncodedSequenceClassifier.features(model)).contains(List.of("type", "amount"));
    assertThat(EncodedSequenceClassifier.source(gru())).isEmpty();
    assertThat(EncodedSequenceClassifier.features(gru())).isEmpty();
  }

  @Test
  void formats_of_sequence_models_are_found_by_their_id() {
    assertThat(SequenceModels.formats()).containsExactly("recurrent-json");
    assertThatThrownBy(() -> SequenceModels.load(Path.of("gru.onnx"), "onnx-sequence"))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Unknown format of sequence models \"onnx-sequence\" for gru.onnx; available are"
                + " recurrent-json; for onnx-sequence, add org.touchstone:touchstone-onnx to the"
                + " class path");
  }

  @Test
  void an_encoding_of_another_width_is_refused() {
    Encoder narrow =
        Encoder.read(InputSource.text("encoding", "{\"inputs\": [\"amount\"]}"), SCHEMA);
    assertThatThrownBy(() -> EncodedSequenceClassifier.of(narrow, gru()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has 3 inputs for an event, the encoding 1");
  }

  private static Gru gru() {
    SplittableRandom random = new SplittableRandom(1);
    RecurrentLayer layer =
        new RecurrentLayer(
            3,
            2,
            random.doubles(18, -1, 1).toArray(),
            random.doubles(12, -1, 1).toArray(),
            random.doubles(6, -1, 1).toArray(),
            random.doubles(6, -1, 1).toArray());
    return new Gru(List.of(layer), new SequenceHead(new double[] {1, -1}, new double[1], 0));
  }
}
