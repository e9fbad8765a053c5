package org.touchstone.engine.shapley;

/**
 * Shapley interaction values of one row: a symmetric matrix whose row i adds up to the attribution
 * of player i. Off the diagonal, {@code Phi_i,j} is half of the Shapley interaction index {@code
 * sum_S s! (M - s - 2)! / (M - 1)! (v(S+i+j) - v(S+i) - v(S+j) + v(S))}; on it, {@code Phi_i,i} is
 * what remains of the attribution, the main effect. Immutable.
 *
 * <p>Source: Lundberg et al., Nature Machine Intelligence 2, 2020, section "SHAP interaction
 * values".
 */
public final class Interactions {

  private final Attribution attribution;
  private final double[] matrix;

  Interactions(Attribution attribution, double[] matrix) {
    this.attribution = attribution;
    this.matrix = matrix;
  }

  /** The attribution that the interactions split. */
  public Attribution attribution() {
    return attribution;
  }

  /** Number of players. */
  public int size() {
    return attribution.size();
  }

  /** The interaction of two players, or the main effect of one. */
  public double value(int i, int j) {
    return matrix[i * size() + j];
  }

  /** All values, row-major; a copy. */
  public double[] values() {
    return matrix.clone();
  }
}
