package org.touchstone.engine.timeshap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.model.Gru;

/** Agreement with the published tool; see {@link Golden}. Skipped without the reference data. */
class GoldenTimeShapTest {

  @Test
  void pruning_tables_and_pruned_events_agree() {
    TimeShap shap = new TimeShap(Golden.model(), Golden.medianEvent(), TimeShapOptions.DEFAULT);
    for (JsonNode golden : Golden.cases()) {
      // when
      PruningTable table = shap.pruning(Golden.events(golden.get("id").asText()));

      // then
      JsonNode expected = golden.get("pruning");
      assertThat(table.length()).isEqualTo(golden.get("T").asInt());
      assertThat(table.output()).isCloseTo(golden.get("score").doubleValue(), within(1e-12));
      for (int i = 0; i <= table.length(); i++) {
        int recent = -expected.get("t").get(i).asInt();
        double older = expected.get("phi_old_le_t").get(i).doubleValue();
        // shap sets values below 1e-10 to 0.
        assertThat(table.older(recent)).isCloseTo(older, within(older == 0 ? 1e-10 : 1e-12));
        assertThat(table.recent(recent))
            .isCloseTo(expected.get("phi_recent_gt_t").get(i).doubleValue(), within(1e-12));
      }
      expected
          .get("pruning_idx_negative")
          .properties()
          .forEach(
              tolerance ->
                  assertThat(table.prunedEvents(Double.parseDouble(tolerance.getKey())))
                      .isEqualTo(table.length() + tolerance.getValue().asInt()));
    }
  }

  @Test
  void a_model_without_states_gives_the_same_pruning_table() {
    // given
    Gru model = Golden.model();
    double[] events = Arrays.copyOfRange(Golden.events("cycling_7"), 440 * 6, 480 * 6);

    // when
    PruningTable withStates =
        new TimeShap(model, Golden.medianEvent(), TimeShapOptions.DEFAULT).pruning(events);
    PruningTable without =
        new TimeShap(SmallModels.withoutState(model), Golden.medianEvent(), TimeShapOptions.DEFAULT)
            .pruning(events);

    // then
    for (int recent = 0; recent <= 40; recent++) {
      assertThat(without.older(recent)).isCloseTo(withStates.older(recent), within(1e-14));
    }
  }

