package org.touchstone.engine.flip;

import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.flip.FlipSpace.LevelVariable;
import org.touchstone.engine.flip.FlipSpace.NumberVariable;
import org.touchstone.engine.model.ModelException;

/**
 * One row, the features of it that may change, and the model around it. Numbers are scaled changes
 * y, {@code x' = x + y * scale}; levels are codes. Keeps buffers: for one thread.
 */
final class RowProblem {

  /** Numbers that may change, with what the surfaces of them need. */
  record Numbers(int[] variables, Columns columns, Margin.Family family) {}

  private final FlipSpace space;
  private final Margin margin;
  private final double[] row;
  private final Numbers numbers;
  private final List<LevelVariable> levels;
  private final double[] low;
  private final double[] high;
  private final int[] rowCodes;
  private final double[] encoded;
  private final double[] one = new double[1];
  private final double rowMargin;
  private final double reach;

  RowProblem(
      FlipSpace space,
      Margin margin,
      double[] row,
      Numbers numbers,
      List<LevelVariable> levels,
      double reach) {
    this.space = space;
    this.margin = margin;
    this.row = row;
    this.numbers = numbers;
    this.levels = levels;
    this.reach = reach;
    this.low = new double[numbers.variables().length];
    this.high = new double[low.length];
    for (int k = 0; k < low.length; k++) {
      NumberVariable variable = number(k);
      double value = row[variable.column()];
      low[k] = Math.max(-reach, (variable.low() - value) / variable.scale());
      high[k] = Math.min(reach, (variable.high() - value) / variable.scale());
    }
    this.rowCodes = new int[levels.size()];
    for (int d = 0; d < rowCodes.length; d++) {
      rowCodes[d] = (int) row[levels.get(d).column()];
    }
    this.encoded = new double[space.encoder().inputWidth()];
    this.rowMargin = margin(inputs(rowCodes));
    if (Double.isNaN(rowMargin)) {
      throw new ModelException(
          "The model's score of the row is not a number; a flip point needs a row that the model can"
              + " score");
    }
  }

  /**
   * Asks for the gradient at the row.
   *
   * @throws ModelException if it is not a number
   */
  void requireGradient() {
    Surface surface = numbers.family().around(inputs(rowCodes));
    double[] gradient = new double[surface.dimension()];
    surface.margin(new double[gradient.length], gradient);
    double[] byChanges = new double[numbers.columns().size()];
    surface.toChanges(gradient, byChanges);
    for (int k = 0; k < byChanges.length; k++) {
      if (Double.isNaN(byChanges[k])) {
        throw new ModelException(
            "The model's gradient by \""
                + space.schema().names().get(number(k).column())
                + "\" is not a number at the row, though its score is; mend the gradient, or give"
                + " the model as a Classifier that has none");
      }
    }
  }

  FlipSpace space() {
    return space;
  }

  double[] row() {
    return row;
  }

  Numbers numbers() {
    return numbers;
  }

  NumberVariable number(int k) {
    return space.numbers().get(numbers.variables()[k]);
  }

  List<LevelVariable> levels() {
    return levels;
  }

  /** The codes of the row's own levels. */
  int[] rowCodes() {
    return rowCodes;
  }

  double low(int k) {
    return low[k];
  }

  double high(int k) {
    return high[k];
  }

  /** The largest distance of a flip point. */
  double reach() {
    return reach;
  }

  double rowMargin() {
    return rowMargin;
  }

  boolean positive() {
    return rowMargin >= 0;
  }

  /** Whether a margin is on the other side than the row's. */
  boolean flipped(double value) {
    return value >= 0 != positive();
  }

  /** The row's model inputs with these levels; a new array. */
  double[] inputs(int[] codes) {
    double[] changed = row;
    if (codes != rowCodes) {
      changed = row.clone();
      for (int d = 0; d < codes.length; d++) {
        changed[levels.get(d).column()] = codes[d];
      }
    }
    double[] inputs = new double[encoded.length];
    space.encoder().encode(changed, 1, inputs);
    return inputs;
  }

  double margin(double[] inputs) {
    margin.margins(inputs, 1, one);
    return one[0];
  }

  void margins(double[] inputs, int count, double[] out) {
    margin.margins(inputs, count, out);
  }

  int inputWidth() {
    return encoded.length;
  }

  /** What these levels add to the squared distance. */
  double cost(int[] codes) {
    double sum = 0;
    for (int d = 0; d < codes.length; d++) {
      double change = levels.get(d).change(rowCodes[d], codes[d]);
      sum += change * change;
    }
    return sum;
  }

  /** A descent over all numbers from the row with these inputs. */
  BoxDescent descent(double[] inputs) {
    return new BoxDescent(margin, numbers.columns(), numbers.family(), inputs, low, high, reach);
  }

  /** A descent over some of the numbers, by their position, from the row with these inputs. */
  BoxDescent descent(int[] some, double[] inputs) {
    Columns columns = numbers.columns().only(some);
    double[] lows = new double[some.length];
    double[] highs = new double[some.length];
    for (int i = 0; i < some.length; i++) {
      lows[i] = low[some[i]];
      highs[i] = high[some[i]];
    }
    return new BoxDescent(margin, columns, margin.family(columns), inputs, lows, highs, reach);
  }

  /** A stream of random numbers that follows from the seed and the row alone. */
  SplittableRandom random(long seed) {
    long hash = seed * 0x9E3779B97F4A7C15L;
    for (double value : row) {
      hash = (hash ^ Double.doubleToLongBits(value)) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
    }
    return new SplittableRandom(hash);
  }

  /** The row's values with changed numbers and levels. */
  double[] values(double[] changes, int[] codes) {
    double[] values = row.clone();
    for (int k = 0; k < changes.length; k++) {
      if (changes[k] != 0) {
        NumberVariable variable = number(k);
        double value = row[variable.column()] + changes[k] * variable.scale();
        values[variable.column()] = Math.max(variable.low(), Math.min(variable.high(), value));
      }
    }
    for (int d = 0; d < codes.length; d++) {
      values[levels.get(d).column()] = codes[d];
    }
    return values;
  }

  /** The scaled change of each column. */
  double[] scaled(double[] changes, int[] codes) {
    double[] scaled = new double[row.length];
    for (int k = 0; k < changes.length; k++) {
      scaled[number(k).column()] = changes[k];
    }
    for (int d = 0; d < codes.length; d++) {
      scaled[levels.get(d).column()] = levels.get(d).change(rowCodes[d], codes[d]);
    }
    return scaled;
  }
}
