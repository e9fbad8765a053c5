package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.counterfactual.Constraints.Direction;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;

/** Section 3.2.7, against a search of all training rows that counts disagreements one by one. */
class ConditionalProposalsTest {

  /** More than eight features, so that a row takes two words. */
  private static final Schema SCHEMA = schema();

  private static final int WIDTH = SCHEMA.size();
  private static final RealisticSampling SAMPLING = new RealisticSampling(5, 5, 10, 2000);
  private static final Dataset TRAINING = rows(1, 300);
  private static final List<double[]> EDGES = edges();

  private static Schema schema() {
    List<Feature> features = new ArrayList<>();
    for (int j = 0; j < 5; j++) {
      features.add(new Feature.Continuous("n" + j, 0, 100, true, Attributes.NONE));
    }
    for (int j = 0; j < 6; j++) {
      features.add(new Feature.Categorical("c" + j, List.of("a", "b", "c", "d"), Attributes.NONE));
    }
    return Schema.of(features);
  }

  /** Levels and numbers that go together, a few of them missing. */
  private static Dataset rows(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count * WIDTH];
    for (int i = 0; i < count; i++) {
      double base = random.nextDouble();
      for (int j = 0; j < WIDTH; j++) {
        double u = Math.min(0.999, Math.max(0, base + (random.nextDouble() - 0.5) * 0.6));
        values[i * WIDTH + j] =
            random.nextInt(40) == 0 ? Double.NaN : Math.floor(j < 5 ? 101 * u : 4 * u);
      }
    }
    return Dataset.of(SCHEMA, values);
  }

  private record Case(
      Dataset training, List<double[]> edges, SearchSpace space, ConditionalProposals proposals) {
    static Case of(Constraints constraints, double[] original) {
      SearchSpace space = new SearchSpace(TRAINING, SCHEMA.names(), constraints);
      ConditionalTable table = new ConditionalTable(space, TRAINING, SCHEMA.names(), SAMPLING, 7);
      return new Case(
          TRAINING,
          EDGES,
          space,
          new ConditionalProposals(table, space, original, SAMPLING.sweeps()));
    }

    /** The quantile bin of a number, the level of a category; 0 for none. */
    int bin(int j, double value) {
      if (Double.isNaN(value)) {
        return 0;
      }
      return 1
          + (j >= 5
              ? (int) value
              : (int) Arrays.stream(edges.get(j)).filter(edge -> edge <= value).count());
    }
  }

  /** Five bins of a number with as many training values each, as far as equal ones allow. */
  private static List<double[]> edges() {
    List<double[]> edges = new ArrayList<>();
    for (int j = 0; j < 5; j++) {
      double[] sorted =
          Arrays.stream(TRAINING.column("n" + j))
              .filter(value -> !Double.isNaN(value))
              .sorted()
              .toArray();
      edges.add(
          IntStream.range(1, 5)
              .mapToDouble(b -> sorted[b * sorted.length / 5])
              .distinct()
              .toArray());
    }
    return edges;
  }

  /** Values of a feature in the ten rows, and those like them, with the fewest disagreements. */
  private static double[] expected(
      Case which, int j, double[] row, double[] original, boolean constrained) {
    int[] disagreements = new int[which.training.rowCount()];
    int[] bins = IntStream.range(0, WIDTH).map(other -> which.bin(other, row[other])).toArray();
    for (int r = 0; r < disagreements.length; r++) {
      for (int other = 0; other < WIDTH; other++) {
        boolean same = which.bin(other, which.training.value(r, other)) == bins[other];
        disagreements[r] += other != j && !same ? 1 : 0;
      }
    }
    int most = Arrays.stream(disagreements).sorted().toArray()[SAMPLING.neighbours() - 1];
    List<Double> values = new ArrayList<>();
    for (int r = 0; r < disagreements.length; r++) {
      double value = which.training.value(r, j);
      boolean mayBe = value == original[j] || mayBe(j, original[j], value, constrained);
      if (disagreements[r] <= most && mayBe) {
        values.add(value);
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** n0 may only rise, n1 lies from 20 to 60, c0 is b or d; and nothing becomes missing. */
  private static boolean mayBe(int j, double from, double to, boolean constrained) {
    if (Double.isNaN(to) || !constrained) {
      return !Double.isNaN(to);
    }
    return switch (j) {
      case 0 -> Double.isNaN(from) || to >= from;
      case 1 -> to >= 20 && to <= 60;
      case 5 -> to == 1 || to == 3;
      default -> true;
    };
  }

  private static double[] row(Dataset rows, int row) {
    double[] values = new double[WIDTH];
    rows.copyRows(row, row + 1, values);
    return values;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void proposes_the_values_of_the_rows_with_the_fewest_disagreements(boolean constrained) {
    Constraints constraints =
        constrained
            ? Constraints.NONE
                .direction("n0", Direction.INCREASING)
                .range("n1", 20, 60)
                .levels("c0", List.of("b", "d"))
            : Constraints.NONE;
    Dataset test = rows(2, 25);

    for (int i = 0; i < test.rowCount(); i++) {
      double[] original = row(test, i);
      Case which = Case.of(constraints, original);
      for (int j = 0; j < WIDTH; j++) {
        double own = original[j];
        double[] others =
            Arrays.stream(expected(which, j, original, original, constrained))
                .filter(value -> CounterfactualSet.differ(value, own))
                .sorted()
                .distinct()
                .toArray();
        assertThat(which.proposals.values(j, original, 0)).containsExactly(others);
      }
    }
  }

  @Test
  void crossover_takes_the_nearest_of_these_values_to_the_one_that_is_wanted() {
    double[] original = row(rows(2, 1), 0);
    Case which = Case.of(Constraints.NONE, original);
    double[] values = expected(which, 0, original, original, false);

    for (int wanted = 0; wanted <= 100; wanted += 5) {
      double target = wanted;
      double nearest = Arrays.stream(values).map(v -> Math.abs(v - target)).min().orElseThrow();
      assertThat(Math.abs(which.proposals.swap(0, original, 0, wanted) - wanted))
          .isEqualTo(nearest);
    }
  }

  /** One feature changed: all sweeps draw from the same distribution, that of the rows found. */
  @Test
  void mutation_draws_each_of_these_values_as_often_as_it_is_there() {
    double[] original = row(rows(2, 1), 0);
    Case which = Case.of(Constraints.NONE, original);
    double[] values = expected(which, 6, original, original, false);
    SplittableRandom random = new SplittableRandom(5);
    int draws = 20_000;
    int[] counts = new int[4];

    for (int draw = 0; draw < draws; draw++) {
      double[] mutated = original.clone();
      which.proposals.mutate(6, mutated, 0, 1, random);
      counts[(int) mutated[6]]++;
      mutated[6] = original[6];
      assertThat(mutated).containsExactly(original);
    }

    for (int level = 0; level < 4; level++) {
      double wanted = level;
      double share =
          Arrays.stream(values).filter(v -> v == wanted).count() / (double) values.length;
      assertThat((double) counts[level] / draws).isCloseTo(share, within(0.015));
    }
  }

  /** Gibbs sampling, by the search above and the same random numbers. */
  @Test
  void five_sweeps_draw_every_changed_feature_given_the_others() {
    double[] original = row(rows(2, 1), 0);
    Case which = Case.of(Constraints.NONE, original);

    for (int draw = 0; draw < 30; draw++) {
      double[] mutated = original.clone();
      mutated[5] = (original[5] + 2) % 4;
      double[] sampled = mutated.clone();

      which.proposals.mutate(0, mutated, 0, 1, new SplittableRandom(draw));

      SplittableRandom random = new SplittableRandom(draw);
      for (int sweep = 0; sweep < 5; sweep++) {
        for (int j : new int[] {0, 5}) {
          if (j == 0 || sampled[j] != original[j]) {
            double[] values = expected(which, j, sampled, original, false);
            sampled[j] = values[random.nextInt(values.length)];
          }
        }
      }
      assertThat(mutated).containsExactly(sampled);
    }
  }

  /** 1e-9 apart is the same value; handed out as another one it would be a change of nothing. */
  @Test
  void a_training_value_as_good_as_the_rows_own_is_the_rows_own() {
    Schema schema = Schema.of(List.of(new Feature.Continuous("x", 0, 1, false, Attributes.NONE)));
    Dataset training = Dataset.of(schema, new double[] {0.1, 0.3, 0.3, 0.3});
    double[] original = {0.1 + 0.2}; // 0.30000000000000004
    SearchSpace space = new SearchSpace(training, schema.names(), Constraints.NONE);
    ConditionalTable table = new ConditionalTable(space, training, schema.names(), SAMPLING, 7);

    double[] found =
        table.find(table.key(0, original, 0), original, new ConditionalTable.Query(table));

    assertThat(found).containsExactly(0.1, original[0], original[0], original[0]);
  }
}
