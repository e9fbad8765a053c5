package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Algorithm 1: a population of rows that differ from the original in training values of some
 * features evolves by selection, crossover and mutation until a member is a counterfactual. The
 * fitness is Eq. 6, with the movement of the target class's probability signed and distances in
 * standard deviations. One generation is one call of the model.
 *
 * <p>The paper looks at the fittest member only. Here any member ends the search: the fittest one
 * may change fewer features and not the class, and another one has been scored anyway.
 */
final class GeneticSearch {

  private final RowAttack attack;
  private final Proposals proposals;
  private final GeneticParameters parameters;
  private final SplittableRandom random;
  private final int width;
  private final int[] open;
  private final double[] fitness;
  private final double[] movement;
  private final double[] shares;
  private final double[] effects;
  private final double[] effectSums;
  private final int[] effectCounts;
  private double[] members;
  private double[] next;
  private double rho0;
  private double rho1;
  private double alpha;
  private int generation;

  GeneticSearch(
      RowAttack attack,
      Proposals proposals,
      GeneticParameters parameters,
      SplittableRandom random) {
    this.attack = attack;
    this.proposals = proposals;
    this.parameters = parameters;
    this.random = random;
    this.width = attack.space.schema.size();
    this.open = attack.row.open();
    int size = parameters.populationSize();
    this.members = new double[size * width];
    this.next = new double[size * width];
    this.fitness = new double[size];
    this.movement = new double[size];
    this.shares = new double[Math.max(size, open.length)];
    this.effects = new double[open.length];
    this.effectSums = new double[open.length];
    this.effectCounts = new int[open.length];
    this.rho0 = parameters.rho0();
    this.rho1 = parameters.rho1();
    this.alpha = parameters.mutationRange();
  }

  /** Number of generations that were scored. */
  int generations() {
    return generation;
  }

  /**
   * The best counterfactual of the first generation that has one: fewest changes, then fittest.
   * Empty after the last generation, or where the model may not be called again.
   */
  Optional<double[]> run() {
    if (open.length == 0) {
      return Optional.empty();
    }
    createInitialGeneration();
    double eliteMovement = Double.NaN;
    while (generation < parameters.generations() && attack.model.affords()) {
      double[] probabilities = attack.model.score(members, parameters.populationSize());
      generation++;
      int success = computeFitness(probabilities);
      if (success >= 0) {
        return Optional.of(attack.copy(members, success));
      }
      int elite = fittest();
      if (movement[elite] == eliteMovement) {
        rho0 *= parameters.decay();
        rho1 *= parameters.decay();
        alpha = Math.min(1, alpha / parameters.decay());
      }
      eliteMovement = movement[elite];
      updateEffects();
      createNextGeneration(elite);
    }
    return Optional.empty();
  }

  private void createInitialGeneration() {
    for (int i = 0; i < parameters.populationSize(); i++) {
      int from = i * width;
      System.arraycopy(attack.original, 0, members, from, width);
      proposals.mutate(open[random.nextInt(open.length)], members, from, alpha, random);
      attack.makeNew(members, from, random.nextInt(1 << 20));
    }
  }

  /** Fills in fitness and movement; returns the best success, or -1. */
  private int computeFitness(double[] probabilities) {
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < fitness.length; i++) {
      int changes = 0;
      double squares = 0;
      for (int j : open) {
        int column = attack.space.columns[j];
        double apart =
            attack.space.distance(j, members[i * width + column], attack.original[column]);
        changes += apart > 0 ? 1 : 0;
        squares += apart * apart;
      }
      movement[i] = attack.movement(probabilities, i);
      fitness[i] = movement[i] - rho0 * changes - rho1 * Math.sqrt(squares);
      if (attack.flips(probabilities, i)
          && attack.succeeds(probabilities, i, members)
          && (changes < fewest || (changes == fewest && fitness[i] > fitness[best]))) {
        best = i;
        fewest = changes;
      }
    }
    return best;
  }

  private int fittest() {
    int best = 0;
    for (int i = 1; i < fitness.length; i++) {
      best = fitness[i] > fitness[best] ? i : best;
    }
    return best;
  }

  /** Section 3.2.4: e_i is the mean movement of the members that feature i is changed in. */
  private void updateEffects() {
    Arrays.fill(effectSums, 0);
    Arrays.fill(effectCounts, 0);
    for (int i = 0; i < fitness.length; i++) {
      for (int o = 0; o < open.length; o++) {
        if (attack.isChanged(members, i * width, open[o])) {
          effectSums[o] += movement[i];
          effectCounts[o]++;
        }
      }
    }
    for (int o = 0; o < open.length; o++) {
      effects[o] = effectCounts[o] > 0 ? effectSums[o] / effectCounts[o] : effects[o];
    }
  }

  private void createNextGeneration(int elite) {
    System.arraycopy(members, elite * width, next, 0, width);
    softmax(fitness, fitness.length, parameters.temperature());
    int[] parents = new int[parameters.matingParents()];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = draw(fitness.length);
    }
    softmax(effects, effects.length, 1);
    for (int i = 1; i < fitness.length; i++) {
      int from = i * width;
      System.arraycopy(members, parents[random.nextInt(parents.length)] * width, next, from, width);
      crossOver(parents[random.nextInt(parents.length)] * width, from);
      if (parameters.mutationProbability() >= 1
          || random.nextDouble() < parameters.mutationProbability()) {
        proposals.mutate(open[draw(open.length)], next, from, alpha, random);
      }
      attack.makeNew(next, from, random.nextInt(1 << 20));
    }
    double[] swapped = members;
    members = next;
    next = swapped;
  }

  /** Section 3.2.3: each feature comes from either parent. */
  private void crossOver(int parent, int child) {
    long coins = 0;
    for (int o = 0; o < open.length; o++) {
      if ((o & 63) == 0) {
        coins = random.nextLong();
      }
      int column = attack.space.columns[open[o]];
      double wanted = members[parent + column];
      if ((coins >>> (o & 63) & 1) == 1 && Double.compare(next[child + column], wanted) != 0) {
        next[child + column] =
            CounterfactualSet.differ(wanted, attack.original[column])
                ? proposals.swap(open[o], next, child, wanted)
                : wanted;
      }
    }
  }

  /** Fills {@code shares} with the running sums of softmax(values / temperature). */
  private void softmax(double[] values, int count, double temperature) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, values[i]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp((values[i] - largest) / temperature);
      shares[i] = sum;
    }
  }

  /** Draws an index by the running sums. */
  private int draw(int count) {
    double at = random.nextDouble() * shares[count - 1];
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (shares[middle] > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
