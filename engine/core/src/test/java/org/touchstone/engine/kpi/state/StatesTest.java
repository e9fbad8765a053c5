package org.touchstone.engine.kpi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.stats.ConfusionTable;

class StatesTest {

  private static final int GROUPS = 3;
  private static final int[] LEVELS = {2, 4};
  private static final ScoredBatch ROWS = rows(5000);

  @Test
  void counts_every_cell_as_a_count_of_rows_does() {
    ConfusionState state = confusion(List.of(ROWS));

    for (int group = 0; group < GROUPS; group++) {
      for (int feature = 0; feature < LEVELS.length; feature++) {
        for (int level = -1; level < LEVELS[feature]; level++) {
          assertThat(state.table(OptionalInt.of(group), feature, level))
              .isEqualTo(count(group, feature, level));
        }
      }
      assertThat(state.table(OptionalInt.of(group))).isEqualTo(count(group, -1, 0));
    }
    assertThat(state.table(OptionalInt.empty())).isEqualTo(count(-2, -1, 0));
    assertThat(state.missing(OptionalInt.empty(), 1)).isEqualTo(count(-2, 1, -1));
    assertThat(state.table(OptionalInt.empty()).rows()).isEqualTo(5000);
  }

  @Test
  void says_the_same_to_the_last_bit_for_any_batches_in_any_order() {
    ConfusionState whole = confusion(List.of(ROWS));
    RankingState wholeRanking = ranking(List.of(ROWS));
    SplittableRandom random = new SplittableRandom(3);

    for (int parts : new int[] {2, 7, 100}) {
      List<ScoredBatch> batches = cut(parts);
      java.util.Collections.shuffle(batches, new java.util.Random(random.nextLong()));
      // Half of the batches go into one state, half into another, as on two machines.
      ConfusionState counts = confusion(batches.subList(0, parts / 2));
      counts.merge(confusion(batches.subList(parts / 2, parts)));
      RankingState scores = ranking(batches.subList(0, parts / 2));
      scores.area(OptionalInt.empty());
      scores.merge(ranking(batches.subList(parts / 2, parts)));

      for (OptionalInt group : groups()) {
        assertThat(counts.table(group)).isEqualTo(whole.table(group));
        assertThat(counts.table(group, 1, 2)).isEqualTo(whole.table(group, 1, 2));
        assertThat(scores.area(group)).isEqualTo(wholeRanking.area(group)).isPresent();
      }
    }
  }

  @Test
  void survive_serialisation() throws IOException, ClassNotFoundException {
    ConfusionState counts = copy(confusion(List.of(ROWS)));
    RankingState scores = copy(ranking(List.of(ROWS)));

    assertThat(counts.table(OptionalInt.of(1)))
        .isEqualTo(confusion(List.of(ROWS)).table(OptionalInt.of(1)));
    assertThat(scores.area(OptionalInt.empty()))
        .isEqualTo(ranking(List.of(ROWS)).area(OptionalInt.empty()));
  }

  @Test
  void has_no_area_where_a_group_is_of_one_class() {
    RankingState state = new RankingState(2);
    state.add(
        new ScoredBatch(
            new double[] {.1, .9, .4},
            new boolean[] {false, true, true},
            new int[] {0, 0, 1},
            new int[0][]));

    assertThat(state.area(OptionalInt.of(0))).isPresent();
    assertThat(state.area(OptionalInt.of(1))).isEmpty();
  }

