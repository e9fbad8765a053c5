package org.touchstone.engine.counterfactual;

/**
 * How the realistic variant of PermuteAttack estimates the distribution of a feature given all
 * others, section 3.2.7.
 *
 * @param bins quantile bins of a continuous feature
 * @param sweeps Gibbs sweeps over the changed features after a mutation
 * @param neighbours training rows that a conditional distribution is estimated from at least: rows
 *     with the fewest disagreeing features first
 * @param maxRows training rows that are searched at most; of more a random sample is taken
 */
public record RealisticSampling(int bins, int sweeps, int neighbours, int maxRows) {

  /** The paper's 5 bins and 5 sweeps; 10 neighbours among at most 2,000 rows. */
  public static final RealisticSampling PAPER = new RealisticSampling(5, 5, 10, 2000);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RealisticSampling {
    if (bins < 2 || bins > 250 || sweeps < 1 || neighbours < 1 || maxRows < 1) {
      throw new IllegalArgumentException(
          "Realistic sampling needs 2 to 250 bins, and a sweep, a neighbour and a row, found "
              + bins
              + " bins, "
              + sweeps
              + " sweeps, "
              + neighbours
              + " neighbours and "
              + maxRows
              + " rows");
    }
  }
}
