package org.touchstone.engine.model.fit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/**
 * The mode of one group's standardised deviations u: the maximum of {@code sum_i log p(y_i | eta_i)
 * - u'u/2}, {@code eta_i = x_i'beta + z_i'Lambda u}, by Newton's method with {@code H = I + Lambda'
 * Z'WZ Lambda}. The function is concave, so the mode is unique.
 *
 * <p>The workspace of one thread, used for one group after the other.
 */
final class GroupMode {

  /** What is left to gain where the last step is taken; the step squares what is left. */
  private static final double LAST_STEP = 1e-11;

  private static final int MOST_STEPS = 200;

  private final LogisticDesign design;
  private final RandomDesign random;
  private final int terms;
  private final CholeskyDecompositionInner_DDRM cholesky =
      new CholeskyDecompositionInner_DDRM(true);
  private final LinearSolverChol_DDRM solver = new LinearSolverChol_DDRM(cholesky);

  /** {@code x_i'beta} of each row; set by the caller. */
  final double[] offset;

  /** {@code y - mu} of each row. */
  final double[] residual;

  /** {@code mu (1 - mu)} of each row. */
  final double[] weight;

  /** {@code mu (1 - mu) (1 - 2 mu)} of each row. */
  final double[] skew;

  DMatrixRMaj lambda;
  final DMatrixRMaj u;
  final DMatrixRMaj b;

  /** {@code Z'(y - mu)}. */
  final DMatrixRMaj r;

  /** {@code Z'WZ}. */
  final DMatrixRMaj a;

  /** {@code H^-1 Lambda'}. */
  final DMatrixRMaj half;

  /** {@code Lambda H^-1 Lambda'}, the covariance of the deviations given the data. */
  final DMatrixRMaj c;

  private final DMatrixRMaj h;
  private final DMatrixRMaj product;
  private final DMatrixRMaj slope;
  private final DMatrixRMaj step;
  private final DMatrixRMaj before;
  private final double[] moment;

  GroupMode(LogisticDesign design, RandomDesign random) {
    this.design = design;
    this.random = random;
    terms = random.terms;
    offset = new double[design.rows];
    residual = new double[design.rows];
    weight = new double[design.rows];
    skew = new double[design.rows];
    lambda = new DMatrixRMaj(terms, terms);
    u = new DMatrixRMaj(terms, 1);
    b = new DMatrixRMaj(terms, 1);
    r = new DMatrixRMaj(terms, 1);
    a = new DMatrixRMaj(terms, terms);
    half = new DMatrixRMaj(terms, terms);
    c = new DMatrixRMaj(terms, terms);
    h = new DMatrixRMaj(terms, terms);
    product = new DMatrixRMaj(terms, terms);
    slope = new DMatrixRMaj(terms, 1);
    step = new DMatrixRMaj(terms, 1);
    before = new DMatrixRMaj(terms, 1);
    moment = new double[terms];
  }

  /**
   * Finds the mode, from the value of {@link #u} on, and returns the group's share of the log
   * likelihood: {@code sum log p - u'u/2 - log det(H)/2}.
   */
  double find(int from, int to) {
    double value = visit(from, to);
    boolean last = false;
    for (int count = 0; !last; count++) {
      factorise();
      double gain = direction();
      // Not >=: a gain that is not a number must end here too, and be seen by the caller.
      last = !(gain > LAST_STEP) || count == MOST_STEPS;
      before.setTo(u);
      double length = 1;
      double reached = value;
      do {
        CommonOps_DDRM.add(before, length, step, u);
        reached = visit(from, to);
        length /= 2;
      } while (!last && !(reached >= value) && length > 1e-12);
      value = reached;
    }
    factorise();
    solver.solve(transposed(), half);
    CommonOps_DDRM.mult(lambda, half, c);
    return value - logDeterminant() / 2;
  }

  private DMatrixRMaj transposed() {
    CommonOps_DDRM.transpose(lambda, product);
    return product;
  }

  /** Factorises {@code H = I + Lambda' A Lambda}. */
  private void factorise() {
    CommonOps_DDRM.mult(a, lambda, product);
    CommonOps_DDRM.multTransA(lambda, product, h);
    for (int k = 0; k < terms; k++) {
      h.add(k, k, 1);
    }
    if (!solver.setA(h)) {
      throw new FitException(
          "The random effects of a group are not determined; give the features similar scales");
    }
  }

  private double logDeterminant() {
    DMatrixRMaj factor = cholesky.getT(null);
    double sum = 0;
    for (int k = 0; k < terms; k++) {
      sum += Math.log(factor.get(k, k));
    }
    return 2 * sum;
  }

  /** Newton's step, and what it promises to gain, twice. */
  private double direction() {
    CommonOps_DDRM.multTransA(lambda, r, slope);
    CommonOps_DDRM.subtractEquals(slope, u);
    // The solver of a column vector leaves its right-hand side alone.
    solver.solve(slope, step);
    return CommonOps_DDRM.dot(slope, step);
  }

  /** Computes everything that depends on u, and returns {@code sum log p - u'u/2}. */
  private double visit(int from, int to) {
    CommonOps_DDRM.mult(lambda, u, b);
    r.zero();
    a.zero();
    double sum = terms == 1 ? visitOne(from, to) : visitMany(from, to);
    return sum - CommonOps_DDRM.dot(u, u) / 2;
  }

  private double visitOne(int from, int to) {
    double[] z = random.z;
    double[] y = design.y;
    BernoulliSum sum = new BernoulliSum();
    double deviation = b.data[0];
    double first = 0;
    double second = 0;
    for (int i = from; i < to; i++) {
      double eta = offset[i] + z[i] * deviation;
      double e = Math.exp(-Math.abs(eta));
      sum.add(eta, y[i], e);
      double t = 1 / (1 + e);
      double mu = eta >= 0 ? t : e * t;
      double w = e * t * t;
      residual[i] = y[i] - mu;
      weight[i] = w;
      skew[i] = w * (1 - 2 * mu);
      first += residual[i] * z[i];
      second += w * z[i] * z[i];
    }
    r.data[0] = first;
    a.data[0] = second;
    return sum.logLikelihood();
  }

  private double visitMany(int from, int to) {
    double[] z = random.z;
    double[] y = design.y;
    BernoulliSum sum = new BernoulliSum();
    for (int i = from; i < to; i++) {
      int at = i * terms;
      double eta = offset[i];
      for (int k = 0; k < terms; k++) {
        eta += z[at + k] * b.data[k];
      }
      double e = Math.exp(-Math.abs(eta));
      sum.add(eta, y[i], e);
      double t = 1 / (1 + e);
      double mu = eta >= 0 ? t : e * t;
      double w = e * t * t;
      residual[i] = y[i] - mu;
      weight[i] = w;
      skew[i] = w * (1 - 2 * mu);
      for (int k = 0; k < terms; k++) {
        double zk = z[at + k];
        r.data[k] += residual[i] * zk;
        moment[k] = w * zk;
        for (int m = 0; m <= k; m++) {
          a.data[k * terms + m] += moment[k] * z[at + m];
        }
      }
    }
    LogisticNewton.mirror(a);
    return sum.logLikelihood();
  }
}
