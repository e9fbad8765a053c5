package org.touchstone.engine.timeshap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.Gru;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.shapley.CoalitionSampling;

/** The expected values come from the definition of the Shapley value over all orders of players. */
class TimeShapTest {

  private static final int WIDTH = 3;
  private static final Gru MODEL = SmallModels.gru(5, WIDTH, 4);
  private static final SequenceBackground BACKGROUND =
      SequenceBackground.event(new double[] {0.1, -0.2, 0.3});
  private static final TimeShap SHAP = new TimeShap(MODEL, BACKGROUND, TimeShapOptions.DEFAULT);

  @Test
  void events_features_and_cells_agree_with_brute_force_with_and_without_states() {
    // given
    double[] events = randomEvents(1, 6);
    TimeShap plain =
        new TimeShap(SmallModels.withoutState(MODEL), BACKGROUND, TimeShapOptions.DEFAULT);
    for (int pruned : new int[] {0, 2}) {
      for (TimeShap shap : List.of(SHAP, plain)) {
        // when and then
        assertAgrees(shap.explainEvents(events, pruned), events, pruned);
        assertAgrees(shap.explainFeatures(events, pruned), events, pruned);
        assertAgrees(
            shap.explainCells(events, pruned, List.of(-2, -1), List.of(0)), events, pruned);
        assertAgrees(shap.explainCells(events, pruned, List.of(-3), List.of(0, 2)), events, pruned);
      }
    }
  }

  @Test
  void players_are_listed_from_the_last_event_back_and_pruned_events_last() {
    assertThat(SHAP.explainEvents(randomEvents(1, 4), 2).players())
        .containsExactly(
            new SequencePlayer.Event(-1),
            new SequencePlayer.Event(-2),
            new SequencePlayer.PrunedEvents(2));
    assertThat(SHAP.explainCells(randomEvents(1, 4), 2, List.of(-1), List.of(0, 1, 2)).players())
        .containsExactly(
            new SequencePlayer.Cell(-1, 0),
            new SequencePlayer.Cell(-1, 1),
            new SequencePlayer.Cell(-1, 2),
            new SequencePlayer.OtherEvents(0),
            new SequencePlayer.OtherEvents(1),
            new SequencePlayer.OtherEvents(2),
            new SequencePlayer.PrunedEvents(2));
  }

  @Test
  void pruning_agrees_with_the_two_player_game_of_every_split() {
    // given
    int length = 40;
    double[] events = randomEvents(2, length);

    // when
    PruningTable table = SHAP.pruning(events);

    // then
    for (int recent = 1; recent < length; recent++) {
      int old = length - recent;
      double f0 = score(events, (t, j) -> false);
      double f1 = score(events, (t, j) -> true);
      double oldOn = score(events, (t, j) -> t < old);
      double recentOn = score(events, (t, j) -> t >= old);
      double expected = ((oldOn - f0) + (f1 - recentOn)) / 2;
      assertThat(table.older(recent)).isCloseTo(expected, within(1e-14));
      assertThat(table.recent(recent)).isCloseTo(f1 - f0 - expected, within(1e-14));
    }
    assertThat(table.older(0)).isCloseTo(table.output() - table.baseValue(), within(1e-15));
    assertThat(table.older(length)).isZero();
  }

  @Test
  void runs_that_meet_in_one_state_are_merged_without_changing_the_table() {
    // given a long sequence, so that states of runs with another past become equal
    double[] events = randomEvents(3, 400);

    // when
    PruningTable table = SHAP.pruning(events);
    PruningTable plain =
        new TimeShap(SmallModels.withoutState(MODEL), BACKGROUND, TimeShapOptions.DEFAULT)
            .pruning(events);

    // then
    for (int recent = 0; recent <= 400; recent++) {
      assertThat(table.older(recent)).isEqualTo(plain.older(recent));
    }
  }

