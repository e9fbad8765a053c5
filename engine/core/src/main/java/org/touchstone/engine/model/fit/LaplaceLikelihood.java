package org.touchstone.engine.model.fit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The Laplace approximation of a multilevel logistic regression's log likelihood and its gradient:
 * {@code l(beta, lambda) = sum_g [ sum_i log p(y_i | eta_i) - u_g'u_g / 2 - log det(H_g) / 2 ]} at
 * the mode u_g of each group (see {@link GroupMode}), as lme4's {@code glmer} maximises it with
 * {@code nAGQ = 1}. Source: D. Bates, Computational methods for mixed models, vignette of lme4,
 * section 6; the gradient by differentiating the mode implicitly, as in H. Skaug and D. Fournier,
 * Computational Statistics and Data Analysis 51, 2006, equations 9 to 12.
 *
 * <p>With {@code C = Lambda H^-1 Lambda'}, {@code d_i = z_i'C z_i}, {@code s_i = mu_i (1 - mu_i) (1
 * - 2 mu_i) d_i}, {@code t = Z's}, {@code c = C t}, {@code r = Z'(y - mu)}, {@code A = Z'WZ} and
 * {@code h = H^-1 Lambda't} of each group:
 *
 * <pre>
 * dl/dbeta         = sum_i x_i [ y_i - mu_i - (s_i - w_i z_i'c) / 2 ]
 * dl/dLambda[k][m] = r_k u_m - (H^-1 Lambda'A)[m][k] - ( t_k u_m + h_m r_k - (A c)_k u_m ) / 2
 * </pre>
 */
final class LaplaceLikelihood {

  private final LogisticDesign design;
  private final RandomDesign random;
  private final GroupMode mode;
  private final int fixed;

  /** The modes of all groups, where the next search begins. */
  private final double[] modes;

  /** The covariance C of each group. */
  private final double[] covariances;

  private final double[] s;
  private final DMatrixRMaj t;
  private final DMatrixRMaj ct;
  private final DMatrixRMaj act;
  private final DMatrixRMaj h;
  private final DMatrixRMaj ha;

  LaplaceLikelihood(LogisticDesign design, RandomDesign random) {
    this.design = design;
    this.random = random;
    mode = new GroupMode(design, random);
    fixed = design.features + 1;
    int terms = random.terms;
    modes = new double[design.groups() * terms];
    covariances = new double[design.groups() * terms * terms];
    s = new double[design.rows];
    t = new DMatrixRMaj(terms, 1);
    ct = new DMatrixRMaj(terms, 1);
    act = new DMatrixRMaj(terms, 1);
    h = new DMatrixRMaj(terms, 1);
    ha = new DMatrixRMaj(terms, terms);
  }

  /** Number of parameters: intercept, coefficients, then the entries of Lambda. */
  int parameters() {
    return fixed + random.parameters();
  }

  int fixedParameters() {
    return fixed;
  }

  RandomDesign random() {
    return random;
  }

  LogisticDesign design() {
    return design;
  }

  /**
   * Computes value and gradient.
   *
   * @param parameters intercept, coefficients, entries of Lambda
   * @param gradient receives the derivative by each of them
   * @return the log likelihood
   */
  double evaluate(double[] parameters, double[] gradient) {
    Arrays.fill(gradient, 0);
    mode.lambda = random.factor(parameters, fixed);
    for (int i = 0; i < design.rows; i++) {
      mode.offset[i] = design.predictor(i, parameters);
    }
    double sum = 0;
    for (int g = 0; g < design.groups(); g++) {
      sum += group(g, gradient);
    }
    return sum;
  }

  private double group(int g, double[] gradient) {
    int terms = random.terms;
    int from = design.start[g];
    int to = design.start[g + 1];
    System.arraycopy(modes, g * terms, mode.u.data, 0, terms);
    double value = mode.find(from, to);
    System.arraycopy(mode.u.data, 0, modes, g * terms, terms);
    System.arraycopy(mode.c.data, 0, covariances, g * terms * terms, terms * terms);
    leverages(from, to);
    CommonOps_DDRM.mult(mode.c, t, ct);
    double[] z = random.z;
    for (int i = from; i < to; i++) {
      double along = 0;
      for (int k = 0; k < terms; k++) {
        along += z[i * terms + k] * ct.data[k];
      }
      design.addRow(i, mode.residual[i] - (s[i] - mode.weight[i] * along) / 2, gradient);
    }
    factorGradient(gradient);
    return value;
  }

  /** {@code s_i} of each row and their {@code t = Z's}. */
  private void leverages(int from, int to) {
    int terms = random.terms;
    double[] z = random.z;
    double[] c = mode.c.data;
    t.zero();
    for (int i = from; i < to; i++) {
      int at = i * terms;
      double d = 0;
      for (int k = 0; k < terms; k++) {
        double row = 0;
        for (int m = 0; m < terms; m++) {
          row += c[k * terms + m] * z[at + m];
        }
        d += z[at + k] * row;
      }
      s[i] = mode.skew[i] * d;
      for (int k = 0; k < terms; k++) {
        t.data[k] += s[i] * z[at + k];
      }
    }
  }

  private void factorGradient(double[] gradient) {
    CommonOps_DDRM.mult(mode.half, t, h);
    CommonOps_DDRM.mult(mode.half, mode.a, ha);
    CommonOps_DDRM.mult(mode.a, ct, act);
    for (int p = 0; p < random.parameters(); p++) {
      int k = random.row[p];
      int m = random.column[p];
      gradient[fixed + p] +=
          mode.r.get(k) * mode.u.get(m)
              - ha.get(m, k)
              - (t.get(k) * mode.u.get(m) + h.get(m) * mode.r.get(k) - act.get(k) * mode.u.get(m))
                  / 2;
    }
  }

  /**
   * The information about the fixed effects as penalised weighted least squares see it, {@code
   * sum_g X'WX - X'WZ C Z'WX}, where {@link #evaluate} was called last. It is what the Hessian of
   * the log likelihood is close to, at the cost of two evaluations.
   */
  DMatrixRMaj information() {
    int terms = random.terms;
    DMatrixRMaj information = new DMatrixRMaj(fixed, fixed);
    double[][] cross = new double[terms][fixed];
    for (int g = 0; g < design.groups(); g++) {
      for (double[] column : cross) {
        Arrays.fill(column, 0);
      }
      for (int i = design.start[g]; i < design.start[g + 1]; i++) {
        design.addOuter(i, mode.weight[i], information.data);
        for (int k = 0; k < terms; k++) {
          design.addRow(i, mode.weight[i] * random.z[i * terms + k], cross[k]);
        }
      }
      subtract(information, cross, g);
    }
    LogisticNewton.mirror(information);
    return information;
  }

  private void subtract(DMatrixRMaj information, double[][] cross, int g) {
    int terms = random.terms;
    for (int k = 0; k < terms; k++) {
      for (int m = 0; m < terms; m++) {
        double c = covariances[(g * terms + k) * terms + m];
        for (int j = 0; j < fixed; j++) {
          for (int l = 0; l <= j; l++) {
            information.data[j * fixed + l] -= c * cross[k][j] * cross[m][l];
          }
        }
      }
    }
  }

  /** A group's deviations {@code b = Lambda u}, where {@link #evaluate} was called last. */
  double[] deviations(int g) {
    int terms = random.terms;
    double[] b = new double[terms];
    for (int k = 0; k < terms; k++) {
      for (int m = 0; m < terms; m++) {
        b[k] += mode.lambda.get(k, m) * modes[g * terms + m];
      }
    }
    return b;
  }

  /** The covariance C of a group's deviations given the data. */
  DMatrixRMaj covariance(int g) {
    int terms = random.terms;
    double[] c = new double[terms * terms];
    System.arraycopy(covariances, g * terms * terms, c, 0, c.length);
    return DMatrixRMaj.wrap(terms, terms, c);
  }
}
