package org.touchstone.engine.kpi.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiFixtures;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.stats.ConfidenceInterval;

/** DiffInd and DiffIndGrp on made-up rows, against comparing all pairs. */
class IndividualFairnessTest {

  private static final List<String> HOMES = List.of("own", "rent", "free");

  /** Two numbers, a level, sex, home, label. */
  private static final Schema SCHEMA = schema(HOMES);

  private static final int WIDTH = 6;
  private static final Roles ROLES =
      Roles.of("y", "1", "1").withSensitive("sex", "m").withGroups("home");

  @Test
  void compares_rows_that_are_identical_but_for_the_sensitive_feature() {
    double[] rows = {
      1,
      2,
      0,
      0,
      0,
      0, //
      1,
      2,
      0,
      1,
      0,
      1, //
      1,
      2,
      0,
      1,
      1,
      0, // another home
      1,
      3,
      0,
      1,
      0,
      0, // another number
      1,
      2,
      1,
      1,
      0,
      0, // another level
      1,
      2,
      0,
      0,
      0,
      1, // as the first
      Double.NaN,
      3,
      0,
      0,
      2,
      0, //
      Double.NaN,
      3,
      0,
      1,
      2,
      0 // missing the same
    };
    Audit audit = audit(rows, ROLES);

    List<Measurement> measured = KpiFixtures.measure(audit, "DiffInd", Map.of());

    assertThat(KpiFixtures.value(measured.get(0)))
        .isEqualTo(Math.abs(score(rows, 1) - score(rows, 0)));
    assertThat(KpiFixtures.value(measured.get(3)))
        .isEqualTo(Math.abs(score(rows, 7) - score(rows, 6)));
    assertThat(KpiFixtures.value(measured.get(1)))
        .isEqualTo(Math.abs(score(rows, 1) - score(rows, 0)));
    assertThat(KpiFixtures.reason(measured.get(2)))
        .isEqualTo(
            "No two rows of home=rent are identical but for the sensitive features; more rows are"
                + " needed, or an \"epsilon\" above 0");
    assertThat(measured.get(0).sampleSize().rows()).isEqualTo(8);
    assertThat(measured.get(0).sampleSize().denominator()).hasValue(5);
    assertThat(measured.get(0).evidence().get(0).rows())
        .contains(List.of("pairs of rows", "3"), List.of("rows with a similar row", "5"));
    assertThat(measured.get(1).evidence().get(1).rows())
        .containsExactly(
            List.of("1", Double.toString(score(rows, 0)), "2"),
            List.of("2", Double.toString(score(rows, 1)), "1"));
  }

  @ParameterizedTest
  @CsvSource({"0, 300", "0.05, 1500", "0.3, 400", "1.5, 200", "100, 120"})
  void finds_what_comparing_all_pairs_finds(double epsilon, int count) {
    double[] rows = random(count, epsilon == 0, 5);
    Audit audit = audit(rows, ROLES);
    List<Double> differences = allPairs(rows, epsilon);
    assertThat(differences).hasSizeGreaterThan(20);
    differences.sort(Double::compare);

    Measurement measured =
        KpiFixtures.measure(audit, "DiffInd", Map.of("epsilon", Double.toString(epsilon))).get(0);

    Map<String, String> statistics = statistics(measured);
    assertThat(statistics.get("pairs of rows")).isEqualTo(Integer.toString(differences.size()));
    assertThat(KpiFixtures.value(measured)).isEqualTo(differences.get(differences.size() - 1));
    assertThat(Double.parseDouble(statistics.get("mean")))
        .isCloseTo(
            differences.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
            within(1e-13));
    assertThat(Double.parseDouble(statistics.get("95th percentile")))
        .isEqualTo(differences.get((int) Math.ceil(0.95 * differences.size()) - 1));
    assertThat(measured.sampleSize().rows()).isEqualTo(count);
  }

