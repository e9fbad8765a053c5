package org.touchstone.engine.shapley;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The coalitions of players that are evaluated to estimate Shapley values by regression, in pairs
 * of a coalition and its complement, with their weights in it: all of them where the budget allows
 * it, else a sample. KernelSHAP and TimeSHAP choose theirs here. A function of the number of
 * players, the budget, the scheme and the seed; the same on every platform. Immutable, but for the
 * arrays, which are not copied and may not be changed.
 *
 * <p>In a regression of {@code v(S) - v(empty)} on membership, with the values' sum fixed, a pair
 * is one row: the residuals of a coalition and of its complement are the same but for their sign
 * (I. Covert, S.-I. Lee, Improving KernelSHAP, AISTATS 2021).
 */
public final class CoalitionSample {

  /** How many coalitions are looked at for a near one. */
  private static final int WINDOW = 2048;

  private final int players;
  private final long[] masks;
  private final double[] weights;
  private final double[] variance;

  private CoalitionSample(int players, long[] masks, double[] weights, double[] var) {
    this.players = players;
    this.masks = masks;
    this.weights = weights;
    this.variance = var;
  }

  /** Number of players. */
  public int players() {
    return players;
  }

  /** Number of pairs. */
  public int pairs() {
    return weights.length;
  }

  /**
   * One coalition of each pair, one after the other, each {@code ceil(M / 64)} words long: player i
   * takes part where bit {@code i % 64} of word {@code i / 64} is set.
   */
  public long[] masks() {
    return masks;
  }

  /** All coalitions: first one of each pair, then their complements in the same order; new. */
  public long[] withComplements() {
    long[] all = Arrays.copyOf(masks, 2 * masks.length);
    int words = CoalitionMasks.words(players);
    for (int i = 0; i < masks.length; i++) {
      all[masks.length + i] = ~masks[i] & CoalitionMasks.all(i % words, players);
    }
    return all;
  }

  /**
   * The weight of each pair in the regression: the kernel weight of what it stands for (Lundberg
   * and Lee 2017, theorem 2), above 0. All kernel weights together are 1; those of a sample add up
   * to 1 in expectation.
   */
  public double[] weights() {
    return weights;
  }

  /**
   * The factor of each pair in the variance of a sum over the sample: 0 where all coalitions of a
   * size are there, else the finite population correction, divided by how often the pair was drawn.
   */
  public double[] varianceFactors() {
    return variance;
  }

  /** Whether all coalitions are there. */
  public boolean isComplete() {
    return Arrays.stream(variance).allMatch(factor -> factor == 0);
  }

  /**
   * Chooses coalitions.
   *
   * @param players number of players M, 2 or more
   * @param budget largest number of coalitions, the empty and the full one not counted; 2 or more
   * @param sampling how they are chosen where the budget does not allow all of them
   * @param seed of the choice
   * @throws IllegalArgumentException if there are fewer than 2 players or 2 coalitions
   */
  public static CoalitionSample of(int players, int budget, CoalitionSampling sampling, long seed) {
    if (players < 2 || budget < 2) {
      throw new IllegalArgumentException(
          "A sample of coalitions needs 2 players and a budget of 2, found "
              + players
              + " players and a budget of "
              + budget);
    }
    return new Builder(players, budget / 2, sampling, new SplittableRandom(seed)).build();
  }

