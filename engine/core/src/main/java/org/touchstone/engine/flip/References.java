package org.touchstone.engine.flip;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.FlipSpace.LevelVariable;
import org.touchstone.engine.flip.FlipSpace.NumberVariable;
import org.touchstone.engine.model.Classifier;

/** Rows whose class is known, from which searches walk back to the boundary. */
final class References {

  static final int MOST = 2000;
  private static final int BLOCK = 512;

  private final double[] rows;
  private final int width;
  private final boolean[] positive;

  private References(double[] rows, int width, boolean[] positive) {
    this.rows = rows;
    this.width = width;
    this.positive = positive;
  }

  static References none(int width) {
    return new References(new double[0], width, new boolean[0]);
  }

  /** All rows that have a score, or {@value #MOST} of them, drawn with the seed. */
  static References of(
      Dataset data, FlipSpace space, Classifier model, double threshold, long seed) {
    int[] chosen = Columns.range(data.rowCount());
    if (chosen.length > MOST) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < MOST; i++) {
        int other = i + random.nextInt(chosen.length - i);
        int swap = chosen[i];
        chosen[i] = chosen[other];
        chosen[other] = swap;
      }
      chosen = Arrays.copyOf(chosen, MOST);
    }
    int width = data.schema().size();
    double[] rows = new double[chosen.length * width];
    boolean[] positive = new boolean[chosen.length];
    int count = 0;
    int inputs = space.encoder().inputWidth();
    double[] encoded = new double[BLOCK * inputs];
    double[] block = new double[BLOCK * width];
    double[] p = new double[BLOCK];
    for (int from = 0; from < chosen.length; from += BLOCK) {
      int size = 0;
      for (int i = from; i < Math.min(chosen.length, from + BLOCK); i++) {
        if (complete(data, space, chosen[i])) {
          for (int j = 0; j < width; j++) {
            block[size * width + j] = data.value(chosen[i], j);
          }
          size++;
        }
      }
      space.encoder().encode(block, size, encoded);
      model.score(encoded, size, p);
      for (int i = 0; i < size; i++) {
        System.arraycopy(block, i * width, rows, count * width, width);
        positive[count++] = p[i] >= threshold;
      }
    }
    return new References(
        Arrays.copyOf(rows, count * width), width, Arrays.copyOf(positive, count));
  }

  private static boolean complete(Dataset data, FlipSpace space, int row) {
    for (String name : space.encoder().features()) {
      if (Double.isNaN(data.value(row, data.schema().indexOf(name)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The nearest reference rows of the other class, nearest first.
   *
   * @param most how many
   */
  int[] nearest(RowProblem problem, int most) {
    double[] distances = new double[most];
    int[] found = new int[most];
    int count = 0;
    int numbers = problem.numbers().variables().length;
    int[] columns = new int[numbers];
    double[] weights = new double[numbers];
    for (int k = 0; k < numbers; k++) {
      NumberVariable variable = problem.number(k);
      columns[k] = variable.column();
      weights[k] = 1 / (variable.scale() * variable.scale());
    }
    double[] row = problem.row();
    for (int i = 0; i < positive.length; i++) {
      if (positive[i] == problem.positive()) {
        continue;
      }
      double limit = count < most ? Double.POSITIVE_INFINITY : distances[most - 1];
      double sum = 0;
      for (int k = 0; k < numbers && sum < limit; k++) {
        double difference = rows[i * width + columns[k]] - row[columns[k]];
        sum += weights[k] * difference * difference;
      }
      for (int d = 0; d < problem.levels().size() && sum < limit; d++) {
        LevelVariable variable = problem.levels().get(d);
        double change =
            variable.change(problem.rowCodes()[d], (int) rows[i * width + variable.column()]);
        sum += change * change;
      }
      if (!(sum < limit)) {
        continue;
      }
      int at = Math.min(count, most - 1);
      while (at > 0 && distances[at - 1] > sum) {
        distances[at] = distances[at - 1];
        found[at] = found[at - 1];
        at--;
      }
      distances[at] = sum;
      found[at] = i;
      count = Math.min(most, count + 1);
    }
    return Arrays.copyOf(found, count);
  }

  /** The scaled changes of the problem's numbers from its row to a reference row. */
  double[] changes(RowProblem problem, int reference) {
    double[] changes = new double[problem.numbers().variables().length];
    for (int k = 0; k < changes.length; k++) {
      NumberVariable variable = problem.number(k);
      int column = variable.column();
      changes[k] = (rows[reference * width + column] - problem.row()[column]) / variable.scale();
    }
    return changes;
  }

  /** A reference row's codes of the problem's levels, or the row's own where one is not allowed. */
  int[] codes(RowProblem problem, int reference) {
    int[] codes = problem.rowCodes().clone();
    for (int d = 0; d < codes.length; d++) {
      LevelVariable variable = problem.levels().get(d);
      int code = (int) rows[reference * width + variable.column()];
      codes[d] = variable.allowed()[code] ? code : codes[d];
    }
    return codes;
  }
}
