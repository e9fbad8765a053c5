package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;

/**
 * The features that a flip point may change, as numbers that move and levels that are chosen, with
 * their scales and bounds.
 *
 * <p>A feature is a number if the model sees it as one number: continuous ones, and ordinal ones
 * that are encoded by their code. All others are levels: exactly one at a time.
 */
final class FlipSpace {

  private final Encoder encoder;
  private final Schema schema;
  private final List<NumberVariable> numbers = new ArrayList<>();
  private final List<LevelVariable> levels = new ArrayList<>();

  /** What the finder's builder says about each column. */
  interface Settings {
    double scale(int column);

    double low(int column);

    double high(int column);

    boolean fixed(int column);

    boolean allowed(int column, int level);
  }

  /**
   * A number.
   *
   * @param column its column of the schema
   * @param scale what a change is divided by
   * @param low smallest allowed value
   * @param high largest allowed value
   * @param grid whether only whole numbers are allowed
   * @param inputs the model inputs that depend on it
   * @param slopes how much a unit of scaled change moves them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record NumberVariable(
      int column,
      double scale,
      double low,
      double high,
      boolean grid,
      int[] inputs,
      double[] slopes) {}

  /**
   * A choice of levels.
   *
   * @param column its column of the schema
   * @param scale what a change is divided by: one for unordered levels, of the code for ordered
   *     ones
   * @param ordered whether the codes have an order
   * @param allowed whether each level may be chosen
   */
  @SuppressWarnings("ArrayRecordComponent")
  record LevelVariable(int column, double scale, boolean ordered, boolean[] allowed) {
    /** The scaled change from one code to another. */
    double change(int from, int to) {
      if (from == to) {
        return 0;
      }
      return (ordered ? to - from : 1) / scale;
    }
  }

  FlipSpace(Encoder encoder, Settings settings) {
    this.encoder = encoder;
    this.schema = encoder.schema();
    Set<String> used = Set.copyOf(encoder.features());
    for (String name : encoder.features()) {
      int column = schema.indexOf(name);
      if (settings.fixed(column)) {
        continue;
      }
      schema
          .derivation(name)
          .filter(derivation -> used.contains(derivation.from()))
          .ifPresent(
              derivation -> {
                if (!settings.fixed(schema.indexOf(derivation.from()))) {
                  throw new DataException(
                      "The model uses \""
                          + name
                          + "\" and \""
                          + derivation.from()
                          + "\", from which it is computed: one cannot change without the other;"
                          + " declare both immutable");
                }
                throw new DataException(
                    "\""
                        + name
                        + "\" is computed from \""
                        + derivation.from()
                        + "\", which may not change; declare it immutable too");
              });
      add(column, settings);
    }
  }

  private void add(int column, Settings settings) {
    Feature feature = schema.features().get(column);
    List<Input> inputs = encoder.encoding().inputs();
    List<Integer> at = new ArrayList<>();
    boolean number = feature instanceof Feature.Continuous || feature instanceof Feature.Ordinal;
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).feature().equals(feature.name())) {
        at.add(i);
        number &= inputs.get(i) instanceof Input.Number;
      }
    }
    double scale = settings.scale(column);
    if (!number) {
      boolean[] allowed = new boolean[feature.levels().size()];
      for (int level = 0; level < allowed.length; level++) {
        allowed[level] = settings.allowed(column, level);
      }
      boolean ordered = feature instanceof Feature.Ordinal;
      levels.add(new LevelVariable(column, scale, ordered, allowed));
      return;
    }
    int[] moved = at.stream().mapToInt(Integer::intValue).toArray();
    double[] slopes = new double[moved.length];
    for (int i = 0; i < moved.length; i++) {
      slopes[i] = scale / ((Input.Number) inputs.get(moved[i])).scale();
    }
    boolean grid = !(feature instanceof Feature.Continuous c) || c.integer();
    double low = settings.low(column);
    double high = settings.high(column);
    if (grid) {
      low = Math.ceil(low);
      high = Math.floor(high);
    }
    numbers.add(new NumberVariable(column, scale, low, high, grid, moved, slopes));
  }

  Encoder encoder() {
    return encoder;
  }

  Schema schema() {
    return schema;
  }

  List<NumberVariable> numbers() {
    return numbers;
  }

  List<LevelVariable> levels() {
    return levels;
  }

  /** The columns of numbers, by their position in {@link #numbers}. */
  Columns columns(int[] variables) {
    int[] start = new int[variables.length + 1];
    for (int k = 0; k < variables.length; k++) {
      start[k + 1] = start[k] + numbers.get(variables[k]).inputs().length;
    }
    int[] input = new int[start[variables.length]];
    double[] slope = new double[input.length];
    for (int k = 0; k < variables.length; k++) {
      NumberVariable variable = numbers.get(variables[k]);
      System.arraycopy(variable.inputs(), 0, input, start[k], variable.inputs().length);
      System.arraycopy(variable.slopes(), 0, slope, start[k], variable.slopes().length);
    }
    return new Columns(start, input, slope);
  }
}