  /**
   * The same sample in an order in which coalitions that follow each other differ by few players,
   * so that what is made of one coalition can be made of the next at little cost: after each comes
   * the nearest one of a window of those that are left.
   */
  CoalitionSample inShortSteps() {
    int words = CoalitionMasks.words(players);
    int[] order = new int[pairs()];
    Arrays.setAll(order, i -> i);
    for (int i = 1; i < order.length; i++) {
      int nearest = i;
      int least = Integer.MAX_VALUE;
      for (int j = i; j < Math.min(order.length, i + WINDOW) && least > 1; j++) {
        int differences = CoalitionMasks.differences(masks, words, order[i - 1], order[j]);
        if (differences < least) {
          least = differences;
          nearest = j;
        }
      }
      int next = order[nearest];
      order[nearest] = order[i];
      order[i] = next;
    }
    long[] sortedMasks = new long[masks.length];
    double[] sortedWeights = new double[order.length];
    double[] sortedVariance = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(masks, order[i] * words, sortedMasks, i * words, words);
      sortedWeights[i] = weights[order[i]];
      sortedVariance[i] = variance[order[i]];
    }
    return new CoalitionSample(players, sortedMasks, sortedWeights, sortedVariance);
  }

  /** The sizes are 1 to M/2; a pair of size s holds a coalition of s and one of M - s players. */
  private static final class Builder {
    private final int players;
    private final int words;
    private final int budget;
    private final CoalitionSampling sampling;
    private final SplittableRandom random;
    private final double[] mass;
    private final double[] pairsOfSize;
    private long[] masks;
    private double[] weights;
    private double[] variance;
    private int count;

    Builder(int players, int budget, CoalitionSampling sampling, SplittableRandom random) {
      this.players = players;
      this.words = CoalitionMasks.words(players);
      this.budget = budget;
      this.sampling = sampling;
      this.random = random;
      this.mass = new double[players / 2 + 1];
      this.pairsOfSize = new double[players / 2 + 1];
      double binomial = 1;
      double total = 0;
      for (int size = 1; size < mass.length; size++) {
        binomial = binomial * (players - size + 1) / size;
        double share = 2 * size == players ? 0.5 : 1;
        pairsOfSize[size] = share * binomial;
        mass[size] = share / ((double) size * (players - size));
        total += mass[size];
      }
      for (int size = 1; size < mass.length; size++) {
        mass[size] /= total;
      }
      int capacity = 16;
      this.masks = new long[capacity * words];
      this.weights = new double[capacity];
      this.variance = new double[capacity];
    }

    CoalitionSample build() {
      int size = 1;
      while (size < mass.length && isAffordable(size)) {
        enumerate(size);
        size++;
      }
      if (size < mass.length) {
        if (sampling == CoalitionSampling.KERNEL) {
          drawAtRandom(size);
        } else {
          drawEvenly(size);
        }
      }
      return new CoalitionSample(
          players,
          Arrays.copyOf(masks, count * words),
          Arrays.copyOf(weights, count),
          Arrays.copyOf(variance, count));
    }

    /** How the draws are spread over sizes, up to a factor. */
    private double density(int size) {
      return sampling == CoalitionSampling.LEVERAGE ? (2 * size == players ? 0.5 : 1) : mass[size];
    }

    private double sumOfDensities(int from) {
      double sum = 0;
      for (int size = from; size < mass.length; size++) {
        sum += density(size);
      }
      return sum;
    }

    private double sumOfMasses(int from) {
      double sum = 0;
      for (int size = from; size < mass.length; size++) {
        sum += mass[size];
      }
      return sum;
    }

    /** Whether the draws that this size would get suffice for all of its coalitions. */
    private boolean isAffordable(int size) {
      double left = (double) budget - count;
      double rest = left;
      for (int s = size; s < mass.length; s++) {
        rest -= pairsOfSize[s];
      }
      // Single players come first where the scheme is ours: they alone determine every value.
      boolean singles = size == 1 && sampling != CoalitionSampling.KERNEL && left >= players;
      return rest >= 0
          || singles
          || left * density(size) / sumOfDensities(size) >= pairsOfSize[size] * (1 - 1e-8);
    }

    private void enumerate(int size) {
      int[] members = new int[size];
      Arrays.setAll(members, i -> i);
      double weight = mass[size] / pairsOfSize[size];
      while (true) {
        // Of two coalitions of half the players only the one without the last player is listed.
        if (2 * size < players || members[size - 1] < players - 1) {
          append(coalition(members), weight, 0);
        }
        int at = size - 1;
        while (at >= 0 && members[at] == players - size + at) {
          at--;
        }
        if (at < 0) {
          return;
        }
        members[at]++;
        for (int next = at + 1; next < size; next++) {
          members[next] = members[next - 1] + 1;
        }
      }
    }

    /** Draws until the budget is full of different coalitions, or has been drawn four times. */
    private void drawAtRandom(int from) {
      Map<Coalition, Integer> known = new HashMap<>();
      double densities = sumOfDensities(from);
      int first = count;
      int left = budget - count;
      int draws = 0;
      while (count - first < left && draws < 4L * left) {
        double at = RandomSubsets.unit(random) * densities;
        int size = from;
        while (size < mass.length - 1 && at >= density(size)) {
          at -= density(size);
          size++;
        }
        Coalition coalition = draw(size);
        Integer place = known.putIfAbsent(coalition, count);
        if (place == null) {
          append(coalition, 1, 1);
        } else {
          weights[place]++;
        }
        draws++;
      }
      double weight = sumOfMasses(from) / draws;
      for (int i = first; i < count; i++) {
        variance[i] = 1 / weights[i];
        weights[i] *= weight;
      }
    }

    /** Spreads the draws over the sizes at even distances, from a random start. */
    private void drawEvenly(int from) {
      int left = budget - count;
      if (left == 0) {
        return;
      }
      double step = sumOfDensities(from) / left;
      double position = RandomSubsets.unit(random) * step;
      double end = 0;
      int done = 0;
      for (int size = from; size < mass.length; size++) {
        end += density(size);
        int upTo = size == mass.length - 1 ? left : (int) Math.ceil((end - position) / step);
        int draws = (int) Math.min(Math.max(0, upTo - done), pairsOfSize[size]);
        done += Math.max(0, upTo - done);
        double weight = mass[size] / density(size) * step;
        Set<Coalition> known = new HashSet<>();
        while (known.size() < draws) {
          Coalition coalition = draw(size);
          if (known.add(coalition)) {
            append(coalition, weight, 1 - draws / pairsOfSize[size]);
          }
        }
      }
    }

    /** A random coalition of a size; of one of half the players, the one without the last. */
    private Coalition draw(int size) {
      Coalition drawn = coalition(RandomSubsets.draw(random, players, size));
      boolean isOther =
          2 * size == players && CoalitionMasks.contains(drawn.mask, words, 0, players - 1);
      return isOther
          ? new Coalition(CoalitionMasks.complements(drawn.mask, words, players))
          : drawn;
    }

    private Coalition coalition(int[] members) {
      long[] mask = new long[words];
      for (int member : members) {
        CoalitionMasks.add(mask, words, 0, member);
      }
      return new Coalition(mask);
    }

    private void append(Coalition coalition, double weight, double factor) {
      if (count == weights.length) {
        int capacity = 2 * count;
        masks = Arrays.copyOf(masks, capacity * words);
        weights = Arrays.copyOf(weights, capacity);
        variance = Arrays.copyOf(variance, capacity);
      }
      System.arraycopy(coalition.mask, 0, masks, count * words, words);
      weights[count] = weight;
      variance[count] = factor;
      count++;
    }
  }

  /** A coalition that is compared by its content. */
  private static final class Coalition {
    private final long[] mask;

    Coalition(long[] mask) {
      this.mask = mask;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(mask);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Coalition coalition && Arrays.equals(mask, coalition.mask);
    }
  }
}
