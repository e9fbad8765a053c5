package org.touchstone.engine.kpi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Scope;

class PredictionStatesTest {

  @Test
  void reads_in_batches_what_one_batch_of_all_rows_says() {
    // 1,024 rows are a batch: this is two and a rest.
    Dataset data = ScoredRows.rows(2500);
    Audit audit = ScoredRows.audit(data);
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
      OptionalInt code = ScoredRows.SCHEMA.feature("home").code(group.level());
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
  void makes_room_for_the_same_groups_only() {
    RankingState scores = new RankingState(2);

    assertThatThrownBy(() -> scores.reserve(new ConfusionState(0.5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A state of 2 groups has no room for the rows of 3 groups");
  }
}
