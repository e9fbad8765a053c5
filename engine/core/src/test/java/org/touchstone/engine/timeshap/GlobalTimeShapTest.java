package org.touchstone.engine.timeshap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.run.RunMonitor;
import org.touchstone.engine.timeshap.SequenceBackground.Center;

class GlobalTimeShapTest {

  private static final List<String> NAMES = List.of("amount", "age", "constant");
  private static final Sequences SEQUENCES = sequences(12);
  private static final TimeShap SHAP =
      new TimeShap(
          SmallModels.gru(1, 3, 4),
          SequenceBackground.averageEvent(SEQUENCES, Center.MEAN),
          TimeShapOptions.DEFAULT.withNsamples(200).withTolerance(0.001));

  @TempDir Path folder;

  @Test
  void a_run_that_was_interrupted_goes_on_and_gives_the_same_numbers() throws IOException {
    // given
    Path journal = folder.resolve("run.jsonl");
    GlobalTimeShap explainer = new GlobalTimeShap(SHAP, "gru-1");
    GlobalExplanation whole = explainer.explain(SEQUENCES, Execution.SINGLE);
    RunMonitor stopsAtFive =
        (task, done, total) -> {
          if (done == 5) {
            throw new CancelledException("stopped");
          }
        };

    // when
    assertThatThrownBy(
            () -> explainer.explain(SEQUENCES, journal, new Execution(1, stopsAtFive), s -> {}))
        .isInstanceOf(CancelledException.class);
    String cut = Files.readString(journal);
    Files.writeString(journal, cut.substring(0, cut.length() - 20));
    List<Long> progress = new ArrayList<>();
    List<String> received = new ArrayList<>();
    GlobalExplanation resumed =
        explainer.explain(
            SEQUENCES,
            journal,
            new Execution(1, (task, done, total) -> progress.add(done)),
            s -> received.add(s.id()));

    // then four lines were whole, and the fifth sequence was explained again
    assertThat(progress).startsWith(4L).endsWith(12L).hasSize(9);
    assertThat(received).hasSize(12).startsWith("0", "1", "2");
    for (int s = 0; s < 12; s++) {
      assertThat(resumed.sequences().get(s))
          .usingRecursiveComparison()
          .isEqualTo(whole.sequences().get(s));
    }
    Path uninterrupted = folder.resolve("whole.jsonl");
    explainer.explain(SEQUENCES, uninterrupted, Execution.SINGLE, s -> {});
    assertThat(journal).hasSameBinaryContentAs(uninterrupted);
  }

  @Test
  void any_number_of_threads_gives_the_same_numbers_and_the_same_journal() {
    // given
    GlobalTimeShap explainer = new GlobalTimeShap(SHAP, "gru-1");
    Path one = folder.resolve("one.jsonl");
    Path three = folder.resolve("three.jsonl");
    List<String> received = new ArrayList<>();

    // when
    explainer.explain(SEQUENCES, one, Execution.SINGLE, s -> {});
    explainer.explain(SEQUENCES, three, Execution.on(3), s -> received.add(s.id()));

    // then
    assertThat(three).hasSameBinaryContentAs(one);
    assertThat(received).isEqualTo(IntStream.range(0, 12).mapToObj(Integer::toString).toList());
  }

