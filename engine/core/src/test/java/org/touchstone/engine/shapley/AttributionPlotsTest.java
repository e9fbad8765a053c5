package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.engine.plot.BarPlot.Bar;
import org.touchstone.engine.plot.BeeswarmPlot;

class AttributionPlotsTest {

  private static final Provenance PROVENANCE =
      new Provenance(
          "by hand",
          Provenance.Scale.LOG_ODDS,
          List.of("a", "b", "c", "d"),
          Optional.empty(),
          OptionalLong.empty());

  private static final Attribution FIRST = attribution(0, 0.1, -0.5, 0.2, 0.05);
  private static final Attribution SECOND = attribution(1, 0.3, 0.1, -0.2, 0.15);

  @Test
  void show_the_largest_values_of_a_row_first_and_the_sum_of_the_others_last() {
    // when
    BarPlot plot = AttributionPlots.bars(FIRST, 3);

    // then
    assertThat(plot.bars()).extracting(Bar::label).containsExactly("b", "c", "sum of 2 others");
    assertThat(plot.bars().get(0).value()).isEqualTo(-0.5);
    assertThat(plot.bars().get(2).value()).isCloseTo(0.15, within(1e-15));
    assertThat(plot.axis()).isEqualTo("attribution, log odds (whiskers: 1.96 standard errors)");
    assertThat(plot.bars().get(0).error()).isCloseTo(1.959963984540054 * 0.01, within(1e-15));
  }

  @Test
  void show_all_players_where_there_is_room() {
    assertThat(AttributionPlots.bars(FIRST, 4).bars())
        .extracting(Bar::label)
        .containsExactly("b", "c", "a", "d");
  }

  @Test
  void show_mean_absolute_values_of_many_rows() {
    // when
    BarPlot plot = AttributionPlots.meanBars(attributions(), 2);

    // then
    assertThat(plot.bars()).extracting(Bar::label).containsExactly("b", "sum of 3 others");
    assertThat(plot.bars().get(0).value()).isCloseTo(0.3, within(1e-15));
    assertThat(plot.bars().get(1).value()).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void colour_a_swarm_by_the_rank_of_the_features_value() {
    // given: b is missing in the first row, c is equal in both
    Dataset data =
        Dataset.of(ShapleyFixtures.schema("a", "b", "c"), new double[] {5, Double.NaN, 1, 3, 2, 1});

    // when
    BeeswarmPlot plot = AttributionPlots.beeswarm(attributions(), data, 3);

    // then: the mean absolute values of b, c and a are 0.3, 0.2 and 0.2
    assertThat(plot.swarms()).extracting(BeeswarmPlot.Swarm::label).startsWith("b");
    for (BeeswarmPlot.Swarm swarm : plot.swarms()) {
      double[] expected =
          switch (swarm.label()) {
            case "a" -> new double[] {1, 0};
            case "b" -> new double[] {Double.NaN, 0.5};
            default -> new double[] {0.5, 0.5};
          };
      assertThat(swarm.colour(0)).isEqualTo(Double.valueOf(expected[0]));
      assertThat(swarm.colour(1)).isEqualTo(Double.valueOf(expected[1]));
    }
    assertThat(plot.title()).contains("; 1 with smaller means not shown");
    assertThat(plot.toSvg()).contains("</svg>");
  }

  @Test
  void leave_a_feature_whose_levels_have_no_order_grey() {
    // given
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Categorical(
                    "b", List.of("car", "house", "school"), Feature.Attributes.NONE),
                new Feature.Ordinal("c", List.of("low", "high"), Feature.Attributes.NONE)));

    // when
    BeeswarmPlot plot =
        AttributionPlots.beeswarm(attributions(), Dataset.of(schema, new double[] {0, 0, 2, 1}), 4);

    // then
    for (BeeswarmPlot.Swarm swarm : plot.swarms()) {
      assertThat(Double.isNaN(swarm.colour(1))).isEqualTo(!swarm.label().equals("c"));
    }
  }

  @Test
  void refuse_data_that_are_not_the_rows() {
    Dataset data = Dataset.of(ShapleyFixtures.schema("a"), new double[] {1});
    assertThatThrownBy(() -> AttributionPlots.beeswarm(attributions(), data, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 attributions, 1 rows of data and 3 swarms do not go together");
  }

  private static Attributions attributions() {
    return new Attributions(PROVENANCE, List.of(FIRST, SECOND));
  }

  private static Attribution attribution(int row, double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return new Attribution(
        PROVENANCE, row, 0, sum, values, new double[] {0.01, 0.01, 0.01, 0.01}, 0);
  }
}
