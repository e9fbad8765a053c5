package org.touchstone.engine.flip;

import java.util.SplittableRandom;
import org.touchstone.engine.flip.FlipSpace.LevelVariable;

/** Whether a model gives one score wherever some features go, as far as random points can tell. */
final class ConstantCheck {

  private static final int POINTS = 64;

  private final boolean constant;

  ConstantCheck(RowProblem problem, SplittableRandom random) {
    int width = problem.inputWidth();
    double[] inputs = new double[POINTS * width];
    double[] changes = new double[problem.numbers().variables().length];
    int[] codes = problem.rowCodes().clone();
    for (int i = 0; i < POINTS; i++) {
      for (int d = 0; d < codes.length; d++) {
        LevelVariable variable = problem.levels().get(d);
        int level = random.nextInt(variable.allowed().length);
        codes[d] = variable.allowed()[level] ? level : problem.rowCodes()[d];
      }
      for (int k = 0; k < changes.length; k++) {
        double span = problem.high(k) - problem.low(k);
        changes[k] = problem.low(k) + random.nextDouble() * span;
      }
      System.arraycopy(problem.inputs(codes), 0, inputs, i * width, width);
      problem.numbers().columns().add(changes, 0, inputs, i * width);
    }
    double[] margins = new double[POINTS];
    problem.margins(inputs, POINTS, margins);
    boolean same = true;
    for (double margin : margins) {
      same &= margin == problem.rowMargin();
    }
    this.constant = same;
  }

  /** Whether all points have the row's score, to the last digit. */
  boolean constant() {
    return constant;
  }

  /** How many points were asked for. */
  int points() {
    return POINTS;
  }
}
