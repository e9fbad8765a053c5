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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.run.CancelledException;
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
    GlobalExplanation whole = explainer.explain(SEQUENCES, RunMonitor.NONE);
    RunMonitor stopsAtFive =
        (task, done, total) -> {
          if (done == 5) {
            throw new CancelledException("stopped");
          }
        };

    // when
    assertThatThrownBy(() -> explainer.explain(SEQUENCES, journal, stopsAtFive, s -> {}))
        .isInstanceOf(CancelledException.class);
    String cut = Files.readString(journal);
    Files.writeString(journal, cut.substring(0, cut.length() - 20));
    List<Long> progress = new ArrayList<>();
    List<String> received = new ArrayList<>();
    GlobalExplanation resumed =
        explainer.explain(
            SEQUENCES,
            journal,
            (task, done, total) -> progress.add(done),
            s -> received.add(s.id()));

    // then four lines were whole, and the fifth sequence was explained again
    assertThat(progress).startsWith(4L).endsWith(12L).hasSize(9);
    assertThat(received).hasSize(12).startsWith("0", "1", "2");
    for (int s = 0; s < 12; s++) {
      assertThat(resumed.sequences().get(s))
          .usingRecursiveComparison()
          .isEqualTo(whole.sequences().get(s));
    }
    assertThat(Files.readAllLines(journal)).hasSize(13);
  }

  @Test
  void a_journal_of_another_run_is_refused() throws IOException {
    // given
    Path journal = folder.resolve("run.jsonl");
    new GlobalTimeShap(SHAP, "gru-1").explain(SEQUENCES, journal, RunMonitor.NONE, s -> {});
    TimeShap other = new TimeShap(SHAP.model(), SHAP.background(), SHAP.options().withSeed(7));

    // then
    for (GlobalTimeShap run :
        List.of(new GlobalTimeShap(SHAP, "gru-2"), new GlobalTimeShap(other, "gru-1"))) {
      assertThatThrownBy(() -> run.explain(SEQUENCES, journal, RunMonitor.NONE, s -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("belongs to another run");
    }
    assertThatThrownBy(
            () ->
                new GlobalTimeShap(SHAP, "gru-1")
                    .explain(sequences(11), journal, RunMonitor.NONE, s -> {}))
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
                      .explain(SEQUENCES, file, RunMonitor.NONE, s -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("journal of explanations");
      assertThat(Files.readString(file)).isEqualTo(content);
    }
  }

  @Test
  void aggregates_are_those_of_the_single_explanations() {
    // when
    GlobalExplanation global =
        new GlobalTimeShap(SHAP, "gru-1").explain(SEQUENCES, RunMonitor.NONE);

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
        explainer.explain(SEQUENCES.select(new int[] {7}), RunMonitor.NONE).sequences().get(0);
    SequenceSummary among = explainer.explain(SEQUENCES, RunMonitor.NONE).sequences().get(7);

    // then
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
