package org.touchstone.engine.flip;

import java.util.SplittableRandom;
import org.touchstone.engine.flip.BoundaryDescent.End;

/** Runs a {@link BoxDescent} from several starts and keeps the closest point. For one row. */
final class MultiStart {

  private static final double SAME = 1e-6;
  private static final int SEGMENT = 8;
  private static final int RESCUE_STARTS = 12;

  private final BoxDescent descent;
  private final FlipSearch search;
  private final SplittableRandom random;
  private final boolean positive;
  private final int r;
  private double[] best = new double[0];
  private double distance = Double.POSITIVE_INFINITY;
  private double kkt;
  private int reached;
  private int agreeing;

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
    // Random starts stand in for reference rows that there are not.
    int randomStarts = search.randomStarts() + Math.max(0, search.references() - references.length);
    if (distance == Double.POSITIVE_INFINITY) {
      randomStarts = Math.max(RESCUE_STARTS, randomStarts);
    }
    for (int k = 0; k < randomStarts && r > 0; k++) {
      randomStart(distance < Double.POSITIVE_INFINITY ? distance : 1 << (k % 4));
    }
    if (distance == Double.POSITIVE_INFINITY) {
      return LocalFlip.NONE;
    }
    int starts = reached;
    int same = agreeing;
    if (starts > 1) {
      // Once more from the best: a run that was slow at its end is quick with a fresh Hessian.
      start(best);
    }
    return new LocalFlip(best, distance, kkt, starts, same);
  }

  private void start(double[] changes) {
    End end = descent.run(changes, distance);
    if (end == End.NONE) {
      return;
    }
    reached++;
    if (end == End.SAME) {
      agreeing++;
    } else if (end == End.REACHED) {
      double to = descent.distance();
      if (to < distance * (1 - SAME)) {
        agreeing = 1;
      } else if (to <= distance * (1 + SAME)) {
        agreeing++;
      }
      if (to < distance) {
        distance = to;
        best = descent.changes().clone();
        kkt = descent.kkt();
      }
    }
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
    for (int j = 0; j < end.length; j++) {
      end[j] *= share;
    }
    start(end);
  }

  /** Starts at the most promising of some random points. */
  private void randomStart(double near) {
    int size = search.samples();
    double[] points = new double[size * r];
    double[] t = new double[r];
    for (int k = 0; k < size; k++) {
      direction(t, near * (0.4 + random.nextDouble()));
      System.arraycopy(t, 0, points, k * r, r);
    }
    if (size > 1) {
      double[] margins = new double[size];
      descent.surface().margins(points, size, margins);
      int chosen = 0;
      for (int k = 1; k < size; k++) {
        chosen = positive == margins[k] < margins[chosen] ? k : chosen;
      }
      System.arraycopy(points, chosen * r, t, 0, r);
    }
    double[] changes = new double[descent.size()];
    descent.surface().toChanges(t, changes);
    start(changes);
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
