package org.touchstone.engine.kpi.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.engine.kpi.attribution.SequenceAudits.measure;
import static org.touchstone.engine.kpi.attribution.SequenceAudits.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.EncodedSequenceClassifier;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.plot.BeeswarmPlot;
import org.touchstone.engine.plot.XyPlot;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.stats.RandomSeeds;
import org.touchstone.engine.timeshap.RepeatedAttribution;
import org.touchstone.engine.timeshap.SequenceBackground;
import org.touchstone.engine.timeshap.TimeShap;
import org.touchstone.engine.timeshap.TimeShapOptions;

/** KPIs on TimeSHAP; a linear model has Shapley values that are known by arithmetic. */
class TimeShapKpisTest {

  private static final double[] WEIGHTS = {0.01, -0.003, 0.02};
  private static final Map<String, String> ALL =
      Map.of("explained", "all", "eta", "0.02", "nsamples", "400", "maxSequences", "1000");

  private final Sequences sequences = SequenceAudits.sequences(40, 12, 1);

  private Audit audit(double... weights) {
    return SequenceAudits.audit(SequenceAudits.linear(weights), sequences).build();
  }

  private static double[] mean(Sequences sequences) {
    double[] mean = new double[3];
    for (int j = 0; j < 3; j++) {
      mean[j] = Arrays.stream(sequences.column(j)).average().orElseThrow();
    }
    return mean;
  }

  /** Algorithm 1 by hand: the older events' value of a linear model is the sum of their effects. */
  private static int pruned(Sequences sequences, int s, double[] weights, double eta) {
    double[] mean = mean(sequences);
    for (int old = sequences.length(s) - 1; old > 0; old--) {
      double value = 0;
      for (int t = 0; t < old; t++) {
        for (int j = 0; j < 3; j++) {
          value += weights[j] * (sequences.value(s, t, j) - mean[j]);
        }
      }
      if (Math.abs(value) <= eta) {
        return old;
      }
    }
    return 0;
  }

  private static List<Integer> rows(Sequences sequences, int group) {
    List<Integer> rows = new ArrayList<>();
    for (int s = 0; s < sequences.count(); s++) {
      if (group < 0 || s / 2 % 2 == group) {
        rows.add(s);
      }
    }
    return rows;
  }

  @Test
  void pruned_share_is_that_of_the_algorithm_by_hand_for_the_whole_and_each_group() {
    List<Measurement> measured = measure(new TsPrunedShareKpi(), audit(WEIGHTS), ALL);

    assertThat(measured).hasSize(3);
    for (int group = -1; group < 2; group++) {
      double events = 0;
      double pruned = 0;
      for (int s : rows(sequences, group)) {
        events += sequences.length(s);
        pruned += pruned(sequences, s, WEIGHTS, 0.02);
      }
      Measurement of = measured.get(group + 1);
      assertThat(value(of)).isEqualTo(pruned / events).isBetween(0.2, 0.95);
      Measurement.Value result = (Measurement.Value) of.result();
      assertThat(result.interval().orElseThrow().contains(result.value())).isTrue();
      assertThat(of.sampleSize().rows()).isEqualTo(rows(sequences, group).size());
    }
    XyPlot plot = (XyPlot) measured.get(2).plots().get(0);
    assertThat(plot.title()).isEqualTo("Events of 20 sequences");
    assertThat(plot.series().get(0).size())
        .as("a point for each event that is left")
        .isEqualTo(
            rows(sequences, 1).stream()
                .mapToInt(s -> sequences.length(s) - pruned(sequences, s, WEIGHTS, 0.02))
                .sum());
    assertThat(measured.get(0).parameters())
        .containsEntry("eta", "0.02")
        .containsEntry("background", "mean")
        .containsEntry("level", "0.95");
  }

  @Test
  void without_a_tolerance_nothing_is_pruned() {
    Map<String, String> none = Map.of("explained", "all", "eta", "none", "nsamples", "400");

    assertThat(value(measure(new TsPrunedShareKpi(), audit(WEIGHTS), none).get(0))).isZero();
  }