  @Test
  void leverage_gives_a_smaller_error_than_kernel_weights_for_as_many_coalitions() {
    // given: 60 players, more than the exact method can do, whose values are known
    double[] factors = new SplittableRandom(1).doubles(58, -1, 1).toArray();
    double[] events = new double[60];
    Arrays.fill(events, 1);
    PlayerMap map = PlayerMap.events(60, 1, 0);
    SequenceGame game = new SequenceGame(SmallModels.triples(factors), events, new double[60], map);
    double[] squares = new double[2];

    // when
    for (int seed = 0; seed < 10; seed++) {
      for (int i = 0; i < 2; i++) {
        CoalitionSampling sampling =
            i == 0 ? CoalitionSampling.LEVERAGE : CoalitionSampling.STRATIFIED;
        SequenceAttribution found = GameSolver.solve(game, map.players(), 1_000, sampling, seed);
        for (int player = 0; player < 60; player++) {
          double exact = 0;
          for (int t = Math.max(0, 57 - player); t <= Math.min(57, 59 - player); t++) {
            exact += 0.4 / 58 * factors[t] / 3;
          }
          squares[i] += Math.pow(found.value(player) - exact, 2);
        }
      }
    }

    // then: the mean square of the error is in inverse proportion to the number of coalitions
    assertThat(squares[0]).isLessThan(0.9 * squares[1]);
  }

  @Test
  void samples_are_within_their_stated_error_and_errors_are_neither_too_small_nor_too_large() {
    // given 14 players, which the exact method can do, too
    double[] events = randomEvents(4, 14);
    TimeShap unpruned = new TimeShap(MODEL, BACKGROUND, TimeShapOptions.DEFAULT.withoutPruning());
    double[] exact = unpruned.explainEvents(events, 0).values();
    double squares = 0;
    int count = 0;

    for (int seed = 0; seed < 40; seed++) {
      // when
      SequenceAttribution sampled =
          new TimeShap(
                  MODEL, BACKGROUND, TimeShapOptions.DEFAULT.withNsamples(1_000).withSeed(seed))
              .explainEvents(events, 0);

      // then
      assertThat(sampled.isExact()).isFalse();
      for (int i = 0; i < exact.length; i++) {
        double z = (sampled.value(i) - exact[i]) / sampled.standardError(i);
        assertThat(Math.abs(z)).isLessThan(5);
        squares += z * z;
        count++;
      }
    }
    assertThat(Math.sqrt(squares / count)).isBetween(0.6, 1.2);
  }

  @Test
  void the_same_seed_gives_the_same_values_and_another_one_others() {
    // given
    double[] events = randomEvents(5, 20);
    TimeShap shap = new TimeShap(MODEL, BACKGROUND, TimeShapOptions.DEFAULT.withNsamples(500));
    TimeShap other =
        new TimeShap(MODEL, BACKGROUND, TimeShapOptions.DEFAULT.withNsamples(500).withSeed(43));

    // when
    double[] first = shap.explainEvents(events, 0).values();

    // then
    assertThat(shap.explainEvents(events, 0).values()).isEqualTo(first);
    assertThat(other.explainEvents(events, 0).values()).isNotEqualTo(first);
  }

  @Test
  void more_than_64_players_are_sampled() {
    // given
    double[] events = randomEvents(6, 70);
    double[] weights = {0.001, -0.002, 0.003};
    TimeShap shap =
        new TimeShap(
            SmallModels.linear(weights), BACKGROUND, TimeShapOptions.DEFAULT.withNsamples(2_000));

    // when
    SequenceAttribution attribution = shap.explainEvents(events, 0);

    // then of a linear model every sample gives the exact values
    for (int i = 0; i < 70; i++) {
      double expected = 0;
      for (int j = 0; j < WIDTH; j++) {
        expected += weights[j] * (events[(69 - i) * WIDTH + j] - BACKGROUND.values()[j]);
      }
      assertThat(attribution.value(i)).isCloseTo(expected, within(1e-12));
      assertThat(attribution.standardError(i)).isLessThan(1e-12);
    }
  }

