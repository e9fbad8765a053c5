package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GVIF against the determinants of its definition (Fox and Monette 1992). */
class GeneralisedVifTest {

  private static final int ROWS = 80;

  /** Columns of a level (two of three), a number, and a pair of numbers. */
  private static final int[] FEATURES = {0, 0, 1, 2, 2};

  private final double[] rows = rows();

  private static double[] rows() {
    SplittableRandom random = new SplittableRandom(3);
    double[] rows = new double[5 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      int level = random.nextInt(3);
      double x = random.nextDouble() + 0.4 * level;
      rows[5 * i] = level == 1 ? 1 : 0;
      rows[5 * i + 1] = level == 2 ? 1 : 0;
      rows[5 * i + 2] = 100 * x + 7;
      rows[5 * i + 3] = x * x + 0.3 * random.nextDouble();
      rows[5 * i + 4] = random.nextDouble() - 5;
    }
    return rows;
  }

  @Test
  void a_feature_alone_is_not_inflated() {
    List<Optional<GeneralisedVif>> factors =
        GeneralisedVif.of(new double[] {1, 4, 2, 8, 5, 7}, new int[] {0, 0}, true);

    assertThat(factors).hasSize(1);
    assertThat(factors.get(0).orElseThrow().factor()).isEqualTo(1);
    assertThat(factors.get(0).orElseThrow().degreesOfFreedom()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_the_ratio_of_determinants_of_its_definition(boolean intercept) {
    List<Optional<GeneralisedVif>> factors = GeneralisedVif.of(rows, FEATURES, intercept);

    assertThat(factors).hasSize(3);
    int[] degrees = {2, 1, 2};
    for (int feature = 0; feature < 3; feature++) {
      GeneralisedVif factor = factors.get(feature).orElseThrow();
      double expected = byDeterminants(feature, intercept);
      assertThat(factor.factor()).isCloseTo(expected, withinPercentage(1e-9));
      assertThat(factor.degreesOfFreedom()).isEqualTo(degrees[feature]);
      assertThat(factor.perDegreeOfFreedom())
          .isCloseTo(Math.pow(expected, 1.0 / degrees[feature]), withinPercentage(1e-9));
    }
  }

  private double byDeterminants(int feature, boolean centred) {
    RealMatrix correlation = new Array2DRowRealMatrix(5, 5);
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < 5; b++) {
        correlation.setEntry(
            a,
            b,
            product(a, b, centred) / Math.sqrt(product(a, a, centred) * product(b, b, centred)));
      }
    }
    int[] own = IntStream.range(0, 5).filter(c -> FEATURES[c] == feature).toArray();
    int[] others = IntStream.range(0, 5).filter(c -> FEATURES[c] != feature).toArray();
    return determinant(correlation.getSubMatrix(own, own))
        * determinant(correlation.getSubMatrix(others, others))
        / determinant(correlation);
  }

  private double product(int a, int b, boolean centred) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; centred && i < ROWS; i++) {
      meanA += rows[5 * i + a] / ROWS;
      meanB += rows[5 * i + b] / ROWS;
    }
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      sum += (rows[5 * i + a] - meanA) * (rows[5 * i + b] - meanB);
    }
    return sum;
  }

  private static double determinant(RealMatrix matrix) {
    return new LUDecomposition(matrix).getDeterminant();
  }

  @Test
  void is_the_plain_factor_where_each_feature_is_one_column() {
    List<Optional<GeneralisedVif>> factors =
        GeneralisedVif.of(rows, new int[] {0, 1, 2, 3, 4}, true);

    Vif plain = Vif.of(rows, 5, true);
    for (int j = 0; j < 5; j++) {
      assertThat(factors.get(j).orElseThrow().perDegreeOfFreedom())
          .isCloseTo(plain.factor(j).orElseThrow(), within(1e-10));
    }
  }

  @Test
  void does_not_depend_on_the_level_that_is_left_out_or_on_whether_one_is() {
    double[] all = new double[4 * ROWS];
    double[] otherBase = new double[3 * ROWS];
    double[] base = new double[3 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      double first = 1 - rows[5 * i] - rows[5 * i + 1];
      double[] row = {first, rows[5 * i], rows[5 * i + 1], rows[5 * i + 2]};
      System.arraycopy(row, 0, all, 4 * i, 4);
      System.arraycopy(row, 1, base, 3 * i, 3);
      otherBase[3 * i] = row[0];
      otherBase[3 * i + 1] = row[2];
      otherBase[3 * i + 2] = row[3];
    }
    GeneralisedVif expected =
        GeneralisedVif.of(base, new int[] {0, 0, 1}, true).get(0).orElseThrow();

    GeneralisedVif exchanged =
        GeneralisedVif.of(otherBase, new int[] {0, 0, 1}, true).get(0).orElseThrow();
    GeneralisedVif none = GeneralisedVif.of(all, new int[] {0, 0, 0, 1}, true).get(0).orElseThrow();

    assertThat(expected.factor()).isGreaterThan(1.2);
    assertThat(exchanged.factor()).isCloseTo(expected.factor(), within(1e-12));
    assertThat(none.factor()).isCloseTo(expected.factor(), within(1e-12));
    assertThat(none.degreesOfFreedom()).isEqualTo(2);
  }

  @Test
  void is_infinite_where_a_combination_of_columns_is_one_of_the_others() {
    double[] dependent = new double[3 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      dependent[3 * i] = rows[5 * i];
      dependent[3 * i + 1] = rows[5 * i + 1];
      dependent[3 * i + 2] = 3 * rows[5 * i] - rows[5 * i + 1] + 2;
    }

    List<Optional<GeneralisedVif>> factors =
        GeneralisedVif.of(dependent, new int[] {0, 0, 1}, true);

    assertThat(factors.get(0).orElseThrow().factor()).isInfinite();
    assertThat(factors.get(1).orElseThrow().factor()).isInfinite();
  }

  @Test
  void leaves_features_out_that_do_not_vary() {
    double[] constant = new double[3 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      constant[3 * i] = 4;
      constant[3 * i + 1] = rows[5 * i + 2];
      constant[3 * i + 2] = rows[5 * i + 3];
    }

    List<Optional<GeneralisedVif>> factors = GeneralisedVif.of(constant, new int[] {0, 1, 1}, true);

    assertThat(factors.get(0)).isEmpty();
    // Nothing is left that the other could be inflated by.
    assertThat(factors.get(1)).contains(new GeneralisedVif(1, 2));
  }

  @Test
  void more_columns_than_rows_are_dependent() {
    // Two rows: every column is a combination of any two others.
    double[] two = {1, 2, 3, 5, 4, 1, 0, 2};

    assertThat(GeneralisedVif.of(two, new int[] {0, 0, 1, 1}, false))
        .allSatisfy(factor -> assertThat(factor.orElseThrow().factor()).isInfinite());
  }

  @Test
  void refuses_what_is_no_number_and_names_where_it_stands() {
    rows[5 * 7 + 3] = Double.NaN;

    assertThatThrownBy(() -> GeneralisedVif.of(rows, FEATURES, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Row 7, counted from 0, has NaN as feature 3, counted from 0");
  }
}
