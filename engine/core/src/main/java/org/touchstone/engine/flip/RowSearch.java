package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.touchstone.engine.flip.BoundaryDescent.End;

/** The search for the closest flip point of one row over some features. */
final class RowSearch {

  private static final int LEVEL_REFERENCES = 6;
  private static final int JUMP_REFERENCES = 6;
  private static final int PLANE = 41;
  private static final int GRID_CHOICES = 6;

  private final RowProblem problem;
  private final FlipSearch search;
  private final References references;
  private final PointFactory points;

  /** Turns what was found into a flip point: scores it. */
  interface PointFactory {
    FlipPoint point(RowProblem problem, Candidate candidate);
  }

  RowSearch(RowProblem problem, FlipSearch search, References references, PointFactory points) {
    this.problem = problem;
    this.search = search;
    this.references = references;
    this.points = points;
  }

  FlipResult run() {
    if (problem.rowMargin() == 0) {
      double[] still = new double[problem.numbers().variables().length];
      LocalFlip flip = new LocalFlip(still, 0, 0, 1, 1);
      FlipPoint point = points.point(problem, Candidate.of(problem.rowCodes(), 0, flip));
      return FlipResult.of(point, Optional.of(point));
    }
    int[] near = references.nearest(problem, Math.max(search.references(), 12));
    List<Candidate> relaxed = relaxed(near);
    if (relaxed.isEmpty() || !within(relaxed.get(0))) {
      Candidate jump = jump(near);
      return within(jump)
          ? FlipResult.of(points.point(problem, jump), Optional.empty())
          : FlipResult.none(Optional.empty(), reason());
    }
    FlipPoint onBoundary = points.point(problem, relaxed.get(0));
    Candidate whole = onGrid(relaxed);
    if (whole.total() == relaxed.get(0).total()) {
      return FlipResult.of(onBoundary, Optional.of(onBoundary));
    }
    if (!within(whole)) {
      whole = jump(near);
    }
    return within(whole)
        ? FlipResult.of(points.point(problem, whole), Optional.of(onBoundary))
        : FlipResult.none(
            Optional.of(onBoundary),
            "The boundary is reached between the steps of whole numbers and ordinal levels only; no"
                + " point on their grid was found on the other side");
  }

  /** The closest point on the grid: of the closest choice of levels, or of one nearly as close. */
  private Candidate onGrid(List<Candidate> relaxed) {
    Candidate best = Candidate.none(problem.rowCodes());
    for (Candidate candidate : relaxed.subList(0, Math.min(GRID_CHOICES, relaxed.size()))) {
      if (candidate.total() >= best.total()) {
        break;
      }
      GridSearch grid = new GridSearch(problem, candidate.codes());
      Candidate whole =
          grid.onGrid(candidate.flip().changes()) ? candidate : grid.run(candidate.flip());
      best = whole.total() < best.total() ? whole : best;
    }
    return best;
  }

  /** Over the cells of a tree ensemble, which has no boundary between them to stand on. */
  FlipResult run(TreeCells cells) {
    CellSearch cellSearch = new CellSearch(cells, problem);
    // The nearest box comes first: a bound that is known already would save no box.
    Candidate nearest = cellSearch.run(Math.nextUp(problem.reach() * problem.reach()));
    Candidate best =
        nearest.found() || cellSearch.complete()
            ? nearest
            : jump(references.nearest(problem, JUMP_REFERENCES));
    if (within(best)) {
      return FlipResult.of(points.point(problem, best), Optional.empty());
    }
    return FlipResult.none(
        Optional.empty(),
        cellSearch.complete()
            ? "No point of the other class is within the bounds and a distance of "
                + problem.reach()
                + "; all cells of the trees were looked at"
            : reason());
  }

  private boolean within(Candidate candidate) {
    return candidate.total() <= problem.reach();
  }

  private String reason() {
    int features = problem.numbers().variables().length + problem.levels().size();
    ConstantCheck check = new ConstantCheck(problem, problem.random(search.seed() + 2));
    if (check.constant()) {
      return "The model's score is the same at the row and at "
          + check.points()
          + " random points within the bounds: as far as these tell it does not depend on "
          + (features == 1 ? "this feature" : "these " + features + " features")
          + ", and there is no decision boundary";
    }
    return "No change of "
        + (features == 1 ? "this feature" : "these " + features + " features")
        + " within the bounds, and within a distance of "
        + problem.reach()
        + ", was found that changes the class";
  }

  private List<Candidate> relaxed(int[] near) {
    if (problem.numbers().variables().length == 0) {
      return List.of();
    }
    problem.requireGradient();
    LocalFlip flip = thorough(problem.inputs(problem.rowCodes()), near);
    Candidate first = Candidate.of(problem.rowCodes(), 0, flip);
    if (problem.levels().isEmpty()) {
      return first.found() ? List.of(first) : List.of();
    }
    LevelSearch.Solver solver =
        new LevelSearch.Solver() {
          @Override
          public LocalFlip quick(double[] inputs, double[] from, double closest) {
            return RowSearch.this.quick(inputs, from, closest);
          }

          @Override
          public LocalFlip thorough(double[] inputs, int[] codes) {
            return RowSearch.this.thorough(inputs, near);
          }
        };
    List<int[]> codes = new ArrayList<>();
    for (int i = 0; i < Math.min(LEVEL_REFERENCES, near.length); i++) {
      codes.add(references.codes(problem, near[i]));
    }
    return new LevelSearch(problem, solver, first).run(codes);
  }