  @Test
  void the_interval_holds_the_maxima_of_samples_of_the_rows() {
    double[] rows = random(60, false, 9);
    Audit audit = audit(rows, Roles.of("y", "1", "1").withSensitive("sex", "m"));
    Map<String, String> parameters = Map.of("epsilon", "0.8", "level", "0.9");

    Measurement measured = KpiFixtures.measure(audit, "DiffInd", parameters).get(0);

    // An own bootstrap: plain loops, another generator, more samples.
    double[][] table = new double[60][];
    double[] scale = deviations(rows);
    for (int i = 0; i < 60; i++) {
      table[i] = Arrays.copyOfRange(rows, i * WIDTH, (i + 1) * WIDTH);
    }
    Random random = new Random(3);
    double[] maxima = new double[4000];
    for (int s = 0; s < maxima.length; s++) {
      int[] drawn = random.ints(60, 0, 60).toArray();
      for (int i : drawn) {
        for (int j : drawn) {
          if (i != j && similar(table[i], table[j], 0.8, scale, false)) {
            maxima[s] = Math.max(maxima[s], Math.abs(score(rows, i) - score(rows, j)));
          }
        }
      }
    }
    Arrays.sort(maxima);
    ConfidenceInterval interval = ((Measurement.Value) measured.result()).interval().orElseThrow();
    assertThat(interval.level()).isEqualTo(0.9);
    assertThat(interval.high()).isEqualTo(KpiFixtures.value(measured));
    assertThat(interval.low()).isBetween(maxima[120], maxima[280]);
    assertThat(interval.low()).isLessThan(interval.high());
    assertThat(KpiFixtures.measure(audit, "DiffInd", parameters).get(0)).isEqualTo(measured);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 50})
  void holding_fewer_pairs_changes_no_sample(int held) {
    // One row whose score differs most from all others is in all of the largest pairs: the samples
    // without it need pairs that were not held.
    double[] rows = random(120, false, 13);
    rows[0] = 0;
    SimilarIndividuals individuals =
        new SimilarIndividuals(audit(rows, ROLES), IntStream.range(0, 120).toArray(), 0.9);

    double[] all = new PairDifferences(individuals).bootstrapMaxima(1024, 5);

    assertThat(all).hasSize(1024);
    assertThat(Arrays.stream(all).distinct().count()).isGreaterThan(10);
    assertThat(new PairDifferences(individuals, held).bootstrapMaxima(1024, 5)).isEqualTo(all);
  }

  @Test
  void duplicated_and_permuted_rows_change_no_value() {
    double[] rows = random(150, false, 11);
    double[] changed = duplicatedAndShuffled(rows);
    for (String kpi : List.of("DiffInd", "DiffIndGrp")) {
      Map<String, String> parameters = kpi.equals("DiffInd") ? Map.of("epsilon", "0.5") : Map.of();
      List<Measurement> before = KpiFixtures.measure(audit(rows, ROLES), kpi, parameters);
      List<Measurement> after = KpiFixtures.measure(audit(changed, ROLES), kpi, parameters);

      assertThat(after.stream().map(KpiFixtures::value))
          .containsExactlyElementsOf(before.stream().map(KpiFixtures::value).toList());
    }
    Map<String, String> before =
        statistics(
            KpiFixtures.measure(audit(rows, ROLES), "DiffInd", Map.of("epsilon", "0.5")).get(0));
    Map<String, String> after =
        statistics(
            KpiFixtures.measure(audit(changed, ROLES), "DiffInd", Map.of("epsilon", "0.5")).get(0));
    assertThat(after.get("95th percentile")).isEqualTo(before.get("95th percentile"));
    assertThat(Double.parseDouble(after.get("mean")))
        .isCloseTo(Double.parseDouble(before.get("mean")), within(1e-13));
  }

  @Test
  void copies_each_row_into_every_group() {
    double[] rows = random(80, false, 21);
    List<Measurement> measured = KpiFixtures.measure(audit(rows, ROLES), "DiffIndGrp", Map.of());

    for (int scope = 0; scope < 4; scope++) {
      double largest = 0;
      int count = 0;
      for (int i = 0; i < 80; i++) {
        if (scope == 0 || rows[i * WIDTH + 4] == scope - 1) {
          count++;
          double[] scores = new double[3];
          for (int home = 0; home < 3; home++) {
            double[] copy = Arrays.copyOfRange(rows, i * WIDTH, (i + 1) * WIDTH);
            copy[4] = home;
            scores[home] = score(copy, 0);
          }
          largest =
              Math.max(
                  largest,
                  Arrays.stream(scores).max().orElseThrow()
                      - Arrays.stream(scores).min().orElseThrow());
        }
      }
      assertThat(KpiFixtures.value(measured.get(scope))).isCloseTo(largest, within(1e-15));
      assertThat(measured.get(scope).sampleSize()).isEqualTo(SampleSize.ofRows(count));
    }
  }

  @Test
  void the_interval_across_groups_is_the_bootstrap_s_in_closed_form() {
    double[] rows = random(30, false, 33);
    Measurement measured =
        KpiFixtures.measure(audit(rows, ROLES), "DiffIndGrp", Map.of("level", "0.8")).get(0);

    double[] ranges = new double[30];
    for (int i = 0; i < 30; i++) {
      double[] one = new double[2 * WIDTH];
      System.arraycopy(rows, i * WIDTH, one, 0, WIDTH);
      System.arraycopy(rows, i * WIDTH, one, WIDTH, WIDTH);
      one[WIDTH + 5] = 1 - one[5];
      ranges[i] =
          KpiFixtures.value(KpiFixtures.measure(audit(one, ROLES), "DiffIndGrp", Map.of()).get(0));
    }
    Random random = new Random(2);
    double[] maxima = new double[20_000];
    for (int s = 0; s < maxima.length; s++) {
      maxima[s] = random.ints(30, 0, 30).mapToDouble(i -> ranges[i]).max().orElseThrow();
    }
    Arrays.sort(maxima);
    ConfidenceInterval interval = ((Measurement.Value) measured.result()).interval().orElseThrow();
    assertThat(interval.low()).isEqualTo(maxima[2000]);
    assertThat(interval.high()).isEqualTo(maxima[18_000]);
  }

  @Test
  void names_of_groups_play_no_role() {
    double[] rows = random(100, false, 41);
    Schema renamed = schema(List.of("z", "a", "m"));
    for (String kpi : List.of("DiffInd", "DiffIndGrp")) {
      Map<String, String> parameters = kpi.equals("DiffInd") ? Map.of("epsilon", "0.5") : Map.of();
      assertThat(
              KpiFixtures.measure(audit(renamed, rows, ROLES), kpi, parameters).stream()
                  .map(KpiFixtures::value))
          .containsExactlyElementsOf(
              KpiFixtures.measure(audit(rows, ROLES), kpi, parameters).stream()
                  .map(KpiFixtures::value)
                  .toList());
    }
  }

  @Test
  void says_why_it_does_not_apply() {
    double[] rows = random(20, true, 1);
    Roles none = Roles.of("y", "1", "1");

    assertThat(
            KpiFixtures.reason(KpiFixtures.measure(audit(rows, none), "DiffInd", Map.of()).get(0)))
        .startsWith("the suite names no sensitive feature");
    assertThat(
            KpiFixtures.reason(
                KpiFixtures.measure(audit(rows, none), "DiffIndGrp", Map.of()).get(0)))
        .isEqualTo("the suite names no groups to copy a row into");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "far", "NaN"})
  void refuses_an_epsilon_that_is_no_distance(String epsilon) {
    Audit audit = audit(random(20, true, 1), ROLES);

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "DiffInd", Map.of("epsilon", epsilon)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epsilon");
  }

  @Test
  void a_monitor_stops_the_comparison_of_many_pairs() {
    double[] rows = random(8000, false, 2);
    Audit audit =
        Audit.of(new Steep(), Dataset.of(SCHEMA, rows), Roles.of("y", "1", "1"))
            .monitor(
                (task, done, total) -> {
                  if (task.startsWith("comparing")) {
                    throw new CancelledException("stop");
                  }
                })
            .build();

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "DiffInd", Map.of("epsilon", "50")))
        .isInstanceOf(CancelledException.class);
  }

  private static Map<String, String> statistics(Measurement measured) {
    return measured.evidence().get(0).rows().stream()
        .collect(java.util.stream.Collectors.toMap(row -> row.get(0), row -> row.get(1)));
  }

  private static List<Double> allPairs(double[] rows, double epsilon) {
    List<Double> differences = new ArrayList<>();
    double[] scale = deviations(rows);
    int count = rows.length / WIDTH;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        double[] a = Arrays.copyOfRange(rows, i * WIDTH, (i + 1) * WIDTH);
        double[] b = Arrays.copyOfRange(rows, j * WIDTH, (j + 1) * WIDTH);
        if (similar(a, b, epsilon, scale, true)) {
          differences.add(Math.abs(score(rows, i) - score(rows, j)));
        }
      }
    }
    return differences;
  }

  private static boolean similar(
      double[] a, double[] b, double epsilon, double[] scale, boolean sameHome) {
    boolean equal = Arrays.equals(Arrays.copyOf(a, 5), Arrays.copyOf(b, 5));
    if (equal || a[2] != b[2] || (sameHome && a[4] != b[4]) || (!sameHome && a[4] != b[4])) {
      return false;
    }
    double u = (a[0] - b[0]) / scale[0];
    double v = (a[1] - b[1]) / scale[1];
    return u * u + v * v <= epsilon * epsilon;
  }

  private static double[] deviations(double[] rows) {
    double[] deviations = new double[2];
    for (int c = 0; c < 2; c++) {
      int column = c;
      double[] values =
          IntStream.range(0, rows.length / WIDTH)
              .mapToDouble(i -> rows[i * WIDTH + column])
              .toArray();
      deviations[c] =
          new org.apache.commons.math3.stat.descriptive.moment.StandardDeviation(false)
              .evaluate(values);
    }
    return deviations;
  }

  private static double[] duplicatedAndShuffled(double[] rows) {
    int count = rows.length / WIDTH;
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, 2 * count).forEach(i -> order.add(i % count));
    java.util.Collections.shuffle(order, new Random(7));
    double[] changed = new double[2 * rows.length];
    for (int i = 0; i < order.size(); i++) {
      System.arraycopy(rows, order.get(i) * WIDTH, changed, i * WIDTH, WIDTH);
    }
    return changed;
  }

  private static double[] random(int count, boolean coarse, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = new double[count * WIDTH];
    for (int i = 0; i < count; i++) {
      int at = i * WIDTH;
      rows[at] = coarse ? random.nextInt(3) : random.nextDouble() * 3;
      rows[at + 1] = coarse ? random.nextInt(2) : 100 * random.nextDouble();
      rows[at + 2] = random.nextInt(2);
      rows[at + 3] = random.nextInt(2);
      rows[at + 4] = random.nextInt(3);
      rows[at + 5] = i % 2;
    }
    return rows;
  }

  private static Audit audit(double[] rows, Roles roles) {
    return audit(SCHEMA, rows, roles);
  }

  private static Audit audit(Schema schema, double[] rows, Roles roles) {
    return Audit.of(new Steep(), Dataset.of(schema, rows.clone()), roles).seed(17).build();
  }

  private static Schema schema(List<String> homes) {
    return Schema.of(
        List.of(
            number("a"),
            number("b"),
            new Feature.Categorical("c", List.of("x", "y"), Attributes.NONE),
            new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE),
            new Feature.Categorical("home", homes, Attributes.NONE),
            new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE);
  }

  private static double score(double[] rows, int row) {
    double[] out = new double[1];
    new Steep().score(Arrays.copyOfRange(rows, row * WIDTH, (row + 1) * WIDTH), 1, out);
    return out[0];
  }

  /** Reads all but the label; has no derivative that a smaller step would not show. */
  private record Steep() implements Classifier {
    @Override
    public int inputWidth() {
      return WIDTH;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        int at = i * WIDTH;
        double a = Double.isNaN(rows[at]) ? -1 : rows[at];
        out[i] =
            0.5
                + 0.15 * Math.sin(7 * a + rows[at + 1] / 9)
                + 0.1 * rows[at + 3] * (1 + rows[at + 4] * a / 9)
                - 0.05 * rows[at + 2]
                + 0.03 * rows[at + 4];
      }
    }
  }
}
