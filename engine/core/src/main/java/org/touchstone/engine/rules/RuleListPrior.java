package org.touchstone.engine.rules;

import java.util.SplittableRandom;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The prior of a list of different rules from a pool:
 *
 * <pre>
 * p(d) = p(m) prod_j p(c_j | c_&lt;j) / (rules of c_j conditions that are left)
 * p(m) = (lambda^m / m!) / sum_{k=0}^{|A|} lambda^k / k!
 * p(c | c_&lt;j) = (eta^c / c!) / sum_{k with rules left} eta^k / k!
 * </pre>
 *
 * for {@code m} rules, the {@code j}-th of which has {@code c_j} conditions. Once all rules of a
 * size are in the list, the sum is over the sizes that are left, so that the prior adds up to 1.
 *
 * <p>Source: Letham et al. 2015, section 2.3; ExMo, Eq. 4.
 */
final class RuleListPrior {

  private final int[] conditions;
  private final int[] available;
  private final double[] sizeWeight;
  private final double[] logLength;
  private final int[] left;

  /**
   * Creates the prior. Not safe for several threads.
   *
   * @param conditions number of conditions of each rule of the pool
   */
  RuleListPrior(int[] conditions, double expectedRules, double expectedConditions) {
    this.conditions = conditions;
    int most = 0;
    for (int c : conditions) {
      most = Math.max(most, c);
    }
    this.available = new int[most + 1];
    for (int c : conditions) {
      available[c]++;
    }
    this.left = new int[most + 1];
    this.sizeWeight = new double[most + 1];
    // Only ratios matter; the largest is made 1, so that none overflows.
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 1; c <= most; c++) {
      sizeWeight[c] = c * Math.log(expectedConditions) - LogGamma.value(c + 1.0);
      largest = available[c] > 0 ? Math.max(largest, sizeWeight[c]) : largest;
    }
    for (int c = 1; c <= most; c++) {
      sizeWeight[c] = Math.exp(sizeWeight[c] - largest);
    }
    this.logLength = logLength(conditions.length, expectedRules);
  }

  private static double[] logLength(int pool, double lambda) {
    double[] log = new double[pool + 1];
    double largest = Double.NEGATIVE_INFINITY;
    for (int m = 0; m <= pool; m++) {
      log[m] = m * Math.log(lambda) - LogGamma.value(m + 1.0);
      largest = Math.max(largest, log[m]);
    }
    double sum = 0;
    for (double each : log) {
      sum += Math.exp(each - largest);
    }
    double logSum = largest + Math.log(sum);
    for (int m = 0; m <= pool; m++) {
      log[m] -= logSum;
    }
    return log;
  }

  /** {@code ln p(d)} of the first {@code length} rules of {@code list}. */
  double logOf(int[] list, int length) {
    double log = logLength[length];
    double sum = start();
    for (int j = 0; j < length; j++) {
      int c = conditions[list[j]];
      log += Math.log(sizeWeight[c] / (sum * left[c]));
      left[c]--;
      if (left[c] == 0) {
        sum = sum();
      }
    }
    return log;
  }

  /** A list that is drawn from the prior. */
  int[] draw(SplittableRandom random) {
    int length = drawLength(random);
    int[] list = new int[length];
    boolean[] taken = new boolean[conditions.length];
    double sum = start();
    for (int j = 0; j < length; j++) {
      int c = drawSize(random.nextDouble() * sum);
      int skip = random.nextInt(left[c]);
      int rule = 0;
      while (taken[rule] || conditions[rule] != c || skip-- > 0) {
        rule++;
      }
      list[j] = rule;
      taken[rule] = true;
      left[c]--;
      sum = left[c] == 0 ? sum() : sum;
    }
    return list;
  }

  private int drawLength(SplittableRandom random) {
    double u = random.nextDouble();
    int length = 0;
    double below = Math.exp(logLength[0]);
    while (length < conditions.length && u >= below) {
      length++;
      below += Math.exp(logLength[length]);
    }
    return length;
  }

  private int drawSize(double u) {
    double below = 0;
    int last = 0;
    for (int c = 1; c < left.length; c++) {
      if (left[c] > 0) {
        below += sizeWeight[c];
        last = c;
        if (u < below) {
          return c;
        }
      }
    }
    return last;
  }

  private double start() {
    System.arraycopy(available, 0, left, 0, available.length);
    return sum();
  }

  private double sum() {
    double sum = 0;
    for (int c = 1; c < left.length; c++) {
      sum += left[c] > 0 ? sizeWeight[c] : 0;
    }
    return sum;
  }
}