  @Test
  void refuse_what_does_not_fit_together() {
    assertThatThrownBy(() -> new ConfusionState(0.5, 2, 2).merge(new ConfusionState(0.4, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threshold 0.5")
        .hasMessageContaining("threshold 0.4");
    assertThatThrownBy(() -> new RankingState(2).merge(new RankingState(3)))
        .hasMessageContaining("2 and 3 groups");
    assertThatThrownBy(() -> new ConfusionState(0.5, 2, 2).add(ROWS))
        .hasMessageContaining("2 sensitive features, the state counts 1");
    assertThatThrownBy(() -> new ConfusionState(0.5, 1, LEVELS).add(ROWS))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new RankingState(1).add(ROWS))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(
            () -> new ScoredBatch(new double[2], new boolean[1], new int[2], new int[0][]))
        .hasMessageContaining("2 probabilities has 1 labels");
    assertThatThrownBy(
            () -> new ScoredBatch(new double[2], new boolean[2], new int[3], new int[0][]))
        .hasMessageContaining("2 probabilities has 3 group codes");
    assertThatThrownBy(
            () -> new ScoredBatch(new double[2], new boolean[2], new int[2], new int[][] {{0}}))
        .hasMessageContaining("2 probabilities has 1 codes of a sensitive feature");
  }

  @Test
  void refuse_the_code_that_follows_the_last_group_or_level() {
    double[] score = {.5};
    boolean[] label = {true};
    ScoredBatch group = new ScoredBatch(score, label, new int[] {2}, new int[][] {{0}});
    ScoredBatch level = new ScoredBatch(score, label, new int[] {0}, new int[][] {{3}});
    ScoredBatch none = new ScoredBatch(score, label, new int[] {-2}, new int[][] {{0}});

    for (ScoredBatch batch : List.of(group, level, none)) {
      assertThatThrownBy(() -> new ConfusionState(0.5, 2, 3).add(batch))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> new RankingState(2).add(group))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Code 2 is not one of the 2 groups of the state");
    assertThatThrownBy(() -> new RankingState(2).add(none))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static ConfusionTable count(int group, int feature, int level) {
    long[] cells = new long[4];
    for (int i = 0; i < ROWS.rows(); i++) {
      boolean inGroup = group == -2 || ROWS.groups()[i] == group;
      boolean inLevel = feature < 0 || ROWS.sensitive()[feature][i] == level;
      if (inGroup && inLevel) {
        cells[(ROWS.positive()[i] ? 2 : 0) + (ROWS.probabilities()[i] >= 0.5 ? 1 : 0)]++;
      }
    }
    return new ConfusionTable(cells[3], cells[1], cells[2], cells[0]);
  }

  private static List<OptionalInt> groups() {
    return List.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(2));
  }

  private static ConfusionState confusion(List<ScoredBatch> batches) {
    ConfusionState state = new ConfusionState(0.5, GROUPS, LEVELS);
    batches.forEach(state::add);
    return state;
  }

  private static RankingState ranking(List<ScoredBatch> batches) {
    RankingState state = new RankingState(GROUPS);
    batches.forEach(state::add);
    return state;
  }

  private static List<ScoredBatch> cut(int parts) {
    List<ScoredBatch> batches = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) ROWS.rows() * part / parts);
      int to = (int) ((long) ROWS.rows() * (part + 1) / parts);
      int[][] sensitive =
          Arrays.stream(ROWS.sensitive())
              .map(codes -> Arrays.copyOfRange(codes, from, to))
              .toArray(int[][]::new);
      boolean[] positive = Arrays.copyOfRange(ROWS.positive(), from, to);
      batches.add(
          new ScoredBatch(
              Arrays.copyOfRange(ROWS.probabilities(), from, to),
              positive,
              Arrays.copyOfRange(ROWS.groups(), from, to),
              sensitive));
    }
    return batches;
  }

  private static ScoredBatch rows(int count) {
    SplittableRandom random = new SplittableRandom(11);
    double[] probabilities = new double[count];
    boolean[] positive = new boolean[count];
    int[] groups = new int[count];
    int[][] sensitive = new int[LEVELS.length][count];
    for (int i = 0; i < count; i++) {
      probabilities[i] = random.nextInt(200) / 200.0;
      positive[i] = random.nextDouble() < probabilities[i];
      groups[i] = random.nextInt(GROUPS + 1) - 1;
      sensitive[0][i] = random.nextInt(LEVELS[0] + 1) - 1;
      sensitive[1][i] = random.nextInt(LEVELS[1] + 1) - 1;
    }
    return new ScoredBatch(probabilities, positive, groups, sensitive);
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T state) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
