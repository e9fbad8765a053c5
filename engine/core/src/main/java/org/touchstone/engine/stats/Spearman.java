package org.touchstone.engine.stats;

import java.util.OptionalDouble;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, where equal numbers share the
 * mean of their ranks.
 *
 * <p>Source: C. Spearman, The proof and measurement of association between two things, American
 * Journal of Psychology 15, 1904, pp. 72-101; computed by commons-math3.
 */
public final class Spearman {

  private Spearman() {}

  /**
   * Computes the correlation.
   *
   * @param first numbers
   * @param second as many numbers
   * @return the correlation in [-1, 1], or empty if there are fewer than two pairs, or all numbers
   *     of one side are the same: it is 0/0 then
   * @throws IllegalArgumentException if the lengths differ, or a number is NaN
   */
  public static OptionalDouble of(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "A correlation needs pairs, found "
              + first.length
              + " and "
              + second.length
              + " numbers");
    }
    double[] a = checked(first);
    double[] b = checked(second);
    if (a.length < 2 || constant(a) || constant(b)) {
      return OptionalDouble.empty();
    }
    double rho = new SpearmansCorrelation().correlation(a, b);
    return OptionalDouble.of(Math.max(-1, Math.min(1, rho)));
  }

  private static double[] checked(double[] numbers) {
    double[] checked = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (Double.isNaN(numbers[i])) {
        throw new IllegalArgumentException(
            "Number " + i + ", counted from 0, is NaN: it has no rank");
      }
      // The two zeros are one number, but not to the library.
      checked[i] = numbers[i] + 0.0;
    }
    return checked;
  }

  private static boolean constant(double[] numbers) {
    for (double number : numbers) {
      if (number != numbers[0]) {
        return false;
      }
    }
    return true;
  }
}
