package org.touchstone.engine.shapley;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.decomposition.qr.QRColPivDecompositionHouseholderColumn_DDRM;

/**
 * The weighted least squares of KernelSHAP: {@code min sum_k w_k (t_k - sum_{i in S_k} phi_i)^2}
 * subject to {@code sum_i phi_i = total} (Lundberg and Lee 2017, theorem 2; the constraint as in I.
 * Covert, S.-I. Lee, Improving KernelSHAP, AISTATS 2021, equation 7).
 *
 * <p>The coalitions and weights are factorised once: the solution is linear in t, {@code phi =
 * sum_k influence_k (t_k - total/2) + share * total}, and a row costs one pass over the influences.
 * Immutable.
 */
public final class KernelRegression {

  /** Squared ratio of the extreme diagonal elements of the Cholesky factor that is still good. */
  private static final double ILL_CONDITIONED = 1e10;

  private static final double RANK_TOLERANCE = 1e-10;

  private final int players;
  private final int coalitions;
  private final int words;
  private final long[] masks;

  /** Row-major, coalitions x players; the weight is included. */
  private final double[] influence;

  private final double[] share;
  private final double[] leverage;
  private final boolean byQr;

  private KernelRegression(
      int players,
      long[] masks,
      double[] influence,
      double[] share,
      double[] leverage,
      boolean qr) {
    this.players = players;
    this.coalitions = leverage.length;
    this.words = CoalitionMasks.words(players);
    this.masks = masks;
    this.influence = influence;
    this.share = share;
    this.leverage = leverage;
    this.byQr = qr;
  }

