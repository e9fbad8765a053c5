package org.touchstone.engine.timeshap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which cell of a sequence belongs to which player.
 *
 * @param players the players
 * @param pruned number of events, from the oldest, that belong to the player {@link
 *     SequencePlayer.PrunedEvents}, who is the last one; 0 if there is none
 * @param ofCell the player of each cell that is not pruned, (length - pruned) x width, row-major
 */
record PlayerMap(List<SequencePlayer> players, int pruned, int[] ofCell) {

  /** Each event that is not pruned is a player, the last one first. */
  static PlayerMap events(int length, int width, int pruned) {
    return of(length, width, pruned, cell -> new SequencePlayer.Event(cell.event), true);
  }

  /** Each feature is a player. */
  static PlayerMap features(int length, int width, int pruned) {
    return of(length, width, pruned, cell -> new SequencePlayer.FeatureRow(cell.feature), false);
  }

  /**
   * The groups of Eqs. 8 to 11, in this order; groups without a cell are left out.
   *
   * @param relevantEvents negative
   */
  static PlayerMap cells(
      int length, int width, int pruned, List<Integer> relevantEvents, List<Integer> features) {
    PlayerMap unordered =
        of(length, width, pruned, cell -> group(cell, relevantEvents, features), false);
    List<SequencePlayer> ordered = new ArrayList<>();
    for (int event : relevantEvents) {
      for (int feature : features) {
        ordered.add(new SequencePlayer.Cell(event, feature));
      }
    }
    relevantEvents.forEach(event -> ordered.add(new SequencePlayer.OtherFeatures(event)));
    features.forEach(feature -> ordered.add(new SequencePlayer.OtherEvents(feature)));
    ordered.add(new SequencePlayer.OtherCells());
    ordered.add(new SequencePlayer.PrunedEvents(pruned));
    ordered.retainAll(unordered.players);
    int[] ofCell =
        Arrays.stream(unordered.ofCell)
            .map(player -> ordered.indexOf(unordered.players.get(player)))
            .toArray();
    return new PlayerMap(List.copyOf(ordered), pruned, ofCell);
  }

  private static SequencePlayer group(
      Cell cell, List<Integer> relevantEvents, List<Integer> relevantFeatures) {
    boolean event = relevantEvents.contains(cell.event);
    boolean feature = relevantFeatures.contains(cell.feature);
    if (event && feature) {
      return new SequencePlayer.Cell(cell.event, cell.feature);
    }
    if (event) {
      return new SequencePlayer.OtherFeatures(cell.event);
    }
    return feature ? new SequencePlayer.OtherEvents(cell.feature) : new SequencePlayer.OtherCells();
  }

  /** Negative index of an event, and a feature. */
  private record Cell(int event, int feature) {}

  private interface PlayerOf {
    SequencePlayer of(Cell cell);
  }

  private static PlayerMap of(
      int length, int width, int pruned, PlayerOf playerOf, boolean lastFirst) {
    List<SequencePlayer> players = new ArrayList<>();
    Map<SequencePlayer, Integer> index = new HashMap<>();
    int kept = length - pruned;
    int[] ofCell = new int[kept * width];
    for (int i = 0; i < kept; i++) {
      int t = lastFirst ? kept - 1 - i : i;
      for (int j = 0; j < width; j++) {
        SequencePlayer player = playerOf.of(new Cell(t - kept, j));
        ofCell[t * width + j] =
            index.computeIfAbsent(
                player,
                p -> {
                  players.add(p);
                  return players.size() - 1;
                });
      }
    }
    if (pruned > 0) {
      players.add(new SequencePlayer.PrunedEvents(pruned));
    }
    return new PlayerMap(List.copyOf(players), pruned, ofCell);
  }
}