  @Test
  void a_failure_names_the_sequence_and_keeps_what_was_done_before_it() throws IOException {
    // given the sixth sequence has a missing value, which a GRU cannot score
    double[] values = new double[SEQUENCES.eventCount() * 3];
    int[] lengths = IntStream.range(0, 12).map(SEQUENCES::length).toArray();
    int at = 0;
    for (int s = 0; s < 12; s++) {
      double[] events = SEQUENCES.events(s);
      System.arraycopy(events, 0, values, at, events.length);
      at += events.length;
      if (s == 5) {
        values[at - 2] = Double.NaN;
      }
    }
    List<String> ids = IntStream.range(0, 12).mapToObj(s -> "client " + s).toList();
    Sequences broken = Sequences.of(SEQUENCES.schema(), values, lengths, ids);
    Path journal = folder.resolve("broken.jsonl");

    // then
    assertThatThrownBy(
            () ->
                new GlobalTimeShap(SHAP, "gru-1")
                    .explain(broken, journal, Execution.on(2), s -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Sequence \"client 5\": The model returned NaN")
        .hasMessageContaining("missing value in feature 1 (from 0) of event -1 (-1 is the last)");
    assertThat(Files.readAllLines(journal)).hasSize(6);
    TimeShap few = new TimeShap(SHAP.model(), SHAP.background(), SHAP.options().withNsamples(2));
    assertThatThrownBy(() -> new GlobalTimeShap(few, "gru-1").explain(broken, Execution.SINGLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Sequence \"client 1\": A budget of 2 coalitions");
  }

  @Test
  void two_runs_do_not_write_to_one_journal() {
    Path journal = folder.resolve("run.jsonl");
    GlobalTimeShap explainer = new GlobalTimeShap(SHAP, "gru-1");
    explainer.explain(
        SEQUENCES,
        journal,
        Execution.SINGLE,
        summary ->
            assertThatThrownBy(
                    () -> explainer.explain(SEQUENCES, journal, Execution.SINGLE, s -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is being written by another run"));
    assertThat(explainer.explain(SEQUENCES, journal, Execution.SINGLE, s -> {}).sequences())
        .hasSize(12);
  }

  @Test
  void a_journal_that_was_changed_or_has_no_folder_is_refused() throws IOException {
    // given
    GlobalTimeShap explainer = new GlobalTimeShap(SHAP, "gru-1");
    Path journal = folder.resolve("run.jsonl");
    explainer.explain(SEQUENCES, journal, Execution.SINGLE, s -> {});
    List<String> lines = Files.readAllLines(journal);

    // then: a line twice, a line of other values
    Files.write(journal, Stream.concat(lines.stream(), Stream.of(lines.get(12))).toList());
    assertThatThrownBy(() -> explainer.explain(SEQUENCES, journal, Execution.SINGLE, s -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Line 14 of the journal is of sequence \"11\"");
    lines.set(2, lines.get(2).replaceFirst("\"events\":\\[[^]]*],", ""));
    Files.write(journal, lines);
    assertThatThrownBy(() -> explainer.explain(SEQUENCES, journal, Execution.SINGLE, s -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run.jsonl, line 3, is not of a journal of explanations");
    assertThatThrownBy(
            () ->
                explainer.explain(
                    SEQUENCES, folder.resolve("none").resolve("j"), Execution.SINGLE, s -> {}))
        .hasMessageContaining("there is no folder")
        .hasMessageContaining("create it");
  }

  @Test
  void a_journal_of_another_run_is_refused() throws IOException {
    // given
    Path journal = folder.resolve("run.jsonl");
    new GlobalTimeShap(SHAP, "gru-1").explain(SEQUENCES, journal, Execution.SINGLE, s -> {});
    TimeShap other = new TimeShap(SHAP.model(), SHAP.background(), SHAP.options().withSeed(7));

    // then
    for (GlobalTimeShap run :
        List.of(new GlobalTimeShap(SHAP, "gru-2"), new GlobalTimeShap(other, "gru-1"))) {
      assertThatThrownBy(() -> run.explain(SEQUENCES, journal, Execution.SINGLE, s -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("belongs to another run");
    }
    TimeShap elsewhere =
        new TimeShap(
            SHAP.model(), SequenceBackground.event(new double[] {0, 0, 0.5}), SHAP.options());
    assertThatThrownBy(
            () ->
                new GlobalTimeShap(elsewhere, "gru-1")
                    .explain(SEQUENCES, journal, Execution.SINGLE, s -> {}))
        .hasMessageContaining("belongs to another run: background ")
        .hasMessageNotContaining("model")
        .hasMessageNotContaining("data");
    assertThatThrownBy(
            () ->
                new GlobalTimeShap(SHAP, "gru-1")
                    .explain(sequences(11), journal, Execution.SINGLE, s -> {}))
        .hasMessageContaining("belongs to another run");
  }

  @Test
  void a_file_that_is_no_journal_is_refused_and_not_overwritten() throws IOException {
    for (String content : List.of("client,amount\na,1\n", "precious")) {
      // given
      Path file = Files.writeString(folder.resolve("data.csv"), content);

      // then
      assertThatThrownBy(
              () ->
                  new GlobalTimeShap(SHAP, "gru-1")
                      .explain(SEQUENCES, file, Execution.SINGLE, s -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("journal of explanations");
      assertThat(Files.readString(file)).isEqualTo(content);
    }
  }

  @Test
  void aggregates_are_those_of_the_single_explanations() {
    // when
    GlobalExplanation global =
        new GlobalTimeShap(SHAP, "gru-1").explain(SEQUENCES, Execution.SINGLE);

    // then
    double pruned = 0;
    double last = 0;
    double age = 0;
    double total = 0;
    for (SequenceSummary s : global.sequences()) {
      pruned += s.prunedEvents();
      last += s.events()[0];
      age += Math.abs(s.features()[1]);
      total += Math.abs(s.features()[0]) + Math.abs(s.features()[1]);
    }
    assertThat(global.prunedShare()).isCloseTo(pruned / SEQUENCES.eventCount(), within(1e-15));
    assertThat(global.event(-1).orElseThrow().mean()).isCloseTo(last / 12, within(1e-15));
    assertThat(global.event(-1).orElseThrow().count()).isEqualTo(12);
    assertThat(global.event(-100)).isEmpty();
    assertThat(global.event(0)).isEmpty();
    assertThat(global.feature(1).meanAbsolute()).isCloseTo(age / 12, within(1e-15));
    assertThat(global.featureShare(List.of("age"))).isCloseTo(age / total, within(1e-15));
    assertThat(global.deadFeatures()).containsExactly("constant");
    assertThat(global.additivityError()).isLessThan(1e-14);
    assertThat(global.exactShare()).isBetween(0.0, 1.0);
    assertThat(global.lengths().max()).isEqualTo(SEQUENCES.maxLength());
    assertThat(global.keptLengths().max()).isLessThanOrEqualTo(SEQUENCES.maxLength());
    assertThatThrownBy(() -> global.featureShare(List.of("income")))
        .hasMessageContaining("There is no feature \"income\"");
  }

  @Test
  void a_sequence_has_the_same_values_whatever_is_explained_with_it() {
    // when
    GlobalTimeShap explainer = new GlobalTimeShap(SHAP, "gru-1");
    SequenceSummary alone =
        explainer.explain(SEQUENCES.select(new int[] {3}), Execution.SINGLE).sequences().get(0);
    SequenceSummary among = explainer.explain(SEQUENCES, Execution.SINGLE).sequences().get(3);

    // then: with other random coalitions for each, which follow from the id
    assertThat(alone.exact()).isFalse();
    assertThat(alone).usingRecursiveComparison().isEqualTo(among);
  }

  @Test
  void a_distribution_has_the_quantiles_of_type_seven() {
    // R: quantile(c(1, 2, 4, 8), c(0.25, 0.5, 0.75)), sd
    Distribution distribution = Distribution.of(new double[] {8, 1, 4, 2});
    assertThat(distribution.lowerQuartile()).isEqualTo(1.75);
    assertThat(distribution.median()).isEqualTo(3);
    assertThat(distribution.upperQuartile()).isEqualTo(5);
    assertThat(distribution.standardDeviation()).isCloseTo(3.095696, within(1e-6));
    assertThat(Distribution.of(new double[] {-3}).meanAbsolute()).isEqualTo(3);
  }

  private static Sequences sequences(int count) {
    SplittableRandom random = new SplittableRandom(9);
    int[] lengths = IntStream.range(0, count).map(s -> 1 + (s * 5) % 17).toArray();
    double[] values = random.doubles(IntStream.of(lengths).sum() * 3L, -1, 1).toArray();
    for (int i = 2; i < values.length; i += 3) {
      values[i] = 0.5;
    }
    List<Feature> features = new ArrayList<>();
    for (String name : NAMES) {
      features.add(new Feature.Continuous(name, -1, 1, false, Feature.Attributes.NONE));
    }
    return Sequences.of(
        Schema.of(features),
        values,
        lengths,
        IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }
}
