package org.touchstone.engine.flip;

import java.util.Arrays;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.exception.MathRuntimeException;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.optim.univariate.UnivariatePointValuePair;

/**
 * All changes of one number that flip the decision: the margin is computed on an even grid over the
 * bounds, each change of sign is solved for by Brent's method, and where the margin turns towards 0
 * and back between grid points, its extremum is looked at too, so that two roots in one cell are
 * found (Brent 1973, Chapters 4 and 5).
 */
final class FeatureScan {

  static final int CELLS = 400;

  private static final int MOST_EVALUATIONS = 200;

  private final Surface surface;
  private final double low;
  private final double high;
  private final boolean rowPositive;
  private double[] roots = new double[4];
  private boolean[] jumps = new boolean[4];
  private int count;

  /**
   * Scans.
   *
   * @param surface the margin as a function of one number's scaled change, {@link
   *     Surface#dimension} 1, or 0 where it does not depend on it
   * @param low smallest scaled change, finite
   * @param high largest scaled change, finite
   */
  FeatureScan(Surface surface, double low, double high) {
    this.surface = surface;
    this.low = low;
    this.high = high;
    this.rowPositive = surface.dimension() == 1 && value(0) >= 0;
    if (surface.dimension() == 1 && low < high) {
      scan();
    }
  }

  /** The roots in rising order. */
  double[] roots() {
    return Arrays.copyOf(roots, count);
  }

  /** Whether the margin jumps across 0 at a root. */
  boolean jumps(int root) {
    return jumps[root];
  }

  private void scan() {
    double[] x = new double[CELLS + 1];
    double[] t = new double[CELLS + 1];
    double[] change = new double[1];
    double[] at = new double[1];
    for (int i = 0; i <= CELLS; i++) {
      x[i] = i == CELLS ? high : low + (high - low) * i / CELLS;
      change[0] = x[i];
      surface.fromChanges(change, at);
      t[i] = at[0];
    }
    double[] h = new double[CELLS + 1];
    surface.margins(t, CELLS + 1, h);
    for (int i = 0; i < CELLS; i++) {
      if (h[i] == 0) {
        add(x[i], false);
      } else if (h[i] > 0 != h[i + 1] > 0 && h[i + 1] != 0) {
        addRoot(x[i], x[i + 1]);
      } else if (i > 0 && turns(h[i - 1], h[i], h[i + 1])) {
        extremum(x[i - 1], x[i], x[i + 1], h[i] > 0);
      }
    }
    if (h[CELLS] == 0) {
      add(x[CELLS], false);
    }
    sort();
  }

  /** Whether three values of one sign come closest to 0 in the middle. */
  private static boolean turns(double before, double at, double after) {
    return before > 0 == at > 0
        && after > 0 == at > 0
        && Math.abs(at) <= Math.abs(before)
        && Math.abs(at) <= Math.abs(after)
        && (Math.abs(at) < Math.abs(before) || Math.abs(at) < Math.abs(after));
  }

  private double value(double x) {
    double[] change = {x};
    double[] at = new double[1];
    surface.fromChanges(change, at);
    double[] out = new double[1];
    surface.margins(at, 1, out);
    return out[0];
  }

  private void extremum(double from, double middle, double to, boolean positive) {
    UnivariatePointValuePair best =
        new BrentOptimizer(1e-10, 1e-12)
            .optimize(
                new MaxEval(MOST_EVALUATIONS),
                new UnivariateObjectiveFunction(this::value),
                positive ? GoalType.MINIMIZE : GoalType.MAXIMIZE,
                new SearchInterval(from, to, middle));
    double x = best.getPoint();
    double h = best.getValue();
    if (h == 0) {
      add(x, false);
    } else if (h > 0 != positive) {
      addRoot(from, x);
      addRoot(x, to);
    }
  }

  private void addRoot(double from, double to) {
    UnivariateFunction function = this::value;
    double root;
    try {
      root = new BrentSolver(1e-15, 1e-14, 1e-15).solve(MOST_EVALUATIONS, function, from, to);
    } catch (MathRuntimeException e) {
      // Brent's method is slow where the margin jumps; bisection is not.
      root = bisect(from, to);
    }
    boolean jump = false;
    if (Math.abs(value(root)) > 1e-9) {
      root = bisect(from, to);
      jump = Math.abs(value(root)) > 1e-6;
    }
    add(root, jump);
  }

  /** The last double of the other class than the row's, next to a change of sign. */
  private double bisect(double from, double to) {
    boolean flippedAtTo = value(to) >= 0 != rowPositive;
    double a = flippedAtTo ? from : to;
    double b = flippedAtTo ? to : from;
    for (int i = 0; i < 200; i++) {
      double middle = a + (b - a) / 2;
      if (middle == a || middle == b) {
        break;
      }
      if (value(middle) >= 0 != rowPositive) {
        b = middle;
      } else {
        a = middle;
      }
    }
    return b;
  }

  private void add(double root, boolean jump) {
    if (count == roots.length) {
      roots = Arrays.copyOf(roots, 2 * count);
      jumps = Arrays.copyOf(jumps, 2 * count);
    }
    roots[count] = root;
    jumps[count++] = jump;
  }

  private void sort() {
    for (int i = 1; i < count; i++) {
      for (int j = i; j > 0 && roots[j] < roots[j - 1]; j--) {
        double root = roots[j];
        roots[j] = roots[j - 1];
        roots[j - 1] = root;
        boolean jump = jumps[j];
        jumps[j] = jumps[j - 1];
        jumps[j - 1] = jump;
      }
    }
  }
}
