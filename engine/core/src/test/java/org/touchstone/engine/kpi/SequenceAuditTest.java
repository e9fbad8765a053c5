package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.kpi.discrimination.EqualOddsKpi;
import org.touchstone.engine.kpi.model.AucKpi;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.Gru;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.RecurrentLayer;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.SequenceHead;

class SequenceAuditTest {

  private static final Schema CLIENTS =
      Schema.of(
          List.of(
              new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE),
              new Feature.Binary("sex", List.of("female", "male"), Feature.Attributes.NONE),
              new Feature.Categorical("region", List.of("east", "west"), Feature.Attributes.NONE)));
  private static final Schema EVENTS =
      Schema.of(
          List.of(
              new Feature.Continuous("amount", 0, 1, true, Feature.Attributes.NONE),
              new Feature.Continuous("age", 0, 120, false, Feature.Attributes.NONE),
              new Feature.Binary("sex", List.of("female", "male"), Feature.Attributes.NONE)));
  private static final Roles ROLES =
      Roles.of("class", "bad", "good").withSensitive("sex", "male").withGroups("region");

  /** Scores a sequence with the amount of its last event. */
  private static class LastAmount implements SequenceClassifier {
    private final AtomicInteger scored = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public int eventWidth() {
      return 3;
    }

    @Override
    public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
      scored.addAndGet(count);
      for (int s = 0; s < count; s++) {
        out[s] = events[(s * maxLength + lengths[s] - 1) * 3];
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static String id(int client) {
    return "client-" + client;
  }

  /** Client i has 1 + i % 7 events, the last of amount (i % 100) / 100. */
  private static Sequences sequences(int... clients) {
    int[] lengths = new int[clients.length];
    List<String> ids = new ArrayList<>();
    int events = 0;
    for (int i = 0; i < clients.length; i++) {
      lengths[i] = 1 + clients[i] % 7;
      events += lengths[i];
      ids.add(id(clients[i]));
    }
    double[] values = new double[events * 3];
    int at = 0;
    for (int i = 0; i < clients.length; i++) {
      for (int t = 0; t < lengths[i]; t++, at += 3) {
        values[at] = t == lengths[i] - 1 ? (clients[i] % 100) / 100.0 : 0.123;
        values[at + 1] = 40;
        values[at + 2] = clients[i] / 2 % 2;
      }
    }
    return Sequences.of(EVENTS, values, lengths, ids);
  }

  private static Dataset entities(int... clients) {
    double[] values = new double[clients.length * 3];
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < clients.length; i++) {
      values[i * 3] = clients[i] % 2;
      values[i * 3 + 1] = clients[i] / 2 % 2;
      values[i * 3 + 2] = clients[i] / 4 % 2;
      ids.add(id(clients[i]));
    }
    return Dataset.of(CLIENTS, values, ids);
  }

  private static int[] clients(int count) {
    int[] clients = new int[count];
    for (int i = 0; i < count; i++) {
      clients[i] = i;
    }
    return clients;
  }

  private static int[] backwards(int count) {
    int[] clients = new int[count];
    for (int i = 0; i < count; i++) {
      clients[i] = count - 1 - i;
    }
    return clients;
  }

  @Test
  void scores_sequences_of_several_lengths_in_the_order_of_the_entities() {
    LastAmount model = new LastAmount();
    Audit audit =
        Audit.ofSequences(model, sequences(backwards(1000)), entities(clients(1000)), ROLES)
            .build();

    double[] probabilities = audit.probabilities();

    for (int i = 0; i < 1000; i++) {
      assertThat(probabilities[i]).isEqualTo((i % 100) / 100.0);
    }
    assertThat(audit.probabilities()).isSameAs(probabilities);
    assertThat(model.scored).hasValue(1000);
    SequenceSubject subject = audit.sequences().orElseThrow();
    assertThat(subject.test().id(17)).isEqualTo(audit.test().rowId(17)).isEqualTo("client-17");
    audit.close();
    assertThat(model.closed).hasValue(1);
  }

  @Test
  void kpis_that_read_predictions_are_the_same_as_on_a_table_of_the_same_scores() {
    int count = 400;
    Audit sequences =
        Audit.ofSequences(
                new LastAmount(), sequences(clients(count)), entities(clients(count)), ROLES)
            .build();
    Audit table =
        Audit.of(
                new Classifier() {
                  @Override
                  public int inputWidth() {
                    return 3;
                  }

                  @Override
                  public void score(double[] rows, int rowCount, double[] out) {
                    System.arraycopy(sequences.probabilities(), 0, out, 0, rowCount);
                  }
                },
                entities(clients(count)),
                ROLES)
            .build();

    for (Kpi kpi : List.of(new AucKpi(), new EqualOddsKpi())) {
      List<Measurement> measured = kpi.measure(sequences, KpiParameters.NONE);
      assertThat(measured).hasSize(3).isEqualTo(kpi.measure(table, KpiParameters.NONE));
      assertThat(measured).allMatch(m -> m.result() instanceof Measurement.Value);
    }
  }

  /** A KPI that asks for a model of table rows. */
  private static final class TableKpi extends ScopedKpi {
    TableKpi() {
      super(
          new KpiDescriptor(
              KpiId.of("T"),
              "",
              "T",
              "1. A",
              "1.1 B",
              "C",
              KpiDescriptor.Subject.MODEL,
              0,
              100,
              "",
              "",
              "",
              Set.of(LEVEL),
              Set.of()));
    }

    @Override
    protected Optional<String> notApplicable(Audit audit) {
      return needsTable(audit);
    }

    @Override
    protected Measurement measure(
        Audit audit, Scope scope, KpiParameters parameters, double level) {
      return Measurement.of(
          descriptor().id(), scope, audit.model().inputWidth(), SampleSize.ofRows(1));
    }
  }

  @Test
  void a_kpi_about_table_rows_does_not_apply_to_sequences_and_says_why() {
    Audit audit =
        Audit.ofSequences(new LastAmount(), sequences(clients(8)), entities(clients(8)), ROLES)
            .build();

    List<Measurement> measured = new TableKpi().measure(audit, KpiParameters.NONE);

    assertThat(measured)
        .hasSize(3)
        .allSatisfy(
            m ->
                assertThat(m.result())
                    .isEqualTo(
                        new Measurement.NotApplicable(
                            "The model scores sequences of events; this KPI is about models of"
                                + " table rows")));
    assertThat(measured.get(0).parameters()).isEqualTo(Map.of("level", "0.95"));
    assertThat(ScopedKpi.needsSequences(audit)).isEmpty();
    assertThatThrownBy(audit::model)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needsTable");
  }

  @Test
  void sensitive_event_features_are_those_named_and_those_of_the_entity_by_the_same_name() {
    Audit audit =
        Audit.ofSequences(
                new LastAmount(),
                sequences(clients(8)),
                entities(clients(8)),
                ROLES.withSensitiveEventFeature("age"))
            .build();

    assertThat(audit.sequences().orElseThrow().sensitiveFeatures()).containsExactly("age", "sex");
  }

  @Test
  void names_the_sequence_that_the_model_cannot_score() {
    double[] values = new double[3 * 9];
    values[3 * 7] = Double.NaN;
    Sequences broken =
        Sequences.of(
            EVENTS, values, new int[] {3, 3, 3}, List.of("client-0", "client-1", "client-2"));
    SequenceClassifier second =
        new LastAmount() {
          @Override
          public void score(
              double[] events, int count, int maxLength, int[] lengths, double[] out) {
            for (int s = 0; s < count; s++) {
              out[s] = events[(s * maxLength + 1) * 3];
            }
          }
        };
    Audit audit = Audit.ofSequences(second, broken, entities(0, 1, 2), ROLES).build();

    assertThatThrownBy(audit::probabilities)
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "The model returned NaN for sequence client-2, which has a missing value in input 0 of"
                + " event 1 (both from 0); a probability lies in [0, 1]");
  }

  @Test
  void names_the_first_sequence_that_makes_the_model_throw() {
    SequenceClassifier picky =
        new LastAmount() {
          @Override
          public void score(
              double[] events, int count, int maxLength, int[] lengths, double[] out) {
            for (int s = 0; s < count; s++) {
              if (lengths[s] == 6) {
                throw new IllegalStateException("six");
              }
            }
            super.score(events, count, maxLength, lengths, out);
          }
        };
    Audit audit =
        Audit.ofSequences(picky, sequences(clients(500)), entities(clients(500)), ROLES).build();

    assertThatThrownBy(audit::probabilities)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("The model failed on sequence client-5: ")
        .hasMessageContaining("six");
  }

  @Test
  void refuses_entities_without_a_sequence() {
    assertThatThrownBy(
            () ->
                Audit.ofSequences(
                        new LastAmount(), sequences(0, 1, 3), entities(0, 1, 2, 3, 4), ROLES)
                    .build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "2 of 5 entities have no sequence: \"client-2\", \"client-4\"; each entity needs the"
                + " sequence of the same id");
  }

  @Test
  void refuses_sequences_without_an_entity() {
    assertThatThrownBy(
            () ->
                Audit.ofSequences(new LastAmount(), sequences(clients(9)), entities(0, 1), ROLES)
                    .build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "7 of 9 sequences have no entity: \"client-2\", \"client-3\", \"client-4\","
                + " \"client-5\", \"client-6\", ...;");
  }

  @Test
  void refuses_an_entity_that_is_there_twice() {
    assertThatThrownBy(
            () ->
                Audit.ofSequences(
                        new LastAmount(), sequences(clients(3)), entities(0, 1, 2, 1), ROLES)
                    .build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Entity \"client-1\" is there twice, in rows 2 and 4");
  }

  @Test
  void refuses_entities_that_are_numbered_only() {
    Dataset numbered = Dataset.of(CLIENTS, new double[9]);

    assertThatThrownBy(
            () ->
                Audit.ofSequences(new LastAmount(), sequences(clients(3)), numbered, ROLES).build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no ids that name sequences");
    assertThat(numbered.select(new int[] {0}).hasNumberedRows()).isTrue();
    assertThat(entities(0, 1).hasNumberedRows()).isFalse();
  }

  @Test
  void refuses_a_sensitive_event_feature_that_no_event_has() {
    assertThatThrownBy(
            () ->
                Audit.ofSequences(
                        new LastAmount(),
                        sequences(clients(8)),
                        entities(clients(8)),
                        ROLES.withSensitiveEventFeature("region"))
                    .build())
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Sensitive event feature \"region\" is no column of an event; the columns are [amount,"
                + " age, sex]");
    assertThatThrownBy(
            () ->
                Audit.ofSequences(
                        new LastAmount(),
                        sequences(clients(8)),
                        entities(clients(8)),
                        ROLES.withSensitiveEventFeature("age").withSensitiveEventFeature("age"))
                    .build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("named twice");
  }

  @Test
  void refuses_a_model_of_other_events_and_training_sequences_of_other_columns() {
    Schema two = EVENTS.only(Set.of("amount", "age"));
    Sequences narrow = Sequences.of(two, new double[4], new int[] {1, 1}, List.of("a", "b"));
    Audit.Builder builder =
        Audit.ofSequences(new LastAmount(), sequences(clients(8)), entities(clients(8)), ROLES);

    assertThatThrownBy(
            () -> Audit.ofSequences(new LastAmount(), narrow, entities(0, 1), ROLES).build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("takes events of 3 inputs, an event of the sequences has 2 columns");
    assertThatThrownBy(() -> builder.trainingSequences(narrow).build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Training and test sequences have different columns");
    assertThatThrownBy(() -> builder.training(entities(0, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set trainingSequences");
  }

  @Test
  void a_table_takes_no_training_sequences_and_no_sensitive_event_features() {
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 3;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {}
        };
    Audit.Builder builder = Audit.of(model, entities(clients(8)), ROLES);

    assertThatThrownBy(() -> builder.trainingSequences(sequences(clients(3))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set training");
    assertThatThrownBy(
            () ->
                Audit.of(model, entities(clients(8)), ROLES.withSensitiveEventFeature("age"))
                    .build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a table has no events");
    assertThat(ScopedKpi.needsTable(builder.build())).isEmpty();
    assertThat(ScopedKpi.needsSequences(builder.build())).isPresent();
  }

  @Test
  void long_sequences_are_scored_in_batches_of_at_most_four_million_values() {
    // 400,000 events of 3 columns are 1.2 million values: three fit, and short ones count as long
    // as the longest of their batch.
    int[] lengths = {400_000, 1, 1, 1, 1, 400_000, 400_000};
    double[] values = new double[java.util.Arrays.stream(lengths).sum() * 3];
    for (int at = 0; at < values.length; at += 3) {
      values[at] = 0.25;
    }
    List<String> ids =
        java.util.stream.IntStream.range(0, 7).mapToObj(SequenceAuditTest::id).toList();
    List<Integer> batches = new ArrayList<>();
    List<String> told = new ArrayList<>();
    LastAmount model =
        new LastAmount() {
          @Override
          public void score(double[] events, int count, int maxLength, int[] own, double[] out) {
            batches.add(count);
            super.score(events, count, maxLength, own, out);
          }
        };

    double[] probabilities =
        Audit.ofSequences(
                model, Sequences.of(EVENTS, values, lengths, ids), entities(clients(7)), ROLES)
            .monitor((task, done, total) -> told.add(task + ": " + done + " of " + total))
            .build()
            .probabilities();

    assertThat(batches).containsExactly(3, 3, 1);
    assertThat(probabilities).hasSize(7).containsOnly(0.25);
    assertThat(told)
        .containsExactly(
            "scoring 7 sequences: 0 of 7",
            "scoring 7 sequences: 3 of 7",
            "scoring 7 sequences: 6 of 7",
            "scoring 7 sequences: 7 of 7");
  }

  @Test
  void five_ids_are_named_without_an_ellipsis() {
    assertThatThrownBy(
            () ->
                Audit.ofSequences(new LastAmount(), sequences(clients(7)), entities(0, 1), ROLES)
                    .build())
        .hasMessageContaining("\"client-5\", \"client-6\"; each sequence");
  }

  @Test
  void a_recurrent_network_is_a_neural_network_and_another_model_of_sequences_is_not() {
    Audit other =
        Audit.ofSequences(new LastAmount(), sequences(clients(8)), entities(clients(8)), ROLES)
            .build();

    // A GRU of 3 inputs and 1 hidden unit: 3 gates.
    RecurrentLayer layer =
        new RecurrentLayer(3, 1, new double[9], new double[3], new double[3], new double[3]);
    Gru gru = new Gru(List.of(layer), new SequenceHead(new double[1], new double[1], 0));
    Audit recurrent =
        Audit.ofSequences(gru, sequences(clients(8)), entities(clients(8)), ROLES).build();

    assertThat(ModelFamily.of(other)).isEqualTo(ModelFamily.OTHER);
    assertThat(ModelFamily.of(recurrent)).isEqualTo(ModelFamily.NEURAL_NETWORK);
  }
}