  @Test
  void deviation_over_repeats_is_that_of_the_runs() {
    // given: runs whose values are known
    double[][] values = {{0.25, 0.5}, {0.5, 0.5}, {1.5, 0.5}};
    int[] run = {0};
    List<SequencePlayer> players =
        List.of(new SequencePlayer.Event(-1), new SequencePlayer.Event(-2));

    // when
    RepeatedAttribution repeated =
        SHAP.repeat(
            3,
            s ->
                new SequenceAttribution(
                    players, values[run[0]++], new double[2], 0, 1, false, 600));

    // then: R, mean and sd of 0.25, 0.5, 1.5
    assertThat(repeated.means()).containsExactly(new double[] {0.75, 0.5}, within(1e-15));
    assertThat(repeated.standardDeviations()[0]).isCloseTo(0.6614378277661477, within(1e-15));
    assertThat(repeated.standardDeviations()[1]).isZero();
    assertThat(repeated.relativeStandardDeviation().orElseThrow())
        .isCloseTo(0.6614378277661477 / 0.75 / 2, within(1e-15));
  }

  @Test
  void repeats_report_the_relative_standard_deviation() {
    // given
    double[] events = randomEvents(7, 16);
    TimeShap shap = new TimeShap(MODEL, BACKGROUND, TimeShapOptions.DEFAULT.withNsamples(600));

    // when
    RepeatedAttribution sampled = shap.repeat(5, s -> s.explainEvents(events, 0));
    RepeatedAttribution exact = shap.repeat(3, s -> s.explainEvents(events, 8));

    // then
    assertThat(sampled.relativeStandardDeviation().orElseThrow()).isBetween(1e-6, 1.0);
    assertThat(exact.relativeStandardDeviation().orElseThrow()).isZero();
    assertThatThrownBy(() -> shap.repeat(1, s -> s.explainEvents(events, 0)))
        .hasMessageContaining("needs 2 repeats");
  }

  @Test
  void a_feature_that_differs_from_the_background_only_after_the_first_event_is_not_dropped() {
    // given feature 1 equal to the background at event 0 only, feature 2 at all events
    double[] events = randomEvents(8, 5);
    events[1] = BACKGROUND.values()[1];
    for (int t = 0; t < 5; t++) {
      events[t * WIDTH + 2] = BACKGROUND.values()[2];
    }

    // when
    SequenceAttribution attribution = SHAP.explainFeatures(events, 0);

    // then
    assertThat(attribution.value(1)).isNotZero();
    assertThat(attribution.value(2)).isZero();
    assertAgrees(attribution, events, 0);
  }

  @Test
  void a_tolerance_above_the_whole_effect_keeps_the_last_event() {
    double[] events = randomEvents(9, 10);
    PruningTable table = SHAP.pruning(events);
    assertThat(table.prunedEvents(2)).isEqualTo(9);
    SequenceAttribution attribution = SHAP.explainEvents(events, 9);
    assertThat(attribution.players()).hasSize(2);
    assertAgrees(attribution, events, 9);
  }

  @Test
  void the_first_split_from_the_recent_end_at_or_below_the_tolerance_is_taken() {
    // given: values of the older events where 0 to 5 events are recent
    PruningTable table = new PruningTable(new double[] {0.5, -0.3, 0.1, 0.2, -0.05, 0}, 0.1, 0.6);

    // then: |phi| <= eta, and no split behind it matters
    assertThat(table.prunedEvents(0.3)).isEqualTo(4);
    assertThat(table.prunedEvents(Math.nextDown(0.3))).isEqualTo(3);
    assertThat(table.prunedEvents(0.1)).isEqualTo(3);
    assertThat(table.prunedEvents(Math.nextDown(0.1))).isEqualTo(1);
    assertThat(table.prunedEvents(0.01)).isZero();
  }

