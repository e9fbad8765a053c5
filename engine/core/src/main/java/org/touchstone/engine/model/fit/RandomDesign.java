package org.touchstone.engine.model.fit;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The terms that vary between groups, and the factor Lambda of their covariance: a group's
 * deviations are {@code b = Lambda u}, u standard normal, as in D. Bates and others, Fitting Linear
 * Mixed-Effects Models Using lme4, Journal of Statistical Software 67(1), 2015, section 2.2. Lambda
 * is diagonal, or lower triangular where terms are correlated; its entries are the parameters
 * lambda.
 *
 * <p>Columns of Z are scaled to one mean square, so that lambda is a standard deviation of log
 * odds; centred as well where terms are correlated. Without correlation they may not be: it would
 * be another model.
 */
final class RandomDesign {

  final int terms;

  /** Row-major, one column for each term. */
  final double[] z;

  /** Row and column in Lambda of each parameter. */
  final int[] row;

  final int[] column;

  private final int features;

  /** The feature of each term, -1 for the intercept. */
  private final int[] feature;

  private final double[] centre;
  private final double[] scale;

  private RandomDesign(LogisticDesign design, RandomTerms random) {
    features = design.features;
    terms = random.count();
    feature = new int[terms];
    centre = new double[terms];
    scale = new double[terms];
    List<String> names = design.training().features();
    int first = random.intercept() ? 1 : 0;
    Arrays.fill(feature, -1);
    Arrays.fill(scale, 1);
    for (int k = first; k < terms; k++) {
      int j = names.indexOf(random.slopes().get(k - first));
      if (j < 0) {
        throw new IllegalArgumentException(
            "There is no feature \""
                + random.slopes().get(k - first)
                + "\" to have a random slope; the features are "
                + names);
      }
      feature[k] = j;
      // Without a random intercept to take up the difference, centring would be another model.
      boolean centred = random.correlated() && random.intercept();
      centre[k] = centred ? design.mean[j] : 0;
      double offset = centred ? 0 : design.mean[j];
      scale[k] = Math.hypot(design.scale[j], offset);
    }
    z = columns(design);
    int entries = random.correlated() ? terms * (terms + 1) / 2 : terms;
    row = new int[entries];
    column = new int[entries];
    int entry = 0;
    for (int c = 0; c < terms; c++) {
      for (int r = c; r < (random.correlated() ? terms : c + 1); r++) {
        row[entry] = r;
        column[entry++] = c;
      }
    }
  }

  /**
   * Prepares the terms.
   *
   * @throws IllegalArgumentException if a random slope names no feature
   */
  static RandomDesign of(LogisticDesign design, RandomTerms random) {
    return new RandomDesign(design, random);
  }

  int parameters() {
    return row.length;
  }

  boolean isDiagonal(int parameter) {
    return row[parameter] == column[parameter];
  }

  /** Lambda from the parameters that start at {@code from}. */
  DMatrixRMaj factor(double[] parameters, int from) {
    DMatrixRMaj lambda = new DMatrixRMaj(terms, terms);
    for (int k = 0; k < row.length; k++) {
      lambda.set(row[k], column[k], parameters[from + k]);
    }
    return lambda;
  }

  /** Deviations of intercept and coefficients of features as they were given, from those of Z. */
  double[] unscaled(double[] b) {
    double[] deviations = new double[features + 1];
    for (int k = 0; k < terms; k++) {
      double slope = b[k] / scale[k];
      deviations[feature[k] + 1] += slope;
      deviations[0] -= feature[k] < 0 ? 0 : slope * centre[k];
    }
    return deviations;
  }

  /** The covariance {@code T C T'} of the terms' {@link #unscaled} deviations. */
  DMatrixRMaj unscaledCovariance(DMatrixRMaj c) {
    double[][] columns = new double[terms][];
    for (int k = 0; k < terms; k++) {
      double[] unit = new double[terms];
      unit[k] = 1;
      columns[k] = unscaled(unit);
    }
    DMatrixRMaj raw = new DMatrixRMaj(terms, terms);
    for (int r = 0; r < terms; r++) {
      for (int s = 0; s < terms; s++) {
        double sum = 0;
        for (int k = 0; k < terms; k++) {
          for (int m = 0; m < terms; m++) {
            sum += columns[k][feature[r] + 1] * c.get(k, m) * columns[m][feature[s] + 1];
          }
        }
        raw.set(r, s, sum);
      }
    }
    return raw;
  }

  private double[] columns(LogisticDesign design) {
    double[] columns = new double[design.rows * terms];
    for (int i = 0; i < design.rows; i++) {
      for (int k = 0; k < terms; k++) {
        int j = feature[k];
        double value =
            j < 0 ? 1 : design.x[i * design.features + j] * design.scale[j] + design.mean[j];
        columns[i * terms + k] = (value - centre[k]) / scale[k];
      }
    }
    return columns;
  }
}
