package org.touchstone.engine.model.fit;

import org.ejml.data.DMatrixRMaj;

/**
 * Training rows made ready for fitting: sorted by group, features centred by their mean and divided
 * by their standard deviation, so that steps and tolerances do not depend on units.
 */
final class LogisticDesign {

  /** 1 - R^2 of a feature on those before it, below which it counts as their combination. */
  private static final double COLLINEAR = 1e-10;

  final int rows;
  final int features;

  /** Row-major, standardised. */
  final double[] x;

  /** 1 for the positive class, else 0. */
  final double[] y;

  /** The first row of each group, and the number of rows at the end. */
  final int[] start;

  final double[] mean;
  final double[] scale;

  private final LogisticTraining training;

  private LogisticDesign(LogisticTraining training) {
    this.training = training;
    rows = training.rows();
    features = training.features().size();
    mean = new double[features];
    scale = new double[features];
    moments(training.values());
    start = starts();
    x = new double[rows * features];
    y = new double[rows];
    fill();
  }

  /**
   * Prepares rows.
   *
   * @throws FitException if a feature is constant, or a linear combination of others
   */
  static LogisticDesign of(LogisticTraining training) {
    LogisticDesign design = new LogisticDesign(training);
    design.requireIndependent();
    return design;
  }

  LogisticTraining training() {
    return training;
  }

  int groups() {
    return start.length - 1;
  }

  /** The linear predictor {@code beta_0 + sum_j beta_j x_ij} of row i. */
  double predictor(int row, double[] beta) {
    int at = row * features;
    // Four sums of their own: one alone waits for each addition.
    double a = beta[0];
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < features; j += 4) {
      a += beta[j + 1] * x[at + j];
      b += beta[j + 2] * x[at + j + 1];
      c += beta[j + 3] * x[at + j + 2];
      d += beta[j + 4] * x[at + j + 3];
    }
    for (; j < features; j++) {
      a += beta[j + 1] * x[at + j];
    }
    return (a + b) + (c + d);
  }

  /** Adds {@code weight * (1, x_i)} to {@code sums}. */
  void addRow(int row, double weight, double[] sums) {
    sums[0] += weight;
    int at = row * features;
    for (int j = 0; j < features; j++) {
      sums[j + 1] += weight * x[at + j];
    }
  }

  /** Adds the lower triangle of {@code weight (1, x_i) (1, x_i)'} to a row-major matrix. */
  void addOuter(int row, double weight, double[] matrix) {
    int size = features + 1;
    int at = row * features;
    matrix[0] += weight;
    for (int j = 0; j < features; j++) {
      double scaled = weight * x[at + j];
      int to = (j + 1) * size;
      matrix[to] += scaled;
      for (int k = 0; k <= j; k++) {
        matrix[to + 1 + k] += scaled * x[at + k];
      }
    }
  }

  /** Parameters of the features as they were given, from those of the standardised ones. */
  double[] unscaled(double[] beta) {
    double[] raw = new double[features + 1];
    raw[0] = beta[0];
    for (int j = 0; j < features; j++) {
      raw[j + 1] = beta[j + 1] / scale[j];
      raw[0] -= raw[j + 1] * mean[j];
    }
    return raw;
  }

  /** The covariance {@code T V T'} of {@link #unscaled} parameters, symmetric. */
  double[] unscaledCovariance(DMatrixRMaj covariance) {
    int size = features + 1;
    double[] raw = new double[size * size];
    double[] half = new double[size * size];
    for (int k = 0; k < size; k++) {
      double[] column = new double[size];
      for (int j = 0; j < size; j++) {
        column[j] = covariance.get(j, k);
      }
      double[] transformed = unscaled(column);
      for (int j = 0; j < size; j++) {
        half[j * size + k] = transformed[j];
      }
    }
    for (int j = 0; j < size; j++) {
      double[] row = new double[size];
      System.arraycopy(half, j * size, row, 0, size);
      System.arraycopy(unscaled(row), 0, raw, j * size, size);
    }
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < j; k++) {
        double both = (raw[j * size + k] + raw[k * size + j]) / 2;
        raw[j * size + k] = both;
        raw[k * size + j] = both;
      }
    }
    return raw;
  }

  private void moments(double[] values) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < features; j++) {
        mean[j] += values[i * features + j];
      }
    }
    for (int j = 0; j < features; j++) {
      mean[j] /= rows;
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < features; j++) {
        double deviation = values[i * features + j] - mean[j];
        scale[j] += deviation * deviation;
      }
    }
    for (int j = 0; j < features; j++) {
      scale[j] = Math.sqrt(scale[j] / rows);
      if (!(scale[j] > 1e-12 * Math.abs(mean[j])) || !Double.isFinite(scale[j])) {
        throw new FitException(
            "Feature \""
                + training.features().get(j)
                + "\" is the same in all rows, "
                + mean[j]
                + ", or its numbers are too large; leave it out, the intercept stands for it");
      }
    }
  }

  private int[] starts() {
    int[] codes = training.codes();
    int[] first = new int[Math.max(1, training.groupNames().size()) + 1];
    for (int code : codes) {
      first[code + 1]++;
    }
    for (int g = 1; g < first.length; g++) {
      first[g] += first[g - 1];
    }
    return first;
  }

  private void fill() {
    int[] codes = training.codes();
    double[] values = training.values();
    boolean[] positive = training.positive();
    int[] next = start.clone();
    for (int i = 0; i < rows; i++) {
      int row = next[codes[i]]++;
      y[row] = positive[i] ? 1 : 0;
      for (int j = 0; j < features; j++) {
        x[row * features + j] = (values[i * features + j] - mean[j]) / scale[j];
      }
    }
  }

  /** Cholesky's pivots of the correlation matrix are 1 - R^2 of each feature on those before. */
  private void requireIndependent() {
    int size = features + 1;
    double[] gram = new double[size * size];
    for (int i = 0; i < rows; i++) {
      addOuter(i, 1.0 / rows, gram);
    }
    for (int j = 1; j < size; j++) {
      for (int k = 1; k <= j; k++) {
        double sum = gram[j * size + k];
        for (int m = 1; m < k; m++) {
          sum -= gram[j * size + m] * gram[k * size + m];
        }
        if (k < j) {
          gram[j * size + k] = sum / gram[k * size + k];
        } else if (sum < COLLINEAR) {
          throw new FitException(
              "Feature \""
                  + training.features().get(j - 1)
                  + "\" is a linear combination of the features before it, "
                  + training.features().subList(0, j - 1)
                  + ", so its coefficient is not determined; leave one of them out, for one-hot"
                  + " inputs one level of each feature");
        } else {
          gram[j * size + j] = Math.sqrt(sum);
        }
      }
    }
  }
}
