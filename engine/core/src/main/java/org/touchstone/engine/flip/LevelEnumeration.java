package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tries all choices of levels, where only levels may change: the cheapest that flips is exact. */
final class LevelEnumeration {

  static final int MOST = 20_000;
  private static final int BATCH = 256;

  private final RowProblem problem;

  LevelEnumeration(RowProblem problem) {
    this.problem = problem;
  }

  /** Whether there are few enough choices. */
  boolean possible() {
    long product = 1;
    for (FlipSpace.LevelVariable variable : problem.levels()) {
      product = Math.min(MOST + 1L, product * variable.allowed().length);
    }
    return product <= MOST;
  }

  /** The cheapest choice of the other class, or none. */
  Candidate run() {
    List<int[]> all = new ArrayList<>();
    collect(problem.rowCodes().clone(), 0, all);
    all.sort(Comparator.comparingDouble(problem::cost));
    int width = problem.inputWidth();
    double[] inputs = new double[BATCH * width];
    double[] margins = new double[BATCH];
    for (int from = 0; from < all.size(); from += BATCH) {
      int size = Math.min(BATCH, all.size() - from);
      for (int i = 0; i < size; i++) {
        System.arraycopy(problem.inputs(all.get(from + i)), 0, inputs, i * width, width);
      }
      problem.margins(inputs, size, margins);
      for (int i = 0; i < size; i++) {
        if (problem.flipped(margins[i])) {
          int[] codes = all.get(from + i);
          LocalFlip flip = new LocalFlip(new double[0], 0, Double.NaN, 1, 1);
          return new Candidate(codes, flip, Math.sqrt(problem.cost(codes)), false, true);
        }
      }
    }
    return Candidate.none(problem.rowCodes());
  }

  private void collect(int[] codes, int d, List<int[]> all) {
    if (d == codes.length) {
      all.add(codes.clone());
      return;
    }
    int own = problem.rowCodes()[d];
    boolean[] allowed = problem.levels().get(d).allowed();
    for (int level = 0; level < allowed.length; level++) {
      if (allowed[level] || level == own) {
        codes[d] = level;
        collect(codes, d + 1, all);
      }
    }
    codes[d] = own;
  }
}
