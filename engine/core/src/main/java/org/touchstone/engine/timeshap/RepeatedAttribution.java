package org.touchstone.engine.timeshap;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How much an attribution varies over repeats with other random coalitions. Immutable.
 *
 * @param players the players
 * @param repeats number of runs
 * @param means mean value of each player
 * @param standardDeviations sample standard deviation of each player's value
 */
public record RepeatedAttribution(
    List<SequencePlayer> players, int repeats, double[] means, double[] standardDeviations) {

  /** Copies the values. */
  public RepeatedAttribution {
    players = List.copyOf(players);
    means = means.clone();
    standardDeviations = standardDeviations.clone();
  }

  /** Relative standard deviation of a player, sd / |mean|; empty where the mean is 0. */
  public OptionalDouble relativeStandardDeviation(int player) {
    return means[player] == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(standardDeviations[player] / Math.abs(means[player]));
  }

  /**
   * Mean of the players' relative standard deviations (the last row of the paper's Table 1), over
   * those whose mean is not 0; empty where all are 0.
   */
  public OptionalDouble relativeStandardDeviation() {
    double sum = 0;
    int count = 0;
    for (int player = 0; player < means.length; player++) {
      OptionalDouble own = relativeStandardDeviation(player);
      if (own.isPresent()) {
        sum += own.getAsDouble();
        count++;
      }
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
  }
}
