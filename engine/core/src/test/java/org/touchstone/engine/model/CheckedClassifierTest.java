package org.touchstone.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedClassifierTest {

  /** A model of one input, as a function of a batch. */
  private interface Batch extends Classifier {
    @Override
    default int inputWidth() {
      return 1;
    }
  }

  @Test
  void passes_probabilities_on() {
    // given
    CheckedClassifier checked = CheckedClassifier.of(identity());
    double[] out = {9, 9, 9, 9};

    // when
    checked.score(new double[] {0, 0.25, 1}, 3, out);

    // then: what lies behind the rows is not touched
    assertThat(out).containsExactly(0, 0.25, 1, 9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, 1.0000001, Double.POSITIVE_INFINITY})
  void stops_at_a_score_that_is_no_probability(double score) {
    // given
    double[] rows = {0.5, 0.5, score, 0.5};

    // when, then
    double[] out = new double[4];
    assertThatThrownBy(
            () -> CheckedClassifier.of(identity()).score(rows, 4, out, i -> "customer-" + i))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "returned " + score, "row customer-2", "a probability lies in [0, 1]");
    assertThat(out).containsOnly(0);
  }

  @Test
  void says_where_a_row_has_a_missing_value() {
    assertThatThrownBy(
            () ->
                CheckedClassifier.of(identity())
                    .score(new double[] {0.5, Double.NaN}, 2, new double[2]))
        .hasMessageContainingAll("row 1", "missing value in input 0");
  }

  @Test
  void stops_a_model_that_leaves_a_row_without_a_score() {
    // given
    Batch forgetful = (rows, count, out) -> System.arraycopy(rows, 0, out, 0, count - 1);

    // when, then
    assertThatThrownBy(
            () ->
                CheckedClassifier.of(forgetful)
                    .score(new double[3], 3, new double[3], i -> "id" + i))
        .isInstanceOf(ModelException.class)
        .hasMessage("The model left row id2 without a score");
  }

  @Test
  void stops_a_model_that_writes_too_many_scores() {
    // given
    Batch eager =
        (rows, count, out) -> {
          for (int i = 0; i <= count; i++) {
            out[i] = 0.5;
          }
        };

    // when, then
    assertThatThrownBy(() -> CheckedClassifier.of(eager).score(new double[3], 3, new double[9]))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("more scores than it was given rows", "row 2");
  }

  @Test
  void names_the_first_row_that_a_model_fails_on() {
    for (int bad = 0; bad < 37; bad++) {
      // given: fails on every row from a certain one on
      int first = bad;
      AtomicLong scored = new AtomicLong();
      Batch picky =
          (rows, count, out) -> {
            scored.addAndGet(count);
            for (int i = 0; i < count; i++) {
              if (rows[i] >= first) {
                throw new IllegalStateException("cannot score " + rows[i]);
              }
              out[i] = 0;
            }
          };
      double[] rows = IntStream.range(0, 37).asDoubleStream().toArray();

      // when, then
      assertThatThrownBy(
              () -> CheckedClassifier.of(picky).score(rows, 37, new double[37], i -> "id" + i))
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll("failed on row id" + first + ":", "cannot score " + first + ".0")
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThat(scored.get()).isLessThan(6 * 37);
    }
  }

  @Test
  void says_that_a_model_fails_on_no_row_alone() {
    // given
    Batch small =
        (rows, count, out) -> {
          if (count > 2) {
            throw new IllegalStateException("batch too large");
          }
        };

    // when, then
    assertThatThrownBy(() -> CheckedClassifier.of(small).score(new double[4], 4, new double[4]))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("failed on 4 rows together", "on none of them alone", "too large");
  }

  @Test
  void wraps_a_model_once() {
    CheckedClassifier checked = CheckedClassifier.of(identity());

    assertThat(CheckedClassifier.of(checked)).isSameAs(checked);
  }

  private static Batch identity() {
    return (rows, count, out) -> System.arraycopy(rows, 0, out, 0, count);
  }
}