  @Test
  void sensitive_share_is_that_of_the_features_effects() {
    Measurement measured = measure(new TsSensitiveShareKpi(), audit(WEIGHTS), ALL).get(0);

    double[] mean = mean(sequences);
    double own = 0;
    double all = 0;
    for (int s = 0; s < sequences.count(); s++) {
      for (int j = 0; j < 3; j++) {
        double phi = 0;
        for (int t = pruned(sequences, s, WEIGHTS, 0.02); t < sequences.length(s); t++) {
          phi += WEIGHTS[j] * (sequences.value(s, t, j) - mean[j]);
        }
        own += j == 1 ? Math.abs(phi) : 0;
        all += Math.abs(phi);
      }
    }
    assertThat(value(measured)).isCloseTo(own / all, within(1e-12)).isBetween(0.1, 0.5);
    assertThat(measured.evidence().get(0).rows().get(0).get(0)).isEqualTo("amount");
    BeeswarmPlot plot = (BeeswarmPlot) measured.plots().get(0);
    assertThat(plot.title()).isEqualTo("Features of 40 sequences");
    assertThat(plot.swarms())
        .extracting(BeeswarmPlot.Swarm::label)
        .containsExactly("amount", "age", "constant");
    assertThat(measured.evidence().get(0).rows())
        .filteredOn(row -> row.get(1).equals("yes"))
        .singleElement()
        .satisfies(row -> assertThat(row.get(0)).isEqualTo("age"));
  }

  @Test
  void features_are_ranked_by_their_share_and_the_interval_holds_the_share() {
    // given: age, the sensitive feature, counts most, and is the second column
    Measurement measured =
        measure(new TsSensitiveShareKpi(), audit(new double[] {0.01, 0.05, 0}), ALL).get(0);

    assertThat(measured.evidence().get(0).rows())
        .extracting(row -> row.get(0))
        .startsWith("age", "amount");
    Measurement.Value value = (Measurement.Value) measured.result();
    assertThat(value.value()).isGreaterThan(0.6);
    assertThat(value.interval().orElseThrow().contains(value.value())).isTrue();
    assertThat(value.interval().orElseThrow().low()).isGreaterThan(0.5);
    assertThat(
            measure(new TsSensitiveShareKpi(), audit(new double[] {0, 0, 0}), ALL).get(0).result())
        .isInstanceOf(Measurement.NotComputable.class);
  }

  @Test
  void only_predicted_positive_sequences_are_explained_by_default() {
    // given: the threshold is the score of a sequence, which is positive then
    double[] probabilities = audit(WEIGHTS).probabilities();
    double threshold = Arrays.stream(probabilities).sorted().toArray()[30];
    Audit audit =
        SequenceAudits.audit(SequenceAudits.linear(WEIGHTS), sequences)
            .decisionThreshold(threshold)
            .build();
    int positive = 0;
    for (double probability : probabilities) {
      positive += probability >= threshold ? 1 : 0;
    }

    Measurement measured = measure(new TsPrunedShareKpi(), audit, Map.of("nsamples", "400")).get(0);

    assertThat(measured.sampleSize().rows()).isEqualTo(positive).isBetween(1L, 39L);
    Audit none =
        SequenceAudits.audit(SequenceAudits.linear(0, 0, -0.01), sequences)
            .decisionThreshold(0.9)
            .build();
    assertThat(measure(new TsRsdKpi(), none, Map.of()).get(0).result())
        .isEqualTo(
            new Measurement.NotComputable(
                "No sequence of the data is predicted positive, and only these are explained"
                    + " (parameter \"explained\")"));
  }

