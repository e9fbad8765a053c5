package org.touchstone.engine.kpi.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Encoder;
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
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.run.RunMonitor;

/** Individuals, pairs and copies of rows, where the model reads fewer columns than there are. */
class SimilarIndividualsTest {

  /** A number, home, whether the home is owned (follows home), sex, label. */
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("a", -100, 100, false, Attributes.NONE),
              new Feature.Categorical("home", List.of("own", "rent", "free"), Attributes.NONE),
              new Feature.Binary("owned", List.of("no", "yes"), Attributes.NONE),
              new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE),
              new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)),
          Map.of(
              "owned",
              new Derivation.Mapped("home", Map.of("own", "yes", "rent", "no", "free", "no"))));

  private static final int WIDTH = 5;
  private static final Roles ROLES = Roles.of("y", "1", "1").withSensitive("sex", "m");
  private static final Roles HOMES = ROLES.withGroups("home");

  @Test
  void individuals_that_differ_in_the_sensitive_feature_alone_are_a_pair_without_a_difference() {
    // given: a score that does not depend on sex; three women and two men who are the same else
    double[] rows = rows(new double[][] {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 1}, {1, 0, 1}});

    Measurement measured =
        KpiFixtures.measure(audit(rows, ROLES, row -> row[0] / 10), "DiffInd", Map.of()).get(0);

    assertThat(KpiFixtures.value(measured)).isZero();
    assertThat(measured.evidence().get(0).rows())
        .contains(List.of("pairs of rows", "6"), List.of("rows with a similar row", "5"));
    assertThat(measured.parameters()).containsEntry("epsilon", "0.0");
  }

  @Test
  void zero_and_minus_zero_are_the_same_number() {
    double[] rows = rows(new double[][] {{0.0, 0, 0}, {-0.0, 0, 1}, {3, 0, 1}});

    SimilarIndividuals individuals = individuals(audit(rows, ROLES, row -> row[3] / 2 + 0.1), 0);

    assertThat(pairs(individuals)).containsExactly(List.of(0, 1));
  }

  @Test
  void a_missing_number_is_similar_to_missing_ones_only() {
    // given: 0 is what a missing number is written as
    double nan = Double.NaN;
    double[] rows = rows(new double[][] {{nan, 0, 0}, {0, 0, 1}, {nan, 0, 1}, {0.1, 0, 0}});

    SimilarIndividuals individuals = individuals(audit(rows, ROLES, row -> 0.2 + row[3] / 2), 100);

    assertThat(pairs(individuals)).containsExactlyInAnyOrder(List.of(0, 2), List.of(1, 3));
  }

  @Test
  void a_number_that_does_not_vary_leaves_the_distance_to_the_others() {
    double[] rows = rows(new double[][] {{7, 0, 0}, {7, 0, 1}, {7, 1, 0}});

    SimilarIndividuals individuals = individuals(audit(rows, ROLES, row -> 0.2 + row[3] / 2), 0.5);

    assertThat(pairs(individuals)).containsExactly(List.of(0, 1));
  }

  @Test
  void rows_of_two_groups_are_never_compared_also_where_the_model_does_not_read_the_group() {
    double[] rows = rows(new double[][] {{1, 0, 0}, {1, 1, 1}, {1, 0, 1}, {1, 1, 0}, {1, 2, 0}});

    assertThat(pairs(individuals(readsNumberAndSex(rows, HOMES), 0)))
        .containsExactlyInAnyOrder(List.of(0, 2), List.of(1, 3));
    // Without groups all five are alike but for sex: three women, of whom each is like two men.
    assertThat(
            KpiFixtures.measure(readsNumberAndSex(rows, ROLES), "DiffInd", Map.of())
                .get(0)
                .evidence()
                .get(0)
                .rows())
        .contains(List.of("pairs of rows", "6"));
  }

  @Test
  void pairs_are_searched_for_once_and_come_in_the_same_order_again() {
    SplittableRandom random = new SplittableRandom(8);
    double[][] table = new double[60][];
    for (int i = 0; i < table.length; i++) {
      table[i] = new double[] {random.nextDouble(), random.nextInt(3), random.nextInt(2)};
    }
    SimilarIndividuals individuals =
        individuals(audit(rows(table), HOMES, row -> row[0] / 2 + row[3] / 4), 0.5);

    List<List<Integer>> first = pairs(individuals);
    long compared = individuals.comparisons();
    List<List<Integer>> again = pairs(individuals);

    assertThat(first).hasSizeGreaterThan(50);
    assertThat(again).isEqualTo(first);
    // Three homes: at least one comparison for each pair, at most each row with each other one.
    assertThat(compared).isBetween((long) first.size(), 60L * 59 / 2);
    assertThat(individuals.comparisons()).isEqualTo(compared);
  }

  @Test
  void of_more_pairs_than_are_kept_none_is() {
    List<String> kept = new ArrayList<>();
    KeptPairs pairs = new KeptPairs(70);

    for (int i = 0; i < 70; i++) {
      pairs.visit(i, i + 1);
    }

    pairs.forEach((a, b) -> kept.add(a + "-" + b));
    assertThat(pairs.complete()).isTrue();
    assertThat(kept)
        .containsExactlyElementsOf(
            IntStream.range(0, 70).mapToObj(i -> i + "-" + (i + 1)).toList());
    pairs.visit(1, 2);
    pairs.visit(3, 4);
    assertThat(pairs.complete()).isFalse();
  }

  @Test
  void copies_into_a_group_carry_what_is_derived_from_it() {
    // given: the score reads only whether the home is owned
    double[] rows = rows(new double[][] {{1, 0, 0}, {2, 1, 1}, {3, 2, 0}, {4, 0, 1}});
    Audit audit = audit(rows, HOMES, row -> 0.1 + 0.3 * row[2] + row[0] / 100);

    Measurement measured = KpiFixtures.measure(audit, "DiffIndGrp", Map.of()).get(0);

    assertThat(KpiFixtures.value(measured)).isCloseTo(0.3, within(1e-12));
    assertThat(GroupCopies.of(audit).groups()).containsExactly("own", "rent", "free");
    for (int row = 0; row < 4; row++) {
      double a = 0.1 + (row + 1) / 100.0;
      assertThat(GroupCopies.of(audit).score(row, 0)).isCloseTo(a + 0.3, within(1e-12));
      assertThat(GroupCopies.of(audit).score(row, 1)).isCloseTo(a, within(1e-12));
      assertThat(GroupCopies.of(audit).score(row, 2)).isCloseTo(a, within(1e-12));
    }
  }

  @Test
  void shows_for_each_pair_of_groups_how_much_the_scores_differ_and_where() {
    // given: the group adds 0.01, 0.02 and 0.05 times the number
    double[] adds = {0.01, 0.02, 0.05};
    double[] rows = rows(new double[][] {{3, 0, 0}, {7, 1, 1}, {5, 2, 0}, {7, 0, 1}});
    Audit audit = audit(rows, HOMES, row -> 0.1 + adds[(int) row[1]] * row[0]);

    List<List<String>> table =
        KpiFixtures.measure(audit, "DiffIndGrp", Map.of()).get(0).evidence().get(0).rows();

    String[] names = {"own", "rent", "free"};
    int[][] pairs = {{0, 1}, {0, 2}, {1, 2}};
    assertThat(table).hasSize(3);
    for (int i = 0; i < 3; i++) {
      double difference = adds[pairs[i][1]] - adds[pairs[i][0]];
      List<String> line = table.get(i);
      assertThat(line.subList(0, 2)).containsExactly(names[pairs[i][0]], names[pairs[i][1]]);
      assertThat(Double.parseDouble(line.get(2))).isCloseTo(7 * difference, within(1e-12));
      assertThat(Double.parseDouble(line.get(3))).isCloseTo(5.5 * difference, within(1e-12));
      // Two rows have the largest number: the first is named.
      assertThat(line.get(4)).isEqualTo("2");
      assertThat(Double.parseDouble(line.get(5)))
          .isCloseTo(0.1 + 7 * adds[pairs[i][0]], within(1e-12));
      assertThat(Double.parseDouble(line.get(6)))
          .isCloseTo(0.1 + 7 * adds[pairs[i][1]], within(1e-12));
    }
  }

  @Test
  void a_copy_that_the_model_cannot_score_is_named() {
    double[] rows = rows(new double[][] {{1, 0, 0}, {2, 1, 1}, {3, 0, 0}});
    // The third row owns its home and has a score; it has none where it rents.
    Audit audit = audit(rows, HOMES, row -> row[1] == 1 && row[0] == 3 ? Double.NaN : 0.5);

    assertThatThrownBy(() -> KpiFixtures.measure(audit, "DiffIndGrp", Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("3, copied into group \"rent\",");
  }

  @Test
  void tells_the_monitor_how_many_rows_are_copied() {
    List<String> told = new ArrayList<>();
    RunMonitor monitor =
        (task, done, total) -> {
          if (task.startsWith("scoring") && task.contains("each group of home")) {
            told.add(task + " " + done + " " + total);
          }
        };
    Audit audit =
        Audit.of(
                new Reading(row -> row[1] / 4),
                Dataset.of(SCHEMA, rows(new double[][] {{1, 0, 0}, {2, 1, 1}})),
                HOMES)
            .monitor(monitor)
            .build();

    KpiFixtures.measure(audit, "DiffIndGrp", Map.of());

    assertThat(told)
        .containsExactly(
            "scoring 2 rows in each group of home 0 2", "scoring 2 rows in each group of home 2 2");
  }

  @Test
  void copies_mean_nothing_where_the_model_does_not_read_the_group_or_there_is_one() {
    double[] rows = rows(new double[][] {{1, 0, 0}, {2, 1, 1}});
    Schema one =
        Schema.of(
            List.of(
                new Feature.Continuous("a", -100, 100, false, Attributes.NONE),
                new Feature.Categorical("home", List.of("own"), Attributes.NONE),
                new Feature.Binary("owned", List.of("no", "yes"), Attributes.NONE),
                new Feature.Binary("sex", List.of("f", "m"), Attributes.NONE),
                new Feature.Binary("y", List.of("0", "1"), Attributes.NONE)));
    double[] owners = rows(new double[][] {{1, 0, 0}, {2, 0, 1}});
    Audit alone = Audit.of(new Reading(row -> row[0] / 10), Dataset.of(one, owners), HOMES).build();

    assertThat(
            KpiFixtures.reason(
                KpiFixtures.measure(readsNumberAndSex(rows, HOMES), "DiffIndGrp", Map.of()).get(0)))
        .isEqualTo("the model does not read \"home\": a row has the same score in every group");
    assertThat(KpiFixtures.reason(KpiFixtures.measure(alone, "DiffIndGrp", Map.of()).get(0)))
        .isEqualTo("\"home\" has one level only: there is no other group");
  }

  private static SimilarIndividuals individuals(Audit audit, double epsilon) {
    int[] all = IntStream.range(0, audit.test().rowCount()).toArray();
    return new SimilarIndividuals(audit, all, epsilon);
  }

  /** The first rows of the individuals of each pair. */
  private static List<List<Integer>> pairs(SimilarIndividuals individuals) {
    List<List<Integer>> pairs = new ArrayList<>();
    individuals.forEachPair(
        (a, b, difference) -> {
          int one = individuals.firstRow(a);
          int other = individuals.firstRow(b);
          pairs.add(List.of(Math.min(one, other), Math.max(one, other)));
        });
    return pairs;
  }

  /** Rows of number, home and sex; whether the home is owned follows, labels take turns. */
  private static double[] rows(double[][] table) {
    double[] rows = new double[table.length * WIDTH];
    for (int i = 0; i < table.length; i++) {
      rows[i * WIDTH] = table[i][0];
      rows[i * WIDTH + 1] = table[i][1];
      rows[i * WIDTH + 2] = table[i][1] == 0 ? 1 : 0;
      rows[i * WIDTH + 3] = table[i][2];
      rows[i * WIDTH + 4] = i % 2;
    }
    return rows;
  }

  private static Audit audit(double[] rows, Roles roles, ToDoubleFunction<double[]> score) {
    return Audit.of(new Reading(score), Dataset.of(SCHEMA, rows), roles).build();
  }

  private static Audit readsNumberAndSex(double[] rows, Roles roles) {
    Encoder encoder =
        Encoder.of(
            SCHEMA,
            List.of(Input.Number.passthrough("a", "a"), Input.Number.passthrough("sex", "sex")));
    LogisticRegression model = new LogisticRegression(new double[] {1, 1}, 0);
    return Audit.of(EncodedClassifier.of(encoder, model), Dataset.of(SCHEMA, rows), roles).build();
  }

  /** A score of the columns themselves. */
  private record Reading(ToDoubleFunction<double[]> of) implements Classifier {
    @Override
    public int inputWidth() {
      return WIDTH;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = of.applyAsDouble(java.util.Arrays.copyOfRange(rows, i * WIDTH, (i + 1) * WIDTH));
      }
    }
  }
}