  @Test
  void all_runs_that_evaluated_every_coalition_agree() {
    int compared = 0;
    for (JsonNode golden : Golden.cases()) {
      for (JsonNode run : golden.get("runs")) {
        if (!run.path("fraction_evaluated").isMissingNode()
            && run.get("fraction_evaluated").doubleValue() == 1
            && !run.path("tag").asText().contains("float32")) {
          // when
          SequenceAttribution own = repeatRun(golden.get("id").asText(), run, 32_000, 42);

          // then
          assertThat(own.isExact()).isTrue();
          assertThat(own.values()).hasSize(run.get("players_M").asInt());
          for (int i = 0; i < own.values().length; i++) {
            assertThat(own.value(i)).isCloseTo(run.get("phi").get(i).asDouble(), within(1e-9));
          }
          assertThat(own.output()).isCloseTo(run.get("fx").get(0).asDouble(), within(1e-12));
          assertThat(own.baseValue()).isCloseTo(run.get("fnull").get(0).asDouble(), within(1e-12));
          assertThat(own.additivityError()).isLessThan(1e-14);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(28);
  }

  @Test
  void recorded_coalitions_give_the_recorded_outputs_and_values() {
    JsonNode runs = Golden.cases().get(0).get("runs");
    int compared = 0;
    for (int r = 0; r < runs.size(); r++) {
      if (runs.get(r).has("masks")) {
        // given the recorded coalitions, and the values that the same coalitions gave without L1
        JsonNode recorded = runs.get(r);
        JsonNode plain = runs.get(r + 1);
        assertThat(plain.get("l1_reg").asBoolean(true)).isFalse();
        int players = recorded.get("players_M").asInt();
        int count = recorded.get("masks").size();
        long[] masks = new long[count];
        for (int k = 0; k < count; k++) {
          String bits = recorded.get("masks").get(k).asText();
          for (int i = 0; i < players; i++) {
            masks[k] |= bits.charAt(i) == '1' ? 1L << i : 0;
          }
        }
        double[] ey = Golden.numbers(recorded.get("ey"));
        double base = plain.get("fnull").get(0).asDouble();
        double total = plain.get("fx").get(0).asDouble() - base;

        // when
        double[] scores = new double[count];
        CoalitionScores.of(game("cycling_3", recorded)).evaluate(masks, count, scores);
        double[] targets = new double[count];
        for (int k = 0; k < count; k++) {
          targets[k] = ey[k] - base - total / 2;
        }
        double[] phi =
            new CentredRegression(players, masks, Golden.numbers(recorded.get("kernel_weights")))
                .solve(targets, total);

        // then
        for (int k = 0; k < count; k++) {
          assertThat(scores[k]).isCloseTo(ey[k], within(1e-12));
        }
        for (int i = 0; i < players; i++) {
          assertThat(phi[i]).isCloseTo(plain.get("phi").get(i).asDouble(), within(1e-9));
        }
        compared++;
      }
    }
    assertThat(compared).isEqualTo(3);
  }

  @Test
  void own_samples_are_within_their_stated_error_of_the_exact_values() {
    for (JsonNode run : Golden.cases().get(1).get("runs")) {
      if (run.get("players_M").asInt() == 17) {
        // given
        SequenceAttribution exact = repeatRun("cycling_7", run, 1 << 17, 42);
        assertThat(exact.isExact()).isTrue();

        // when
        SequenceAttribution sampled = repeatRun("cycling_7", run, 4_000, 7);

        // then
        assertThat(sampled.isExact()).isFalse();
        assertThat(sampled.coalitions()).isLessThanOrEqualTo(4_000);
        assertThat(sampled.additivityError()).isLessThan(1e-14);
        for (int i = 0; i < 17; i++) {
          double error = Math.abs(sampled.value(i) - exact.value(i));
          assertThat(error).isLessThan(4 * sampled.standardError(i));
          assertThat(sampled.standardError(i)).isBetween(1e-7, 3e-3);
          // The published tool's own sample of 32,000 of 131,070 coalitions
          assertThat(run.get("phi").get(i).asDouble()).isCloseTo(exact.value(i), within(1e-3));
        }
      }
    }
  }

  @Test
  void relevant_cells_agree_where_the_event_level_is_exact() {
    for (JsonNode golden : Golden.cases()) {
      for (JsonNode run : golden.get("runs")) {
        if (run.get("mode").asText().equals("cell")
            && !run.has("error")
            && run.get("pruning_idx").asInt() >= 468
            && run.get("tol").asDouble() == 0.025) {
          // given
          JsonNode cells = run.get("cell_dict");
          CellSelection selection =
              cells.has("threshold")
                  ? new CellSelection.Threshold(cells.get("threshold").asDouble())
                  : new CellSelection.Top(
                      cells.get("top_x_events").asInt(), cells.get("top_x_feats").asInt());
          TimeShap shap =
              new TimeShap(
                  Golden.model(),
                  Golden.medianEvent(),
                  TimeShapOptions.DEFAULT.withNsamples(8_190));

          // when
          SequenceExplanation explanation =
              shap.explain(Golden.events(golden.get("id").asText()), selection);

          // then
          assertThat(explanation.prunedEvents()).isEqualTo(run.get("pruning_idx").asInt());
          assertThat(explanation.relevantEvents()).isEqualTo(relevantEvents(run));
          assertThat(explanation.relevantFeatures()).isEqualTo(relevantFeatures(run));
          assertThat(explanation.cells().players()).hasSize(run.get("players_M").asInt());
        }
      }
    }
  }

  @Test
  void no_relevant_cell_is_a_result_where_the_published_tool_fails() {
    // given the run that recorded an exception
    TimeShap shap =
        new TimeShap(
            Golden.model(), Golden.medianEvent(), TimeShapOptions.DEFAULT.withNsamples(8_000));

    // when
    SequenceExplanation explanation =
        shap.explain(Golden.events("cycling_3"), new CellSelection.Threshold(0.1));

    // then
    assertThat(explanation.hasRelevantCells()).isFalse();
    assertThat(explanation.relevantEvents()).isEmpty();
    assertThat(explanation.cells().players())
        .contains(new SequencePlayer.OtherCells(), new SequencePlayer.PrunedEvents(462));
    assertThat(explanation.cells().additivityError()).isLessThan(1e-14);
  }

  private static SequenceAttribution repeatRun(String id, JsonNode run, int nsamples, long seed) {
    boolean sequence = run.path("tag").asText().contains("average_sequence");
    TimeShap shap =
        new TimeShap(
            Golden.model(),
            sequence ? Golden.medianSequence() : Golden.medianEvent(),
            TimeShapOptions.DEFAULT.withNsamples(nsamples).withSeed(seed));
    double[] events = events(id, run);
    int pruned = run.get("pruning_idx").asInt();
    return switch (run.get("mode").asText()) {
      case "event" -> shap.explainEvents(events, pruned);
      case "feature" -> shap.explainFeatures(events, pruned);
      default -> shap.explainCells(events, pruned, relevantEvents(run), relevantFeatures(run));
    };
  }

  private static double[] events(String id, JsonNode run) {
    double[] events = Golden.events(id);
    return run.path("tag").asText().startsWith("last 12 events")
        ? Arrays.copyOfRange(events, events.length - 12 * 6, events.length)
        : events;
  }

  private static SequenceGame game(String id, JsonNode run) {
    double[] events = events(id, run);
    int length = events.length / 6;
    return new SequenceGame(
        Golden.model(),
        events,
        Golden.medianEvent().forLength(length),
        PlayerMap.events(length, 6, run.get("pruning_idx").asInt()));
  }

  private static List<Integer> relevantEvents(JsonNode run) {
    List<Integer> events = new ArrayList<>();
    run.get("varying").get(0).forEach(event -> events.add(event.asInt() - 480));
    return events;
  }

  private static List<Integer> relevantFeatures(JsonNode run) {
    List<Integer> features = new ArrayList<>();
    run.get("varying").get(1).forEach(feature -> features.add(feature.asInt()));
    return features;
  }
}