  /**
   * Factorises a regression.
   *
   * @param players number of players M, 2 or more
   * @param masks one coalition after the other, each {@code ceil(M / 64)} words long; player i
   *     takes part where bit {@code i % 64} of word {@code i / 64} is set
   * @param weights the weight of each coalition, finite and above 0
   * @throws IllegalArgumentException if the lengths do not agree, a weight is not finite and above
   *     0, or the coalitions do not determine the values of all players
   */
  public static KernelRegression of(int players, long[] masks, double[] weights) {
    int words = CoalitionMasks.words(players);
    if (players < 2 || masks.length != (long) weights.length * words) {
      throw new IllegalArgumentException(
          "A regression of "
              + players
              + " players (it needs 2) and "
              + weights.length
              + " weights has "
              + masks.length
              + " words of coalitions");
    }
    for (int k = 0; k < weights.length; k++) {
      if (!(weights[k] > 0 && weights[k] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Coalition " + k + " has weight " + weights[k] + "; it is finite and above 0");
      }
    }
    return new Factorisation(players, words, masks.clone(), weights).solve();
  }

  /** Number of players. */
  public int players() {
    return players;
  }

  /** Number of coalitions. */
  public int coalitions() {
    return coalitions;
  }

  /** Whether the Gram matrix was ill-conditioned, and the pivoted QR decomposition was used. */
  public boolean usedPivotedQr() {
    return byQr;
  }

  /**
   * Solves the regression.
   *
   * @param targets {@code v(S_k) - v(empty)} of each coalition
   * @param total {@code v(all) - v(empty)}, what the values add up to
   * @return the value of each player
   */
  public double[] solve(double[] targets, double total) {
    double[] phi = new double[players];
    for (int i = 0; i < players; i++) {
      phi[i] = share[i] * total;
    }
    for (int k = 0, at = 0; k < coalitions; k++, at += players) {
      double target = targets[k] - total / 2;
      for (int i = 0; i < players; i++) {
        phi[i] += influence[at + i] * target;
      }
    }
    return phi;
  }

  /**
   * Standard errors of a solution whose coalitions are a random sample, from its residuals: {@code
   * sqrt(sum_k factor_k (influence_k,i residual_k / (1 - leverage_k))^2)}, the
   * heteroskedasticity-consistent estimate HC3 (J. MacKinnon, H. White, J. Econometrics 29, 1985).
   *
   * @param targets as given to {@link #solve}
   * @param phi the solution
   * @param factors of each coalition: 0 if it is there with certainty, 1 if it was drawn once from
   *     a large population
   */
  public double[] standardErrors(double[] targets, double[] phi, double[] factors) {
    double[] variance = new double[players];
    for (int k = 0, at = 0; k < coalitions; k++, at += players) {
      if (factors[k] == 0) {
        continue;
      }
      double fitted = 0;
      for (int i = 0; i < players; i++) {
        fitted += CoalitionMasks.contains(masks, words, k, i) ? phi[i] : 0;
      }
      // A coalition that alone determines a value has leverage 1 and no residual to speak of.
      double residual = (targets[k] - fitted) / Math.max(1 - leverage[k], 1e-6);
      double square = factors[k] * residual * residual;
      for (int i = 0; i < players; i++) {
        variance[i] += square * influence[at + i] * influence[at + i];
      }
    }
    for (int i = 0; i < players; i++) {
      variance[i] = Math.sqrt(variance[i]);
    }
    return variance;
  }

  /**
   * Makes the influences. With {@code c_k = z_k - 1/2} and the constraint, the regression is that
   * of {@code t_k - total/2} on {@code c_k}; a row {@code sqrt(tau) 1} whose target the constraint
   * fixes makes it regular and changes nothing.
   */
  private static final class Factorisation {
    private final int players;
    private final int words;
    private final long[] masks;
    private final double[] weights;
    private final double tau;

    Factorisation(int players, int words, long[] masks, double[] weights) {
      this.players = players;
      this.words = words;
      this.masks = masks;
      this.weights = weights;
      double sum = 0;
      for (double weight : weights) {
        sum += weight;
      }
      this.tau = sum / 4;
    }

    KernelRegression solve() {
      CholeskyDecompositionInner_DDRM cholesky = new CholeskyDecompositionInner_DDRM(true);
      DMatrixRMaj gram = gram();
      boolean decomposed = weights.length > 0 && cholesky.decompose(gram);
      boolean qr = !decomposed || condition(cholesky.getT(null)) > ILL_CONDITIONED;
      DMatrixRMaj influence = qr ? byQr() : byCholesky(cholesky.getT(null));
      return constrained(influence, qr);
    }

    /** One pass over the coalitions; the upper half is filled by symmetry. */
    private DMatrixRMaj gram() {
      double[] gram = new double[players * players];
      double[] row = new double[players];
      for (int k = 0; k < weights.length; k++) {
        centred(k, row);
        for (int i = 0; i < players; i++) {
          double factor = weights[k] * row[i];
          int at = i * players;
          for (int j = 0; j <= i; j++) {
            gram[at + j] += factor * row[j];
          }
        }
      }
      for (int i = 0; i < players; i++) {
        for (int j = 0; j <= i; j++) {
          gram[i * players + j] += tau;
          gram[j * players + i] = gram[i * players + j];
        }
      }
      return DMatrixRMaj.wrap(players, players, gram);
    }

    private void centred(int k, double[] row) {
      for (int i = 0; i < players; i++) {
        row[i] = CoalitionMasks.contains(masks, words, k, i) ? 0.5 : -0.5;
      }
    }

    private static double condition(DMatrixRMaj factor) {
      double min = Double.POSITIVE_INFINITY;
      double max = 0;
      for (int i = 0; i < factor.numRows; i++) {
        min = Math.min(min, factor.get(i, i));
        max = Math.max(max, factor.get(i, i));
      }
      double ratio = max / min;
      return ratio * ratio;
    }

    /** {@code w_k A^-1 c_k} of each coalition, and {@code A^-1 1} in the last row. */
    private DMatrixRMaj byCholesky(DMatrixRMaj lower) {
      double[] l = lower.data;
      double[] out = new double[(weights.length + 1) * players];
      double[] row = new double[players];
      for (int k = 0; k <= weights.length; k++) {
        if (k < weights.length) {
          centred(k, row);
        } else {
          Arrays.fill(row, 1);
        }
        for (int i = 0; i < players; i++) {
          double sum = row[i];
          for (int j = 0; j < i; j++) {
            sum -= l[i * players + j] * row[j];
          }
          row[i] = sum / l[i * players + i];
        }
        for (int i = players - 1; i >= 0; i--) {
          row[i] /= l[i * players + i];
          for (int j = 0; j < i; j++) {
            row[j] -= l[i * players + j] * row[i];
          }
        }
        double weight = k < weights.length ? weights[k] : 1;
        for (int i = 0; i < players; i++) {
          out[k * players + i] = weight * row[i];
        }
      }
      return DMatrixRMaj.wrap(weights.length + 1, players, out);
    }

    /** The same from the decomposition of the weighted rows, without squaring their condition. */
    private DMatrixRMaj byQr() {
      int rows = Math.max(weights.length + 1, players);
      DMatrixRMaj weighted = new DMatrixRMaj(rows, players);
      double[] row = new double[players];
      for (int k = 0; k < weights.length; k++) {
        centred(k, row);
        for (int i = 0; i < players; i++) {
          weighted.set(k, i, Math.sqrt(weights[k]) * row[i]);
        }
      }
      for (int i = 0; i < players; i++) {
        weighted.set(weights.length, i, Math.sqrt(tau));
      }
      QRColPivDecompositionHouseholderColumn_DDRM qr =
          new QRColPivDecompositionHouseholderColumn_DDRM();
      qr.setSingularThreshold(RANK_TOLERANCE);
      if (!qr.decompose(weighted.copy()) || qr.getRank() < players) {
        throw new IllegalArgumentException(
            weights.length
                + " coalitions determine "
                + qr.getRank()
                + " of the values of "
                + players
                + " players; allow more coalitions");
      }
      DMatrixRMaj r = qr.getR(null, true);
      DMatrixRMaj inverse = new DMatrixRMaj(players, players);
      CommonOps_DDRM.invert(r, inverse);
      DMatrixRMaj permuted = new DMatrixRMaj(players, players);
      CommonOps_DDRM.mult(qr.getColPivotMatrix(null), inverse, permuted);
      DMatrixRMaj pseudoInverse = new DMatrixRMaj(players, rows);
      CommonOps_DDRM.multTransB(permuted, qr.getQ(null, true), pseudoInverse);
      DMatrixRMaj out = new DMatrixRMaj(weights.length + 1, players);
      for (int k = 0; k < weights.length; k++) {
        for (int i = 0; i < players; i++) {
          out.set(k, i, Math.sqrt(weights[k]) * pseudoInverse.get(i, k));
        }
      }
      for (int i = 0; i < players; i++) {
        out.set(weights.length, i, pseudoInverse.get(i, weights.length) / Math.sqrt(tau));
      }
      return out;
    }

    /** Projects on the constraint: {@code (I - share 1') influence}. */
    private KernelRegression constrained(DMatrixRMaj free, boolean qr) {
      int count = weights.length;
      double[] share = Arrays.copyOfRange(free.data, count * players, free.data.length);
      double total = sum(share, 0);
      for (int i = 0; i < players; i++) {
        share[i] /= total;
      }
      double[] influence = Arrays.copyOf(free.data, count * players);
      double[] leverage = new double[count];
      for (int k = 0; k < count; k++) {
        int at = k * players;
        double excess = sum(influence, at);
        for (int i = 0; i < players; i++) {
          influence[at + i] -= share[i] * excess;
          leverage[k] += CoalitionMasks.contains(masks, words, k, i) ? influence[at + i] : 0;
        }
      }
      return new KernelRegression(players, masks, influence, share, leverage, qr);
    }

    private double sum(double[] values, int from) {
      double sum = 0;
      for (int i = 0; i < players; i++) {
        sum += values[from + i];
      }
      return sum;
    }
  }
}
