package org.touchstone.engine.timeshap;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The attribution of a model's output for one sequence to players: {@code output = base value +
 * sum_i value_i}. Immutable.
 */
public final class SequenceAttribution {

  private final List<SequencePlayer> players;
  private final double[] values;
  private final double[] standardErrors;
  private final double baseValue;
  private final double output;
  private final boolean exact;
  private final int coalitions;

  SequenceAttribution(
      List<SequencePlayer> players,
      double[] values,
      double[] standardErrors,
      double baseValue,
      double output,
      boolean exact,
      int coalitions) {
    this.players = List.copyOf(players);
    this.values = values;
    this.standardErrors = standardErrors;
    this.baseValue = baseValue;
    this.output = output;
    this.exact = exact;
    this.coalitions = coalitions;
  }

  /** The players. */
  public List<SequencePlayer> players() {
    return players;
  }

  /** The place of a player, empty if it does not take part. */
  public OptionalInt find(SequencePlayer player) {
    int index = players.indexOf(player);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
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

  /** The model's output for the background, f(off). */
  public double baseValue() {
    return baseValue;
  }

  /** The model's output for the sequence, f(all). */
  public double output() {
    return output;
  }

  /** Whether all coalitions were evaluated. */
  public boolean isExact() {
    return exact;
  }

  /** Number of coalitions that were evaluated, the empty and the full one not counted. */
  public int coalitions() {
    return coalitions;
  }

  @Override
  public String toString() {
    return "Base value "
        + baseValue
        + ", output "
        + output
        + ", values "
        + Arrays.toString(values)
        + " of "
        + players;
  }

  /** {@code |base value + sum_i value_i - output|}. */
  public double additivityError() {
    return Math.abs(baseValue + Arrays.stream(values).sum() - output);
  }
}
