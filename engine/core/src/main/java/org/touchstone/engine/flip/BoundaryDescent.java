package org.touchstone.engine.flip;

import java.util.Arrays;

/**
 * Finds a point of a surface that is closest to the origin among its neighbours: minimises {@code
 * |t|^2 / 2} subject to {@code margin(t) = 0}.
 *
 * <p>Sequential quadratic programming on the Karush-Kuhn-Tucker system {@code t + lambda g = 0,
 * margin = 0}: a damped BFGS approximation of the Lagrangian's Hessian that starts at the
 * distance's own, the identity, an l1 merit function with a second-order correction, and Newton
 * steps along the gradient at the end (Nocedal and Wright 2006, Algorithm 18.3, Eqs. 18.22, 18.36;
 * Powell's damping, Procedure 18.2). Each step costs one gradient, or two. Keeps buffers: for one
 * thread.
 */
final class BoundaryDescent {

  /** Largest margin that counts as on the boundary; a probability is off by a quarter of it. */
  static final double ON_BOUNDARY = 1e-11;

  private static final int MOST_STEPS = 80;
  private static final int MOST_HALVINGS = 12;
  private static final double SMALLEST_STEP = 1e-9;

  private final Surface surface;
  private final int n;
  private final double[] inverse;
  private final double[] hg;
  private final double[] ht;
  private final double[] p;
  private final double[] s;
  private final double[] yl;
  private final double[] bs;
  private double[] t;
  private double[] g;
  private double[] tNew;
  private double[] gNew;
  private boolean unit;
  private double h;
  private double hNew;

  BoundaryDescent(Surface surface) {
    this.surface = surface;
    this.n = surface.dimension();
    this.inverse = new double[n * n];
    this.hg = new double[n];
    this.ht = new double[n];
    this.p = new double[n];
    this.s = new double[n];
    this.yl = new double[n];
    this.bs = new double[n];
    this.t = new double[n];
    this.g = new double[n];
    this.tNew = new double[n];
    this.gNew = new double[n];
  }

  /** The point that was reached; only until the next run. */
  double[] point() {
    return t;
  }

  double distance() {
    return Math.sqrt(dot(t, t));
  }

  /**
   * Runs from a point.
   *
   * @param start where to begin
   * @param best distance of a point that is known already: a run that settles well beyond it stops
   * @return whether a point on the boundary was reached
   */
  boolean run(double[] start, double best) {
    System.arraycopy(start, 0, t, 0, n);
    h = surface.margin(t, g);
    unit = true;
    double penalty = 0;
    boolean fresh = true;
    for (int step = 0; step < MOST_STEPS; step++) {
      if (!Double.isFinite(h)) {
        return false;
      }
      multiply(g, hg);
      multiply(t, ht);
      double ghg = dot(g, hg);
      if (!(ghg > Double.MIN_NORMAL) || !Double.isFinite(ghg)) {
        return false;
      }
      double lambda = (h - dot(g, ht)) / ghg;
      for (int i = 0; i < n; i++) {
        p[i] = -ht[i] - lambda * hg[i];
      }
      double length = Math.sqrt(dot(p, p));
      double far = Math.sqrt(dot(t, t));
      if (length <= SMALLEST_STEP * far && Math.abs(h) <= ON_BOUNDARY) {
        return true;
      }
      if (step >= 8
          && length < 0.1 * far
          && far > 1.2 * best
          && far - length > best + Math.abs(h) / Math.sqrt(dot(g, g))) {
        return false;
      }
      double share = Math.min(1, (2 + 2 * far) / length);
      penalty = penalty(penalty, lambda, share);
      if (search(share, penalty, ghg)) {
        update(lambda);
        fresh = false;
        double[] swap = t;
        t = tNew;
        tNew = swap;
        swap = g;
        g = gNew;
        gNew = swap;
        h = hNew;
      } else if (fresh) {
        return ontoBoundary();
      } else {
        unit = true;
        fresh = true;
      }
    }
    return ontoBoundary();
  }

  private double alpha;
  private double correction;

