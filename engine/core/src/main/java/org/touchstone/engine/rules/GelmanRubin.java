package org.touchstone.engine.rules;

import java.util.OptionalDouble;

/**
 * The potential scale reduction of several chains of one quantity:
 *
 * <pre>
 * R = sqrt(((n - 1) / n W + B / n) / W)
 * </pre>
 *
 * with the mean {@code W} of the chains' variances and the variance {@code B / n} of their means,
 * over {@code n} steps of each chain. Near 1, the chains have forgotten where they started.
 *
 * <p>Source: Gelman and Rubin, Inference from iterative simulation using multiple sequences,
 * Statistical Science 7, 1992, pp. 457-472, Eq. 20 without the factor for degrees of freedom.
 */
final class GelmanRubin {

  private GelmanRubin() {}

  /**
   * The potential scale reduction of the second halves of the chains.
   *
   * @param chains the steps of each chain, all of one length
   * @return empty for fewer than two chains or fewer than four steps; 1 where all chains stand on
   *     one value; infinite where each stands on a value of its own
   */
  static OptionalDouble ofSecondHalves(double[][] chains) {
    int from = chains.length == 0 ? 0 : chains[0].length / 2;
    int n = chains.length == 0 ? 0 : chains[0].length - from;
    if (chains.length < 2 || n < 2) {
      return OptionalDouble.empty();
    }
    double[] means = new double[chains.length];
    double within = 0;
    for (int c = 0; c < chains.length; c++) {
      means[c] = mean(chains[c], from);
      within += variance(chains[c], from, means[c]) / chains.length;
    }
    double between = variance(means, 0, mean(means, 0));
    if (within == 0) {
      return OptionalDouble.of(between == 0 ? 1 : Double.POSITIVE_INFINITY);
    }
    return OptionalDouble.of(Math.sqrt(((n - 1.0) / n * within + between) / within));
  }

  private static double mean(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      sum += values[i];
    }
    return sum / (values.length - from);
  }

  private static double variance(double[] values, int from, double mean) {
    double squares = 0;
    for (int i = from; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return squares / (values.length - from - 1);
  }
}
