package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.TreeEnsemble;

class PlayersTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Binary("default", List.of("no", "yes"), Attributes.NONE),
              new Feature.Continuous("amount", 0, 1, false, Attributes.NONE),
              new Feature.Categorical("purpose", List.of("car", "tv", "other"), Attributes.NONE),
              new Feature.Continuous("age", 0, 1, false, Attributes.NONE)));

  private static final Encoder ENCODER =
      Encoder.of(
          SCHEMA,
          List.of(
              new Input.Indicator("purpose=car", "purpose", "car"),
              new Input.Number("age", "age", 0.25, 0.5),
              new Input.Indicator("purpose=tv", "purpose", "tv"),
              Input.Number.passthrough("amount", "amount"),
              new Input.Indicator("purpose=other", "purpose", "other")));

  @Test
  void are_the_columns_that_the_encoder_reads() {
    Players players = Players.of(ENCODER);
    assertThat(players.names()).containsExactly("amount", "purpose", "age");
    assertThat(players.rowWidth()).isEqualTo(4);
    assertThat(players.columns(1)).containsExactly(2);
    assertThat(players.ofInputs(ENCODER)).containsExactly(1, 2, 1, 0, 1);
  }

  @Test
  void are_the_columns_that_are_named() {
    Players players = Players.of(SCHEMA.names(), List.of("age", "amount"));

    assertThat(players.names()).containsExactly("age", "amount");
    assertThat(players.rowWidth()).isEqualTo(4);
    assertThat(players.columns(0)).containsExactly(3);
    assertThatThrownBy(() -> Players.of(SCHEMA.names(), List.of("income")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"income\" is no column; the columns are [default, amount");
  }

  @Test
  void explain_a_categorical_feature_as_one_player_by_every_method() {
    // given: trees over the five one-hot and scaled inputs
    SplittableRandom random = new SplittableRandom(43);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 5, 6, 4);
    EncodedClassifier model = EncodedClassifier.of(ENCODER, forest);
    Players players = Players.of(ENCODER);
    double[] rows = ShapleyFixtures.uniform(random, 4 * 20);
    for (int at = 0; at < rows.length; at += 4) {
      rows[at] = 1;
      rows[at + 2] = RandomSubsets.below(random, 3);
    }
    Background background = Background.of(rows, 4);
    double[] row = {0, 0.7, 2, 0.1};

    // when
    Attribution exact = new ExactShapley(model, players, background, Link.IDENTITY).explain(row);
    Attribution kernel =
        new KernelShap(model, players, background, KernelShap.Options.DEFAULT).explain(row);
    Attribution tree = new InterventionalTreeShap(model, players, background).explain(row);
    Attribution path = new PathDependentTreeShap(model, players).explain(row);

    // then
    assertThat(exact.size()).isEqualTo(3);
    assertThat(kernel.values()).containsExactly(exact.values(), within(1e-12));
    assertThat(tree.values()).containsExactly(exact.values(), within(1e-12));
    double[] inputs = new double[5];
    ENCODER.encode(row, 1, inputs);
    double[] game = BruteForce.pathDependentGame(forest, players.ofInputs(ENCODER), 3, inputs);
    assertThat(path.values()).containsExactly(ExactShapley.ofGame(3, game), within(1e-12));
  }

  @Test
  void are_grouped_where_the_first_member_stood() {
    Players players = Players.of(ENCODER).grouped(Map.of("person", List.of("age", "purpose")));
    assertThat(players.names()).containsExactly("amount", "person");
    assertThat(players.columns(1)).containsExactly(2, 3);
  }

  @Test
  void refuse_wrong_groups() {
    Players players = Players.of(ENCODER);
    assertThatThrownBy(() -> players.grouped(Map.of("g", List.of("incme"))))
        .hasMessage(
            "Group \"g\" names \"incme\", which is no player; the players are [amount, purpose,"
                + " age]");
    assertThatThrownBy(() -> players.grouped(Map.of("g", List.of())))
        .hasMessage("Group \"g\" has no members");
    assertThatThrownBy(() -> players.grouped(Map.of("g", List.of("age", "age"))))
        .hasMessageContaining("\"age\" is named twice");
    assertThatThrownBy(() -> players.grouped(Map.of("amount", List.of("age", "purpose"))))
        .hasMessage("Two players have the same name: [amount, amount]");
  }

  @Test
  void refuse_a_model_of_another_width() {
    assertThatThrownBy(
            () -> new PathDependentTreeShap(ShapleyFixtures.forest8(), ShapleyFixtures.players(7)))
        .hasMessage("The players are over rows of 7 columns, the model takes 8 columns");
  }
}
