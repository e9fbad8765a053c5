package org.touchstone.engine.flip;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Runs a {@link BoxDescent} from several starts and keeps the closest point. For one row. */
final class MultiStart {

  private static final double SAME = 1e-6;
  private static final int SEGMENT = 8;
  private static final int RESCUE_STARTS = 12;
  private static final int BATCH = 64;

  private final BoxDescent descent;
  private final FlipSearch search;
  private final SplittableRandom random;
  private final boolean positive;
  private final int r;
  private double[] found = new double[32];
  private int count;
  private double[] best = new double[0];
  private double distance = Double.POSITIVE_INFINITY;
  private double kkt;

  /**
   * Prepares a search.
   *
   * @param descent around the row
   * @param search which starts
   * @param positive whether the row is on the positive side of the boundary
   * @param random draws the random starts
   */
  MultiStart(BoxDescent descent, FlipSearch search, boolean positive, SplittableRandom random) {
    this.descent = descent;
    this.search = search;
    this.positive = positive;
    this.random = random;
    this.r = descent.surface().dimension();
  }

  /**
   * Searches.
   *
   * @param references scaled changes to reference rows, nearest first
   */
  LocalFlip run(double[][] references) {
    start(new double[descent.size()]);
    int wanted = Math.min(search.references(), references.length);
    if (distance == Double.POSITIVE_INFINITY) {
      wanted = Math.min(Math.max(RESCUE_STARTS, wanted), references.length);
    }
    for (int k = 0; k < wanted; k++) {
      fromReference(references[k]);
    }
    int starts = search.randomStarts();
    if (distance == Double.POSITIVE_INFINITY) {
      starts = Math.max(RESCUE_STARTS, starts);
    }
    for (int k = 0; k < starts; k++) {
      double reach = distance < Double.POSITIVE_INFINITY ? distance : 1 << (k % 4);
      double[] t = new double[r];
      direction(t, reach * (0.3 + 0.9 * random.nextDouble()));
      startAt(t);
    }
    sample();
    int agreeing = 0;
    for (int k = 0; k < count; k++) {
      agreeing += found[k] <= distance * (1 + SAME) ? 1 : 0;
    }
    return distance < Double.POSITIVE_INFINITY
        ? new LocalFlip(best, distance, kkt, count, agreeing)
        : LocalFlip.NONE;
  }

  private void start(double[] changes) {
    if (descent.run(changes, distance)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = descent.distance();
      if (descent.distance() < distance) {
        distance = descent.distance();
        best = descent.changes().clone();
        kkt = descent.kkt();
      }
    }
  }

  private void startAt(double[] t) {
    double[] changes = new double[descent.size()];
    descent.surface().toChanges(t, changes);
    start(changes);
  }

  /** Starts where the way to the reference row first leaves the row's class. */
  private void fromReference(double[] reference) {
    double[] end = reference.clone();
    descent.clamp(end);
    double[] t = new double[r];
    descent.surface().fromChanges(end, t);
    double[] points = new double[SEGMENT * r];
    for (int q = 0; q < SEGMENT; q++) {
      for (int j = 0; j < r; j++) {
        points[q * r + j] = t[j] * (q + 1) / SEGMENT;
      }
    }
    double[] margins = new double[SEGMENT];
    descent.surface().margins(points, SEGMENT, margins);
    int q = 0;
    while (q < SEGMENT - 1 && margins[q] >= 0 == positive) {
      q++;
    }
    double share = (q + 1.0) / SEGMENT;
    if (q > 0 && margins[q] >= 0 != positive) {
      share -= margins[q] / (margins[q] - margins[q - 1]) / SEGMENT;
    }
    for (int j = 0; j < end.length; j++) {
      end[j] *= share;
    }
    start(end);
  }

  /** Points nearer than the closest so far whose class is the other one. */
  private void sample() {
    double[] points = new double[BATCH * r];
    double[] margins = new double[BATCH];
    double[] t = new double[r];
    for (int from = 0;
        from < search.samples() && distance < Double.POSITIVE_INFINITY && r > 0;
        from += BATCH) {
      int size = Math.min(BATCH, search.samples() - from);
      for (int k = 0; k < size; k++) {
        direction(t, distance * (0.6 + 0.4 * random.nextDouble()));
        clampInto(t);
        System.arraycopy(t, 0, points, k * r, r);
      }
      descent.surface().margins(points, size, margins);
      for (int k = 0; k < size; k++) {
        if (margins[k] >= 0 != positive) {
          System.arraycopy(points, k * r, t, 0, r);
          if (BoundaryDescent.dot(t, t) < distance * distance) {
            startAt(t);
          }
        }
      }
    }
  }

  private void clampInto(double[] t) {
    if (!descent.bounded()) {
      return;
    }
    double[] changes = new double[descent.size()];
    descent.surface().toChanges(t, changes);
    descent.clamp(changes);
    descent.surface().fromChanges(changes, t);
  }

  /** A random direction of this length. */
  private void direction(double[] t, double length) {
    double squares = 0;
    for (int j = 0; j < r; j++) {
      double value = 2 * random.nextDouble() - 1;
      t[j] = value;
      squares += value * value;
    }
    double scale = length / Math.sqrt(Math.max(squares, Double.MIN_NORMAL));
    for (int j = 0; j < r; j++) {
      t[j] *= scale;
    }
  }
}