  @Test
  void relevant_are_values_of_theta_and_above_or_the_numbers_of_events_and_features_asked_for() {
    // given
    double[] events = randomEvents(10, 6);
    double[] ofEvents = sorted(SHAP.explainEvents(events, 0));
    double[] ofFeatures = sorted(SHAP.explainFeatures(events, 0));
    TimeShap whole = new TimeShap(MODEL, BACKGROUND, SHAP.options().withoutPruning());

    // when
    double theta = ofEvents[1];
    SequenceExplanation above = whole.explain(events, new CellSelection.Threshold(theta));
    SequenceExplanation top = whole.explain(events, new CellSelection.Top(1, 2));

    // then
    assertThat(above.relevantEvents()).hasSize(2);
    assertThat(above.relevantFeatures())
        .hasSize((int) Arrays.stream(ofFeatures).filter(value -> value >= theta).count());
    assertThat(top.relevantEvents()).hasSize(1);
    assertThat(top.relevantFeatures()).hasSize(2);
    int event = -1 - top.relevantEvents().get(0);
    assertThat(Math.abs(top.events().value(event))).isEqualTo(ofEvents[0]);
    for (int feature : top.relevantFeatures()) {
      assertThat(Math.abs(top.features().value(feature))).isGreaterThanOrEqualTo(ofFeatures[1]);
    }
  }

  /** Absolute values, the largest first. */
  private static double[] sorted(SequenceAttribution attribution) {
    return Arrays.stream(attribution.values())
        .map(value -> -Math.abs(value))
        .sorted()
        .map(value -> -value)
        .toArray();
  }

  @Test
  void a_tolerance_of_zero_prunes_only_what_has_no_effect() {
    assertThat(SHAP.pruning(randomEvents(9, 10)).prunedEvents(0)).isZero();
  }

  @Test
  void no_relevant_cell_is_a_result() {
    // when
    SequenceExplanation explanation =
        SHAP.explain(randomEvents(10, 6), new CellSelection.Threshold(2));

    // then
    assertThat(explanation.hasRelevantCells()).isFalse();
    assertThat(explanation.cells().players()).contains(new SequencePlayer.OtherCells());
    assertThat(explanation.cells().additivityError()).isLessThan(1e-14);
  }

  @Test
  void a_sequence_of_one_event_is_explained() {
    // given
    double[] events = randomEvents(11, 1);

    // when
    SequenceExplanation explanation = SHAP.explain(events, new CellSelection.Top(1, 2));

    // then
    assertThat(explanation.prunedEvents()).isZero();
    assertThat(explanation.events().players()).containsExactly(new SequencePlayer.Event(-1));
    assertThat(explanation.events().value(0))
        .isCloseTo(explanation.events().output() - explanation.events().baseValue(), within(1e-15));
    assertAgrees(explanation.features(), events, 0);
    assertAgrees(explanation.cells(), events, 0);
  }

  @Test
  void a_sequence_equal_to_the_background_has_only_zeros() {
    // given
    double[] events = BACKGROUND.forLength(7);

    // when
    SequenceExplanation explanation = SHAP.explain(events, new CellSelection.Top(2, 2));

    // then
    assertThat(explanation.events().values()).containsOnly(0);
    assertThat(explanation.features().values()).containsOnly(0);
    assertThat(explanation.cells().values()).containsOnly(0);
    assertThat(explanation.events().output()).isEqualTo(explanation.events().baseValue());
  }

