package org.touchstone.engine.stats;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * The Shapiro-Wilk test of normality: {@code W = (sum_i a_i x_(i))^2 / sum_i (x_i - mean)^2} with
 * Royston's weights a, and the probability of a W as small as this if the sample is normal.
 *
 * <p>Source: P. Royston, Remark AS R94: A remark on algorithm AS 181, Applied Statistics 44(4),
 * 1995, pp. 547-551; the polynomials of P. Royston, Approximating the Shapiro-Wilk W-test for
 * non-normality, Statistics and Computing 2, 1992, pp. 117-119.
 *
 * @param w the statistic, in (0, 1]
 * @param pValue small where the sample is hardly normal
 */
public record ShapiroWilk(double w, double pValue) {

  /** The largest sample that the approximation of the p value was made for. */
  public static final int LARGEST = 5000;

  private static final double[] FIRST = {0, 0.221157, -0.147981, -2.071190, 4.434685, -2.706056};
  private static final double[] SECOND = {0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
  private static final double[] SMALL_GAMMA = {-2.273, 0.459};
  private static final double[] SMALL_MEAN = {0.5440, -0.39978, 0.025054, -6.714e-4};
  private static final double[] SMALL_DEVIATION = {1.3822, -0.77857, 0.062767, -0.0020322};
  private static final double[] LARGE_MEAN = {-1.5861, -0.31082, -0.083751, 0.0038915};
  private static final double[] LARGE_DEVIATION = {-0.4803, -0.082676, 0.0030302};

  /**
   * Tests a sample.
   *
   * @param sample 3 to {@value #LARGEST} numbers in any order; not changed
   * @return the result, or empty if all numbers are the same: W is 0/0 then
   * @throws IllegalArgumentException if there are fewer or more numbers, or one is not finite
   */
  public static Optional<ShapiroWilk> of(double[] sample) {
    int n = sample.length;
    if (n < 3 || n > LARGEST) {
      throw new IllegalArgumentException(
          "The Shapiro-Wilk test takes 3 to " + LARGEST + " numbers, found " + n);
    }
    double[] x = sample.clone();
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(x[i])) {
        throw new IllegalArgumentException(
            "Number " + i + " of the sample, counted from 0, is " + x[i] + "; it has to be finite");
      }
    }
    Arrays.sort(x);
    // Halves, so that the range of huge numbers does not overflow.
    double range = x[n - 1] / 2 - x[0] / 2;
    double median = x[n / 2];
    if (range == 0) {
      return Optional.empty();
    }
    for (int i = 0; i < n; i++) {
      x[i] = (x[i] / 2 - median / 2) / range;
    }
    double below = oneMinusW(x, weights(n));
    return Optional.of(new ShapiroWilk(1 - below, pValue(below, n)));
  }

  /** The weights of the upper half of the sorted sample, the largest number's first. */
  private static double[] weights(int n) {
    int half = n / 2;
    if (n == 3) {
      return new double[] {Math.sqrt(0.5)};
    }
    double[] weights = new double[half];
    double sum = 0;
    for (int i = 0; i < half; i++) {
      weights[i] = -NormalQuantile.inverse((i + 1 - 0.375) / (n + 0.25));
      sum += weights[i] * weights[i];
    }
    sum *= 2;
    double root = 1 / Math.sqrt(n);
    int corrected = n > 5 ? 2 : 1;
    double left = sum;
    double norm = 1;
    double[] ends = new double[corrected];
    for (int i = 0; i < corrected; i++) {
      ends[i] = polynomial(i == 0 ? FIRST : SECOND, root) + weights[i] / Math.sqrt(sum);
      left -= 2 * weights[i] * weights[i];
      norm -= 2 * ends[i] * ends[i];
    }
    double factor = Math.sqrt(left / norm);
    for (int i = 0; i < half; i++) {
      weights[i] = i < corrected ? ends[i] : weights[i] / factor;
    }
    return weights;
  }

  /** {@code 1 - W} as a product: W is close to 1 in large samples. */
  private static double oneMinusW(double[] x, double[] weights) {
    int n = x.length;
    double mean = 0;
    for (double value : x) {
      mean += value / n;
    }
    double squares = 0;
    double weightSquares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      double deviation = x[i] - mean;
      squares += deviation * deviation;
      int end = Math.min(i, n - 1 - i);
      if (2 * i + 1 != n) {
        double weight = 2 * i + 1 < n ? -weights[end] : weights[end];
        weightSquares += weight * weight;
        products += weight * deviation;
      }
    }
    double root = Math.sqrt(weightSquares * squares);
    return Math.max(0, (root - products) * (root + products) / (weightSquares * squares));
  }

  private static double pValue(double below, int n) {
    if (n == 3) {
      double p = 6 / Math.PI * (Math.asin(Math.sqrt(1 - below)) - Math.PI / 3);
      return Math.max(0, p);
    }
    double y = Math.log(below);
    double mean;
    double deviation;
    if (n <= 11) {
      // W has a lower limit, n a_1^2 / (n - 1), at which gamma - y is still positive.
      y = -Math.log(polynomial(SMALL_GAMMA, n) - y);
      mean = polynomial(SMALL_MEAN, n);
      deviation = Math.exp(polynomial(SMALL_DEVIATION, n));
    } else {
      double log = Math.log(n);
      mean = polynomial(LARGE_MEAN, log);
      deviation = Math.exp(polynomial(LARGE_DEVIATION, log));
    }
    // The complement of a small probability would lose its digits.
    return 0.5 * Erfc.value((y - mean) / deviation / Math.sqrt(2));
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = sum * x + coefficients[i];
    }
    return sum;
  }
}
