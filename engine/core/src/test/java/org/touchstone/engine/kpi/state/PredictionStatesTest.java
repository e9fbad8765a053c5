package org.touchstone.engine.kpi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.model.Classifier;

class PredictionStatesTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("score", 0, 1, false, Feature.Attributes.NONE),
              new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE),
              new Feature.Categorical("sex", List.of("f", "m", "d"), Feature.Attributes.NONE),
              new Feature.Categorical("home", List.of("own", "rent"), Feature.Attributes.NONE)));
  private static final Roles ROLES =
      Roles.of("class", "bad", "good").withSensitive("sex", "m").withGroups("home");

  @Test
  void reads_in_batches_what_one_batch_of_all_rows_says() {
    // 1,024 rows are a batch: this is two and a rest.
    Dataset data = rows(2500);
    Audit audit = audit(data);
    ScoredBatch all =
        new ScoredBatch(
            data.column("score"),
            audit.labels(),
            data.codes("home"),
            new int[][] {data.codes("sex")});
    ConfusionState counts = new ConfusionState(0.5, 2, 3);
    RankingState scores = new RankingState(2);
    counts.add(all);
    scores.add(all);

    PredictionStates states = PredictionStates.of(audit);

    for (Scope.Group group : audit.groups()) {
      OptionalInt code = SCHEMA.feature("home").code(group.level());
      Scope scope = Scope.OVERALL.within(group);
      assertThat(states.table(scope)).isEqualTo(counts.table(code));
      assertThat(states.area(scope)).isEqualTo(scores.area(code)).isPresent();
      assertThat(states.sensitiveTables(Scope.ofSensitive("sex").within(group)).missing())
          .isEqualTo(counts.missing(code, 0));
    }
    assertThat(states.table(Scope.OVERALL)).isEqualTo(counts.table(OptionalInt.empty()));
    assertThat(states.area(Scope.OVERALL)).isEqualTo(scores.area(OptionalInt.empty()));
    assertThat(states.sensitiveTables(Scope.ofSensitive("sex")).levels())
        .extracting(SensitiveTables.Level::table)
        .containsExactly(
            counts.table(OptionalInt.empty(), 0, 0),
            counts.table(OptionalInt.empty(), 0, 1),
            counts.table(OptionalInt.empty(), 0, 2));
  }

  @Test
  void keeps_one_sorted_copy_of_the_predictions_and_nothing_else_that_grows_with_the_rows() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported())
        .as("the JVM counts what a thread allocates")
        .isTrue();
    long few = allocated(threads, audit(rows(100_000)));
    long many = allocated(threads, audit(rows(300_000)));

    double perRow = (many - few) / 200_000.0;

    assertThat(perRow).isBetween(8.0, 8.5);
  }

  @Test
  void makes_room_for_the_same_groups_only() {
    RankingState scores = new RankingState(2);

    assertThatThrownBy(() -> scores.reserve(new ConfusionState(0.5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A state of 2 groups has no room for the rows of 3 groups");
  }

  private static long allocated(ThreadMXBean threads, Audit audit) {
    audit.probabilities();
    long before = threads.getCurrentThreadAllocatedBytes();
    PredictionStates.of(audit);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Audit audit(Dataset data) {
    return Audit.of(new FirstColumn(), data, ROLES).build();
  }

  private static Dataset rows(int count) {
    SplittableRandom random = new SplittableRandom(5);
    int width = SCHEMA.size();
    double[] values = new double[count * width];
    for (int i = 0; i < count; i++) {
      values[i * width] = random.nextInt(1000) / 1000.0;
      values[i * width + 1] = random.nextInt(2);
      values[i * width + 2] = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(3);
      values[i * width + 3] = random.nextInt(2);
    }
    return Dataset.of(SCHEMA, values);
  }

  /** Scores a row with its first column. */
  private static final class FirstColumn implements Classifier {
    @Override
    public int inputWidth() {
      return SCHEMA.size();
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = rows[i * SCHEMA.size()];
      }
    }
  }
}
