package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.run.Execution;

/** Bags of rule lists, and the list that learns from a bag. */
class RuleListBaggingTest {

  private static final RuleListBagging SMALL =
      new RuleListBagging(
          new ExMo(
              new TfIdfRuleMiner(1, 3, 20, 50),
              RuleListBagging.DEFAULT.member().settings().withIterations(3_000)),
          8,
          new ExMo(
              new TfIdfRuleMiner(1, 3, 20, 50), RuleListSettings.DEFAULT.withIterations(5_000)),
          10);

  @Test
  void the_mean_of_averaged_lists_is_the_mean_of_their_probabilities() {
    List<AveragedRuleList> members = new ArrayList<>();
    // Two thirds of the rows each, so that cuts differ.
    for (int third = 0; third < 3; third++) {
      int left = third;
      int[] rows =
          java.util.stream.IntStream.range(0, Pima.training().rowCount())
              .filter(row -> row % 3 != left)
              .toArray();
      members.add(
          SMALL
              .member()
              .fit(Pima.training().select(rows), Pima.LABEL, Pima.POSITIVE, 1, Execution.SINGLE)
              .averaged());
    }

    AveragedRuleList mean = AveragedRuleList.mean(members);

    double[] rows = Pima.rows(Pima.test());
    double[][] each =
        members.stream().map(m -> Pima.scores(m, Pima.test())).toArray(double[][]::new);
    double[] scores = Pima.scores(mean, Pima.test());
    for (int row = 0; row < scores.length; row++) {
      assertThat(scores[row])
          .isCloseTo((each[0][row] + each[1][row] + each[2][row]) / 3, within(1e-12));
      double shares = 0;
      for (Map.Entry<Rule, Double> rule : mean.decidingRules(rows, row).entrySet()) {
        double expected = 0;
        for (AveragedRuleList member : members) {
          expected += member.decidingRules(rows, row).getOrDefault(rule.getKey(), 0.0) / 3;
        }
        assertThat(rule.getValue()).isCloseTo(expected, within(1e-12));
        shares += rule.getValue();
      }
      assertThat(shares).isLessThanOrEqualTo(1 + 1e-12);
    }
    assertThat(mean.size()).isEqualTo(members.stream().mapToInt(AveragedRuleList::size).sum());
  }

  @ParameterizedTest
  @CsvSource({"1", "4"})
  void the_lines_of_the_list_count_the_training_rows_by_their_own_classes(double weight) {
    RuleListBagging weighted =
        new RuleListBagging(
            SMALL.member(),
            SMALL.bags(),
            new ExMo(
                SMALL.student().miner(), SMALL.student().settings().withPositiveWeight(weight)),
            SMALL.copies());
    Dataset training = Pima.training();

    RuleList list = weighted.fit(training, Pima.LABEL, Pima.POSITIVE, 3, Execution.SINGLE).list();

    boolean[] positive = ItemTable.labels(training, Pima.LABEL, Pima.POSITIVE);
    int[] lines = new int[positive.length];
    list.decide(Pima.rows(training), lines.length, lines);
    long[][] counts = new long[list.lines().size()][2];
    for (int row = 0; row < lines.length; row++) {
      counts[lines[row]][positive[row] ? 1 : 0]++;
    }
    for (int i = 0; i < counts.length; i++) {
      Line line = list.lines().get(i);
      assertThat(new long[] {line.negatives(), line.positives()}).containsExactly(counts[i]);
      double positives = weight * counts[i][1] + 1;
      assertThat(line.probability())
          .isCloseTo(positives / (positives + counts[i][0] + 1), within(1e-15));
    }
    // The weight does not choose the rules.
    assertThat(list.lines().stream().map(Line::rule))
        .containsExactlyElementsOf(
            SMALL
                .fit(training, Pima.LABEL, Pima.POSITIVE, 3, Execution.SINGLE)
                .list()
                .lines()
                .stream()
                .map(Line::rule)
                .toList());
  }

