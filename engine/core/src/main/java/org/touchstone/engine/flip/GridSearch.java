package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.touchstone.engine.flip.BoundaryDescent.End;

/**
 * Brings a relaxed flip point onto the grid of whole numbers and ordinal levels. One number after
 * the other, those with the widest steps first, is set to the step below and the step above while
 * the others are solved for again; the closest few are followed. If a continuous feature is free,
 * the point stays on the boundary; else it is the closest grid point of the other class that was
 * found. At the end single steps, and going back to the row's value, are tried.
 */
final class GridSearch {

  private static final int WIDTH = 6;
  private static final int ROUNDS = 6;
  private static final double WHOLE = 1e-9;

  private final RowProblem problem;
  private final int[] codes;
  private final double[] inputs;
  private final double cost;
  private final int n;
  private final boolean[] grid;
  private final boolean continuous;

  GridSearch(RowProblem problem, int[] codes) {
    this.problem = problem;
    this.codes = codes;
    this.inputs = problem.inputs(codes);
    this.cost = problem.cost(codes);
    this.n = problem.numbers().variables().length;
    this.grid = new boolean[n];
    boolean any = false;
    for (int k = 0; k < n; k++) {
      grid[k] = problem.number(k).grid();
      any |= !grid[k];
    }
    this.continuous = any;
  }

  /** Whether the numbers are on their grids as they are. */
  boolean onGrid(double[] changes) {
    for (int k = 0; k < n; k++) {
      if (grid[k] && !whole(value(k, changes[k]))) {
        return false;
      }
    }
    return true;
  }

  /** A point on the way: the changes, which numbers are set, and whether it is a flip. */
  private record Node(double[] changes, boolean[] set, double distance, boolean solved) {}