  @Test
  void dead_features_are_those_that_are_constant_or_not_used() {
    assertThat(value(measure(new TsDeadFeaturesKpi(), audit(0.01, -0.003, 0.02), ALL).get(0)))
        .as("the third feature is constant")
        .isEqualTo(1.0 / 3);
    Measurement two = measure(new TsDeadFeaturesKpi(), audit(0.01, 0, 0.02), ALL).get(0);
    assertThat(value(two)).isEqualTo(2.0 / 3);
    assertThat(two.evidence().get(0).rows()).containsExactly(List.of("age"), List.of("constant"));
    assertThat(two.evidence().get(0).title()).contains("2 of 3");
  }

  @Test
  void a_feature_that_the_model_does_not_read_is_no_dead_one() {
    Encoder encoder =
        Encoder.of(
            sequences.schema(), Encoding.of(List.of(Input.Number.passthrough("amount", "amount"))));
    SequenceClassifier model = EncodedSequenceClassifier.of(encoder, SequenceAudits.linear(0.01));

    Audit audit = SequenceAudits.audit(model, sequences).build();

    assertThat(value(measure(new TsDeadFeaturesKpi(), audit, ALL).get(0))).isZero();
    assertThat(value(measure(new TsSensitiveShareKpi(), audit, ALL).get(0))).isZero();
  }

  @Test
  void dead_features_are_found_where_values_are_sampled() {
    // 7 features need 254 coalitions with the pruned events; 40 are allowed. The model multiplies.
    Sequences wide = wide(20);
    SequenceClassifier product =
        new SequenceClassifier() {
          @Override
          public int eventWidth() {
            return 7;
          }

          @Override
          public void score(double[] events, int count, int max, int[] lengths, double[] out) {
            for (int s = 0; s < count; s++) {
              double[] sums = new double[7];
              for (int i = 0; i < lengths[s] * 7; i++) {
                sums[i % 7] += events[s * max * 7 + i];
              }
              double z = sums[0] * sums[1] - sums[2] * sums[3] * sums[4] + sums[5];
              out[s] = 1 / (1 + Math.exp(-z));
            }
          }
        };
    Audit audit =
        Audit.ofSequences(
                product,
                wide,
                SequenceAudits.clients(SequenceAudits.ids(wide)),
                Roles.of("class", "bad", "good"))
            .build();

    Measurement measured =
        measure(
                new TsDeadFeaturesKpi(),
                audit,
                Map.of("explained", "all", "eta", "none", "nsamples", "40"))
            .get(0);

    assertThat(measured.evidence().get(0).rows()).containsExactly(List.of("x6"));
    assertThat(value(measured)).isEqualTo(1.0 / 7);
  }