  /** Rows are counted in batches of 4,096. */
  @Test
  void the_lines_count_all_rows_of_a_large_table() {
    Dataset training = diagonal(9_000, 3);
    RuleListBagging one = new RuleListBagging(SMALL.member(), 1, SMALL.student(), 1);

    RuleList list = one.fit(training, "y", "1", 3, Execution.SINGLE).list();

    boolean[] positive = ItemTable.labels(training, "y", "1");
    int[] lines = new int[positive.length];
    list.decide(Pima.rows(training), lines.length, lines);
    long[][] counts = new long[list.lines().size()][2];
    for (int row = 0; row < lines.length; row++) {
      counts[lines[row]][positive[row] ? 1 : 0]++;
    }
    for (int i = 0; i < counts.length; i++) {
      Line line = list.lines().get(i);
      assertThat(new long[] {line.negatives(), line.positives()}).containsExactly(counts[i]);
    }
  }

  /**
   * Classes whose odds grow along a diagonal: steps of one list are coarse, those of a bag fine.
   */
  @Test
  void ranks_new_rows_better_than_one_list_of_the_same_miner() {
    Dataset training = diagonal(600, 1);
    Dataset test = diagonal(4_000, 2);

    FittedRuleList bag = SMALL.fit(training, "y", "1", 1, Execution.on(2));
    FittedRuleList one = SMALL.student().fit(training, "y", "1", 1, Execution.on(2));

    double single = Pima.auc(one.list(), test, "y", "1");
    assertThat(Pima.auc(bag.averaged(), test, "y", "1")).isGreaterThan(single + 0.01);
    assertThat(Pima.auc(bag.averaged(), test, "y", "1"))
        .isGreaterThan(Pima.auc(one.averaged(), test, "y", "1"));
    assertThat(Pima.auc(bag.list(), test, "y", "1")).isGreaterThan(single);
  }

  @Test
  void the_same_comes_out_on_any_number_of_threads_and_another_with_another_seed() {
    Dataset training = Pima.training();
    FittedRuleList one = SMALL.fit(training, Pima.LABEL, Pima.POSITIVE, 3, Execution.SINGLE);
    FittedRuleList three = SMALL.fit(training, Pima.LABEL, Pima.POSITIVE, 3, Execution.on(3));
    FittedRuleList other = SMALL.fit(training, Pima.LABEL, Pima.POSITIVE, 4, Execution.on(3));

    assertThat(three.list().toJson()).isEqualTo(one.list().toJson());
    assertThat(Pima.scores(three.averaged(), Pima.test()))
        .containsExactly(Pima.scores(one.averaged(), Pima.test()));
    assertThat(Pima.scores(other.averaged(), Pima.test()))
        .isNotEqualTo(Pima.scores(one.averaged(), Pima.test()));
  }

  @Test
  void learns_a_class_that_is_rare_and_missing_values() {
    Dataset data = BadInputTest.mixed(1.0 / 31, 3);

    FittedRuleList fit = SMALL.fit(data, "y", "1", 1, Execution.on(2));

    assertThat(Pima.auc(fit.list(), data, "y", "1")).isGreaterThan(0.7);
    assertThat(Pima.auc(fit.averaged(), data, "y", "1")).isGreaterThan(0.7);
  }

  @Test
  void can_be_stopped_and_refuses_numbers_below_one() {
    Execution stopped =
        new Execution(
            1,
            (task, done, total) -> {
              if (task.equals("learning 8 bagged rule lists") && done == 2) {
                throw new CancelledException("enough");
              }
            });

    assertThatThrownBy(() -> SMALL.fit(Pima.training(), Pima.LABEL, Pima.POSITIVE, 1, stopped))
        .isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> new RuleListBagging(SMALL.member(), 0, SMALL.student(), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one bootstrap sample");
    assertThatThrownBy(() -> new RuleListBagging(SMALL.member(), 1, SMALL.student(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Dataset diagonal(int rows, long seed) {
    List<Feature> features = new ArrayList<>();
    for (int f = 0; f < 4; f++) {
      features.add(Pima.number("x" + f));
    }
    features.add(BadInputTest.label());
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[rows * 5];
    for (int at = 0; at < values.length; at += 5) {
      double odds = -4;
      for (int f = 0; f < 4; f++) {
        values[at + f] = random.nextDouble();
        odds += 2 * values[at + f];
      }
      values[at + 4] = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
    }
    return Dataset.of(Schema.of(features), values);
  }
}