  Candidate run(LocalFlip relaxed) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, Comparator.comparingDouble(k -> problem.number(k).scale()));
    List<Node> beam = new ArrayList<>();
    beam.add(new Node(relaxed.changes().clone(), new boolean[n], relaxed.distance(), true));
    for (int k : order) {
      if (grid[k]) {
        beam = step(beam, k);
      }
    }
    Node best = new Node(new double[n], new boolean[n], Double.POSITIVE_INFINITY, false);
    for (Node node : beam) {
      best = node.solved() && node.distance() < best.distance() ? node : best;
    }
    if (best.distance() == Double.POSITIVE_INFINITY) {
      return Candidate.none(codes);
    }
    best = polish(best);
    LocalFlip flip =
        new LocalFlip(
            best.changes(),
            best.distance(),
            continuous ? freeKkt : Double.NaN,
            relaxed.starts(),
            relaxed.agreeing());
    return new Candidate(
        codes, flip, Math.sqrt(cost + best.distance() * best.distance()), continuous);
  }

  private double freeKkt;

  private double value(int k, double change) {
    return problem.row()[problem.number(k).column()] + change * problem.number(k).scale();
  }

  private double change(int k, double value) {
    return (value - problem.row()[problem.number(k).column()]) / problem.number(k).scale();
  }

  private static boolean whole(double value) {
    return Math.abs(value - Math.rint(value)) <= WHOLE * Math.max(1, Math.abs(value));
  }

  private List<Node> step(List<Node> beam, int k) {
    List<Node> next = new ArrayList<>();
    for (Node node : beam) {
      double value = value(k, node.changes()[k]);
      boolean[] set = node.set().clone();
      set[k] = true;
      if (whole(value) && node.solved()) {
        double[] changes = node.changes().clone();
        changes[k] = node.changes()[k] == 0 ? 0 : change(k, Math.rint(value));
        next.add(new Node(changes, set, node.distance(), true));
        continue;
      }
      for (double to : new double[] {Math.floor(value), Math.ceil(value)}) {
        double[] changes = node.changes().clone();
        changes[k] = change(k, to);
        if (changes[k] >= problem.low(k) - WHOLE && changes[k] <= problem.high(k) + WHOLE) {
          next.add(solve(changes, set));
        }
      }
    }
    next.sort(Comparator.comparingDouble(Node::distance));
    List<Node> kept = new ArrayList<>();
    for (Node node : next) {
      if (node.distance() < Double.POSITIVE_INFINITY && kept.size() < WIDTH) {
        kept.add(node);
      }
    }
    return kept;
  }

  /** Solves for the numbers that are not set; with none left, asks for the class. */
  private Node solve(double[] changes, boolean[] set) {
    double[] at = inputs.clone();
    int[] rest = new int[n];
    int count = 0;
    double squares = 0;
    for (int k = 0; k < n; k++) {
      if (set[k]) {
        problem.numbers().columns().addOne(k, changes[k], at, 0);
        squares += changes[k] * changes[k];
      } else {
        rest[count++] = k;
      }
    }
    double[] result = changes.clone();
    if (count == 0) {
      boolean flips = problem.flipped(problem.margin(at));
      return new Node(result, set, flips ? Math.sqrt(squares) : Double.POSITIVE_INFINITY, flips);
    }
    int[] free = Arrays.copyOf(rest, count);
    BoxDescent descent = problem.descent(free, at);
    double[] start = new double[count];
    for (int i = 0; i < count; i++) {
      start[i] = changes[free[i]];
    }
    boolean found = descent.run(start, Double.POSITIVE_INFINITY) == End.REACHED;
    if (!found) {
      found = descent.run(new double[count], Double.POSITIVE_INFINITY) == End.REACHED;
    }
    if (!found) {
      return new Node(result, set, Double.POSITIVE_INFINITY, false);
    }
    for (int i = 0; i < count; i++) {
      result[free[i]] = descent.changes()[i];
      squares += result[free[i]] * result[free[i]];
    }
    freeKkt = descent.kkt();
    return new Node(result, set, Math.sqrt(squares), true);
  }

  private Node polish(Node first) {
    Node best = first;
    boolean[] set = grid.clone();
    for (int round = 0; round < ROUNDS; round++) {
      double before = best.distance();
      for (int k = 0; k < n; k++) {
        if (!grid[k]) {
          continue;
        }
        double value = Math.rint(value(k, best.changes()[k]));
        for (double to : new double[] {value - 1, value + 1, value(k, 0)}) {
          best = closer(best, move(best.changes(), k, to), set);
        }
        for (int other = 0; other < n; other++) {
          if (other != k && grid[other] && best.changes()[k] != 0) {
            double outward = Math.signum(best.changes()[other]);
            double step = outward == 0 ? 1 : outward;
            double inward = value - Math.signum(best.changes()[k]);
            double beyond = Math.rint(value(other, best.changes()[other]));
            double[] traded = move(best.changes(), k, inward);
            best = closer(best, move(traded, other, beyond + step), set);
            if (outward == 0) {
              best = closer(best, move(traded, other, beyond - step), set);
            }
          }
        }
      }
      if (best.distance() == before) {
        break;
      }
    }
    // The angle belongs to the point that is kept.
    return continuous ? solve(best.changes(), set) : best;
  }

  private double[] move(double[] changes, int k, double to) {
    double[] moved = changes.clone();
    moved[k] = change(k, to);
    return moved;
  }

  private Node closer(Node best, double[] changes, boolean[] set) {
    double squares = 0;
    for (int k = 0; k < n; k++) {
      if (grid[k]) {
        if (changes[k] < problem.low(k) - WHOLE || changes[k] > problem.high(k) + WHOLE) {
          return best;
        }
        squares += changes[k] * changes[k];
      }
    }
    if (squares >= best.distance() * best.distance()) {
      return best;
    }
    Node node = solve(changes, set);
    return node.solved() && node.distance() < best.distance() * (1 - 1e-12) ? node : best;
  }
}
