package org.touchstone.engine.flip;

import java.util.Arrays;

/**
 * The column space of a matrix A (variables x units, row-major): {@code A = Q R} with orthonormal Q
 * (variables x rank) and R (rank x units). With no more variables than units Q is the identity.
 */
final class ColumnSpace {

  private static final double NEGLIGIBLE = 1e-13;

  private final int variables;
  private final int rank;
  private final boolean identity;
  private final double[] qColumns;
  private final double[] r;

  private ColumnSpace(int variables, int rank, boolean identity, double[] qColumns, double[] r) {
    this.variables = variables;
    this.rank = rank;
    this.identity = identity;
    this.qColumns = qColumns;
    this.r = r;
  }

  /** By modified Gram-Schmidt, each column orthogonalised twice; dependent columns are left out. */
  static ColumnSpace of(double[] a, int variables, int units) {
    if (variables <= units) {
      return new ColumnSpace(variables, variables, true, new double[0], a);
    }
    double[] q = new double[units * variables];
    int rank = 0;
    for (int k = 0; k < units; k++) {
      int at = rank * variables;
      for (int j = 0; j < variables; j++) {
        q[at + j] = a[j * units + k];
      }
      double before = norm(q, at, variables);
      for (int pass = 0; pass < 2; pass++) {
        for (int other = 0; other < rank; other++) {
          double dot = dot(q, other * variables, q, at, variables);
          for (int j = 0; j < variables; j++) {
            q[at + j] -= dot * q[other * variables + j];
          }
        }
      }
      double after = norm(q, at, variables);
      if (after > NEGLIGIBLE * before) {
        for (int j = 0; j < variables; j++) {
          q[at + j] /= after;
        }
        rank++;
      }
    }
    q = Arrays.copyOf(q, rank * variables);
    double[] r = new double[rank * units];
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < variables; j++) {
        double value = q[i * variables + j];
        for (int k = 0; k < units; k++) {
          r[i * units + k] += value * a[j * units + k];
        }
      }
    }
    return new ColumnSpace(variables, rank, false, q, r);
  }

  int rank() {
    return rank;
  }

  double[] r() {
    return r;
  }

  /** {@code y = Q t}. */
  void toChanges(double[] t, double[] y) {
    if (identity) {
      System.arraycopy(t, 0, y, 0, variables);
      return;
    }
    Arrays.fill(y, 0, variables, 0);
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < variables; j++) {
        y[j] += t[i] * qColumns[i * variables + j];
      }
    }
  }

  /** {@code t = Q^T y}. */
  void fromChanges(double[] y, double[] t) {
    if (identity) {
      System.arraycopy(y, 0, t, 0, variables);
      return;
    }
    for (int i = 0; i < rank; i++) {
      t[i] = dot(qColumns, i * variables, y, 0, variables);
    }
  }

  private static double norm(double[] a, int from, int length) {
    return Math.sqrt(dot(a, from, a, from, length));
  }

  private static double dot(double[] a, int aFrom, double[] b, int bFrom, int length) {
    double sum = 0;
    for (int j = 0; j < length; j++) {
      sum += a[aFrom + j] * b[bFrom + j];
    }
    return sum;
  }
}
