package org.touchstone.engine.counterfactual;

import java.util.SplittableRandom;

/** Where the values of a changed feature come from. */
interface Proposals {

  /**
   * Mutates one feature of a row in a batch, and perhaps others that are changed already.
   *
   * @param alpha mutation range; see {@link GeneticParameters#mutationRange}
   */
  void mutate(int j, double[] rows, int from, double alpha, SplittableRandom random);

  /** The value that a row in a batch takes for a feature where another parent's is wanted. */
  double swap(int j, double[] rows, int from, double wanted);

  /** The values that a feature of a row in a batch may be changed to, sorted. */
  double[] values(int j, double[] rows, int from);

  /** Values of the training data, of each feature independently: the naive PermuteAttack. */
  record Marginal(RowSpace row, SearchSpace space) implements Proposals {

    @Override
    public void mutate(int j, double[] rows, int from, double alpha, SplittableRandom random) {
      int at = from + space.columns[j];
      rows[at] = row.draw(j, rows[at], alpha, random);
    }

    @Override
    public double swap(int j, double[] rows, int from, double wanted) {
      return wanted;
    }

    @Override
    public double[] values(int j, double[] rows, int from) {
      return row.candidates(j);
    }
  }
}
