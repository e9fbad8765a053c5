package org.touchstone.engine.flip;

import java.util.Arrays;
import org.touchstone.engine.flip.BoundaryDescent.End;

/**
 * Finds the closest point of the boundary within bounds on the variables' scaled changes.
 *
 * <p>Without bounds in the way this is {@link BoundaryDescent}. Else the boundary is taken as flat
 * at first: the closest point of a plane in a box is known up to one number, the multiplier. When
 * the set of variables at their bounds settles, the descent works on the others; a variable whose
 * multiplier has the wrong sign is let go again (Nocedal and Wright 2006, Section 16.5, active
 * sets). Keeps buffers: for one thread.
 */
final class BoxDescent {

  private static final int FLAT_STEPS = 25;
  private static final int ACTIVE_SETS = 40;

  private final Margin margin;
  private final Columns columns;
  private final double[] base;
  private final double[] low;
  private final double[] high;
  private final Surface surface;
  private final BoundaryDescent descent;
  private final double reach;
  private final int n;
  private final double[] t;
  private final double[] gt;
  private final double[] gradient;
  private double[] changes;
  private double[] direction = new double[0];
  private double closest = Double.POSITIVE_INFINITY;
  private double kkt;

  /**
   * Works around one row.
   *
   * @param margin of the model
   * @param columns the variables
   * @param family the margin's surfaces of these variables
   * @param base the row's model inputs
   * @param low smallest scaled change of each variable, at most 0
   * @param high largest scaled change of each variable, at least 0
   * @param reach the largest distance of interest
   */
  BoxDescent(
      Margin margin,
      Columns columns,
      Margin.Family family,
      double[] base,
      double[] low,
      double[] high,
      double reach) {
    this.margin = margin;
    this.columns = columns;
    this.base = base;
    this.low = low;
    this.high = high;
    this.surface = family.around(base);
    this.descent = new BoundaryDescent(surface, reach);
    this.reach = reach;
    this.n = columns.size();
    this.t = new double[surface.dimension()];
    this.gt = new double[surface.dimension()];
    this.gradient = new double[n];
    this.changes = new double[n];
  }

  /** Number of variables. */
  int size() {
    return n;
  }

  Surface surface() {
    return surface;
  }

  /** The scaled changes that were reached; only until the next run. */
  double[] changes() {
    return changes;
  }

  double distance() {
    return Math.sqrt(BoundaryDescent.dot(changes, changes));
  }

  /**
   * {@code |y + lambda g| / |y|} over the variables between their bounds, and those at a bound that
   * would rather leave it: the sine of the angle between the change and the boundary's normal.
   */
  double kkt() {
    return kkt;
  }

  /** Clamps scaled changes to the bounds. */
  void clamp(double[] y) {
    for (int j = 0; j < n; j++) {
      y[j] = Math.max(low[j], Math.min(high[j], y[j]));
    }
  }

  /** The margin at scaled changes; the gradient goes to the field. */
  private double marginAt(double[] y) {
    surface.fromChanges(y, t);
    double h = surface.margin(t, gt);
    surface.toChanges(gt, gradient);
    return h;
  }

  /**
   * Runs from scaled changes.
   *
   * @param start where to begin; clamped to the bounds
   * @param best distance of a point that is known already
   * @return {@link End#REACHED} if at a point of the boundary within the bounds
   */
  End run(double[] start, double best) {
    surface.fromChanges(start, t);
    // The closest point of an earlier run is known with its direction, others are not.
    End end = descent.run(t, best, best == closest ? direction : new double[0]);
    if (end == End.FARTHER || end == End.SAME) {
      return end;
    }
    if (end == End.REACHED) {
      surface.toChanges(descent.point(), changes);
      if (inside(changes)) {
        kkt = residual(new byte[n]);
        if (distance() < best) {
          closest = distance();
          direction = descent.direction();
        }
        return End.REACHED;
      }
    }
    return runBounded(start, best) ? End.REACHED : End.NONE;
  }

  private boolean inside(double[] y) {
    for (int j = 0; j < n; j++) {
      if (y[j] < low[j] || y[j] > high[j]) {
        return false;
      }
    }
    return true;
  }

  private boolean runBounded(double[] start, double best) {
    double[] y = start.clone();
    clamp(y);
    byte[] fixed = flatSteps(y);
    byte[] releases = new byte[n];
    for (int set = 0; set < ACTIVE_SETS; set++) {
      if (!descendFree(y, fixed, best)) {
        return false;
      }
      boolean violated = false;
      for (int j = 0; j < n; j++) {
        if (fixed[j] == 0 && (y[j] < low[j] || y[j] > high[j])) {
          fixed[j] = (byte) (y[j] < low[j] ? -1 : 1);
          y[j] = fixed[j] < 0 ? low[j] : high[j];
          violated = true;
        }
      }
      if (violated) {
        continue;
      }
      changes = y.clone();
      kkt = residual(fixed);
      if (!release(y, fixed, releases)) {
        return true;
      }
    }
    clamp(y);
    changes = y;
    double h = marginAt(y);
    kkt = residual(fixed);
    return Math.abs(h) <= BoundaryDescent.ON_BOUNDARY;
  }

  /** Lets variables go that would rather leave their bound; each three times at most. */
  private boolean release(double[] y, byte[] fixed, byte[] releases) {
    double multiplier = multiplier(fixed);
    double size = Math.sqrt(BoundaryDescent.dot(y, y));
    boolean any = false;
    for (int j = 0; j < n; j++) {
      double slope = y[j] + multiplier * gradient[j];
      if (fixed[j] != 0 && fixed[j] * slope > 1e-9 * size && releases[j] < 3) {
        fixed[j] = 0;
        releases[j]++;
        any = true;
      }
    }
    return any;
  }

