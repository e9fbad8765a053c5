package org.touchstone.engine.flip;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Goes from a point near a kink of a piecewise linear boundary to the closest point of the kink.
 *
 * <p>The boundary of a ReLU network is made of flat pieces, and its points closest to the origin
 * are often on their edges, where a descent by gradients creeps. On an edge the margin and the
 * weighted inputs of some units are 0, and in these linear equations the closest point is the
 * solution of smallest norm. Which units they are is tried: those whose kinks are nearest, one more
 * at a time, and these without each of them. What is tried counts only where the true boundary is
 * closer. Keeps buffers: for one thread.
 */
final class KinkDescent {

  private static final int MOST_KINKS = 12;
  private static final int MOST_ROUNDS = 12;
  private static final double CLOSER = 1e-12;

  private final Surface surface;
  private final RayCrossing crossing;
  private final double other;
  private final int n;
  private final double[] gradient;
  private final double[] atPoint;
  private final double[] direction;
  private final double[] best;
  private double distance;

  /**
   * Works around the origin of a surface.
   *
   * @param other sign of the margins of the other class
   */
  KinkDescent(Surface surface, RayCrossing crossing, double other) {
    this.surface = surface;
    this.crossing = crossing;
    this.other = other;
    this.n = surface.dimension();
    this.gradient = new double[n];
    this.atPoint = new double[n];
    this.direction = new double[n];
    this.best = new double[n];
  }

  /** Distance of the point that was reached. */
  double distance() {
    return distance;
  }

  /**
   * Runs from a point of the boundary.
   *
   * @param u its direction, a unit vector; receives that of the closer point
   * @param from its distance
   * @return whether a closer point was found
   */
  boolean run(double[] u, double from) {
    distance = from;
    boolean any = false;
    for (int round = 0; round < MOST_ROUNDS && round(u); round++) {
      System.arraycopy(best, 0, u, 0, n);
      any = true;
    }
    return any;
  }

  private boolean round(double[] u) {
    double before = distance;
    double[] point = new double[n];
    for (int i = 0; i < n; i++) {
      point[i] = distance * u[i];
    }
    double margin = surface.margin(point, atPoint);
    Kinks kinks = surface.kinks(point);
    int most = Math.min(MOST_KINKS, n - 1);
    int[] used = new int[most];
    int count = 0;
    Equations equations = new Equations(n, most + 1);
    equations.add(atPoint, 0, BoundaryDescent.dot(atPoint, point) - margin);
    attempt(equations);
    for (int unit : nearest(kinks)) {
      if (count == most || equations.norm() >= before) {
        break;
      }
      // Several units may have the same kink.
      if (add(equations, kinks, unit, point)) {
        used[count++] = unit;
        attempt(equations);
      }
    }
    for (int left = 0; left < count - 1; left++) {
      Equations without = new Equations(n, count);
      without.add(atPoint, 0, BoundaryDescent.dot(atPoint, point) - margin);
      for (int k = 0; k < count && without.norm() < distance; k++) {
        if (k != left && add(without, kinks, used[k], point)) {
          attempt(without);
        }
      }
    }
    return distance < before * (1 - CLOSER);
  }

  private boolean add(Equations equations, Kinks kinks, int unit, double[] point) {
    double dot = 0;
    for (int i = 0; i < n; i++) {
      dot += kinks.gradients()[unit * n + i] * point[i];
    }
    return equations.add(kinks.gradients(), unit * n, dot - kinks.values()[unit]);
  }

  /** Goes to where the ray through the solution crosses the boundary, if that is closer. */
  private void attempt(Equations equations) {
    double length = equations.norm();
    if (!(length > 0) || length >= distance) {
      return;
    }
    double[] solution = equations.solution();
    for (int i = 0; i < n; i++) {
      direction[i] = solution[i] / length;
    }
    crossing.evaluate(direction, length, gradient);
    boolean touched = Math.abs(crossing.margin()) <= BoundaryDescent.ON_BOUNDARY;
    if (!touched && !(other * crossing.margin() >= 0)) {
      // Rounding, or just short of it: a little farther is still closer than before.
      crossing.evaluate(direction, Math.min(distance, length * (1 + 1e-6)), gradient);
    }
    // At a corner the ray may do no more than touch the other class.
    boolean found =
        touched
            || (other * crossing.margin() >= 0
                && crossing.find(
                    direction, crossing.length(), crossing.margin(), other, 1e-13, gradient));
    if (found && crossing.length() < distance) {
      distance = crossing.length();
      System.arraycopy(direction, 0, best, 0, n);
    }
  }

  private int[] nearest(Kinks kinks) {
    double[] far = new double[kinks.size()];
    for (int k = 0; k < far.length; k++) {
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double slope = kinks.gradients()[k * n + i];
        squares += slope * slope;
      }
      far[k] =
          squares > 0 ? Math.abs(kinks.values()[k]) / Math.sqrt(squares) : Double.POSITIVE_INFINITY;
    }
    return IntStream.range(0, far.length)
        .filter(k -> far[k] < distance)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> far[k]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Linear equations {@code a . x = b} and their solution of smallest norm, one after the other.
   */
  private static final class Equations {

    private final int n;
    private final double[] basis;
    private final double[] coefficients;
    private int rank;

    Equations(int n, int most) {
      this.n = n;
      this.basis = new double[most * n];
      this.coefficients = new double[most];
    }

    /**
     * By Gram-Schmidt, orthogonalised twice.
     *
     * @return whether it is kept: not if it depends on the others
     */
    boolean add(double[] rows, int from, double value) {
      int at = rank * n;
      System.arraycopy(rows, from, basis, at, n);
      double before = norm(at);
      double left = value;
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < rank; k++) {
          double dot = 0;
          for (int i = 0; i < n; i++) {
            dot += basis[k * n + i] * basis[at + i];
          }
          for (int i = 0; i < n; i++) {
            basis[at + i] -= dot * basis[k * n + i];
          }
          left -= dot * coefficients[k];
        }
      }
      double after = norm(at);
      if (after > 1e-9 * before) {
        for (int i = 0; i < n; i++) {
          basis[at + i] /= after;
        }
        coefficients[rank++] = left / after;
        return true;
      }
      return false;
    }

    private double norm(int from) {
      double squares = 0;
      for (int i = 0; i < n; i++) {
        squares += basis[from + i] * basis[from + i];
      }
      return Math.sqrt(squares);
    }

    double norm() {
      double squares = 0;
      for (int k = 0; k < rank; k++) {
        squares += coefficients[k] * coefficients[k];
      }
      return Math.sqrt(squares);
    }

    double[] solution() {
      double[] x = new double[n];
      for (int k = 0; k < rank; k++) {
        for (int i = 0; i < n; i++) {
          x[i] += coefficients[k] * basis[k * n + i];
        }
      }
      return x;
    }
  }
}
