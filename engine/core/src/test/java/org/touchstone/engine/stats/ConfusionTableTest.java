package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionTableTest {

  private final ConfusionTable table = new ConfusionTable(2, 3, 5, 7);

  @Test
  void counts_its_rates() {
    assertThat(table.rows()).isEqualTo(17);
    assertThat(table.precision()).isEqualTo(new Proportion(2, 5));
    assertThat(table.recall()).isEqualTo(new Proportion(2, 7));
    assertThat(table.falsePositiveRate()).isEqualTo(new Proportion(3, 10));
    assertThat(table.predictedPositive()).isEqualTo(new Proportion(5, 17));
    assertThat(table.predictedNegative()).isEqualTo(new Proportion(12, 17));
    assertThat(table.predictedNegative().toString()).isEqualTo("12/17");
  }

  @Test
  void has_the_harmonic_and_the_geometric_mean_of_precision_and_recall() {
    double precision = 2.0 / 5;
    double recall = 2.0 / 7;

    assertThat(table.f1()).isCloseTo(2 / (1 / precision + 1 / recall), within(1e-15));
    assertThat(table.fowlkesMallows()).isCloseTo(Math.sqrt(precision * recall), within(1e-15));
  }

  @Test
  void adds_up() {
    assertThat(table.plus(new ConfusionTable(10, 20, 30, 40)))
        .isEqualTo(new ConfusionTable(12, 23, 35, 47));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 4, 9", "0, 4, 0, 9"})
  void has_no_mean_where_precision_or_recall_is_over_no_rows(long tp, long fp, long fn, long tn) {
    ConfusionTable empty = new ConfusionTable(tp, fp, fn, tn);

    assertThatThrownBy(empty::f1).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(empty::fowlkesMallows).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> ConfusionBootstrap.f1(empty, 0.95, 1))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> ConfusionBootstrap.fowlkesMallows(empty, 0.95, 1))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 0, 0", "0, -1, 0, 0", "0, 0, -1, 0", "0, 0, 0, -1"})
  void refuses_negative_counts(long tp, long fp, long fn, long tn) {
    assertThatThrownBy(() -> new ConfusionTable(tp, fp, fn, tn))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Counts are not negative, found " + tp + ", " + fp + ", " + fn + ", " + tn);
  }
}
