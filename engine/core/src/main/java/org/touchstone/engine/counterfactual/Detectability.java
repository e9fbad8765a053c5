package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.stats.Proportion;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Whether counterfactuals can be told from real rows: a discriminator learns rows and their
 * counterfactuals of one seed, and is tested on the counterfactuals of another seed. One that it
 * takes for real is realistic enough.
 *
 * <p>Two protocols. The paper's tests on counterfactuals of the rows that were learnt; one that the
 * other seed finds again is recognised by heart. Held out, the rows are halved, and each half is
 * tested by the discriminator of the other half.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, section 4, end: 12 % of the counterfactuals without
 * Gibbs sampling are not detected, 49 % with it. The paper does not say what its discriminator is;
 * here it is a forest of 100 trees.
 *
 * @param detected counterfactuals that are recognised among all that were tested
 * @param realRecognised real rows that are taken for real among those that were tested; of the
 *     paper's protocol these are rows that were learnt
 */
public record Detectability(Proportion detected, Proportion realRecognised) {

  /** What is tested. */
  public enum Protocol {
    /** Counterfactuals of rows that the discriminator did not learn. */
    HELD_OUT,
    /** Counterfactuals of the rows that the discriminator learnt. */
    PAPER
  }

  /** Share of all decisions of the discriminator that are right, both kinds weighted equally. */
  public double balancedAccuracy() {
    return (detected.rate() + realRecognised.rate()) / 2;
  }

  /**
   * Measures detectability.
   *
   * @param rows the rows that were attacked
   * @param one their sets by one seed, in order; the first counterfactual of each counts
   * @param other their sets by another seed, in order
   * @param features the columns that the discriminator looks at
   * @param seed seed of the discriminator
   * @throws DataException if there is not one set by each seed for each row, or fewer than 10 rows
   *     have a counterfactual by both seeds
   */
  public static Detectability of(
      Dataset rows,
      List<CounterfactualSet> one,
      List<CounterfactualSet> other,
      List<String> features,
      Protocol protocol,
      long seed) {
    if (one.size() != rows.rowCount() || other.size() != rows.rowCount()) {
      throw new DataException(
          "Each row has a set by each seed, found "
              + one.size()
              + " and "
              + other.size()
              + " sets for "
              + rows.rowCount()
              + " rows");
    }
    List<Integer> both = new ArrayList<>();
    for (int i = 0; i < rows.rowCount(); i++) {
      if (one.get(i).size() > 0 && other.get(i).size() > 0) {
        both.add(i);
      }
    }
    if (both.size() < 10) {
      throw new DataException(
          "To tell counterfactuals from rows takes 10 rows that have one by both seeds, found "
              + both.size());
    }
    List<Integer> even = new ArrayList<>();
    List<Integer> odd = new ArrayList<>();
    for (int i = 0; i < both.size(); i++) {
      (i % 2 == 0 ? even : odd).add(both.get(i));
    }
    Judge judge = new Judge(rows, one, other, features);
    if (protocol == Protocol.PAPER) {
      judge.test(both, both, RandomSeeds.derive(seed, "discriminator", "all"));
    } else {
      judge.test(even, odd, RandomSeeds.derive(seed, "discriminator", "even"));
      judge.test(odd, even, RandomSeeds.derive(seed, "discriminator", "odd"));
    }
    return new Detectability(
        new Proportion(judge.detected, both.size()), new Proportion(judge.realFound, both.size()));
  }

  /** Learns from some rows and judges others, and counts. */
  private static final class Judge {
    private final Dataset rows;
    private final List<CounterfactualSet> one;
    private final List<CounterfactualSet> other;
    private final int[] columns;
    private final boolean[] levels;
    private int detected;
    private int realFound;

    Judge(
        Dataset rows,
        List<CounterfactualSet> one,
        List<CounterfactualSet> other,
        List<String> features) {
      this.rows = rows;
      this.one = one;
      this.other = other;
      this.columns = features.stream().mapToInt(rows.schema()::indexOf).toArray();
      this.levels = new boolean[columns.length];
      for (int j = 0; j < columns.length; j++) {
        Feature feature = rows.schema().features().get(columns[j]);
        levels[j] = feature instanceof Feature.Categorical || feature instanceof Feature.Binary;
      }
    }

    void test(List<Integer> learnt, List<Integer> tested, long seed) {
      int width = rows.schema().size();
      double[] batch = new double[2 * learnt.size() * width];
      boolean[] real = new boolean[2 * learnt.size()];
      for (int i = 0; i < learnt.size(); i++) {
        int row = learnt.get(i);
        System.arraycopy(one.get(row).original(), 0, batch, 2 * i * width, width);
        System.arraycopy(one.get(row).counterfactual(0), 0, batch, (2 * i + 1) * width, width);
        real[2 * i] = true;
      }
      Discriminator discriminator = new Discriminator(columns, levels, width, batch, real, seed);
      for (int row : tested) {
        detected += discriminator.realness(other.get(row).counterfactual(0), 0) < 0.5 ? 1 : 0;
        realFound += discriminator.realness(other.get(row).original(), 0) >= 0.5 ? 1 : 0;
      }
    }
  }
}