  /** From the row, and from where a similar choice of levels led. */
  private LocalFlip quick(double[] inputs, double[] from, double closest) {
    BoxDescent descent = problem.descent(inputs);
    LocalFlip best = LocalFlip.NONE;
    int starts = 0;
    double[][] begin = {new double[descent.size()], from};
    for (double[] start : begin) {
      if (start.length == descent.size()
          && descent.run(start, Math.min(closest, best.distance())) == End.REACHED) {
        starts++;
        if (descent.distance() < best.distance()) {
          best =
              new LocalFlip(
                  descent.changes().clone(), descent.distance(), descent.kkt(), starts, 1);
        }
      }
    }
    return best;
  }

  private LocalFlip thorough(double[] inputs, int[] near) {
    double margin = problem.margin(inputs);
    if (problem.numbers().variables().length == 1) {
      return scan(inputs);
    }
    BoxDescent descent = problem.descent(inputs);
    SplittableRandom random = problem.random(search.seed());
    if (problem.numbers().variables().length == 2) {
      double[][] ends = plane(descent, margin >= 0);
      FlipSearch fromAll = new FlipSearch(ends.length, 0, 1, search.seed());
      return new MultiStart(descent, fromAll, margin >= 0, random).run(ends);
    }
    double[][] ends = new double[near.length][];
    for (int i = 0; i < near.length; i++) {
      ends[i] = references.changes(problem, near[i]);
    }
    return new MultiStart(descent, search, margin >= 0, random).run(ends);
  }

  private LocalFlip scan(double[] inputs) {
    FeatureScan scan = featureScan(inputs);
    double[] roots = scan.roots();
    LocalFlip best = LocalFlip.NONE;
    for (int i = 0; i < roots.length; i++) {
      if (!scan.jumps(i) && Math.abs(roots[i]) < best.distance()) {
        best = new LocalFlip(new double[] {roots[i]}, Math.abs(roots[i]), 0, roots.length, 1);
      }
    }
    return best;
  }

  /** The roots of the one number of this problem. */
  FeatureScan featureScan(double[] inputs) {
    return new FeatureScan(problem.descent(inputs).surface(), problem.low(0), problem.high(0));
  }

  /** In a plane the other class is looked for on a grid: nothing of its size is missed. */
  private double[][] plane(BoxDescent descent, boolean positive) {
    double[] x = new double[PLANE];
    double[] y = new double[PLANE];
    for (int i = 0; i < PLANE; i++) {
      x[i] = problem.low(0) + (problem.high(0) - problem.low(0)) * i / (PLANE - 1);
      y[i] = problem.low(1) + (problem.high(1) - problem.low(1)) * i / (PLANE - 1);
    }
    Surface surface = descent.surface();
    int r = surface.dimension();
    double[] t = new double[PLANE * PLANE * Math.max(r, 1)];
    double[] at = new double[r];
    double[] change = new double[2];
    for (int i = 0; i < PLANE * PLANE; i++) {
      change[0] = x[i / PLANE];
      change[1] = y[i % PLANE];
      surface.fromChanges(change, at);
      System.arraycopy(at, 0, t, i * r, r);
    }
    double[] margins = new double[PLANE * PLANE];
    surface.margins(t, margins.length, margins);
    int most = 8;
    double[][] ends = new double[most][];
    double[] squares = new double[most];
    int count = 0;
    for (int i = 0; i < margins.length; i++) {
      if (margins[i] >= 0 != positive) {
        double a = x[i / PLANE];
        double b = y[i % PLANE];
        double square = a * a + b * b;
        int to = Math.min(count, most - 1);
        if (count == most && square >= squares[most - 1]) {
          continue;
        }
        while (to > 0 && squares[to - 1] > square) {
          squares[to] = squares[to - 1];
          ends[to] = ends[to - 1];
          to--;
        }
        squares[to] = square;
        ends[to] = new double[] {a, b};
        count = Math.min(most, count + 1);
      }
    }
    return Arrays.copyOf(ends, count);
  }

  private Candidate jump(int[] near) {
    if (problem.numbers().variables().length == 0) {
      LevelEnumeration enumeration = new LevelEnumeration(problem);
      if (enumeration.possible()) {
        return enumeration.run();
      }
    }
    List<double[]> ends = new ArrayList<>();
    List<int[]> codes = new ArrayList<>();
    for (int i = 0; i < Math.min(JUMP_REFERENCES, near.length); i++) {
      ends.add(references.changes(problem, near[i]));
      codes.add(references.codes(problem, near[i]));
    }
    if (problem.numbers().variables().length == 1) {
      FeatureScan scan = featureScan(problem.inputs(problem.rowCodes()));
      for (double root : scan.roots()) {
        ends.add(new double[] {root});
        codes.add(problem.rowCodes());
      }
    }
    return new JumpSearch(problem, problem.random(search.seed() + 1)).run(ends, codes);
  }
}
