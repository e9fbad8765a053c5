package org.touchstone.engine.timeshap;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/**
 * The weighted least squares of KernelSHAP, {@code min sum_k w_k (y_k - c_k' phi)^2} subject to
 * {@code sum_i phi_i = total}, with centred coalitions {@code c_k = z_k - 1/2} and centred targets.
 * With {@code y_k = v(S_k) - v(empty) - total/2} it is the regression of Lundberg and Lee 2017,
 * theorem 2; with a coalition and its complement as one row, {@code y_k = (v(S_k) - v(not S_k))/2},
 * it is the same one, because the two rows have opposite {@code c} and the same error.
 *
 * <p>The Gram matrix is made in one pass; {@code tau 1 1'} is added, which the constraint makes
 * regular and without effect: {@code phi = A^-1 (b + lambda 1)}.
 */
final class CentredRegression {

  /** The square is the order of the condition of the Gram matrix: 1e-10. */
  private static final double LEAST_RATIO = 1e-5;

  private final int players;
  private final int words;
  private final long[] masks;
  private final double[] weights;
  private final DMatrixRMaj inverse;
  private final double[] columnSums;
  private final double[] share;

  /**
   * Factorises a regression.
   *
   * @param players number of players, 2 or more
   * @param masks coalitions, one after the other; see {@link SequenceGame}
   * @param weights the weight of each coalition, above 0
   * @throws IllegalArgumentException if the coalitions do not determine the values of all players
   */
  CentredRegression(int players, long[] masks, double[] weights) {
    this.players = players;
    this.words = Math.max(1, (players + 63) >>> 6);
    this.masks = masks;
    this.weights = weights;
    double tau = 0;
    for (double weight : weights) {
      tau += weight / 4;
    }
    DMatrixRMaj gram = gram(weights);
    for (int i = 0; i < players * players; i++) {
      gram.data[i] += tau;
    }
    CholeskyDecompositionInner_DDRM cholesky = new CholeskyDecompositionInner_DDRM(true);
    LinearSolverChol_DDRM solver = new LinearSolverChol_DDRM(cholesky);
    if (!solver.setA(gram) || !isRegular(cholesky.getT(null))) {
      throw new IllegalArgumentException(
          weights.length
              + " coalitions do not determine the values of "
              + players
              + " players; allow more coalitions");
    }
    this.inverse = new DMatrixRMaj(players, players);
    solver.invert(inverse);
    this.columnSums = new double[players];
    this.share = new double[players];
    double total = 0;
    for (int i = 0; i < players; i++) {
      for (int j = 0; j < players; j++) {
        columnSums[i] += inverse.get(i, j);
      }
      total += columnSums[i];
    }
    for (int i = 0; i < players; i++) {
      share[i] = columnSums[i] / total;
    }
  }

  /** Whether the ratio of the factor's extreme diagonal elements leaves digits that are right. */
  private static boolean isRegular(DMatrixRMaj factor) {
    double min = Double.POSITIVE_INFINITY;
    double max = 0;
    for (int i = 0; i < factor.numRows; i++) {
      min = Math.min(min, factor.get(i, i));
      max = Math.max(max, factor.get(i, i));
    }
    return min > max * LEAST_RATIO;
  }

  /** The values of the players. */
  double[] solve(double[] targets, double total) {
    double[] b = new double[players];
    for (int k = 0; k < weights.length; k++) {
      double half = weights[k] * targets[k] / 2;
      for (int i = 0; i < players; i++) {
        b[i] += contains(k, i) ? half : -half;
      }
    }
    double[] phi = new double[players];
    double sum = 0;
    for (int i = 0; i < players; i++) {
      for (int j = 0; j < players; j++) {
        phi[i] += inverse.get(i, j) * b[j];
      }
      sum += phi[i];
    }
    for (int i = 0; i < players; i++) {
      phi[i] += (total - sum) * share[i];
    }
    return phi;
  }

  /**
   * Standard errors of a solution whose coalitions are a random sample: the square roots of the
   * diagonal of {@code C (sum_k f_k (w_k e_k)^2 c_k c_k') C} with the residuals e and the inverse C
   * on the constraint, times {@code n/(n - M)} for the n coalitions that were drawn (the
   * heteroskedasticity-consistent estimate HC1; J. MacKinnon, H. White, J. Econometrics 29, 1985).
   *
   * @param factors f: 0 for a coalition that is there with certainty, 1 for one that was drawn once
   *     from a large population
   */
  double[] standardErrors(double[] targets, double[] phi, double[] factors) {
    double[] scatter = new double[weights.length];
    int drawn = 0;
    for (int k = 0; k < weights.length; k++) {
      if (factors[k] > 0) {
        double fitted = 0;
        for (int i = 0; i < players; i++) {
          fitted += contains(k, i) ? phi[i] : -phi[i];
        }
        double error = weights[k] * (targets[k] - fitted / 2);
        scatter[k] = factors[k] * error * error;
        drawn++;
      }
    }
    double correction = drawn > players ? (double) drawn / (drawn - players) : drawn;
    DMatrixRMaj middle = gram(scatter);
    double[] errors = new double[players];
    double[] row = new double[players];
    for (int i = 0; i < players; i++) {
      // Row i of C = (I - share 1') A^-1.
      for (int j = 0; j < players; j++) {
        row[j] = inverse.get(i, j) - share[i] * columnSums[j];
      }
      double variance = 0;
      for (int j = 0; j < players; j++) {
        double inner = 0;
        for (int m = 0; m < players; m++) {
          inner += middle.get(j, m) * row[m];
        }
        variance += row[j] * inner;
      }
      errors[i] = Math.sqrt(Math.max(0, variance * correction));
    }
    return errors;
  }

  /** {@code sum_k w_k c_k c_k'}, four coalitions at a time. */
  private DMatrixRMaj gram(double[] w) {
    double[][] lower = new double[players][];
    for (int i = 0; i < players; i++) {
      lower[i] = new double[i + 1];
    }
    double[][] c = new double[4][players];
    int filled = 0;
    double[] weight = new double[4];
    for (int k = 0; k < w.length; k++) {
      if (w[k] != 0) {
        for (int i = 0; i < players; i++) {
          c[filled][i] = contains(k, i) ? 0.5 : -0.5;
        }
        weight[filled++] = w[k];
      }
      if (filled == 4 || (k == w.length - 1 && filled > 0)) {
        for (; filled < 4; filled++) {
          weight[filled] = 0;
        }
        for (int i = 0; i < players; i++) {
          add(
              lower[i],
              c,
              weight[0] * c[0][i],
              weight[1] * c[1][i],
              weight[2] * c[2][i],
              weight[3] * c[3][i]);
        }
        filled = 0;
      }
    }
    DMatrixRMaj gram = new DMatrixRMaj(players, players);
    for (int i = 0; i < players; i++) {
      for (int j = 0; j <= i; j++) {
        gram.set(i, j, lower[i][j]);
        gram.set(j, i, lower[i][j]);
      }
    }
    return gram;
  }

  private static void add(double[] row, double[][] c, double f0, double f1, double f2, double f3) {
    double[] c0 = c[0];
    double[] c1 = c[1];
    double[] c2 = c[2];
    double[] c3 = c[3];
    for (int j = 0; j < row.length; j++) {
      row[j] += (f0 * c0[j] + f1 * c1[j]) + (f2 * c2[j] + f3 * c3[j]);
    }
  }

  private boolean contains(int coalition, int player) {
    return (masks[coalition * words + (player >>> 6)] >>> (player & 63) & 1) != 0;
  }
}
