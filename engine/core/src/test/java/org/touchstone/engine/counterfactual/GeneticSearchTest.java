package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * Algorithm 1, step by step: what the model is asked tells which members each generation had, and
 * the paper's formulas tell which it should have had.
 */
class GeneticSearchTest {

  private static final int FEATURES = 5;
  private static final Schema SCHEMA =
      Schema.of(
          IntStream.range(0, FEATURES)
              .mapToObj(j -> new Feature.Continuous("x" + j, 0, 100, true, Feature.Attributes.NONE))
              .toList());
  private static final double[] ORIGINAL = new double[FEATURES];
  private static final Dataset TRAINING = training();

  /** Never above one half: no generation succeeds. */
  private static double probability(double[] row) {
    return (3.0 * row[0] + 0.9 * row[1] + 0.2 * row[2]) / 1000 + 0.01;
  }

  private static Dataset training() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[300 * FEATURES];
    Arrays.setAll(values, i -> random.nextInt(1, 101));
    return Dataset.of(SCHEMA, values);
  }

  /** Keeps what it is asked: the row itself, then one batch for each generation. */
  private static final class Recorder implements DecisionModel {
    private final List<double[][]> batches = new ArrayList<>();

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
      double[][] batch = new double[count][];
      for (int i = 0; i < count; i++) {
        batch[i] = Arrays.copyOfRange(rows, FEATURES * i, FEATURES * (i + 1));
        out[2 * i + 1] = probability(batch[i]);
        out[2 * i] = 1 - out[2 * i + 1];
      }
      batches.add(batch);
    }

    List<double[][]> generations() {
      return batches.subList(1, batches.size());
    }
  }

  private static List<double[][]> generations(GeneticParameters parameters, long seed) {
    Recorder model = new Recorder();
    SearchSpace space = new SearchSpace(TRAINING, SCHEMA.names(), Constraints.NONE);
    RowAttack attack =
        new RowAttack(
            space,
            ORIGINAL,
            new BudgetedModel(model, space, 10_000, "1"),
            -1,
            Integer.MAX_VALUE,
            Double.POSITIVE_INFINITY);
    GeneticSearch search =
        new GeneticSearch(
            attack,
            new Proposals.Marginal(attack.row, space),
            parameters,
            new SplittableRandom(seed));
    assertThat(search.run()).isEmpty();
    assertThat(search.generations()).isEqualTo(model.generations().size());
    return model.generations();
  }

  private static int changes(double[] row, double[] from) {
    return (int) IntStream.range(0, FEATURES).filter(j -> row[j] != from[j]).count();
  }

  private static double movement(double[] row) {
    return probability(row) - probability(ORIGINAL);
  }

  private static double deviation(int feature) {
    double[] column = TRAINING.column("x" + feature);
    double mean = Arrays.stream(column).average().orElseThrow();
    double squares = Arrays.stream(column).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / column.length);
  }

  /** Eq. 6, in standard deviations. */
  private static double fitness(double[] row, double rho0, double rho1) {
    double squares = 0;
    for (int j = 0; j < FEATURES; j++) {
      double apart = (row[j] - ORIGINAL[j]) / deviation(j);
      squares += apart * apart;
    }
    return movement(row) - rho0 * changes(row, ORIGINAL) - rho1 * Math.sqrt(squares);
  }

  @Test
  void the_first_generation_permutes_one_feature_of_each_member_to_a_training_value() {
    double[][] first = generations(GeneticParameters.PAPER.withSizes(500, 15, 1), 1).get(0);

    int[] counts = new int[FEATURES];
    assertThat(first).hasDimensions(500, FEATURES);
    for (double[] member : first) {
      assertThat(changes(member, ORIGINAL)).isEqualTo(1);
      for (int j = 0; j < FEATURES; j++) {
        if (member[j] != ORIGINAL[j]) {
          counts[j]++;
          assertThat(TRAINING.column("x" + j)).contains(member[j]);
        }
      }
    }
    // Binomial with mean 100 and standard deviation 9.
    assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - 100) < 40);
  }

  /** The elite is the first member of the next generation; rho decays where it stagnates. */
  @Test
  void the_fittest_by_equation_6_is_the_elite_and_the_costs_decay_where_it_stagnates() {
    GeneticParameters paper = GeneticParameters.PAPER;

    List<double[][]> generations = generations(paper, 2);

    assertThat(generations).hasSize(100);
    double rho0 = paper.rho0();
    double rho1 = paper.rho1();
    double before = Double.NaN;
    int decays = 0;
    for (int g = 0; g < 99; g++) {
      double best = Double.NEGATIVE_INFINITY;
      double[] elite = ORIGINAL;
      for (double[] member : generations.get(g)) {
        double fitness = fitness(member, rho0, rho1);
        if (fitness > best) {
          best = fitness;
          elite = member;
        }
      }
      assertThat(generations.get(g + 1)[0]).as("generation %d", g + 1).containsExactly(elite);
      if (movement(elite) == before) {
        rho0 *= 0.96;
        rho1 *= 0.96;
        decays++;
      }
      before = movement(elite);
    }
    assertThat(decays).isBetween(20, 98);
    assertThat(changes(generations.get(99)[0], ORIGINAL))
        .as("cheap enough in the end to change what moves the probability")
        .isPositive();
  }

  /** Softmax of the fitness over a temperature near 0 leaves the fittest as the only parent. */
  @Test
  void a_low_temperature_selects_the_fittest_and_a_mutation_changes_one_feature() {
    List<double[][]> generations =
        generations(GeneticParameters.PAPER.withTemperature(1e-6).withSizes(60, 15, 10), 4);

    for (double[][] generation : generations.subList(1, 10)) {
      int mutated = 0;
      for (double[] child : generation) {
        assertThat(changes(child, generation[0])).isLessThanOrEqualTo(1);
        mutated += changes(child, generation[0]);
      }
      assertThat(mutated).isGreaterThan(40);
    }
  }

  /** The share of each parent by softmax(F / tau), against counts of 20,000 children. */
  @Test
  void parents_are_drawn_by_the_softmax_of_their_fitness() {
    int size = 20_000;
    double tau = 0.05;
    GeneticParameters parameters =
        GeneticParameters.PAPER
            .withSizes(size, size, 2)
            .withCosts(0, 0.1, 1)
            .withTemperature(tau)
            .withMutation(0, 1);

    List<double[][]> generations = generations(parameters, 5);

    // A child has each feature of either parent: its expected x0 is that of one parent.
    double shares = 0;
    double expected = 0;
    double squares = 0;
    for (double[] member : generations.get(0)) {
      double share = Math.exp(fitness(member, 0, 0.1) / tau);
      shares += share;
      expected += share * member[0];
      squares += share * member[0] * member[0];
    }
    expected /= shares;
    double deviation = Math.sqrt(squares / shares - expected * expected);
    double mean =
        Arrays.stream(generations.get(1)).skip(1).mapToDouble(row -> row[0]).average().orElse(0);
    // Four standard errors: parents are drawn first, then children.
    assertThat(mean).isCloseTo(expected, within(4 * deviation * Math.sqrt(2.0 / size)));
    double uniform =
        Arrays.stream(generations.get(0)).mapToDouble(row -> row[0]).average().orElse(0);
    assertThat(Math.abs(uniform - expected)).isGreaterThan(10 * deviation / Math.sqrt(size));
  }

  /** Section 3.2.4: features are drawn by softmax(e), e the movement where they were changed. */
  @Test
  void features_are_mutated_by_the_softmax_of_their_effect() {
    int size = 40_000;
    GeneticParameters parameters =
        GeneticParameters.PAPER.withSizes(size, 1, 2).withTemperature(1e-9);

    List<double[][]> generations = generations(parameters, 6);

    double[] sums = new double[FEATURES];
    int[] members = new int[FEATURES];
    for (double[] member : generations.get(0)) {
      for (int j = 0; j < FEATURES; j++) {
        if (member[j] != ORIGINAL[j]) {
          sums[j] += movement(member);
          members[j]++;
        }
      }
    }
    double total = 0;
    double[] shares = new double[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      shares[j] = Math.exp(sums[j] / members[j]);
      total += shares[j];
    }
    // All children have the elite as their parents, so what differs from it was mutated. A feature
    // may be drawn the value that the elite has, one time in some fifty.
    double[] elite = generations.get(1)[0];
    int[] mutated = new int[FEATURES];
    int all = 0;
    for (double[] child : generations.get(1)) {
      for (int j = 0; j < FEATURES; j++) {
        if (child[j] != elite[j]) {
          mutated[j]++;
          all++;
        }
      }
    }
    for (int j = 0; j < FEATURES; j++) {
      assertThat((double) mutated[j] / all).isCloseTo(shares[j] / total, within(0.01));
    }
    assertThat(shares[0] / total - shares[4] / total).isGreaterThan(0.02);
  }

  @Test
  void a_child_has_each_feature_of_either_parent() {
    GeneticParameters parameters =
        GeneticParameters.PAPER.withSizes(400, 2, 2).withTemperature(1e9).withMutation(0, 1);

    List<double[][]> generations = generations(parameters, 8);

    // Two parents with one change each: four kinds of children, a quarter each, but the elite and
    // those of twice the same parent.
    List<double[]> children = Arrays.asList(generations.get(1)).subList(1, 400);
    long kinds = children.stream().map(Arrays::toString).distinct().count();
    long neither = children.stream().filter(row -> changes(row, ORIGINAL) == 0).count();
    long both = children.stream().filter(row -> changes(row, ORIGINAL) == 2).count();
    assertThat(kinds).isEqualTo(4);
    // Half of the children have two different parents; of these a quarter each.
    assertThat(neither).isBetween(30L, 75L);
    assertThat(both).isBetween(30L, 75L);
  }

  /** Changes are so dear that the elite, the only parent, stays beside the original. */
  @Test
  void the_mutation_range_widens_where_the_search_stagnates() {
    GeneticParameters narrow =
        GeneticParameters.PAPER
            .withSizes(200, 1, 60)
            .withCosts(1e6, 1e6, 0.9)
            .withTemperature(1e-9)
            .withMutation(1, 0.01);

    List<double[][]> generations = generations(narrow, 8);

    // 3 of 300 values to either side of the elite's at first, all of them after 44 generations.
    assertThat(farthest(generations.get(1))).isLessThan(10);
    assertThat(farthest(generations.get(59))).isGreaterThan(90);
  }

  private static double farthest(double[][] generation) {
    return Arrays.stream(generation).flatMapToDouble(Arrays::stream).max().orElseThrow();
  }
}
