package org.touchstone.engine.kpi.model;

import java.util.SplittableRandom;
import org.touchstone.engine.model.LinearLogOdds;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * First-order sensitivity of a linear model's probability to its parameters: {@code S_j =
 * Var(sigma( eta + (b - beta_j) x_j)) / Var(p)} for b uniform on {@code [beta_j - SE_j, beta_j +
 * SE_j]}, with {@code eta} the log odds at the mean row x ({@code x_0 = 1} for the intercept) and
 * {@code Var(p)} over the rows. Both variances divide by their number of points.
 */
final class SobolRatios {

  /** Midpoints of the uniform law. */
  static final int POINTS = 1000;

  private final double[] parameters;
  private final double[] errors;
  private final double[] features;
  private final double[] probabilities;

  /**
   * The ratios of one group's parameters.
   *
   * @param group a group of the model, or {@link LinearLogOdds#POPULATION}
   * @param features row-major, without missing values
   * @param probabilities of the same rows
   */
  SobolRatios(LinearLogOdds model, int group, double[] features, double[] probabilities) {
    double[] coefficients = model.coefficients(group);
    this.parameters = new double[1 + coefficients.length];
    parameters[0] = model.intercept(group);
    System.arraycopy(coefficients, 0, parameters, 1, coefficients.length);
    this.errors = model.standardErrors().orElseThrow();
    this.features = features;
    this.probabilities = probabilities;
  }

  /** The variance of the probabilities of all rows; 0 for no row. */
  double outputVariance() {
    int[] all = new int[probabilities.length];
    java.util.Arrays.setAll(all, i -> i);
    return variance(all);
  }

  /** The ratio of each parameter, the intercept's first. */
  double[] indices() {
    int[] all = new int[probabilities.length];
    java.util.Arrays.setAll(all, i -> i);
    return indices(all);
  }

  static double total(double[] indices) {
    double total = 0;
    for (double index : indices) {
      total += index;
    }
    return total;
  }

  /** The totals of bootstrap samples of the rows; infinite where a sample's rows score the same. */
  double[] bootstrap(int samples, long seed, Execution execution) {
    double[] totals = new double[samples];
    execution.run(
        "resampling " + probabilities.length + " rows " + samples + " times",
        samples,
        8,
        (from, to) -> {
          double[] part = new double[to - from];
          int[] drawn = new int[probabilities.length];
          for (int sample = from; sample < to; sample++) {
            SplittableRandom random =
                new SplittableRandom(RandomSeeds.derive(seed, Integer.toString(sample)));
            for (int i = 0; i < drawn.length; i++) {
              drawn[i] = random.nextInt(drawn.length);
            }
            part[sample - from] =
                variance(drawn) > 0 ? total(indices(drawn)) : Double.POSITIVE_INFINITY;
          }
          return new Part(from, part);
        },
        part -> System.arraycopy(part.totals, 0, totals, part.from, part.totals.length));
    return totals;
  }

  private static final class Part {
    private final int from;
    private final double[] totals;

    Part(int from, double[] totals) {
      this.from = from;
      this.totals = totals;
    }
  }

  private double[] indices(int[] rows) {
    int width = parameters.length - 1;
    double[] mean = new double[parameters.length];
    mean[0] = 1;
    for (int row : rows) {
      for (int j = 0; j < width; j++) {
        mean[1 + j] += features[row * width + j];
      }
    }
    double eta = parameters[0];
    for (int j = 1; j <= width; j++) {
      mean[j] /= rows.length;
      eta += parameters[j] * mean[j];
    }
    double output = variance(rows);
    double[] indices = new double[parameters.length];
    double[] scores = new double[POINTS];
    for (int j = 0; j < indices.length; j++) {
      for (int k = 0; k < POINTS; k++) {
        double step = (2 * k + 1.0) / POINTS - 1;
        scores[k] = sigmoid(eta + step * errors[j] * mean[j]);
      }
      indices[j] = variance(scores) / output;
    }
    return indices;
  }

  private double variance(int[] rows) {
    double[] scores = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      scores[i] = probabilities[rows[i]];
    }
    return variance(scores);
  }

  private static double variance(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    boolean varies = false;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
      varies |= value != values[0];
    }
    return varies ? squares / values.length : 0;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
