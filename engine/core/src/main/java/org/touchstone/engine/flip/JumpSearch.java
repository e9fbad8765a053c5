package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The closest point of the other class of a model that has no useful gradient: only the class is
 * asked for. From points of the other class, each feature is put back to the row's value, or as far
 * towards it as the class allows (bisection), then the whole change is shortened, then random steps
 * along the boundary are taken with a step size that follows their success, as in Brendel et al.
 * 2018, Section 2. A point that is returned is of the other class, never of the row's.
 */
final class JumpSearch {

  private static final int ROUNDS = 12;
  private static final int BISECTIONS = 60;
  private static final int WALKS = 12;
  private static final int PROPOSALS = 24;
  private static final int RANDOM_ENDS = 32;

  private final RowProblem problem;
  private final SplittableRandom random;
  private final int n;
  private final int inputWidth;

  JumpSearch(RowProblem problem, SplittableRandom random) {
    this.problem = problem;
    this.random = random;
    this.n = problem.numbers().variables().length;
    this.inputWidth = problem.inputWidth();
  }

  /** A point: scaled changes of the numbers, and levels. */
  private static final class Point {
    final double[] changes;
    final int[] codes;
    double squares;

    Point(double[] changes, int[] codes, double squares) {
      this.changes = changes;
      this.codes = codes;
      this.squares = squares;
    }
  }

