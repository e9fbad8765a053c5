package org.touchstone.engine.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.run.CancelledException;

class AuditTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("score", 0, 1, false, Feature.Attributes.NONE),
              new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE),
              new Feature.Binary("sex", List.of("female", "male"), Feature.Attributes.NONE),
              new Feature.Categorical("home", List.of("own", "rent"), Feature.Attributes.NONE)));
  private static final Roles ROLES =
      Roles.of("class", "bad", "good").withSensitive("sex", "male").withGroups("home");

  /** Scores a row with its first column. */
  private static class FirstColumn implements Classifier {
    private final AtomicInteger rowsScored = new AtomicInteger();

    @Override
    public int inputWidth() {
      return SCHEMA.size();
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      rowsScored.addAndGet(count);
      for (int i = 0; i < count; i++) {
        out[i] = rows[i * SCHEMA.size()];
      }
    }
  }

  private static Dataset rows(int count) {
    double[] values = new double[count * SCHEMA.size()];
    for (int i = 0; i < count; i++) {
      values[i * 4] = (i % 100) / 100.0;
      values[i * 4 + 1] = i % 2;
      values[i * 4 + 2] = i / 2 % 2;
      values[i * 4 + 3] = i / 4 % 2;
    }
    return Dataset.of(SCHEMA, values);
  }

  @Test
  void scores_each_row_once_whoever_asks_first() throws Exception {
    FirstColumn model = new FirstColumn();
    Audit audit = Audit.of(model, rows(10_000), ROLES).build();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<double[]>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asked.add(
          threads.submit(
              () -> {
                start.await();
                return audit.probabilities();
              }));
    }

    start.countDown();

    for (Future<double[]> answer : asked) {
      assertThat(answer.get()).isSameAs(audit.probabilities());
    }
    threads.shutdown();
    assertThat(model.rowsScored).hasValue(10_000);
    assertThat(audit.probabilities()[4_199]).isEqualTo(0.99);
  }

  @Test
  void lists_scopes_in_the_order_of_roles_and_levels() {
    Audit audit = Audit.of(new FirstColumn(), rows(8), ROLES).build();

    assertThat(audit.scopes(KpiDescriptor.Subject.ALL_ROWS)).hasToString("[overall]");
    assertThat(audit.scopes(KpiDescriptor.Subject.MODEL))
        .hasToString("[overall, home=own, home=rent]");
    assertThat(audit.scopes(KpiDescriptor.Subject.SENSITIVE_FEATURE))
        .hasToString("[sex, sex, home=own, sex, home=rent]");
  }

  @Test
  void names_the_row_whose_score_is_not_a_probability() {
    Dataset data = rows(10_000);
    double[] values = new double[10_000 * SCHEMA.size()];
    data.copyRows(0, 10_000, values);
    values[6_000 * SCHEMA.size()] = Double.NaN;
    Audit audit = Audit.of(new FirstColumn(), Dataset.of(SCHEMA, values), ROLES).build();

    // Rows are numbered from 1: index 6,000 is row 6001.
    assertThatThrownBy(audit::probabilities)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("row 6001");
    assertThatThrownBy(audit::probabilities)
        .as("the failure stands, the model is not asked again")
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("row 6001");
  }

  @Test
  void stops_between_batches_when_it_is_asked_to() {
    FirstColumn model = new FirstColumn();
    Audit audit =
        Audit.of(model, rows(50_000), ROLES)
            .monitor(
                (task, done, total) -> {
                  if (done >= 20_000) {
                    throw new CancelledException(task + " was stopped at " + done);
                  }
                })
            .build();

    assertThatThrownBy(audit::probabilities)
        .isInstanceOf(CancelledException.class)
        .hasMessageStartingWith("scoring 50000 rows was stopped");
    assertThat(model.rowsScored.get()).isLessThan(25_000);
  }

  @Test
  void refuses_roles_that_the_schema_does_not_have() {
    assertThatThrownBy(() -> audit(Roles.of("klass", "bad", "good")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("klass");
    assertThatThrownBy(() -> audit(Roles.of("class", "evil", "good")))
        .hasMessage(
            "Column \"class\" has no level \"evil\" to be the positive class; its levels are [good,"
                + " bad]");
    assertThatThrownBy(() -> audit(Roles.of("class", "bad", "fine")))
        .hasMessageContaining("to be the favourable outcome");
    assertThatThrownBy(() -> audit(Roles.of("class", "bad", "good").withSensitive("sex", "m")))
        .hasMessageContaining("to be the reference group");
    assertThatThrownBy(() -> audit(ROLES.withGroups("score")))
        .hasMessage("Groups column \"score\" has no levels; name a column that has");
    assertThatThrownBy(() -> audit(ROLES.withGroups("sex")))
        .hasMessageStartingWith("\"sex\" is named both as sensitive and as groups");
  }

  @Test
  void refuses_a_column_in_two_roles_that_leave_nothing_to_compare() {
    assertThatThrownBy(() -> audit(ROLES.withSensitive("sex", "female")))
        .isInstanceOf(DataException.class)
        .hasMessage("\"sex\" is named twice as sensitive; name it once, with one reference group");
    assertThatThrownBy(() -> audit(Roles.of("class", "bad", "good").withSensitive("class", "bad")))
        .hasMessageStartingWith("\"class\" is named both as label and as sensitive");
    assertThatThrownBy(() -> audit(ROLES.withGroups("class")))
        .hasMessageStartingWith("\"class\" is named both as label and as groups");
  }

  @Test
  void refuses_a_label_of_three_classes() {
    Schema three =
        Schema.of(
            List.of(
                SCHEMA.features().get(0),
                new Feature.Categorical(
                    "class", List.of("good", "bad", "unknown"), Feature.Attributes.NONE)));
    Classifier half = new ScoreColumn(0, 2);
    Dataset data = Dataset.of(three, new double[] {.1, 0, .9, 1});

    assertThatThrownBy(() -> Audit.of(half, data, Roles.of("class", "bad", "good")).build())
        .hasMessage("Label \"class\" needs two classes, its schema has [good, bad, unknown]");
  }

  @Test
  void refuses_training_data_whose_codes_mean_other_levels() {
    List<Feature> features = new ArrayList<>(SCHEMA.features());
    features.set(2, new Feature.Binary("sex", List.of("male", "female"), Feature.Attributes.NONE));
    Audit.Builder other =
        Audit.of(new FirstColumn(), rows(8), ROLES)
            .training(Dataset.of(Schema.of(features), new double[4]));
    Audit.Builder fewer =
        Audit.of(new FirstColumn(), rows(8), ROLES)
            .training(Dataset.of(Schema.of(features.subList(0, 3)), new double[3]));

    assertThatThrownBy(other::build)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column \"sex\" has the levels [male, female] in the training data and [female, male] in"
                + " the test data; read both with one schema");
    assertThatThrownBy(fewer::build)
        .hasMessageStartingWith(
            "Training and test data have different columns: [score, class, sex]");
  }

  @Test
  void refuses_a_label_of_one_class() {
    Dataset data = rows(100);
    int[] good = java.util.stream.IntStream.range(0, 100).filter(i -> i % 2 == 0).toArray();

    assertThatThrownBy(() -> Audit.of(new FirstColumn(), data.select(good), ROLES).build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the label has one class, found \"good\" in all 50 rows");
  }

  @Test
  void refuses_a_model_of_another_width() {
    Classifier narrow =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 3;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            Arrays.fill(out, 0.5);
          }
        };

    assertThatThrownBy(() -> Audit.of(narrow, rows(8), ROLES).build())
        .hasMessage(
            "The model takes 3 inputs, a row of the data has 4 columns; wrap the model in an encoder"
                + " that turns one into the other");
  }

  @Test
  void refuses_a_threshold_that_decides_nothing() {
    Audit.Builder audit = Audit.of(new FirstColumn(), rows(8), ROLES);

    for (double threshold : new double[] {0, 1, -1, Double.NaN}) {
      assertThatThrownBy(() -> audit.decisionThreshold(threshold))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A decision threshold lies in (0, 1), found " + threshold);
    }
  }

  private static Audit audit(Roles roles) {
    return Audit.of(new FirstColumn(), rows(8), roles).build();
  }

  @Test
  void finds_the_rows_of_a_group_in_several_batches() {
    // 4,096 rows are a batch: this is two and a rest. The home of row i is i / 4 % 2.
    Dataset data = rows(9000);
    int[] own = ScopeRows.of(data, Scope.OVERALL.within(new Scope.Group("home", "own")));

    assertThat(own).containsExactly(IntStream.range(0, 9000).filter(i -> i / 4 % 2 == 0).toArray());
    assertThat(ScopeRows.of(data, Scope.OVERALL))
        .containsExactly(IntStream.range(0, 9000).toArray());
  }

  @Test
  void releases_the_model_and_shared_results() {
    AtomicInteger closed = new AtomicInteger();
    Audit audit =
        Audit.of(
                new FirstColumn() {
                  @Override
                  public void close() {
                    closed.incrementAndGet();
                  }
                },
                rows(8),
                ROLES)
            .build();
    Object first = audit.shared("key", a -> new Object());
    Object again = audit.shared("key", a -> new Object());
    assertThat(again).isSameAs(first);

    audit.close();

    assertThat(closed).hasValue(1);
    Object after = audit.shared("key", a -> new Object());
    assertThat(after).isNotSameAs(first);
  }

  @Test
  void tells_the_monitor_each_batch_and_the_end() {
    List<String> told = new ArrayList<>();

    Audit.of(new FirstColumn(), rows(8192), ROLES)
        .monitor((task, done, total) -> told.add(task + ": " + done + " of " + total))
        .build()
        .probabilities();

    assertThat(told)
        .containsExactly(
            "scoring 8192 rows: 0 of 8192",
            "scoring 8192 rows: 4096 of 8192",
            "scoring 8192 rows: 8192 of 8192");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void refuses_a_level_that_no_interval_has(String level) {
    Audit audit = Audit.of(new FirstColumn(), rows(8), ROLES).build();

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "AUC", Map.of("level", level)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a confidence level lies in (0, 1)");
  }

  @Test
  void a_threshold_of_the_builder_decides() {
    Audit audit = Audit.of(new FirstColumn(), rows(8), ROLES).decisionThreshold(0.25).build();

    assertThat(audit.decisionThreshold()).isEqualTo(0.25);
  }

  @Test
  void a_model_without_an_encoder_reads_the_columns_by_their_names() {
    LogisticRegression linear = new LogisticRegression(new double[] {1, 0, 2, 0}, 0);
    ModelStructure structure = ModelStructure.of(Audit.of(linear, rows(8), ROLES).build());
    ModelStructure other = ModelStructure.of(Audit.of(new FirstColumn(), rows(8), ROLES).build());

    assertThat(structure.model()).isSameAs(linear);
    assertThat(structure.encoder()).isEmpty();
    assertThat(structure.trees()).isEmpty();
    assertThat(structure.inputName(2)).isEqualTo("sex");
    assertThat(structure.column(3)).isEqualTo("home");
    assertThat(structure.coefficientColumns()).containsExactly("score", "class", "sex", "home");
    assertThat(structure.family()).isEqualTo(ModelFamily.LOGISTIC_REGRESSION);
    assertThat(other.linear()).isEmpty();
    assertThat(other.description()).isEqualTo("a FirstColumn");
    double[] expected = new double[8 * 4];
    rows(8).copyRows(0, 8, expected);
    assertThat(structure.inputs(rows(8))).isEqualTo(expected);
  }
}