  /** The multiplier that fits the free variables best; the gradient is at {@link #changes}. */
  private double multiplier(byte[] fixed) {
    double yg = 0;
    double gg = 0;
    for (int j = 0; j < n; j++) {
      if (fixed[j] == 0) {
        yg += changes[j] * gradient[j];
        gg += gradient[j] * gradient[j];
      }
    }
    return gg > 0 ? -yg / gg : 0;
  }

  private double residual(byte[] fixed) {
    marginAt(changes);
    double multiplier = multiplier(fixed);
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double slope = changes[j] + multiplier * gradient[j];
      if (fixed[j] == 0 || fixed[j] * slope > 0) {
        sum += slope * slope;
      }
    }
    double size = BoundaryDescent.dot(changes, changes);
    return size > 0 ? Math.sqrt(sum / size) : 0;
  }

  /** One descent over the free variables, from where they are. */
  private boolean descendFree(double[] y, byte[] fixed, double best) {
    int count = 0;
    for (byte at : fixed) {
      count += at == 0 ? 1 : 0;
    }
    int[] free = new int[count];
    double[] inputs = base.clone();
    double fixedSquares = 0;
    int k = 0;
    for (int j = 0; j < n; j++) {
      if (fixed[j] == 0) {
        free[k++] = j;
      } else {
        columns.addOne(j, y[j], inputs, 0);
        fixedSquares += y[j] * y[j];
      }
    }
    if (count == 0) {
      return Math.abs(marginAt(y)) <= BoundaryDescent.ON_BOUNDARY;
    }
    Surface part = margin.family(columns.only(free)).around(inputs);
    double[] from = new double[count];
    for (int i = 0; i < count; i++) {
      from[i] = y[free[i]];
    }
    double[] at = new double[part.dimension()];
    part.fromChanges(from, at);
    BoundaryDescent within = new BoundaryDescent(part, reach);
    double left = Math.sqrt(Math.max(0, best * best - fixedSquares));
    if (within.run(at, left, new double[0]) != End.REACHED) {
      return false;
    }
    part.toChanges(within.point(), from);
    for (int i = 0; i < count; i++) {
      y[free[i]] = from[i];
    }
    return true;
  }

  /** Steps to the closest point of the flattened boundary in the box; says what ends at a bound. */
  private byte[] flatSteps(double[] y) {
    double[] to = new double[n];
    double[] tried = new double[n];
    byte[] fixed = new byte[n];
    double penalty = 0;
    double h = marginAt(y);
    for (int step = 0; step < FLAT_STEPS && Double.isFinite(h); step++) {
      double target = BoundaryDescent.dot(gradient, y) - h;
      double multiplier = plane(target, to);
      penalty = Math.max(penalty, 2 * Math.abs(multiplier));
      double merit = BoundaryDescent.dot(y, y) / 2 + penalty * Math.abs(h);
      double length = 0;
      for (int j = 0; j < n; j++) {
        length += (to[j] - y[j]) * (to[j] - y[j]);
      }
      if (length <= 1e-12 * (1e-9 + BoundaryDescent.dot(y, y))) {
        break;
      }
      double share = 1;
      boolean moved = false;
      for (int halving = 0; halving < 8 && !moved; halving++, share /= 2) {
        for (int j = 0; j < n; j++) {
          tried[j] = y[j] + share * (to[j] - y[j]);
        }
        double value = marginAt(tried);
        if (BoundaryDescent.dot(tried, tried) / 2 + penalty * Math.abs(value) < merit) {
          System.arraycopy(tried, 0, y, 0, n);
          h = value;
          moved = true;
        }
      }
      if (!moved) {
        break;
      }
    }
    for (int j = 0; j < n; j++) {
      fixed[j] = (byte) (y[j] <= low[j] ? -1 : y[j] >= high[j] ? 1 : 0);
    }
    // Where everything is at a bound, or nothing free moves the model, all are tried again.
    boolean anyFree = false;
    for (int j = 0; j < n; j++) {
      anyFree |= fixed[j] == 0 && gradient[j] != 0;
    }
    if (!anyFree) {
      Arrays.fill(fixed, (byte) 0);
    }
    return fixed;
  }

  /**
   * The point of the box closest to 0 with {@code gradient . y = target}, {@code y_j = clamp(-m
   * g_j)}; by bisection on the multiplier m, of which the product is a falling function. Where the
   * box does not reach the plane, its nearest corner.
   */
  private double plane(double target, double[] y) {
    double reach = 1;
    double at = along(0, y);
    if (at == target) {
      return 0;
    }
    double sign = target > at ? -1 : 1;
    for (int doubling = 0; doubling < 200; doubling++, reach *= 2) {
      at = along(sign * reach, y);
      if (sign < 0 ? at >= target : at <= target) {
        break;
      }
      if (doubling > 60) {
        return sign * reach;
      }
    }
    double from = 0;
    double to = sign * reach;
    for (int i = 0; i < 100; i++) {
      double m = (from + to) / 2;
      at = along(m, y);
      if (sign < 0 ? at >= target : at <= target) {
        to = m;
      } else {
        from = m;
      }
      if (from == to || Math.abs(to - from) <= 1e-15 * Math.abs(to)) {
        break;
      }
    }
    along(to, y);
    return to;
  }

  private double along(double m, double[] y) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      y[j] = gradient[j] == 0 ? 0 : Math.max(low[j], Math.min(high[j], -m * gradient[j]));
      sum += gradient[j] * y[j];
    }
    return sum;
  }
}
