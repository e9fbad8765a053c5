package org.touchstone.engine.rules;

import java.util.Arrays;

/**
 * Cuts the values of a number where the classes change, as often as a description of the classes
 * gets shorter by it.
 *
 * <p>Of all points between two neighbouring values, the one whose two sides have the smallest class
 * entropy {@code (n1 E1 + n2 E2) / n} is a cut, if
 *
 * <pre>
 * E - (n1 E1 + n2 E2) / n &gt; (log2(n - 1) + log2(3^k - 2) - (k E - k1 E1 - k2 E2)) / n
 * </pre>
 *
 * where {@code E} is the class entropy in bits and {@code k} the number of classes that occur; then
 * each side is cut again. A cut lies halfway between the two values; of equal ones the lowest is
 * taken. Bins are left-open and right-closed: {@code (-inf, c1], (c1, c2], ..., (cm, inf)}.
 *
 * <p>Source: Fayyad and Irani, Multi-interval discretization of continuous-valued attributes for
 * classification learning, IJCAI 1993, pp. 1022-1029, section 3.
 */
public final class MdlpDiscretizer {

  private static final double LOG_2 = Math.log(2);

  /** The distinct values, ascending, and how many rows are below each of them, by class. */
  private final double[] values;

  private final int[] negativesBelow;
  private final int[] positivesBelow;
  private final double[] found;
  private int cuts;

  private MdlpDiscretizer(double[] values, int[] negativesBelow, int[] positivesBelow) {
    this.values = values;
    this.negativesBelow = negativesBelow;
    this.positivesBelow = positivesBelow;
    this.found = new double[values.length];
  }

  /**
   * The cuts of one column.
   *
   * @param values the numbers; {@code NaN} is a missing value and is left out
   * @param positive whether each row is of the positive class
   * @return the cuts, ascending; empty if no cut is worth its description
   * @throws IllegalArgumentException if there is not one class for each value
   */
  public static double[] cuts(double[] values, boolean[] positive) {
    if (values.length != positive.length) {
      throw new IllegalArgumentException(
          "To cut " + values.length + " values takes as many classes, found " + positive.length);
    }
    double[] negatives = sorted(values, positive, false);
    double[] positives = sorted(values, positive, true);
    double[] distinct = new double[negatives.length + positives.length];
    int[] negativesBelow = new int[distinct.length + 1];
    int[] positivesBelow = new int[distinct.length + 1];
    int count = 0;
    int n = 0;
    int p = 0;
    while (n < negatives.length || p < positives.length) {
      double next =
          p == positives.length || (n < negatives.length && negatives[n] < positives[p])
              ? negatives[n]
              : positives[p];
      negativesBelow[count] = n;
      positivesBelow[count] = p;
      distinct[count++] = next;
      while (n < negatives.length && negatives[n] == next) {
        n++;
      }
      while (p < positives.length && positives[p] == next) {
        p++;
      }
    }
    negativesBelow[count] = n;
    positivesBelow[count] = p;
    MdlpDiscretizer discretizer =
        new MdlpDiscretizer(Arrays.copyOf(distinct, count), negativesBelow, positivesBelow);
    discretizer.split(0, count);
    Arrays.sort(discretizer.found, 0, discretizer.cuts);
    return Arrays.copyOf(discretizer.found, discretizer.cuts);
  }

  private static double[] sorted(double[] values, boolean[] positive, boolean which) {
    double[] kept = new double[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (positive[i] == which && !Double.isNaN(values[i])) {
        // 0.0 + -0.0 is 0.0: the two zeros are one value, which sorting would keep apart.
        kept[count++] = values[i] + 0.0;
      }
    }
    double[] sorted = Arrays.copyOf(kept, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Cuts the distinct values {@code from} (included) to {@code to} (excluded). */
  private void split(int from, int to) {
    int negatives = negativesBelow[to] - negativesBelow[from];
    int positives = positivesBelow[to] - positivesBelow[from];
    if (negatives == 0 || positives == 0) {
      return;
    }
    int best = -1;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = from + 1; i < to; i++) {
      int leftNegatives = negativesBelow[i] - negativesBelow[from];
      int leftPositives = positivesBelow[i] - positivesBelow[from];
      double bits =
          bits(leftNegatives, leftPositives)
              + bits(negatives - leftNegatives, positives - leftPositives);
      if (bits < smallest) {
        smallest = bits;
        best = i;
      }
    }
    if (best < 0 || !worthIt(from, best, to)) {
      return;
    }
    found[cuts++] = between(values[best - 1], values[best]);
    split(from, best);
    split(best, to);
  }

  private boolean worthIt(int from, int cut, int to) {
    int n0 = negativesBelow[to] - negativesBelow[from];
    int n1 = positivesBelow[to] - positivesBelow[from];
    int left0 = negativesBelow[cut] - negativesBelow[from];
    int left1 = positivesBelow[cut] - positivesBelow[from];
    double n = n0 + n1;
    double left = left0 + left1;
    double right = n - left;
    double gain = (bits(n0, n1) - bits(left0, left1) - bits(n0 - left0, n1 - left1)) / n;
    int k = classes(n0, n1);
    double delta =
        log2(Math.pow(3, k) - 2)
            - (k * bits(n0, n1) / n
                - classes(left0, left1) * bits(left0, left1) / left
                - classes(n0 - left0, n1 - left1) * bits(n0 - left0, n1 - left1) / right);
    return gain > (log2(n - 1) + delta) / n;
  }

  /** {@code n E}, the class entropy in bits times the number of rows. */
  private static double bits(int negatives, int positives) {
    return term(negatives, negatives + positives) + term(positives, negatives + positives);
  }

  private static double term(int part, int whole) {
    return part == 0 ? 0 : -part * log2((double) part / whole);
  }

  private static int classes(int negatives, int positives) {
    return (negatives > 0 ? 1 : 0) + (positives > 0 ? 1 : 0);
  }

  private static double log2(double x) {
    return Math.log(x) / LOG_2;
  }

  /** Halfway, but never the upper value, which has to lie above the cut. */
  private static double between(double low, double high) {
    double sum = low + high;
    double middle = Double.isInfinite(sum) ? low / 2 + high / 2 : sum / 2;
    return middle < high ? middle : low;
  }
}
