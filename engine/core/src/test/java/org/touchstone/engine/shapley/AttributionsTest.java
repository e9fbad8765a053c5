package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;

class AttributionsTest {

  private static final Provenance PROVENANCE =
      new Provenance(
          "by hand",
          Provenance.Scale.PROBABILITY,
          List.of("age", "amount"),
          Optional.empty(),
          OptionalLong.of(7));

  private static final Attribution FIRST = attribution(0, 0.25, -0.5);

  private static final Attribution SECOND = attribution(1, -0.75, 0);

  @Test
  void become_a_table_of_one_row_each() {
    // when
    Dataset table = new Attributions(PROVENANCE, List.of(FIRST, SECOND)).toTable();

    // then
    assertThat(table.schema().names())
        .containsExactly(
            "base value",
            "output",
            "age",
            "amount",
            "standard error of age",
            "standard error of amount",
            "additivity error",
            "model evaluations");
    double[] values = new double[16];
    table.copyRows(0, 2, values);
    assertThat(values)
        .containsExactly(
            0.5, 0.25, 0.25, -0.5, 0.125, 0, 0, 9, 0.5, -0.25, -0.75, 0, 0.125, 0, 0, 9);
    assertThat(table.rowId(1)).isEqualTo("1");
  }

  @Test
  void keep_the_ids_of_the_rows() {
    // given
    Dataset data =
        Dataset.of(ShapleyFixtures.schema("a"), new double[] {0.5, 0.25}, List.of("T7", "T9"));
    Explainer explainer =
        new ExactShapley(
            ShapleyFixtures.function(1, x -> x[0]),
            Players.of(List.of("a")),
            Background.of(new double[1], 1),
            Link.IDENTITY);

    // when
    Attributions attributions = explainer.explain(data, Execution.on(2));

    // then
    assertThat(attributions.ids()).containsExactly("T7", "T9");
    assertThat(attributions.toTable().rowId(1)).isEqualTo("T9");
    assertThat(AttributionPlots.bars(attributions, 1, 5).title())
        .isEqualTo("Row T9: base value 0.000, output 0.2500");
    assertThat(attributions.rows().get(1))
        .hasToString(
            "Row 1 by exact enumeration: base value 0.0, output 0.25, values [0.25] of [a]");
    assertThatThrownBy(
            () -> new Attributions(PROVENANCE, List.of(FIRST, SECOND), List.of("only one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 attributions have 1 ids; each needs one");
  }

  @Test
  void have_a_mean_absolute_value_of_each_player() {
    assertThat(new Attributions(PROVENANCE, List.of(FIRST, SECOND)).meanAbsolute())
        .containsExactly(0.5, 0.25);
  }

  @Test
  void rank_players_by_absolute_value() {
    assertThat(FIRST.ranking()).containsExactly(1, 0);
    assertThat(SECOND.ranking()).containsExactly(0, 1);
  }

  @Test
  void state_by_how_much_they_do_not_add_up() {
    Attribution wrong =
        new Attribution(PROVENANCE, 3, 0.5, 0.75, new double[] {0.25, 1e-6}, new double[2], 9);
    assertThat(wrong.additivityError()).isCloseTo(1e-6, within(1e-12));
    assertThatThrownBy(wrong::checked)
        .isInstanceOf(AdditivityException.class)
        .hasMessageStartingWith("Row 3: the attributions do not add up by by hand");
  }

  @Test
  void of_two_methods_are_not_mixed() {
    Provenance other =
        new Provenance(
            "otherwise",
            Provenance.Scale.PROBABILITY,
            List.of("age", "amount"),
            Optional.empty(),
            OptionalLong.empty());
    assertThatThrownBy(() -> new Attributions(other, List.of(FIRST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Attributions of one list are computed in one way");
  }

  @Test
  void have_a_background_that_is_named_by_its_hash() {
    // given: SHA-256 of 00000002 3ff0000000000000 4000000000000000, by sha256sum
    Background background = Background.of(new double[] {1, 2}, 2);
    assertThat(background.hash())
        .isEqualTo("1281bc2320198baff4e1388625247ec95223a9f4428cb522b99927a1502b853d");
    assertThat(Background.of(new double[] {1, 2}, 1).hash()).isNotEqualTo(background.hash());
  }

  @Test
  void have_a_background_that_is_drawn_without_replacement() {
    // given
    Dataset data =
        Dataset.of(
            ShapleyFixtures.schema("x"), ShapleyFixtures.uniform(new SplittableRandom(1), 50));

    // when
    Background drawn = Background.sample(data, 20, 5);

    // then
    assertThat(drawn.count()).isEqualTo(20);
    assertThat(drawn.rows()).doesNotHaveDuplicates();
    assertThat(Background.sample(data, 20, 5).hash()).isEqualTo(drawn.hash());
    assertThat(Background.sample(data, 20, 6).hash()).isNotEqualTo(drawn.hash());
    assertThat(Background.sample(data, 50, 5).hash()).isEqualTo(Background.of(data).hash());
  }

  private static Attribution attribution(int row, double age, double amount) {
    return new Attribution(
        PROVENANCE,
        row,
        0.5,
        0.5 + age + amount,
        new double[] {age, amount},
        new double[] {0.125, 0},
        9);
  }
}
