package org.touchstone.engine.flip;

/**
 * Finds a point of a surface that is closest to the origin among its neighbours: minimises {@code
 * |t|} subject to {@code margin(t) = 0}.
 *
 * <p>Not over points but over directions: a unit vector u has the distance R(u) at which the ray
 * along it crosses the boundary, and {@code log R} is minimised on the sphere by BFGS steps. Its
 * gradient is {@code -(g - (g.u) u) / (g.u)}, g the margin's gradient at the crossing, a vector as
 * long as the tangent of the angle between u and the normal; it vanishes where the
 * Karush-Kuhn-Tucker conditions hold, and of a flat boundary the Hessian is the identity, so that
 * one step solves it. A step is taken only if it leads to a crossing that is closer: where the
 * point that far along the new ray is of the other class, there is one on the way. So no run ends
 * farther than it began, however the boundary is folded (Yousefzadeh and O'Leary, Section 3.1, call
 * for a local minimiser; on directions as here, "design points" are searched for in structural
 * reliability). Keeps buffers: for one thread.
 */
final class BoundaryDescent {

  /** Largest margin that counts as on the boundary; a probability is off by a quarter of it. */
  static final double ON_BOUNDARY = 1e-11;

  private static final int MOST_STEPS = 80;
  private static final int MOST_CUTS = 12;
  private static final int MOST_KINK_RUNS = 5;
  private static final int MOST_STEPS_TO_BOUNDARY = 20;

  /** Sine of the angle to the normal at which a point counts as closest. */
  private static final double ALIGNED = 1e-8;

  /** Tangent from which a smaller angle shows more than a shorter distance, which is rounded. */
  private static final double NEARLY_ALIGNED = 1e-4;

  private static final double FIRST_ANGLE = 0.7;

  private final Surface surface;
  private final double reach;
  private final int n;
  private final double other;
  private final double atOrigin;
  private final RayCrossing crossing;
  private final InverseHessian hessian;
  private final boolean bends;
  private final KinkDescent kinks;
  private final double[] point;
  private final double[] step;
  private final double[] s;
  private final double[] y;
  private double[] u;
  private double[] g;
  private double[] slope;
  private double[] uNew;
  private double[] gNew;
  private double[] slopeNew;
  private double distance;
  private double h;
  private double tangent;
  private double angle;

  /** How a run ended. */
  enum End {
    /** The boundary was not reached. */
    NONE,
    /** On the way to a point that is farther than the closest known one: given up. */
    FARTHER,
    /** On the way to the closest known point: given up. */
    SAME,
    /** At a closest point among its neighbours, or as near to it as it came. */
    REACHED
  }

  /**
   * Works around the origin of a surface.
   *
   * @param reach no point farther than twice this is of interest
   */
  BoundaryDescent(Surface surface, double reach) {
    this.surface = surface;
    this.reach = reach;
    this.n = surface.dimension();
    this.crossing = new RayCrossing(surface);
    this.hessian = new InverseHessian(n);
    this.point = new double[n];
    this.step = new double[n];
    this.s = new double[n];
    this.y = new double[n];
    this.u = new double[n];
    this.g = new double[n];
    this.slope = new double[n];
    this.uNew = new double[n];
    this.gNew = new double[n];
    this.slopeNew = new double[n];
    double[] margin = new double[1];
    surface.margins(point, 1, margin);
    this.atOrigin = margin[0];
    this.other = atOrigin >= 0 ? -1 : 1;
    this.bends = surface.bends();
    this.kinks = new KinkDescent(surface, crossing, other);
  }

  /** The point that was reached; only until the next run. */
  double[] point() {
    return point;
  }

  /** The direction of the point that was reached, a unit vector; a copy. */
  double[] direction() {
    return u.clone();
  }