  private static Sequences wide(int count) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    int[] lengths = new int[count];
    Arrays.fill(lengths, 4);
    List<String> ids = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      ids.add("w" + s);
    }
    return Sequences.of(
        SequenceAudits.events("x0", "x1", "x2", "x3", "x4", "x5", "x6"),
        random.doubles(count * 28L, -1, 1).toArray(),
        lengths,
        ids);
  }

  @Test
  void exact_values_do_not_vary() {
    Measurement measured =
        measure(
                new TsRsdKpi(),
                SequenceAudits.audit(SequenceAudits.gru(1, 3, 4), sequences).build(),
                Map.of("explained", "all", "eta", "none", "nsamples", "4096"))
            .get(0);

    assertThat(value(measured)).isZero();
    assertThat(measured.evidence().get(0).rows())
        .hasSize(20)
        .allMatch(r -> r.get(3).equals("exact"));
  }

  @Test
  void deviation_is_the_mean_of_the_repeated_attributions_and_falls_with_more_coalitions() {
    SequenceClassifier gru = SequenceAudits.gru(2, 3, 4);
    Sequences longer = SequenceAudits.sequences(8, 40, 6);
    Audit audit = SequenceAudits.audit(gru, longer).build();

    Measurement few = rsd(audit, "100");
    Measurement many = rsd(audit, "2000");

    // The runs by hand, with the seeds that follow from the audit's.
    long seed = RandomSeeds.derive(0, "TimeSHAP");
    SequenceBackground background =
        SequenceBackground.averageEvent(longer, SequenceBackground.Center.MEAN);
    double sum = 0;
    for (int s = 0; s < longer.count(); s++) {
      double[] events = longer.events(s);
      TimeShapOptions options =
          new TimeShapOptions(
              OptionalDouble.empty(), 100, RandomSeeds.derive(seed, "TimeSHAP", longer.id(s)));
      RepeatedAttribution repeated =
          new TimeShap(gru, background, options).repeat(5, shap -> shap.explainEvents(events, 0));
      sum += repeated.relativeStandardDeviation().orElseThrow();
    }
    assertThat(value(few)).isCloseTo(sum / longer.count(), within(1e-12)).isGreaterThan(0.01);
    assertThat(value(many)).isLessThan(value(few) / 2);
    double shown = 0;
    for (int s = 0; s < longer.count(); s++) {
      List<String> row = few.evidence().get(0).rows().get(s);
      String events = Integer.toString(longer.length(s));
      // All coalitions but the two that are always there fit into 100 for up to 6 events.
      String runs = longer.length(s) <= 6 ? "exact" : "sampled";
      assertThat(row.subList(0, 4)).containsExactly(longer.id(s), events, events, runs);
      shown += Double.parseDouble(row.get(4));
    }
    assertThat(shown / longer.count()).isCloseTo(value(few), within(1e-12));
    assertThat(few.evidence().get(0).title()).isEqualTo("Sequences");
    assertThat(few.parameters()).containsEntry("repeats", "5").containsEntry("nsamples", "100");
    assertThat(((Measurement.Value) few.result()).seed()).isPresent();
  }

  @Test
  void sequences_whose_events_move_nothing_have_no_deviation() {
    Measurement constant =
        measure(
                new TsRsdKpi(),
                SequenceAudits.audit(SequenceAudits.linear(0, 0, 0), sequences).build(),
                Map.of("explained", "all", "eta", "none", "nsamples", "4096"))
            .get(0);

    assertThat(constant.result())
        .isEqualTo(
            new Measurement.NotComputable(
                "No event moves the output of any explained sequence of the data"));
  }

  @Test
  void the_monitor_is_told_each_sequence_that_is_explained_again() {
    List<String> told = new ArrayList<>();
    Sequences few = SequenceAudits.sequences(3, 6, 6);
    Audit audit =
        SequenceAudits.audit(SequenceAudits.gru(2, 3, 4), few)
            .monitor(
                (task, done, total) -> {
                  if (task.startsWith("repeating")) {
                    told.add(task + ": " + done + " of " + total);
                  }
                })
            .build();

    rsd(audit, "100");

    String task = "repeating the explanations of 3 sequences 5 times: ";
    assertThat(told)
        .containsExactly(task + "0 of 3", task + "1 of 3", task + "2 of 3", task + "3 of 3");
  }

  private static Measurement rsd(Audit audit, String nsamples) {
    return measure(
            new TsRsdKpi(),
            audit,
            Map.of("explained", "all", "eta", "none", "nsamples", nsamples, "repeats", "5"))
        .get(0);
  }

  @Test
  void kpis_with_the_same_settings_share_one_explanation_and_a_sample_is_bounded() {
    AtomicInteger scored = new AtomicInteger();
    SequenceClassifier linear = SequenceAudits.linear(WEIGHTS);
    SequenceClassifier counting =
        new SequenceClassifier() {
          @Override
          public int eventWidth() {
            return 3;
          }

          @Override
          public void score(double[] events, int count, int max, int[] lengths, double[] out) {
            scored.addAndGet(count);
            linear.score(events, count, max, lengths, out);
          }
        };
    Audit audit = SequenceAudits.audit(counting, sequences).build();
    Map<String, String> five = Map.of("explained", "all", "nsamples", "200", "maxSequences", "5");

    List<Measurement> shares = measure(new TsPrunedShareKpi(), audit, five);
    int once = scored.get();
    measure(new TsSensitiveShareKpi(), audit, five);
    measure(new TsDeadFeaturesKpi(), audit, five);

    assertThat(scored).hasValue(once);
    assertThat(shares).allMatch(measured -> measured.sampleSize().rows() == 5);
  }

  @Test
  void the_same_numbers_come_out_again_and_others_with_another_seed() {
    SequenceClassifier gru = SequenceAudits.gru(2, 3, 4);
    List<Measurement> first =
        measure(new TsPrunedShareKpi(), SequenceAudits.audit(gru, sequences).build(), ALL);

    assertThat(measure(new TsPrunedShareKpi(), SequenceAudits.audit(gru, sequences).build(), ALL))
        .isEqualTo(first);
    Map<String, String> few = Map.of("explained", "all", "nsamples", "400", "maxSequences", "4");
    assertThat(
            measure(
                new TsPrunedShareKpi(), SequenceAudits.audit(gru, sequences).seed(9).build(), few))
        .isNotEqualTo(
            measure(new TsPrunedShareKpi(), SequenceAudits.audit(gru, sequences).build(), few));
  }

  @Test
  void the_background_is_taken_from_the_training_sequences() {
    Sequences training =
        Sequences.of(sequences.schema(), new double[3], new int[] {1}, List.of("t"));
    Audit audit =
        SequenceAudits.audit(SequenceAudits.linear(WEIGHTS), sequences)
            .trainingSequences(training)
            .build();

    // Against a background of 0 the constant feature, 0.7 at every event, has an effect.
    assertThat(value(measure(new TsDeadFeaturesKpi(), audit, ALL).get(0))).isZero();
  }

  @Test
  void a_run_can_be_cancelled() {
    Audit audit =
        SequenceAudits.audit(SequenceAudits.linear(WEIGHTS), sequences)
            .monitor(
                (task, done, total) -> {
                  if (task.startsWith("explaining") && done == 3) {
                    throw new CancelledException("stopped");
                  }
                })
            .build();

    assertThatThrownBy(() -> measure(new TsPrunedShareKpi(), audit, ALL))
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void what_has_no_meaning_is_not_applicable() {
    Audit nothingSensitive =
        Audit.ofSequences(
                SequenceAudits.linear(WEIGHTS),
                sequences,
                SequenceAudits.clients(SequenceAudits.ids(sequences)),
                Roles.of("class", "bad", "good"))
            .build();

    assertThat(measure(new TsSensitiveShareKpi(), nothingSensitive, ALL).get(0).result())
        .isEqualTo(
            new Measurement.NotApplicable("The suite names no column of an event as sensitive"));
    for (Kpi kpi :
        List.of(
            new TsPrunedShareKpi(),
            new TsSensitiveShareKpi(),
            new TsDeadFeaturesKpi(),
            new TsRsdKpi())) {
      assertThat(kpi.measure(TableAudits.linear(), KpiParameters.NONE).get(0).result())
          .isEqualTo(
              new Measurement.NotApplicable(
                  "The model scores rows of a table; this KPI is about models of sequences of"
                      + " events"));
    }
    assertThat(measure(new TsSensitiveShareKpi(), audit(0, 0, 0), ALL).get(0).result())
        .isInstanceOf(Measurement.NotComputable.class);
  }

  @Test
  void wrong_parameters_are_refused() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "eta", "-1",
                "nsamples", "1",
                "maxSequences", "0",
                "background", "average",
                "explained", "some",
                "repeats", "3")
            .entrySet()) {
      assertThatThrownBy(
              () ->
                  measure(
                      new TsPrunedShareKpi(),
                      audit(WEIGHTS),
                      Map.of(wrong.getKey(), wrong.getValue())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.getKey());
    }
    assertThatThrownBy(() -> measure(new TsRsdKpi(), audit(WEIGHTS), Map.of("repeats", "2.5")))
        .hasMessageContaining("it is a whole number from 2 to 10000000");
  }
}
