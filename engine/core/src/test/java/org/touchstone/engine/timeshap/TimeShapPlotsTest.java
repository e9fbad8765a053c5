package org.touchstone.engine.timeshap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.engine.plot.BarPlot.Bar;
import org.touchstone.engine.plot.BeeswarmPlot;
import org.touchstone.engine.plot.HeatMapPlot;
import org.touchstone.engine.plot.HeatMapPlot.Cell;
import org.touchstone.engine.plot.Plot;
import org.touchstone.engine.plot.SvgTexts;
import org.touchstone.engine.plot.XyPlot;

class TimeShapPlotsTest {

  private static final int EVENTS = 300;
  private static final int FEATURES = 50;
  private static final List<String> LONG_NAMES =
      IntStream.range(0, FEATURES).mapToObj(j -> "a <b> & \"c\" of feature " + j).toList();
  private static final TimeShapPlots PLOTS = TimeShapPlots.of(List.of("amount", "age", "device"));

  @Test
  void the_pruning_curve_shows_both_players_the_tolerance_and_the_split_that_is_taken() {
    // given: with 3, 2, 1 and 0 recent events, the older ones have 0, 0.01, 0.1 and 0.3
    PruningTable table = new PruningTable(new double[] {0.3, 0.1, 0.01, 0}, 0.2, 0.5);

    // when
    XyPlot plot = TimeShapPlots.pruning(table, OptionalDouble.of(0.025));

    // then
    XyPlot.Series older = plot.series().get(0);
    XyPlot.Series recent = plot.series().get(1);
    assertThat(xOf(older)).containsExactly(-3, -2, -1, 0);
    assertThat(yOf(older)).containsExactly(0, 0.01, 0.1, 0.3);
    for (int i = 0; i < 4; i++) {
      assertThat(recent.y(i)).isCloseTo(0.3 - older.y(i), within(1e-15));
    }
    assertThat(plot.guides()).extracting(XyPlot.Guide::at).containsExactly(0.025, -0.025, -2.0);
    assertThat(SvgTexts.of(plot).all())
        .contains("tolerance ±0.025", "1 of 3 events pruned (33.3 %)", "older events")
        .contains("Pruning: base value 0.2, output 0.5");
    assertReadable(plot);
  }