  /**
   * Runs from a point.
   *
   * @param start where to begin
   * @param known distance of the closest point that is known already
   * @param knownDirection its direction, a unit vector, or empty where it is not known
   */
  End run(double[] start, double known, double[] knownDirection) {
    if (atOrigin == 0) {
      java.util.Arrays.fill(point, 0);
      distance = 0;
      return End.REACHED;
    }
    if (n == 0 || !Double.isFinite(atOrigin) || !toBoundary(start)) {
      return End.NONE;
    }
    End end = descend(known, knownDirection);
    if (end != End.REACHED) {
      return end;
    }
    if (bends && tangent > ALIGNED) {
      alongKinks();
    }
    return settle() ? End.REACHED : End.NONE;
  }

  /** To the closest point of a kink, and from there once more, as long as it comes closer. */
  private void alongKinks() {
    for (int k = 0; k < MOST_KINK_RUNS; k++) {
      double before = distance;
      if (!kinks.run(u, distance)) {
        return;
      }
      crossing.evaluate(u, kinks.distance(), g);
      arrive(true);
      descend(Double.POSITIVE_INFINITY, new double[0]);
      if (distance > before * (1 - 1e-9)) {
        return;
      }
    }
  }

  /** Newton steps along the gradient until the class changes, then back along the ray. */
  private boolean toBoundary(double[] start) {
    System.arraycopy(start, 0, point, 0, n);
    double margin = surface.margin(point, g);
    for (int k = 0; !(other * margin >= 0); k++) {
      double gg = dot(g, g);
      if (k == MOST_STEPS_TO_BOUNDARY || !Double.isFinite(margin) || !(gg > Double.MIN_NORMAL)) {
        return false;
      }
      // A little farther than to the flattened boundary, so that the true one is crossed.
      double length = Math.abs(margin) / Math.sqrt(gg);
      double share = Math.min(1.1, 0.3 * reach / length);
      for (int i = 0; i < n; i++) {
        point[i] -= share * margin / gg * g[i];
      }
      if (dot(point, point) > 4 * reach * reach) {
        return false;
      }
      margin = surface.margin(point, g);
    }
    double length = Math.sqrt(dot(point, point));
    if (!(length > 0) || !Double.isFinite(margin)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      u[i] = point[i] / length;
    }
    return arrive(crossing.find(u, length, margin, other, 1e-2, g));
  }

  private boolean arrive(boolean found) {
    distance = crossing.length();
    h = crossing.margin();
    return found;
  }

  private End descend(double known, double[] knownDirection) {
    hessian.reset();
    angle = FIRST_ANGLE;
    slope(u, g, slope);
    for (int k = 0; k < MOST_STEPS; k++) {
      tangent = Math.sqrt(dot(slope, slope));
      if (tangent <= ALIGNED) {
        break;
      }
      double gain = towards();
      double at = distance - h / dot(g, u);
      if (k >= 3 && tangent < 0.3) {
        // Half the gain is what the whole way down is worth; three times as much for doubt, and
        // more
        // where kinks make the curvature that was seen so far say little.
        if (at * Math.exp((bends ? 5 : 1.5) * gain) > known * (1 + 1e-7)) {
          return End.FARTHER;
        }
        if (knownDirection.length == n && sameAs(knownDirection, at / known)) {
          return End.SAME;
        }
      }
      if (!move(at, gain)) {
        if (hessian.isIdentity()) {
          break;
        }
        hessian.reset();
        angle = Math.min(FIRST_ANGLE, 10 * angle);
      }
    }
    return End.REACHED;
  }

  /** The step over the sphere, a tangent at u; the slope of log R along it, negative. */
  private double towards() {
    hessian.multiply(slope, step);
    double radial = dot(step, u);
    for (int i = 0; i < n; i++) {
      step[i] = radial * u[i] - step[i];
    }
    double gain = dot(slope, step);
    if (gain < 0) {
      return gain;
    }
    hessian.reset();
    for (int i = 0; i < n; i++) {
      step[i] = -slope[i];
    }
    return -tangent * tangent;
  }

  /** Whether the rest of the way is about as long as the way to a known point. */
  private boolean sameAs(double[] direction, double ratio) {
    double length = dot(step, step);
    double cosine = dot(u, direction);
    return length < 0.01
        && cosine > 0
        && 2 * (1 - cosine) < 4 * length
        && Math.abs(ratio - 1) < 2 * length + 1e-9;
  }