  /**
   * Searches.
   *
   * @param ends points of the other class, or that may be of it: scaled changes
   * @param codes their levels
   */
  Candidate run(List<double[]> ends, List<int[]> codes) {
    List<Point> starts = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      double[] changes = ends.get(i).clone();
      for (int k = 0; k < n; k++) {
        changes[k] = onGrid(k, clamp(k, changes[k]));
      }
      add(starts, changes, codes.get(i));
    }
    addLevels(starts);
    if (starts.isEmpty()) {
      addRandom(starts);
    }
    if (starts.isEmpty()) {
      return Candidate.none(problem.rowCodes());
    }
    starts.sort(Comparator.comparingDouble(point -> point.squares));
    Point best = starts.get(0);
    double[] reached = new double[starts.size()];
    for (int i = 0; i < starts.size(); i++) {
      Point point = descend(starts.get(i));
      reached[i] = point.squares;
      best = point.squares < best.squares ? point : best;
    }
    best = walk(best);
    double distance = Math.sqrt(best.squares);
    int agreeing = 0;
    for (double squares : reached) {
      agreeing += Math.sqrt(squares) <= distance * (1 + 1e-6) ? 1 : 0;
    }
    double numbers = Math.sqrt(Math.max(0, best.squares - problem.cost(best.codes)));
    LocalFlip flip = new LocalFlip(best.changes, numbers, Double.NaN, starts.size(), agreeing);
    return new Candidate(best.codes, flip, distance, false);
  }

  private void add(List<Point> points, double[] changes, int[] codes) {
    if (flipped(changes, codes)) {
      points.add(new Point(changes, codes.clone(), squares(changes, codes)));
    }
  }

  /** Single changed levels are cheap to try, and what a person would try first. */
  private void addLevels(List<Point> points) {
    for (int d = 0; d < problem.levels().size(); d++) {
      boolean[] allowed = problem.levels().get(d).allowed();
      for (int level = 0; level < allowed.length; level++) {
        if (allowed[level] && level != problem.rowCodes()[d]) {
          int[] codes = problem.rowCodes().clone();
          codes[d] = level;
          add(points, new double[n], codes);
        }
      }
    }
  }

  private void addRandom(List<Point> points) {
    for (int i = 0; i < RANDOM_ENDS; i++) {
      double[] changes = new double[n];
      for (int k = 0; k < n; k++) {
        double span = problem.high(k) - problem.low(k);
        changes[k] = onGrid(k, clamp(k, problem.low(k) + random.nextDouble() * span));
      }
      int[] codes = problem.rowCodes().clone();
      for (int d = 0; d < codes.length; d++) {
        boolean[] allowed = problem.levels().get(d).allowed();
        int level = random.nextInt(allowed.length);
        codes[d] = allowed[level] ? level : codes[d];
      }
      add(points, changes, codes);
    }
  }

  private double clamp(int k, double change) {
    return Math.max(problem.low(k), Math.min(problem.high(k), change));
  }

  /** The nearest grid value that is not closer to the row. */
  private double onGrid(int k, double change) {
    if (!problem.number(k).grid() || change == 0) {
      return change;
    }
    double scale = problem.number(k).scale();
    double from = problem.row()[problem.number(k).column()];
    double to = from + change * scale;
    double whole = Math.rint(to);
    if (Math.abs(to - whole) > 1e-9 * Math.max(1, Math.abs(to))) {
      whole = change > 0 ? Math.ceil(to) : Math.floor(to);
    }
    return (whole - from) / scale;
  }

  private double squares(double[] changes, int[] codes) {
    return BoundaryDescent.dot(changes, changes) + problem.cost(codes);
  }

  private boolean flipped(double[] changes, int[] codes) {
    double[] inputs = problem.inputs(codes);
    problem.numbers().columns().add(changes, inputs);
    return problem.flipped(problem.margin(inputs));
  }

  private Point descend(Point start) {
    Point point = new Point(start.changes.clone(), start.codes.clone(), start.squares);
    for (int round = 0; round < ROUNDS; round++) {
      double before = point.squares;
      putBackLevels(point);
      putBackNumbers(point);
      shorten(point);
      if (point.squares > before * (1 - 1e-12)) {
        break;
      }
    }
    return point;
  }

  private void putBackLevels(Point point) {
    for (int d = 0; d < point.codes.length; d++) {
      int code = point.codes[d];
      if (code != problem.rowCodes()[d]) {
        point.codes[d] = problem.rowCodes()[d];
        if (flipped(point.changes, point.codes)) {
          point.squares = squares(point.changes, point.codes);
        } else {
          point.codes[d] = code;
        }
      }
    }
  }

  /** The largest changes first: putting them back gains most. */
  private void putBackNumbers(Point point) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, Comparator.comparingDouble(k -> -Math.abs(point.changes[k])));
    for (int k : order) {
      double far = point.changes[k];
      if (far == 0) {
        continue;
      }
      point.changes[k] = 0;
      if (!flipped(point.changes, point.codes)) {
        double near = 0;
        for (int i = 0; i < BISECTIONS; i++) {
          double middle = onGrid(k, near + (far - near) / 2);
          if (middle == near || middle == far) {
            break;
          }
          point.changes[k] = middle;
          if (flipped(point.changes, point.codes)) {
            far = middle;
          } else {
            near = middle;
          }
        }
        point.changes[k] = far;
      }
      point.squares = squares(point.changes, point.codes);
    }
  }

  private void shorten(Point point) {
    double near = 0;
    double far = 1;
    double[] tried = new double[n];
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = near + (far - near) / 2;
      for (int k = 0; k < n; k++) {
        tried[k] = onGrid(k, middle * point.changes[k]);
      }
      if (flipped(tried, point.codes)) {
        far = middle;
      } else {
        near = middle;
      }
    }
    for (int k = 0; k < n; k++) {
      point.changes[k] = onGrid(k, far * point.changes[k]);
    }
    point.squares = squares(point.changes, point.codes);
  }

  /** Random steps beside the change and back towards the row; a batch of proposals at a time. */
  private Point walk(Point from) {
    if (n == 0) {
      return from;
    }
    Point best = from;
    double step = 0.3;
    double[] rows = new double[PROPOSALS * inputWidth];
    double[] margins = new double[PROPOSALS];
    double[][] proposals = new double[PROPOSALS][];
    for (int w = 0; w < WALKS; w++) {
      double[] inputs = problem.inputs(best.codes);
      double length = Math.sqrt(BoundaryDescent.dot(best.changes, best.changes));
      for (int i = 0; i < PROPOSALS; i++) {
        proposals[i] = proposal(best.changes, step * length);
        System.arraycopy(inputs, 0, rows, i * inputWidth, inputWidth);
        problem.numbers().columns().add(proposals[i], 0, rows, i * inputWidth);
      }
      problem.margins(rows, PROPOSALS, margins);
      Point closest = best;
      for (int i = 0; i < PROPOSALS; i++) {
        double squares = squares(proposals[i], best.codes);
        if (problem.flipped(margins[i]) && squares < closest.squares) {
          closest = new Point(proposals[i], best.codes, squares);
        }
      }
      if (closest == best) {
        step /= 2;
      } else {
        best = descend(closest);
      }
    }
    return best;
  }

  private double[] proposal(double[] changes, double size) {
    double[] tried = new double[n];
    double[] noise = new double[n];
    double squares = 0;
    for (int k = 0; k < n; k++) {
      noise[k] = 2 * random.nextDouble() - 1;
      squares += noise[k] * noise[k];
    }
    double shrink = 1 - 0.5 * random.nextDouble() * size / (1 + size);
    double scale = size * random.nextDouble() / Math.sqrt(Math.max(squares, Double.MIN_NORMAL));
    for (int k = 0; k < n; k++) {
      tried[k] = onGrid(k, clamp(k, shrink * changes[k] + scale * noise[k]));
    }
    return tried;
  }
}