  @Test
  void the_recent_end_of_a_long_pruning_curve_can_be_had_alone() {
    // given
    PruningTable table = new PruningTable(new double[] {0.3, 0.1, 0.01, 0, 0, 0}, 0.2, 0.5);

    // when
    XyPlot plot = TimeShapPlots.pruning(table, OptionalDouble.of(0.025), 2);

    // then
    assertThat(xOf(plot.series().get(0))).containsExactly(-2, -1, 0);
    assertThat(yOf(plot.series().get(0))).containsExactly(0.01, 0.1, 0.3);
    assertThat(plot.title())
        .isEqualTo("Pruning: base value 0.2, output 0.5; 3 older events not shown");
    assertThat(SvgTexts.of(plot).all()).contains("3 of 5 events pruned (60.0 %)");
    assertReadable(plot);
    assertThatThrownBy(() -> TimeShapPlots.pruning(table, OptionalDouble.empty(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
  }

  @Test
  void a_tolerance_larger_than_the_whole_effect_is_named_without_flattening_the_curve() {
    // given
    PruningTable table = new PruningTable(new double[] {0.3, 0.1, 0}, 0.2, 0.5);

    // when
    SvgTexts texts = SvgTexts.of(TimeShapPlots.pruning(table, OptionalDouble.of(7)));

    // then: the axis ends at 0.3, not at 7
    assertThat(texts.all()).contains("tolerance ±7", "0.3").doesNotContain("6", "7", "8");
    assertThat(texts.faults()).isEmpty();
  }

  @Test
  void bars_show_the_largest_values_then_the_sum_of_the_others_and_the_pruned_events_last() {
    // given
    SequenceAttribution attribution =
        attribution(
            List.of(
                new SequencePlayer.Event(-1),
                new SequencePlayer.Event(-2),
                new SequencePlayer.Event(-3),
                new SequencePlayer.Event(-4),
                new SequencePlayer.PrunedEvents(7)),
            0.02,
            -0.3,
            0.04,
            0.1,
            0.2);

    // when
    BarPlot plot = PLOTS.bars(attribution, 3);

    // then
    assertThat(plot.bars())
        .extracting(Bar::label)
        .containsExactly("-2", "-4", "sum of 2 others", "7 pruned");
    assertThat(plot.bars().get(2).value()).isCloseTo(0.06, within(1e-15));
    assertThat(plot.bars().get(0).error()).isCloseTo(1.959963984540054 * 0.01, within(1e-15));
    assertThat(plot.bars().get(2).error()).isZero();
    assertThat(plot.axis()).contains("whiskers");
    assertThat(plot.title()).isEqualTo("Events: base value 0.1, output 0.16");
    assertThat(PLOTS.bars(attribution, 4).bars())
        .extracting(Bar::label)
        .containsExactly("-2", "-4", "-3", "-1", "7 pruned");
  }

  @Test
  void events_carry_the_names_of_their_sequence() {
    // given
    TimeShapPlots named = PLOTS.withEventNames(List.of("login", "enrolment", "login", "transfer"));

    // then
    assertThat(named.label(new SequencePlayer.Event(-1))).isEqualTo("-1 transfer");
    assertThat(named.label(new SequencePlayer.Cell(-3, 1))).isEqualTo("-3 enrolment: age");
    assertThat(named.label(new SequencePlayer.OtherFeatures(-4)))
        .isEqualTo("-4 login: other features");
    assertThat(named.label(new SequencePlayer.OtherEvents(2))).isEqualTo("device, other events");
    assertThat(named.label(new SequencePlayer.OtherCells())).isEqualTo("other cells");
    assertThatThrownBy(() -> named.label(new SequencePlayer.Event(-5)))
        .hasMessage("Event -5 has no name; 4 events have one");
    assertThatThrownBy(() -> named.label(new SequencePlayer.FeatureRow(3)))
        .hasMessage("Feature 3 (from 0) has no name; the names are [amount, age, device]");
  }

  @Test
  void few_events_are_rows_of_a_heat_map_from_the_oldest_to_the_last() {
    // given
    SequenceAttribution attribution =
        attribution(
            List.of(
                new SequencePlayer.Event(-1),
                new SequencePlayer.Event(-2),
                new SequencePlayer.Event(-3),
                new SequencePlayer.PrunedEvents(7)),
            0.1,
            -0.2,
            0.3,
            0.05);

    // when
    HeatMapPlot all = PLOTS.eventHeatMap(attribution, 10);
    HeatMapPlot some = PLOTS.eventHeatMap(attribution, 2);

    // then
    assertThat(all.rows()).containsExactly("7 pruned", "-3", "-2", "-1");
    assertThat(all.cells()).extracting(Cell::value).containsExactly(0.05, 0.3, -0.2, 0.1);
    assertThat(some.rows()).containsExactly("7 pruned", "1 older", "-2", "-1");
    assertThat(SvgTexts.of(all).all()).contains("-0.2", "0.05");
    assertReadable(all);
  }

  @Test
  void cells_stand_at_their_event_and_feature_and_pruned_events_reach_over_all_features() {
    // given
    SequenceAttribution attribution =
        attribution(
            List.of(
                new SequencePlayer.Cell(-3, 0),
                new SequencePlayer.Cell(-3, 2),
                new SequencePlayer.Cell(-1, 0),
                new SequencePlayer.Cell(-1, 2),
                new SequencePlayer.OtherFeatures(-3),
                new SequencePlayer.OtherFeatures(-1),
                new SequencePlayer.OtherEvents(0),
                new SequencePlayer.OtherEvents(2),
                new SequencePlayer.OtherCells(),
                new SequencePlayer.PrunedEvents(4)),
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10);

    // when
    HeatMapPlot plot = PLOTS.cells(attribution);

    // then
    assertThat(plot.rows()).containsExactly("amount", "device", "other features");
    assertThat(plot.columns()).containsExactly("4 pruned", "other events", "-3", "-1");
    assertThat(plot.cells())
        .containsExactlyInAnyOrder(
            new Cell(0, 0, 3, 1, 10),
            Cell.of(0, 1, 7),
            Cell.of(1, 1, 8),
            Cell.of(2, 1, 9),
            Cell.of(0, 2, 1),
            Cell.of(1, 2, 2),
            Cell.of(2, 2, 5),
            Cell.of(0, 3, 3),
            Cell.of(1, 3, 4),
            Cell.of(2, 3, 6));
    assertReadable(plot);
  }

  @Test
  void without_a_relevant_cell_the_groups_alone_are_shown() {
    // given: an explanation of which nothing is relevant, of which only a feature and only an event
    HeatMapPlot nothing =
        PLOTS.cells(
            attribution(
                List.of(new SequencePlayer.OtherCells(), new SequencePlayer.PrunedEvents(3)),
                0.2,
                0.1));
    HeatMapPlot feature =
        PLOTS.cells(
            attribution(
                List.of(new SequencePlayer.OtherEvents(1), new SequencePlayer.OtherCells()),
                0.2,
                0.1));
    HeatMapPlot event =
        PLOTS.cells(
            attribution(
                List.of(new SequencePlayer.OtherFeatures(-1), new SequencePlayer.OtherCells()),
                0.2,
                0.1));

    // then
    assertThat(nothing.rows()).containsExactly("all features");
    assertThat(nothing.columns()).containsExactly("3 pruned", "all events");
    assertThat(feature.rows()).containsExactly("age", "other features");
    assertThat(feature.columns()).containsExactly("all events");
    assertThat(event.rows()).containsExactly("all features");
    assertThat(event.columns()).containsExactly("other events", "-1");
    for (HeatMapPlot plot : List.of(nothing, feature, event)) {
      assertThat(plot.cells()).hasSize(2);
      assertReadable(plot);
    }
  }

  @Test
  void all_events_and_features_may_be_relevant() {
    HeatMapPlot plot =
        PLOTS.cells(
            attribution(
                List.of(new SequencePlayer.Cell(-2, 0), new SequencePlayer.Cell(-1, 0)), 0.2, 0.1));
    assertThat(plot.rows()).containsExactly("amount");
    assertThat(plot.columns()).containsExactly("-2", "-1");
  }

  @Test
  void three_hundred_events_and_fifty_features_with_long_names_stay_readable() {
    // given: where the published tool fails, with more than 15 features
    SequenceBackground background = SequenceBackground.event(new double[FEATURES]);
    TimeShap shap =
        new TimeShap(
            SmallModels.gru(3, FEATURES, 4),
            background,
            TimeShapOptions.DEFAULT.withoutPruning().withNsamples(700));
    double[] events = new SplittableRandom(1).doubles((long) EVENTS * FEATURES, -1, 1).toArray();
    TimeShapPlots plots = TimeShapPlots.of(LONG_NAMES);

    // when
    SequenceAttribution byEvent = shap.explainEvents(events, 0);
    SequenceAttribution byFeature = shap.explainFeatures(events, 0);
    HeatMapPlot map = plots.eventHeatMap(byEvent, EVENTS);
    BarPlot features = plots.bars(byFeature, FEATURES);

    // then
    assertThat(map.columns()).hasSize(EVENTS).startsWith("-300").endsWith("-1");
    assertThat(SvgTexts.of(map).all()).contains("-300", "-1");
    assertThat(features.bars()).hasSize(FEATURES);
    assertReadable(map);
    assertReadable(features);
    assertReadable(plots.bars(byEvent, 20));
    assertReadable(plots.bars(byFeature, 10));
    assertReadable(TimeShapPlots.pruning(shap.pruning(events), OptionalDouble.of(0.01)));
    List<String> kinds = Arrays.asList(new String[EVENTS]);
    kinds.replaceAll(kind -> "a rather long kind of event & <more>");
    assertReadable(plots.withEventNames(kinds).eventHeatMap(byEvent, EVENTS));
  }

  @Test
  void a_grid_of_fifteen_thousand_cells_stays_readable() {
    // given
    List<SequencePlayer> players = new ArrayList<>();
    for (int event = -EVENTS; event < 0; event++) {
      for (int feature = 0; feature < FEATURES; feature++) {
        players.add(new SequencePlayer.Cell(event, feature));
      }
    }
    players.add(new SequencePlayer.PrunedEvents(123_456));
    double[] values = new SplittableRandom(2).doubles(players.size(), -1, 1).toArray();

    // when
    HeatMapPlot plot = TimeShapPlots.of(LONG_NAMES).cells(attribution(players, values));

    // then
    assertThat(SvgTexts.of(plot).count("rect")).isGreaterThan(EVENTS * FEATURES);
    assertThat(SvgTexts.of(plot).all()).contains("123456 pruned", "-1", LONG_NAMES.get(49));
    assertReadable(plot);
  }

  @Test
  void one_event_is_enough_for_every_plot() {
    // given
    TimeShap shap =
        new TimeShap(
            SmallModels.gru(5, 3, 4),
            SequenceBackground.event(new double[3]),
            TimeShapOptions.DEFAULT);
    double[] event = {1, -1, 0.5};
    SequenceExplanation explanation = shap.explain(event, new CellSelection.Top(2, 2));

    // then
    assertReadable(TimeShapPlots.pruning(explanation.pruning(), OptionalDouble.of(0.025)));
    assertReadable(PLOTS.bars(explanation.events(), 2));
    assertReadable(PLOTS.eventHeatMap(explanation.events(), 2));
    assertReadable(PLOTS.bars(explanation.features(), 2));
    assertReadable(PLOTS.cells(explanation.cells()));
    GlobalExplanation global =
        new GlobalExplanation(
            List.of(SequenceSummary.of("a", 1, 0, explanation.events(), explanation.features())),
            List.of("amount", "age", "device"));
    assertReadable(TimeShapPlots.globalEvents(global, 10));
    assertReadable(TimeShapPlots.globalFeatures(global, 10));
  }

  @Test
  void a_sequence_equal_to_the_background_has_plots_without_colour() {
    TimeShap shap =
        new TimeShap(
            SmallModels.gru(5, 3, 4),
            SequenceBackground.event(new double[3]),
            TimeShapOptions.DEFAULT);
    SequenceExplanation explanation = shap.explain(new double[9], new CellSelection.Top(2, 2));
    for (Plot plot :
        List.of(
            TimeShapPlots.pruning(explanation.pruning(), OptionalDouble.empty()),
            PLOTS.bars(explanation.events(), 9),
            PLOTS.eventHeatMap(explanation.events(), 9),
            PLOTS.cells(explanation.cells()))) {
      assertThat(plot.toSvg()).doesNotContain("NaN", "Infinity");
      assertReadable(plot);
    }
  }

  @Test
  void global_events_are_points_with_the_mean_of_the_sequences_that_keep_the_event() {
    // given: the second sequence keeps one event
    GlobalExplanation global =
        new GlobalExplanation(
            List.of(
                summary("a", new double[] {0.1, 0.5, 0.2}, new double[] {1, 0.2}),
                summary("b", new double[] {0.3}, new double[] {-1.2, 0})),
            List.of("x", "y"));

    // when
    XyPlot all = TimeShapPlots.globalEvents(global, 10);
    XyPlot last = TimeShapPlots.globalEvents(global, 1);

    // then
    XyPlot.Series points = all.series().get(0);
    XyPlot.Series means = all.series().get(1);
    assertThat(xOf(points)).containsExactly(-1, -2, -3, -1);
    assertThat(yOf(points)).containsExactly(0.1, 0.5, 0.2, 0.3);
    assertThat(yOf(means)).containsExactly(0.2, 0.5, 0.2);
    for (int event = -1; event >= -3; event--) {
      assertThat(means.y(-1 - event))
          .isCloseTo(global.event(event).orElseThrow().mean(), within(1e-15));
    }
    assertThat(last.title()).isEqualTo("Events of 2 sequences; 2 older places not shown");
    assertThat(last.series().get(0).size()).isEqualTo(2);
    assertReadable(all);
  }

  @Test
  void global_features_are_swarms_with_means_the_most_important_first() {
    // given
    GlobalExplanation global =
        new GlobalExplanation(
            List.of(
                summary("a", new double[] {0.1}, new double[] {0.3, 1, 0}),
                summary("b", new double[] {0.3}, new double[] {0.2, -1, 0})),
            List.of("x", "y", "z"));

    // when
    BeeswarmPlot plot = TimeShapPlots.globalFeatures(global, 2);

    // then: dark lines at the means, 0 of y and 0.25 of x
    assertThat(plot.means()).isTrue();
    assertThat(plot.swarms()).extracting(BeeswarmPlot.Swarm::label).containsExactly("y", "x");
    assertThat(plot.title()).isEqualTo("Features of 2 sequences; 1 with smaller means not shown");
    assertThat(SvgTexts.of(plot).count("circle")).isEqualTo(4);
    assertThat(plot.toSvg().lines().filter(line -> line.contains("stroke-width=\"2.4\"")))
        .hasSize(2);
    assertReadable(plot);
  }

  @Test
  void many_sequences_of_many_events_and_features_stay_readable_and_small() {
    // given
    SplittableRandom random = new SplittableRandom(3);
    List<SequenceSummary> sequences = new ArrayList<>();
    for (int s = 0; s < 200; s++) {
      sequences.add(
          summary(
              "s" + s,
              random.doubles(EVENTS, -0.1, 0.1).toArray(),
              random.doubles(FEATURES, -1, 1).toArray()));
    }
    GlobalExplanation global = new GlobalExplanation(sequences, LONG_NAMES);

    // then: of 60,000 points, those that would cover each other are drawn once
    XyPlot events = TimeShapPlots.globalEvents(global, EVENTS);
    assertThat(SvgTexts.of(events).count("circle")).isLessThan(60_000);
    assertReadable(events);
    assertReadable(TimeShapPlots.globalFeatures(global, FEATURES));
  }

  @Test
  void refuses_players_of_another_kind_and_too_few_bars() {
    SequenceAttribution features = attribution(List.of(new SequencePlayer.FeatureRow(0)), 0.1);
    assertThatThrownBy(() -> PLOTS.eventHeatMap(features, 5))
        .hasMessage("The heat map is of events, found the player FeatureRow[feature=0]");
    assertThatThrownBy(() -> PLOTS.cells(features))
        .hasMessage("The heat map is of cells, found the player FeatureRow[feature=0]");
    assertThatThrownBy(() -> PLOTS.bars(features, 1))
        .hasMessage("A bar plot needs at least 2 bars, found 1");
    assertThatThrownBy(() -> PLOTS.eventHeatMap(features, 1))
        .hasMessage("A heat map needs at least 2 events, found 1");
  }

  @Test
  void real_sequences_stay_readable() {
    // given
    TimeShap shap =
        new TimeShap(
            Golden.model(), Golden.medianEvent(), TimeShapOptions.DEFAULT.withNsamples(2_000));
    TimeShapPlots plots = TimeShapPlots.of(List.of("a12", "v12", "a13", "v13", "a23", "v23"));
    for (CellSelection selection :
        List.of(new CellSelection.Top(3, 3), new CellSelection.Threshold(0.1))) {
      // when
      SequenceExplanation explanation = shap.explain(Golden.events("cycling_3"), selection);

      // then
      assertReadable(TimeShapPlots.pruning(explanation.pruning(), OptionalDouble.of(0.025)));
      assertReadable(plots.bars(explanation.events(), 10));
      assertReadable(plots.eventHeatMap(explanation.events(), 300));
      assertReadable(plots.bars(explanation.features(), 10));
      assertReadable(plots.cells(explanation.cells()));
      assertThat(plots.eventHeatMap(explanation.events(), 300).rows()).startsWith("462 pruned");
    }
  }

  private static double[] xOf(XyPlot.Series series) {
    return IntStream.range(0, series.size()).mapToDouble(series::x).toArray();
  }

  private static double[] yOf(XyPlot.Series series) {
    return IntStream.range(0, series.size()).mapToDouble(series::y).toArray();
  }

  private static void assertReadable(Plot plot) {
    assertThat(SvgTexts.of(plot).faults()).as(plot.title()).isEmpty();
  }

  private static SequenceSummary summary(String id, double[] events, double[] features) {
    return new SequenceSummary(id, events.length, 0, 0.1, 0.2, events, 0, features, true, 0);
  }

  private static SequenceAttribution attribution(List<SequencePlayer> players, double... values) {
    double[] errors = new double[values.length];
    Arrays.fill(errors, 0.01);
    double sum = Arrays.stream(values).sum();
    return new SequenceAttribution(players, values, errors, 0.1, 0.1 + sum, false, 100);
  }
}
