package org.touchstone.engine.timeshap;

import java.util.Arrays;
import org.touchstone.engine.model.SequenceClassifier;

/**
 * The game of one sequence: v(S) is the model's output where the cells of the players in S have the
 * sequence's values and all others the background's (Eqs. 6, 7 and 12).
 *
 * <p>Players whose cells all equal the background cannot change the output; the coalitions are of
 * the others, the active ones. Coalitions are bits: active player i takes part where bit {@code i %
 * 64} of word {@code i / 64} is set.
 */
final class SequenceGame {

  private final SequenceClassifier model;
  private final double[] events;
  private final double[] background;
  private final int width;
  private final int pruned;
  private final int[] active;

  /** The active player of each cell that is not pruned; -1 where the two values are equal. */
  private final int[] ofCell;

  /** The active player of the pruned events; -1 if they are none. */
  private final int prunedPlayer;

  SequenceGame(SequenceClassifier model, double[] events, double[] background, PlayerMap map) {
    this.model = model;
    this.events = events;
    this.background = background;
    this.width = model.eventWidth();
    this.pruned = map.pruned();
    int offset = pruned * width;
    boolean[] varies = new boolean[map.players().size()];
    for (int i = 0; i < map.ofCell().length; i++) {
      varies[map.ofCell()[i]] |= differs(offset + i);
    }
    for (int i = 0; i < offset; i++) {
      varies[varies.length - 1] |= differs(i);
    }
    int[] activeOf = new int[varies.length];
    int[] players = new int[varies.length];
    int count = 0;
    for (int player = 0; player < varies.length; player++) {
      activeOf[player] = varies[player] ? count : -1;
      if (varies[player]) {
        players[count++] = player;
      }
    }
    this.active = Arrays.copyOf(players, count);
    this.ofCell = new int[map.ofCell().length];
    for (int i = 0; i < ofCell.length; i++) {
      ofCell[i] = differs(offset + i) ? activeOf[map.ofCell()[i]] : -1;
    }
    this.prunedPlayer = pruned == 0 ? -1 : activeOf[varies.length - 1];
  }

  /** The players that can change the output, by their place among all players. */
  int[] active() {
    return active;
  }

  SequenceClassifier model() {
    return model;
  }

  int width() {
    return width;
  }

  int length() {
    return events.length / width;
  }

  int pruned() {
    return pruned;
  }

  int prunedPlayer() {
    return prunedPlayer;
  }

  /** Words of one coalition. */
  int words() {
    return Math.max(1, (active.length + 63) >>> 6);
  }

  double[] events() {
    return events;
  }

  double[] background() {
    return background;
  }

  /**
   * The active player that a cell belongs to, -1 if its two values are equal.
   *
   * @param event from the first that is not pruned
   */
  int player(int event, int feature) {
    return ofCell[event * width + feature];
  }

  /**
   * Writes event {@code event}, counted from the first that is not pruned, as a coalition has it.
   *
   * @param masks coalitions
   * @param word first word of the coalition
   */
  void fill(int event, long[] masks, int word, double[] out, int to) {
    int cell = event * width;
    int from = pruned * width + cell;
    for (int j = 0; j < width; j++) {
      int player = ofCell[cell + j];
      boolean on = player >= 0 && (masks[word + (player >>> 6)] >>> (player & 63) & 1) != 0;
      out[to + j] = on ? events[from + j] : background[from + j];
    }
  }

  private boolean differs(int at) {
    return events[at] != background[at];
  }
}
