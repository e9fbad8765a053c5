package org.touchstone.engine.counterfactual;

import java.util.OptionalDouble;

/**
 * How good the k counterfactuals of one row are, before any scaling over rows.
 *
 * <p>Source: Bhaumik and Dey 2023, Eqs. 9 to 13.
 *
 * @param row index of the row in its table, from 0
 * @param size number of counterfactuals k
 * @param valid counterfactuals that really change the class
 * @param changes changed features, summed over the counterfactuals
 * @param continuousSum distance to the row over continuous features, in deviations, summed over
 *     features and counterfactuals
 * @param levelSum changed features with levels, summed over the counterfactuals
 * @param pairSum distance of two counterfactuals, summed over features and unordered pairs
 * @param continuous number of continuous features
 * @param withLevels number of features with levels
 */
public record CounterfactualQuality(
    int row,
    int size,
    int valid,
    long changes,
    double continuousSum,
    double levelSum,
    double pairSum,
    int continuous,
    int withLevels) {

  /**
   * Share of the counterfactuals that change the class, Eq. 9 as a share; 0 for a set without any:
   * a search that found none has not found a valid one.
   */
  public double validity() {
    return size == 0 ? 0 : (double) valid / size;
  }

  /**
   * {@code -1/(k d) sum_i (sum_j |c_ij - x_j| / MAD_j + changed levels)}, Eqs. 10 and 11 with both
   * kinds of feature weighted by their number: with features of one kind it is the paper's value,
   * which for levels has 1 added. Empty for a set without counterfactuals.
   */
  public OptionalDouble proximity() {
    return mean(-(continuousSum + levelSum), (double) size * features());
  }

  /** Proximity over the continuous features alone, Eq. 10 left; empty where there are none. */
  public OptionalDouble continuousProximity() {
    return mean(-continuousSum, (double) size * continuous);
  }

  /** Proximity over the features with levels alone, Eq. 10 right; empty where there are none. */
  public OptionalDouble levelProximity() {
    OptionalDouble changed = mean(levelSum, (double) size * withLevels);
    return changed.isPresent() ? OptionalDouble.of(1 - changed.getAsDouble()) : changed;
  }

  /** {@code 1 - changed features / (k d)}, Eq. 12; empty for a set without counterfactuals. */
  public OptionalDouble sparsity() {
    OptionalDouble changed = mean(changes, (double) size * features());
    return changed.isPresent() ? OptionalDouble.of(1 - changed.getAsDouble()) : changed;
  }

  /**
   * Mean distance of two counterfactuals over unordered pairs, each distance a mean over features,
   * Eq. 13; empty for fewer than two counterfactuals.
   */
  public OptionalDouble diversity() {
    return mean(pairSum, size * (size - 1.0) / 2 * features());
  }

  /** The same quality of the row at another index, that of the table it was selected from. */
  public CounterfactualQuality at(int index) {
    return new CounterfactualQuality(
        index, size, valid, changes, continuousSum, levelSum, pairSum, continuous, withLevels);
  }

  private int features() {
    return continuous + withLevels;
  }

  private static OptionalDouble mean(double sum, double count) {
    return count > 0 ? OptionalDouble.of(sum / count) : OptionalDouble.empty();
  }
}
