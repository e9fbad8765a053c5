package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.flip.FlipSpace.LevelVariable;

/**
 * Chooses the levels of a closest flip point. All choices are tried where there are few, else the
 * promising ones: one more changed level at a time, ordered by the distance to the flattened
 * boundary, then by the distance itself; a choice whose levels alone cost more than the closest
 * point so far is never looked at. At the end each changed level is put back, or replaced, where
 * that comes closer.
 */
final class LevelSearch {

  private static final int MOST_TO_ENUMERATE = 64;
  private static final int BEAM = 4;
  private static final int SOLVED_PER_STEP = 8;
  private static final int ROUNDS = 4;

  private final RowProblem problem;
  private final Solver solver;
  private final Set<String> seen = new HashSet<>();
  private final List<Candidate> found = new ArrayList<>();
  private Candidate best;

  /** Solves for the numbers, given the levels. */
  interface Solver {
    /** From the row itself, and from where the changes of a similar choice led. */
    LocalFlip quick(double[] inputs, double[] near, double closest);

    /** From many starts. */
    LocalFlip thorough(double[] inputs, int[] codes);
  }

  LevelSearch(RowProblem problem, Solver solver, Candidate first) {
    this.problem = problem;
    this.solver = solver;
    this.best = first;
    found.add(first);
    seen.add(Arrays.toString(first.codes()));
  }

  /**
   * Searches.
   *
   * @param references level codes of rows of the other class
   * @return what was solved for, closest first; empty if no choice reaches the boundary
   */
  List<Candidate> run(List<int[]> references) {
    if (choices() <= MOST_TO_ENUMERATE) {
      enumerate(problem.rowCodes().clone(), 0);
    } else {
      beam();
      for (int[] codes : references) {
        tryChoice(codes, best.flip().changes());
      }
      improve();
      if (!Arrays.equals(best.codes(), problem.rowCodes())) {
        LocalFlip flip = solver.thorough(problem.inputs(best.codes()), best.codes());
        consider(Candidate.of(best.codes(), problem.cost(best.codes()), flip));
      }
    }
    found.removeIf(candidate -> !candidate.found());
    found.sort(Comparator.comparingDouble(Candidate::total));
    return found;
  }

  private long choices() {
    long product = 1;
    for (LevelVariable variable : problem.levels()) {
      int allowed = 0;
      for (boolean level : variable.allowed()) {
        allowed += level ? 1 : 0;
      }
      product = Math.min(1_000_000, product * Math.max(1, allowed));
    }
    return product;
  }

  private void enumerate(int[] codes, int d) {
    if (d == codes.length) {
      if (seen.add(Arrays.toString(codes)) && cheaper(problem.cost(codes))) {
        int[] own = codes.clone();
        LocalFlip flip = solver.thorough(problem.inputs(own), own);
        consider(Candidate.of(own, problem.cost(own), flip));
      }
      return;
    }
    LevelVariable variable = problem.levels().get(d);
    int from = problem.rowCodes()[d];
    enumerate(codes, d + 1);
    for (int level = 0; level < variable.allowed().length; level++) {
      if (level != from && variable.allowed()[level]) {
        codes[d] = level;
        enumerate(codes, d + 1);
      }
    }
    codes[d] = from;
  }

  private boolean cheaper(double cost) {
    return cost < best.total() * best.total();
  }

  private void consider(Candidate candidate) {
    if (candidate.found()) {
      found.add(candidate);
    }
    if (candidate.total() < best.total()) {
      best = candidate;
    }
  }

  private Candidate tryChoice(int[] codes, double[] near) {
    double cost = problem.cost(codes);
    if (!cheaper(cost) || !seen.add(Arrays.toString(codes))) {
      return Candidate.none(codes);
    }
    double left = Math.sqrt(best.total() * best.total() - cost);
    LocalFlip flip = solver.quick(problem.inputs(codes), near, left);
    Candidate candidate = Candidate.of(codes, cost, flip);
    consider(candidate);
    return candidate;
  }

  /** A choice that is not solved yet: its estimated distance, and where its parent came to. */
  private record Estimate(int[] codes, double distance, double[] near) {}

  private void beam() {
    List<Candidate> beam = List.of(best);
    for (int depth = 0; depth < problem.levels().size(); depth++) {
      List<Estimate> estimates = new ArrayList<>();
      for (Candidate parent : beam) {
        estimate(parent, estimates);
      }
      estimates.sort(Comparator.comparingDouble(Estimate::distance));
      List<Candidate> solved = new ArrayList<>();
      double before = best.total();
      for (Estimate estimate : estimates.subList(0, Math.min(SOLVED_PER_STEP, estimates.size()))) {
        Candidate candidate = tryChoice(estimate.codes(), estimate.near());
        if (candidate.found()) {
          solved.add(candidate);
        }
      }
      solved.sort(Comparator.comparingDouble(Candidate::total));
      beam = solved.subList(0, Math.min(BEAM, solved.size()));
      if (beam.isEmpty() || (depth > 0 && best.total() == before)) {
        return;
      }
    }
  }

  /** All choices with one more changed level than the parent's that could be closer. */
  private void estimate(Candidate parent, List<Estimate> estimates) {
    List<int[]> children = new ArrayList<>();
    int[] from = problem.rowCodes();
    for (int d = 0; d < from.length; d++) {
      if (parent.codes()[d] != from[d]) {
        continue;
      }
      boolean[] allowed = problem.levels().get(d).allowed();
      for (int level = 0; level < allowed.length; level++) {
        if (level != from[d] && allowed[level]) {
          int[] codes = parent.codes().clone();
          codes[d] = level;
          if (cheaper(problem.cost(codes)) && !seen.contains(Arrays.toString(codes))) {
            children.add(codes);
          }
        }
      }
    }
    int width = problem.inputWidth();
    double[] inputs = new double[children.size() * width];
    for (int i = 0; i < children.size(); i++) {
      System.arraycopy(problem.inputs(children.get(i)), 0, inputs, i * width, width);
    }
    double[] margins = new double[children.size()];
    problem.margins(inputs, margins.length, margins);
    double slope = slope(parent);
    for (int i = 0; i < margins.length; i++) {
      double numbers = margins[i] / slope;
      double distance = Math.sqrt(problem.cost(children.get(i)) + numbers * numbers);
      estimates.add(new Estimate(children.get(i), distance, parent.flip().changes()));
    }
  }

  /** How much the margin changes per unit of distance on the parent's way to the boundary. */
  private double slope(Candidate parent) {
    double margin = Math.abs(problem.margin(problem.inputs(parent.codes())));
    double distance = parent.flip().distance();
    boolean known = margin > 0 && distance > 0 && parent.flip().found();
    return known ? margin / distance : 1;
  }

  private void improve() {
    for (int round = 0; round < ROUNDS; round++) {
      double before = best.total();
      for (int d = 0; d < problem.rowCodes().length; d++) {
        int from = problem.rowCodes()[d];
        if (best.codes()[d] == from) {
          continue;
        }
        boolean[] allowed = problem.levels().get(d).allowed();
        for (int level = 0; level < allowed.length; level++) {
          if (level != best.codes()[d] && (allowed[level] || level == from)) {
            int[] codes = best.codes().clone();
            codes[d] = level;
            tryChoice(codes, best.flip().changes());
          }
        }
      }
      if (best.total() == before) {
        return;
      }
    }
  }
}
