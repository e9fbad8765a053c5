package org.touchstone.engine.kpi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Encoding;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiFixtures;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.run.Execution;

/** CSVP on made-up rows, against comparing all pairs. */
class CosineSimilarPairsTest {

  /** Two numbers, a level of three, a group, label. */
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              number("a"),
              number("b"),
              new Feature.Categorical("c", List.of("x", "y", "z"), Attributes.NONE),
              new Feature.Categorical("home", List.of("own", "rent"), Attributes.NONE),
              new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));

  private static final int WIDTH = 5;
  private static final Roles ROLES = Roles.of("y", "1", "1").withGroups("home");

  @ParameterizedTest
  @CsvSource({"0.01, 0.1, raw", "0.2, 0.001, raw", "0.3, 0.05, standardised", "1, 2, raw"})
  void counts_what_comparing_all_pairs_counts(double w, double delta, String space) {
    double[] rows = random(700, 3);
    Audit audit = Audit.of(new FirstNumber(), Dataset.of(SCHEMA, rows), ROLES).build();
    List<Measurement> measured =
        KpiFixtures.measure(
            audit,
            "CSVP",
            Map.of("w", Double.toString(w), "delta", Double.toString(delta), "space", space));

    for (int scope = 0; scope < 3; scope++) {
      int home = scope - 1;
      double[][] vectors = vectors(rows, space.equals("standardised"));
      List<double[]> pairs = new ArrayList<>();
      for (int i = 0; i < 700; i++) {
        for (int j = 0; j < 700; j++) {
          boolean here = home < 0 || (rows[i * WIDTH + 3] == home && rows[j * WIDTH + 3] == home);
          double p = rows[i * WIDTH];
          double q = rows[j * WIDTH];
          if (here && p >= 0.5 - w && p < 0.5 && q >= 0.5 && q <= 0.5 + w) {
            double cosine = cosine(vectors[i], vectors[j]);
            if (cosine > 1 - delta) {
              pairs.add(new double[] {i + 1, j + 1, cosine});
            }
          }
        }
      }
      assertThat(KpiFixtures.value(measured.get(scope))).isEqualTo(pairs.size());
      assertThat(pairs).isNotEmpty();
      pairs.sort(Comparator.comparingDouble(pair -> -pair[2]));
      List<List<String>> closest = measured.get(scope).evidence().get(1).rows();
      assertThat(closest).hasSize(Math.min(20, pairs.size()));
      for (int k = 0; k < closest.size(); k++) {
        assertThat(Double.parseDouble(closest.get(k).get(4)))
            .isCloseTo(pairs.get(k)[2], within(1e-12));
      }
    }
  }

  @Test
  void the_ends_of_the_window_are_in_it_and_the_threshold_is_positive() {
    double[] rows = {
      0.49, 1, 0, 0, 0, //
      0.51, 1, 0, 0, 1, //
      0.5, 1, 0, 0, 1, //
      0.4899, 1, 0, 0, 0
    };
    Audit audit = Audit.of(new FirstNumber(), Dataset.of(SCHEMA, rows), ROLES).build();

    Measurement measured = KpiFixtures.measure(audit, "CSVP", Map.of()).get(0);

    assertThat(KpiFixtures.value(measured)).isEqualTo(2);
    assertThat(measured.evidence().get(0).rows())
        .containsExactly(
            List.of("negative", "1", "0", "0", "1"), List.of("positive", "2", "0", "0", "2"));
    assertThat(((Measurement.Value) measured.result()).interval()).isEmpty();
    assertThat(measured.parameters())
        .isEqualTo(Map.of("w", "0.01", "delta", "0.1", "space", "raw"));
    assertThat(KpiFixtures.reason(KpiFixtures.measure(audit, "CSVP", Map.of()).get(2)))
        .isEqualTo("There is no row of home=rent");
  }

  @Test
  void rows_with_a_missing_value_or_without_a_direction_are_counted_apart() {
    double[] vectors = {
      0.495, 1, 0, 0, 0, //
      0.496, Double.NaN, 0, 0, 1, //
      0.505, 1, 0, 0, 1, //
      0.505, 1, Double.NaN, 0, 1
    };
    Audit audit = Audit.of(new FirstNumber(), Dataset.of(SCHEMA, vectors), ROLES).build();

    Measurement measured = KpiFixtures.measure(audit, "CSVP", Map.of()).get(0);

    assertThat(KpiFixtures.value(measured)).isEqualTo(1);
    assertThat(measured.evidence().get(0).rows())
        .containsExactly(
            List.of("negative", "2", "1", "0", "1"), List.of("positive", "2", "1", "0", "1"));
  }

  @Test
  void a_duplicate_of_every_row_makes_four_pairs_of_one() {
    double[] rows = random(300, 8);
    double[] twice = new double[2 * rows.length];
    System.arraycopy(rows, 0, twice, 0, rows.length);
    System.arraycopy(rows, 0, twice, rows.length, rows.length);
    Map<String, String> wide = Map.of("w", "0.2");

    double once =
        KpiFixtures.value(
            KpiFixtures.measure(
                    Audit.of(new FirstNumber(), Dataset.of(SCHEMA, rows), ROLES).build(),
                    "CSVP",
                    wide)
                .get(0));

    assertThat(once).isPositive();
    assertThat(
            KpiFixtures.value(
                KpiFixtures.measure(
                        Audit.of(new FirstNumber(), Dataset.of(SCHEMA, twice), ROLES).build(),
                        "CSVP",
                        wide)
                    .get(0)))
        .isEqualTo(4 * once);
  }

  @Test
  void the_same_pairs_come_out_on_any_number_of_threads() {
    SplittableRandom random = new SplittableRandom(4);
    double[] lower = random.doubles(900 * 3).toArray();
    double[] upper = random.doubles(700 * 3).toArray();

    SimilarPairs one = SimilarPairs.find(lower, upper, 3, 0.9, Execution.SINGLE);

    assertThat(SimilarPairs.find(lower, upper, 3, 0.9, Execution.on(3))).isEqualTo(one);
    assertThat(one.closest()).hasSize(SimilarPairs.KEPT);
  }

  @Test
  void finds_in_several_blocks_what_comparing_all_pairs_finds() {
    double[] lower = directions(150, 6);
    double[] upper = directions(1100, 7);
    List<SimilarPairs.Pair> expected = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < 1100; j++) {
        double dot = 0;
        for (int k = 0; k < 3; k++) {
          dot += lower[3 * i + k] * upper[3 * j + k];
        }
        if (dot > 0.95) {
          expected.add(new SimilarPairs.Pair(i, j, dot));
        }
      }
    }
    expected.sort(
        Comparator.comparingDouble(SimilarPairs.Pair::cosine)
            .reversed()
            .thenComparingInt(SimilarPairs.Pair::lower)
            .thenComparingInt(SimilarPairs.Pair::upper));

    SimilarPairs found = SimilarPairs.find(lower, upper, 3, 0.95, Execution.SINGLE);

    assertThat(found.count()).isEqualTo(expected.size()).isGreaterThan(1000);
    assertThat(expected).anyMatch(pair -> pair.upper() >= 1024);
    assertThat(found.closest()).isEqualTo(expected.subList(0, SimilarPairs.KEPT));
  }

  @Test
  void a_similarity_of_exactly_the_limit_is_no_pair() {
    double[] lower = {1, 0};
    double[] upper = {0.6, 0.8, 0.8, 0.6};

    SimilarPairs found = SimilarPairs.find(lower, upper, 2, 0.6, Execution.SINGLE);

    assertThat(found).isEqualTo(new SimilarPairs(1, List.of(new SimilarPairs.Pair(0, 1, 0.8))));
  }

  @Test
  void no_window_and_no_angle_leave_no_pair() {
    Audit audit = Audit.of(new FirstNumber(), Dataset.of(SCHEMA, random(50, 1)), ROLES).build();

    assertThat(KpiFixtures.value(KpiFixtures.measure(audit, "CSVP", Map.of("w", "0")).get(0)))
        .isZero();
    assertThat(KpiFixtures.value(KpiFixtures.measure(audit, "CSVP", Map.of("delta", "0")).get(0)))
        .isZero();
  }

  @Test
  void a_row_of_zeros_has_no_direction_and_a_model_of_the_group_alone_no_vectors() {
    double[] rows = {
      0.1, 0, 0, 0, 0, //
      0.2, 0.01, 0, 1, 1, //
      0.3, -0.01, 0, 0, 1
    };
    Dataset data = Dataset.of(SCHEMA, rows);
    Encoder number = Encoder.of(SCHEMA, List.of(Input.Number.passthrough("b", "b")));
    Encoder group =
        Encoder.of(
            SCHEMA,
            new Encoding(
                List.of(new Input.Indicator("home=rent", "home", "rent")),
                Map.of("home", Set.of("own")),
                Encoding.MissingNumber.NAN,
                Encoding.MissingLevel.NAN));
    LogisticRegression odds = new LogisticRegression(new double[] {1}, 0);

    Measurement measured =
        KpiFixtures.measure(
                Audit.of(EncodedClassifier.of(number, odds), data, ROLES).build(), "CSVP", Map.of())
            .get(0);
    Measurement alone =
        KpiFixtures.measure(
                Audit.of(EncodedClassifier.of(group, odds), data, ROLES).build(), "CSVP", Map.of())
            .get(0);

    assertThat(measured.evidence().get(0).rows())
        .containsExactly(
            List.of("negative", "1", "0", "0", "1"), List.of("positive", "2", "0", "1", "1"));
    assertThat(KpiFixtures.value(measured)).isZero();
    assertThat(KpiFixtures.reason(alone)).isEqualTo("the model reads no feature but the group");
  }

  @ParameterizedTest
  @ValueSource(strings = {"w=-0.1", "w=2", "delta=-1", "delta=2.5", "space=round", "width=1"})
  void refuses_a_parameter_that_makes_no_sense(String parameter) {
    Audit audit = Audit.of(new FirstNumber(), Dataset.of(SCHEMA, random(10, 1)), ROLES).build();
    String[] parts = parameter.split("=", 2);

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "CSVP", Map.of(parts[0], parts[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + parts[0] + "\"");
  }

  /** Vectors of three coordinates and length 1. */
  private static double[] directions(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] vectors = new double[3 * count];
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble() - 0.5;
      double y = random.nextDouble() - 0.5;
      double z = random.nextDouble() - 0.5;
      double length = Math.sqrt(x * x + y * y + z * z);
      vectors[3 * i] = x / length;
      vectors[3 * i + 1] = y / length;
      vectors[3 * i + 2] = z / length;
    }
    return vectors;
  }

  private static double cosine(double[] a, double[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int k = 0; k < a.length; k++) {
      dot += a[k] * b[k];
      aa += a[k] * a[k];
      bb += b[k] * b[k];
    }
    return dot / Math.sqrt(aa * bb);
  }

  private static double[][] vectors(double[] rows, boolean standardised) {
    int count = rows.length / WIDTH;
    double[][] vectors = new double[count][5];
    for (int i = 0; i < count; i++) {
      vectors[i][0] = rows[i * WIDTH];
      vectors[i][1] = rows[i * WIDTH + 1];
      vectors[i][2 + (int) rows[i * WIDTH + 2]] = 1;
    }
    if (standardised) {
      for (int k = 0; k < 5; k++) {
        double[] column = new double[count];
        for (int i = 0; i < count; i++) {
          column[i] = vectors[i][k];
        }
        double mean = new org.apache.commons.math3.stat.descriptive.moment.Mean().evaluate(column);
        double deviation =
            new org.apache.commons.math3.stat.descriptive.moment.StandardDeviation(false)
                .evaluate(column);
        for (int i = 0; i < count; i++) {
          vectors[i][k] = (vectors[i][k] - mean) / deviation;
        }
      }
    }
    return vectors;
  }

  private static double[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[count * WIDTH];
    for (int i = 0; i < count; i++) {
      rows[i * WIDTH] = random.nextDouble();
      rows[i * WIDTH + 1] = random.nextDouble() * 4 - 2;
      rows[i * WIDTH + 2] = random.nextInt(3);
      rows[i * WIDTH + 3] = random.nextInt(2);
      rows[i * WIDTH + 4] = i % 2;
    }
    return rows;
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE);
  }

  /** The first column is the probability. */
  private record FirstNumber() implements Classifier {
    @Override
    public int inputWidth() {
      return WIDTH;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = rows[i * WIDTH];
      }
    }
  }
}