  /** The merit function must fall along the step: Nocedal and Wright, Eq. 18.36. */
  private double penalty(double before, double lambda, double share) {
    double needed = 1.5 * Math.abs(lambda);
    double off = share * Math.abs(h);
    if (off > 0) {
      double curvature = 0;
      for (int i = 0; i < n; i++) {
        curvature -= p[i] * (t[i] + lambda * g[i]);
      }
      double slope = share * dot(t, p) + share * share * Math.max(0, curvature) / 2;
      needed = Math.max(needed, Math.min(slope / (0.7 * off), 1e3 * (1 + Math.abs(lambda))));
    }
    return Math.max(before, needed);
  }

  private boolean search(double share, double penalty, double ghg) {
    double merit = dot(t, t) / 2 + penalty * Math.abs(h);
    double slope = share * (dot(t, p) - penalty * Math.abs(h));
    double rounding = 1e-15 * merit;
    double step = 1;
    correction = 0;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      alpha = step * share;
      for (int i = 0; i < n; i++) {
        tNew[i] = t[i] + alpha * p[i];
      }
      hNew = surface.margin(tNew, gNew);
      double value = dot(tNew, tNew) / 2 + penalty * Math.abs(hNew);
      double wanted = merit + 1e-4 * step * Math.min(0, slope) + rounding;
      if (value <= wanted) {
        return true;
      }
      if (halving == 0 && Double.isFinite(hNew)) {
        correction = -hNew / ghg;
        for (int i = 0; i < n; i++) {
          tNew[i] += correction * hg[i];
        }
        hNew = surface.margin(tNew, gNew);
        if (dot(tNew, tNew) / 2 + penalty * Math.abs(hNew) <= wanted) {
          return true;
        }
        correction = 0;
      }
      double curved = value - merit - step * slope;
      double best = curved > 0 ? -slope * step * step / (2 * curved) : step / 2;
      step = Math.max(0.1 * step, Math.min(0.5 * step, best));
    }
    return false;
  }

  /** Damped BFGS; that {@code B p = -(t + lambda g)} and {@code B H g = g} spares the matrix B. */
  private void update(double lambda) {
    double sBs = 0;
    double sy = 0;
    for (int i = 0; i < n; i++) {
      s[i] = tNew[i] - t[i];
      yl[i] = s[i] + lambda * (gNew[i] - g[i]);
      bs[i] = -alpha * (t[i] + lambda * g[i]) + correction * g[i];
      sBs += s[i] * bs[i];
      sy += s[i] * yl[i];
    }
    if (!(sBs > 1e-30) || !Double.isFinite(sy)) {
      return;
    }
    if (sy < 0.2 * sBs) {
      double theta = 0.8 * sBs / (sBs - sy);
      for (int i = 0; i < n; i++) {
        yl[i] = theta * yl[i] + (1 - theta) * bs[i];
      }
      sy = 0.2 * sBs;
    }
    if (unit) {
      Arrays.fill(inverse, 0);
      for (int i = 0; i < n; i++) {
        inverse[i * n + i] = 1;
      }
      unit = false;
    }
    multiply(yl, ht);
    double rho = 1 / sy;
    double scale = rho * (1 + rho * dot(yl, ht));
    for (int i = 0; i < n; i++) {
      double a = scale * s[i] - rho * ht[i];
      double b = rho * s[i];
      for (int j = 0; j < n; j++) {
        inverse[i * n + j] += a * s[j] - b * ht[j];
      }
    }
  }

  /** Newton steps along the gradient, where the descent itself comes no further. */
  private boolean ontoBoundary() {
    double far = Math.sqrt(dot(t, t));
    double moved = 0;
    for (int step = 0; step < 12; step++) {
      if (Math.abs(h) <= ON_BOUNDARY) {
        return true;
      }
      double gg = dot(g, g);
      if (!(gg > Double.MIN_NORMAL)) {
        return false;
      }
      moved += Math.abs(h) / Math.sqrt(gg);
      if (!(moved <= 0.1 * far)) {
        return false;
      }
      for (int i = 0; i < n; i++) {
        t[i] -= h / gg * g[i];
      }
      h = surface.margin(t, g);
    }
    return Math.abs(h) <= ON_BOUNDARY;
  }

  private void multiply(double[] vector, double[] out) {
    if (unit) {
      System.arraycopy(vector, 0, out, 0, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += inverse[i * n + j] * vector[j];
      }
      out[i] = sum;
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
