package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;

/**
 * What is found is given; the model's calls are counted. The row itself takes the first of them.
 */
class MinimalityPassTest {

  private static final int FEATURES = 12;
  private static final Schema SCHEMA =
      Schema.of(
          IntStream.range(0, FEATURES)
              .mapToObj(j -> new Feature.Continuous("x" + j, 0, 9, true, Attributes.NONE))
              .toList());

  /** Of each feature the values 0 to 9. */
  private static final Dataset TRAINING =
      Dataset.of(
          SCHEMA,
          IntStream.range(0, 10 * FEATURES).map(i -> i / FEATURES).asDoubleStream().toArray());

  private int calls;

  private double[] minimal(ToDoubleFunction<double[]> probability, double[] found, int budget) {
    DecisionModel model =
        new DecisionModel() {
          @Override
          public int inputWidth() {
            return FEATURES;
          }

          @Override
          public int classes() {
            return 2;
          }

          @Override
          public void probabilities(double[] rows, int count, double[] out) {
            calls++;
            for (int i = 0; i < count; i++) {
              out[2 * i + 1] =
                  probability.applyAsDouble(
                      Arrays.copyOfRange(rows, FEATURES * i, FEATURES * (i + 1)));
              out[2 * i] = 1 - out[2 * i + 1];
            }
          }
        };
    calls = 0;
    SearchSpace space = new SearchSpace(TRAINING, SCHEMA.names(), Constraints.NONE);
    RowAttack attack =
        new RowAttack(
            space,
            new double[FEATURES],
            new BudgetedModel(model, space, budget, "1"),
            -1,
            Integer.MAX_VALUE,
            Double.POSITIVE_INFINITY);
    Proposals proposals = new Proposals.Marginal(attack.row, space);
    double[] before = found.clone();
    double[] best =
        new MinimalityPass(attack, proposals, new SingleChanges(attack, proposals)).minimal(found);
    assertThat(found).as("what was found stays as it is").isEqualTo(before);
    assertThat(calls).isLessThan(budget);
    return best;
  }

  private static double[] row(double... values) {
    return Arrays.copyOf(values, FEATURES);
  }

  private static int changes(double[] row) {
    return (int) Arrays.stream(row).filter(value -> value != 0).count();
  }

  @Test
  void puts_back_all_that_need_not_be_changed_in_one_call_where_few_are() {
    double[] best =
        minimal(
            row -> row[0] > 0 && row[2] > 0 && row[4] > 0 && row[6] > 0 ? 0.9 : 0.1,
            row(7, 7, 7, 7, 7, 7, 7, 7),
            3);

    assertThat(calls).isEqualTo(2);
    assertThat(best).containsExactly(row(7, 0, 7, 0, 7, 0, 7));
  }

  @Test
  void puts_back_one_after_the_other_where_many_are() {
    double[] best =
        minimal(row -> changes(row) >= 9 ? 0.9 : 0.1, row(1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6), 5);

    // Three calls, and each puts back what brings the row nearest: the largest changes.
    assertThat(calls).isEqualTo(4);
    assertThat(best).containsExactly(row(1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 7, 6));
  }

  @Test
  void takes_one_change_for_two_and_a_pair_for_three() {
    double[] single =
        minimal(row -> row[11] >= 5 || (row[0] > 0 && row[1] > 0) ? 0.9 : 0.1, row(3, 3), 1000);
    double[] pair =
        minimal(
            row ->
                (row[11] >= 5 && row[10] >= 5) || (row[0] > 0 && row[1] > 0 && row[2] > 0)
                    ? 0.9
                    : 0.1 + row[11] / 100 + row[10] / 100,
            row(3, 3, 3),
            1000);

    assertThat(single).containsExactly(row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5));
    assertThat(pair).containsExactly(row(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5));
  }

  /** Four are needed, or three others of which none promises anything by itself. */
  @Test
  void takes_one_change_in_the_place_of_two() {
    double[] best =
        minimal(
            row ->
                (row[0] > 0 && row[1] > 0 && row[2] > 0 && row[3] > 0)
                        || (row[0] > 0 && row[1] > 0 && row[9] >= 4)
                    ? 0.9
                    : 0.1,
            row(2, 2, 2, 2),
            1000);

    assertThat(best).containsExactly(row(1, 1, 0, 0, 0, 0, 0, 0, 0, 4));
  }

  @Test
  void takes_of_each_ordered_feature_the_value_nearest_to_the_original() {
    double[] best =
        minimal(row -> row[0] >= 3 && row[5] >= 2 ? 0.9 : 0.1, row(9, 0, 0, 0, 0, 9), 1000);

    assertThat(best).containsExactly(row(3, 0, 0, 0, 0, 2));
  }

  @Test
  void keeps_what_was_found_where_the_budget_is_spent() {
    double[] found = row(9, 9, 9);

    assertThat(minimal(row -> row[0] >= 3 ? 0.9 : 0.1, found, 2)).isEqualTo(found);
    assertThat(calls).isEqualTo(1);
  }
}
