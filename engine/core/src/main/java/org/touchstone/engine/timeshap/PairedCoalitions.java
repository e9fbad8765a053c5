package org.touchstone.engine.timeshap;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The coalitions that are evaluated where not all can be, in pairs of a coalition and its
 * complement: whole sizes from the outside in, while they are not more than their share of the
 * budget, then random ones, spread evenly over the remaining sizes in proportion to the kernel
 * weight of each size, none twice (Lundberg and Lee 2017, section 4.1, with the pairs of I. Covert,
 * S.-I. Lee, Improving KernelSHAP, AISTATS 2021). A function of the number of players, the budget
 * and the seed.
 *
 * @param masks one coalition of each pair
 * @param weights the kernel weight that each pair stands for; they add up to 1
 * @param factors of each pair in the variance: 0 where its whole size is there, else the share of
 *     its size that is not
 */
record PairedCoalitions(long[] masks, double[] weights, double[] factors) {

  /** Number of pairs. */
  int pairs() {
    return weights.length;
  }

  /** The coalitions and, behind them, their complements. */
  long[] withComplements(int players) {
    int words = Math.max(1, (players + 63) >>> 6);
    long last = (players & 63) == 0 ? -1L : (1L << (players & 63)) - 1;
    long[] all = Arrays.copyOf(masks, 2 * masks.length);
    for (int i = 0; i < masks.length; i++) {
      all[masks.length + i] = ~masks[i] & (i % words == words - 1 ? last : -1L);
    }
    return all;
  }

  /**
   * Chooses coalitions.
   *
   * @param players number of players, 2 or more
   * @param budget largest number of coalitions, the empty and the full one not counted
   * @throws IllegalArgumentException if the budget does not hold all coalitions of one player and
   *     their complements
   */
  static PairedCoalitions of(int players, int budget, long seed) {
    if (budget < 2L * players) {
      throw new IllegalArgumentException(
          "A budget of "
              + budget
              + " coalitions does not determine the values of "
              + players
              + " players; allow "
              + 2L * players
              + " or more, or prune");
    }
    return new Builder(players, budget / 2, seed).build();
  }

  /** Sizes are 1 to M/2; a pair of size s holds a coalition of s and one of M - s players. */
  private static final class Builder {
    private final int players;
    private final int words;
    private final int budget;
    private final SplittableRandom random;
    private final double[] mass;
    private final double[] pairsOfSize;
    private long[] masks;
    private final double[] weights;
    private final double[] factors;
    private int count;

    Builder(int players, int budget, long seed) {
      this.players = players;
      this.words = Math.max(1, (players + 63) >>> 6);
      this.budget = budget;
      this.random = new SplittableRandom(seed);
      this.mass = new double[players / 2 + 1];
      this.pairsOfSize = new double[players / 2 + 1];
      this.masks = new long[budget * words];
      this.weights = new double[budget];
      this.factors = new double[budget];
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
    }

    PairedCoalitions build() {
      int size = 1;
      while (size < mass.length && isAffordable(size)) {
        enumerate(size);
        size++;
      }
      if (size < mass.length) {
        draw(size);
      }
      return new PairedCoalitions(
          Arrays.copyOf(masks, count * words),
          Arrays.copyOf(weights, count),
          Arrays.copyOf(factors, count));
    }

    private double massFrom(int size) {
      double sum = 0;
      for (int s = size; s < mass.length; s++) {
        sum += mass[s];
      }
      return sum;
    }

    /** Size 1 always is: without it the regression can be singular. */
    private boolean isAffordable(int size) {
      double left = (double) budget - count;
      return size == 1 || left * mass[size] / massFrom(size) >= pairsOfSize[size] * (1 - 1e-8);
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

    /**
     * Spreads the draws over the sizes at even distances from a random start. A size gets as many
     * draws as there are marks in its stretch of the line; what is drawn of it stands for all of
     * it.
     */
    private void draw(int from) {
      int left = budget - count;
      double rest = massFrom(from);
      double[] draws = new double[mass.length];
      double end = 0;
      int done = 0;
      double start = unit();
      for (int size = from; size < mass.length; size++) {
        end += mass[size] / rest * left;
        int upTo = size == mass.length - 1 ? left : (int) Math.ceil(end - start);
        draws[size] = Math.max(0, Math.min(upTo, left) - done);
        done += (int) draws[size];
      }
      // The mark's weight, not that of the size over its draws: sizes without a draw count too.
      double weight = rest / left;
      for (int size = from; size < mass.length; size++) {
        int wanted = (int) Math.min(draws[size], pairsOfSize[size]);
        Set<Members> known = new HashSet<>();
        while (known.size() < wanted) {
          int[] members = subset(size);
          if (known.add(new Members(members))) {
            append(members, weight * draws[size] / wanted, 1 - wanted / pairsOfSize[size]);
          }
        }
      }
    }

    private int[] subset(int size) {
      // Robert Floyd's algorithm, CACM 30(9), 1987.
      boolean[] chosen = new boolean[players];
      for (int last = players - size; last < players; last++) {
        int candidate = (int) (((random.nextLong() >>> 33) * (last + 1)) >>> 31);
        chosen[chosen[candidate] ? last : candidate] = true;
      }
      boolean other = 2 * size == players && chosen[players - 1];
      int[] members = new int[size];
      int at = 0;
      for (int player = 0; player < players; player++) {
        if (chosen[player] != other) {
          members[at++] = player;
        }
      }
      return members;
    }

    private double unit() {
      return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    private void append(int[] members, double weight, double factor) {
      if (count == weights.length) {
        throw new IllegalStateException("More coalitions than the budget of " + budget);
      }
      for (int member : members) {
        masks[count * words + (member >>> 6)] |= 1L << (member & 63);
      }
      weights[count] = weight;
      factors[count] = factor;
      count++;
    }
  }

  /** A set of players that is compared by its content. */
  private static final class Members {
    private final int[] sorted;

    Members(int[] sorted) {
      this.sorted = sorted;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(sorted);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Members members && Arrays.equals(sorted, members.sorted);
    }
  }
}