  @Test
  void a_model_that_embeds_a_category_is_given_codes_only() {
    // given: kinds of events, each with a vector of its own; their mean is no code
    double[][] embedding = {{0.3, -0.2}, {-0.1, 0.4}, {0.2, 0.1}};
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Categorical(
                    "kind", List.of("login", "enrolment", "transfer"), Feature.Attributes.NONE),
                new Feature.Continuous("amount", 0, 9, false, Feature.Attributes.NONE)));
    Sequences sequences =
        Sequences.of(
            schema,
            new double[] {0, 1, 2, 3, 2, 5, 1, 2, 2, 7},
            new int[] {3, 2},
            List.of("a", "b"));
    double[] weights = {1, -0.5};
    SequenceClassifier model =
        new SequenceClassifier() {
          @Override
          public int eventWidth() {
            return 2;
          }

          @Override
          public void score(double[] events, int count, int max, int[] lengths, double[] out) {
            for (int s = 0; s < count; s++) {
              double sum = 0.5;
              for (int t = 0; t < lengths[s]; t++) {
                double code = events[(s * max + t) * 2];
                assertThat(code).isIn(0.0, 1.0, 2.0);
                double[] vector = embedding[(int) code];
                sum += 0.1 * (weights[0] * vector[0] + weights[1] * vector[1]);
                sum += 0.01 * events[(s * max + t) * 2 + 1];
              }
              out[s] = sum;
            }
          }
        };
    TimeShap shap =
        new TimeShap(
            model,
            SequenceBackground.averageEvent(sequences, SequenceBackground.Center.MEAN),
            TimeShapOptions.DEFAULT.withoutPruning());

    // when
    SequenceAttribution attribution = shap.explainFeatures(sequences.events(0), 0);

    // then: against the most frequent kind, transfer, and the mean amount, 3.6
    double login = 0.1 * (0.3 + 0.1 - (0.2 - 0.05));
    assertThat(attribution.values())
        .containsExactly(new double[] {login, 0.01 * (9 - 3 * 3.6)}, within(1e-14));
  }

  @Test
  void a_background_sequence_stands_for_each_event_by_its_own() {
    // given
    double[] events = randomEvents(12, 5);
    double[] background = randomEvents(13, 5);
    TimeShap shap =
        new TimeShap(
            MODEL, SequenceBackground.sequence(background, WIDTH), TimeShapOptions.DEFAULT);

    // when
    SequenceAttribution attribution = shap.explainEvents(events, 1);

    // then
    assertThat(attribution.baseValue()).isCloseTo(score(background, (t, j) -> true), within(1e-15));
    assertThat(attribution.values())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(bruteForce(attribution.players(), events, background, 1));
    assertThatThrownBy(() -> shap.explainEvents(randomEvents(1, 6), 0))
        .hasMessageContaining("a sequence of 5 events, the explained sequence has 6");
  }

  @Test
  void refuses_what_cannot_be_explained() {
    double[] events = randomEvents(1, 6);
    assertThatThrownBy(() -> SHAP.explainEvents(new double[4], 0))
        .hasMessage("4 values are no sequence of events of 3 features");
    assertThatThrownBy(() -> SHAP.explainEvents(new double[0], 0))
        .hasMessageContaining("no sequence");
    assertThatThrownBy(() -> SHAP.explainEvents(events, 6))
        .hasMessage("Of 6 events, 0 to 5 can be pruned, not 6");
    assertThatThrownBy(() -> SHAP.explainCells(events, 2, List.of(-5), List.of(0)))
        .hasMessage("There is no relevant event -5; they are from -4 to -1");
    assertThatThrownBy(() -> SHAP.explainCells(events, 2, List.of(-1), List.of(0, 0)))
        .hasMessageContaining("there twice");
    assertThatThrownBy(
            () ->
                new TimeShap(MODEL, BACKGROUND, TimeShapOptions.DEFAULT.withNsamples(30))
                    .explainEvents(randomEvents(1, 30), 0))
        .hasMessageContaining("does not determine the values of 30 players; allow 60 or more");
    assertThatThrownBy(
            () ->
                new TimeShap(
                    MODEL, SequenceBackground.event(new double[2]), TimeShapOptions.DEFAULT))
        .hasMessageContaining("takes events of 3 inputs, the background has 2");
    assertThatThrownBy(() -> TimeShapOptions.DEFAULT.withTolerance(-1))
        .hasMessageContaining("it is 0 or more");
  }

  @Test
  void a_missing_value_that_the_model_cannot_score_is_an_error() {
    double[] events = randomEvents(1, 6);
    events[4] = Double.NaN;
    assertThatThrownBy(() -> SHAP.explainEvents(events, 0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("returned NaN")
        .hasMessageContaining("missing value in feature 1 (from 0) of event -5 (-1 is the last)");
    TimeShap stateless = new TimeShap(SmallModels.withoutState(MODEL), BACKGROUND, SHAP.options());
    assertThatThrownBy(() -> stateless.pruning(events))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("of event -5");
  }

  private interface On {
    boolean at(int event, int feature);
  }

  private static double[] randomEvents(long seed, int length) {
    return new SplittableRandom(seed).doubles((long) length * WIDTH, -1, 1).toArray();
  }

  private static double score(double[] events, On on) {
    return score(MODEL, events, BACKGROUND.forLength(events.length / WIDTH), on);
  }

  private static double score(
      SequenceClassifier model, double[] events, double[] background, On on) {
    double[] perturbed = background.clone();
    for (int i = 0; i < events.length; i++) {
      if (on.at(i / WIDTH, i % WIDTH)) {
        perturbed[i] = events[i];
      }
    }
    double[] out = new double[1];
    int length = events.length / WIDTH;
    model.score(perturbed, 1, length, new int[] {length}, out);
    return out[0];
  }

  private static void assertAgrees(SequenceAttribution attribution, double[] events, int pruned) {
    double[] background = BACKGROUND.forLength(events.length / WIDTH);
    assertThat(attribution.values())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(bruteForce(attribution.players(), events, background, pruned));
    assertThat(attribution.isExact()).isTrue();
    assertThat(attribution.additivityError()).isLessThan(1e-14);
  }

  /** The mean of a player's marginal contribution over all orders of the players. */
  private static double[] bruteForce(
      List<SequencePlayer> players, double[] events, double[] background, int pruned) {
    int length = events.length / WIDTH;
    double[] values = new double[1 << players.size()];
    for (int mask = 0; mask < values.length; mask++) {
      int on = mask;
      values[mask] =
          score(
              MODEL,
              events,
              background,
              (t, j) -> (on >> playerOf(players, t - length, j, pruned, length) & 1) != 0);
    }
    double[] sums = new double[players.size()];
    List<int[]> orders = new ArrayList<>();
    permute(new int[0], players.size(), orders);
    for (int[] order : orders) {
      int mask = 0;
      for (int player : order) {
        sums[player] += values[mask | 1 << player] - values[mask];
        mask |= 1 << player;
      }
    }
    return Arrays.stream(sums).map(sum -> sum / orders.size()).toArray();
  }

  private static int playerOf(
      List<SequencePlayer> players, int event, int feature, int pruned, int length) {
    for (int i = 0; i < players.size(); i++) {
      SequencePlayer player = players.get(i);
      boolean old = event + length < pruned;
      boolean relevantEvent =
          players.contains(new SequencePlayer.OtherFeatures(event))
              || players.contains(new SequencePlayer.Cell(event, 0))
              || players.contains(new SequencePlayer.Cell(event, 1))
              || players.contains(new SequencePlayer.Cell(event, 2));
      boolean inCell = players.contains(new SequencePlayer.Cell(event, feature));
      boolean rowOfFeature = players.contains(new SequencePlayer.OtherEvents(feature));
      boolean belongs;
      if (player instanceof SequencePlayer.PrunedEvents) {
        belongs = old;
      } else if (player instanceof SequencePlayer.Event own) {
        belongs = !old && own.event() == event;
      } else if (player instanceof SequencePlayer.FeatureRow own) {
        belongs = !old && own.feature() == feature;
      } else if (player instanceof SequencePlayer.Cell own) {
        belongs = !old && own.event() == event && own.feature() == feature;
      } else if (player instanceof SequencePlayer.OtherFeatures own) {
        belongs = !old && own.event() == event && !inCell;
      } else if (player instanceof SequencePlayer.OtherEvents own) {
        belongs = !old && own.feature() == feature && !relevantEvent;
      } else {
        belongs = !old && !relevantEvent && !rowOfFeature;
      }
      if (belongs) {
        return i;
      }
    }
    throw new IllegalStateException("Cell " + event + ", " + feature + " has no player");
  }

  private static void permute(int[] prefix, int count, List<int[]> out) {
    if (prefix.length == count) {
      out.add(prefix);
      return;
    }
    for (int i = 0; i < count; i++) {
      int next = i;
      if (Arrays.stream(prefix).noneMatch(p -> p == next)) {
        int[] longer = Arrays.copyOf(prefix, prefix.length + 1);
        longer[prefix.length] = i;
        permute(longer, count, out);
      }
    }
  }
}
