package org.touchstone.engine.shapley;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The coalitions that KernelSHAP evaluates, in pairs of a coalition and its complement, with their
 * weights in the regression. A function of the number of players, the budget, the scheme and the
 * seed.
 */
final class CoalitionSample {

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
  int players() {
    return players;
  }

  /** Number of pairs. */
  int pairs() {
    return weights.length;
  }

  /** One coalition of each pair; see {@link CoalitionMasks}. */
  long[] masks() {
    return masks;
  }

  /** The weight of each pair: the kernel weight of what it stands for. They add up to 1. */
  double[] weights() {
    return weights;
  }

  /**
   * The factor of each pair in the variance of a sum over the sample: 0 where all coalitions of a
   * size are there, else the finite population correction, divided by how often the pair was drawn.
   */
  double[] varianceFactors() {
    return variance;
  }

  /** Whether all coalitions are there. */
  boolean isComplete() {
    return Arrays.stream(variance).allMatch(factor -> factor == 0);
  }

  /**
   * Chooses coalitions.
   *
   * @param players number of players, 2 or more
   * @param budget largest number of coalitions, the empty and the full one not counted
   */
  static CoalitionSample of(int players, int budget, CoalitionSampling sampling, long seed) {
    return new Builder(players, budget / 2, sampling, new SplittableRandom(seed)).build();
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
    private final Map<Key, Integer> index = new HashMap<>();
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
      boolean singles = size == 1 && sampling != CoalitionSampling.KERNEL && left >= 2L * players;
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
          append(members, weight, 0);
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
        int[] members = draw(size);
        int known = index.getOrDefault(key(members), -1);
        if (known < 0) {
          remember(members, 1, 1);
        } else {
          weights[known]++;
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
        for (int i = 0; i < draws; i++) {
          int[] members = draw(size);
          while (index.containsKey(key(members))) {
            members = draw(size);
          }
          remember(members, weight, 1 - draws / pairsOfSize[size]);
        }
      }
    }

    private int[] draw(int size) {
      int[] members = RandomSubsets.draw(random, players, size);
      Arrays.sort(members);
      boolean isOther = 2 * size == players && members[size - 1] == players - 1;
      return isOther ? complement(members) : members;
    }

    private int[] complement(int[] members) {
      int[] others = new int[players - members.length];
      int at = 0;
      int next = 0;
      for (int player = 0; player < players; player++) {
        if (next < members.length && members[next] == player) {
          next++;
        } else {
          others[at++] = player;
        }
      }
      return others;
    }

    private void remember(int[] members, double weight, double factor) {
      index.put(key(members), count);
      append(members, weight, factor);
    }

    private void append(int[] members, double weight, double factor) {
      if (count == weights.length) {
        int capacity = 2 * count;
        masks = Arrays.copyOf(masks, capacity * words);
        weights = Arrays.copyOf(weights, capacity);
        variance = Arrays.copyOf(variance, capacity);
      }
      for (int member : members) {
        CoalitionMasks.add(masks, words, count, member);
      }
      weights[count] = weight;
      variance[count] = factor;
      count++;
    }

    private static Key key(int[] sorted) {
      return new Key(Arrays.hashCode(sorted), sorted);
    }

    /** A set of members that is compared by its content. */
    private static final class Key {
      private final int hash;
      private final int[] members;

      Key(int hash, int[] members) {
        this.hash = hash;
        this.members = members;
      }

      @Override
      public int hashCode() {
        return hash;
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(members, key.members);
      }
    }
  }
}
