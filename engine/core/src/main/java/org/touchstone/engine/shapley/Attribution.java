package org.touchstone.engine.shapley;

import java.util.Arrays;

/**
 * The attribution of one row's output to the players: {@code output = base value + sum_i value_i +
 * additivity error}. Immutable.
 */
public final class Attribution {

  private static final double TOLERANCE = 1e-9;

  private final Provenance provenance;
  private final int row;
  private final double baseValue;
  private final double output;
  private final double[] values;
  private final double[] standardErrors;
  private final long modelEvaluations;

  /**
   * Creates an attribution.
   *
   * @param provenance how it was computed
   * @param row index of the row in the batch that was explained, from 0
   * @param baseValue output where no player takes part
   * @param output output where all players take part
   * @param values one for each player
   * @param standardErrors one for each player, 0 where the value is exact
   * @param modelEvaluations rows that the model scored for this row
   * @throws IllegalArgumentException if the lengths are not the number of players
   */
  public Attribution(
      Provenance provenance,
      int row,
      double baseValue,
      double output,
      double[] values,
      double[] standardErrors,
      long modelEvaluations) {
    int players = provenance.players().size();
    if (values.length != players || standardErrors.length != players) {
      throw new IllegalArgumentException(
          "An attribution to "
              + players
              + " players has "
              + values.length
              + " values and "
              + standardErrors.length
              + " standard errors");
    }
    this.provenance = provenance;
    this.row = row;
    this.baseValue = baseValue;
    this.output = output;
    this.values = values.clone();
    this.standardErrors = standardErrors.clone();
    this.modelEvaluations = modelEvaluations;
  }

  /** How the attribution was computed. */
  public Provenance provenance() {
    return provenance;
  }

  /** Index of the row in the batch that was explained, from 0. */
  public int row() {
    return row;
  }

  /** The output where no player takes part, on the scale of the {@link #provenance}. */
  public double baseValue() {
    return baseValue;
  }

  /** The output of the row, on the scale of the {@link #provenance}. */
  public double output() {
    return output;
  }

  /** Number of players. */
  public int size() {
    return values.length;
  }

  /** The value of a player. */
  public double value(int player) {
    return values[player];
  }

  /** The values of all players; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** The standard error of a player's value over random samples of coalitions; 0 if exact. */
  public double standardError(int player) {
    return standardErrors[player];
  }

  /** The standard errors of all players; a copy. */
  public double[] standardErrors() {
    return standardErrors.clone();
  }

  /** Number of rows that the model scored for this attribution; 0 if it was not called. */
  public long modelEvaluations() {
    return modelEvaluations;
  }

  /** {@code |base value + sum_i value_i - output|}. */
  public double additivityError() {
    double sum = baseValue;
    for (double value : values) {
      sum += value;
    }
    return Math.abs(sum - output);
  }

  /** Players from the largest absolute value to the smallest; equal ones in their own order. */
  public int[] ranking() {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, player -> player);
    Arrays.sort(order, (a, b) -> Double.compare(Math.abs(values[b]), Math.abs(values[a])));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String toString() {
    return "Row "
        + row
        + " by "
        + provenance.method()
        + ": base value "
        + baseValue
        + ", output "
        + output
        + ", values "
        + Arrays.toString(values)
        + " of "
        + provenance.players();
  }

  /**
   * This attribution, if it adds up: the additivity error is at most 1e-9 of the largest absolute
   * term of the sum.
   *
   * @throws AdditivityException if it does not
   */
  Attribution checked() {
    double scale = Math.max(Math.abs(baseValue), Math.abs(output));
    for (double value : values) {
      scale = Math.max(scale, Math.abs(value));
    }
    if (!(additivityError() <= TOLERANCE * scale)) {
      throw new AdditivityException(
          "Row "
              + row
              + ": the attributions do not add up by "
              + provenance.method()
              + ": base value "
              + baseValue
              + " and values "
              + Arrays.toString(values)
              + " miss the output "
              + output
              + " by "
              + additivityError());
    }
    return this;
  }
}