  /** Takes the step, or a part of it, to a ray whose crossing is closer than {@code from}. */
  private boolean move(double from, double gain) {
    double length = Math.sqrt(dot(step, step));
    double share = Math.min(1, angle / length);
    double relative = Math.min(1e-2, Math.max(1e-13, 0.05 * Math.min(1, tangent * tangent)));
    for (int cut = 0; cut < MOST_CUTS; cut++) {
      for (int i = 0; i < n; i++) {
        uNew[i] = u[i] + share * step[i];
      }
      double norm = Math.sqrt(dot(uNew, uNew));
      for (int i = 0; i < n; i++) {
        uNew[i] /= norm;
      }
      double rounding = tangent < NEARLY_ALIGNED ? 1e-12 : 0;
      double limit = from * (1 + 1e-4 * share * gain + rounding);
      double expected = from * Math.exp(Math.max(-1, share * gain * (1 - share / 2)));
      if (cross(Math.min(expected, limit), limit, relative)) {
        slope(uNew, gNew, slopeNew);
        if (tangent >= NEARLY_ALIGNED || dot(slopeNew, slopeNew) < tangent * tangent) {
          accept();
          angle = cut == 0 ? Math.min(1, 1.5 * angle) : angle;
          return true;
        }
      }
      share *= 0.3;
      angle = share * length;
    }
    return false;
  }

  /** Whether the new ray crosses the boundary before {@code limit}; then goes there. */
  private boolean cross(double expected, double limit, double relative) {
    crossing.evaluate(uNew, expected, gNew);
    double margin = crossing.margin();
    if (!Double.isFinite(margin)) {
      return false;
    }
    if (other * margin < 0) {
      double outward = dot(gNew, uNew);
      double next = expected - margin / outward;
      if (!(other * outward > 0) || next >= limit) {
        return false;
      }
      if (next - expected <= relative * expected) {
        return true;
      }
      crossing.evaluate(uNew, Math.min(limit, next + 0.1 * (next - expected)), gNew);
      if (!(other * crossing.margin() >= 0)) {
        return false;
      }
    }
    return crossing.find(uNew, crossing.length(), crossing.margin(), other, relative, gNew);
  }

  private void accept() {
    double radialStep = 0;
    double radialSlope = 0;
    for (int i = 0; i < n; i++) {
      s[i] = uNew[i] - u[i];
      radialStep += s[i] * uNew[i];
      radialSlope += slope[i] * uNew[i];
    }
    for (int i = 0; i < n; i++) {
      s[i] -= radialStep * uNew[i];
      y[i] = slopeNew[i] - (slope[i] - radialSlope * uNew[i]);
    }
    hessian.update(s, y);
    double[] swap = u;
    u = uNew;
    uNew = swap;
    swap = g;
    g = gNew;
    gNew = swap;
    swap = slope;
    slope = slopeNew;
    slopeNew = swap;
    arrive(true);
  }

  /** The gradient of log R at a unit vector, from the margin's gradient at the crossing. */
  private void slope(double[] direction, double[] gradient, double[] out) {
    double outward = dot(gradient, direction);
    for (int i = 0; i < n; i++) {
      out[i] = direction[i] - gradient[i] / outward;
    }
  }

  /** The last Newton steps along the ray, to the last digit. */
  private boolean settle() {
    double before = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 12 && h != 0 && Math.abs(h) < before; k++) {
      before = Math.abs(h);
      double outward = dot(g, u);
      double next = distance - h / outward;
      if (!(next > 0) || !Double.isFinite(next)) {
        break;
      }
      crossing.evaluate(u, next, gNew);
      if (Math.abs(crossing.margin()) < before) {
        arrive(true);
        System.arraycopy(gNew, 0, g, 0, n);
      }
    }
    for (int i = 0; i < n; i++) {
      point[i] = distance * u[i];
    }
    return Math.abs(h) <= ON_BOUNDARY;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
