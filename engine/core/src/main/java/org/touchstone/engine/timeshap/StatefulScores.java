package org.touchstone.engine.timeshap;

import java.util.Arrays;
import org.touchstone.engine.model.StatefulSequenceClassifier;

/**
 * Evaluates coalitions with a model that offers its state. The pruned events are run twice, on and
 * off, and not for each coalition. Coalitions that agree on all players up to an event have the
 * same state there, and are run as one until they differ: sorted by their players in the order of
 * time, they lie side by side.
 */
final class StatefulScores implements CoalitionScores {

  /** Values of the states of one chunk of coalitions, and of the events of one call. */
  private static final int CHUNK_VALUES = 1 << 18;

  private static final int MOST_ROWS = 1024;

  private final SequenceGame game;
  private final StatefulSequenceClassifier model;
  private final int stateWidth;
  private final int kept;
  private final int words;

  /** Active players in the order in which time meets them. */
  private final int[] byTime;

  /** How many of them are met up to each event that is not pruned. */
  private final int[] metUpTo;

  private final double[] offState;
  private final double[] onState;

  StatefulScores(SequenceGame game, StatefulSequenceClassifier model) {
    this.game = game;
    this.model = model;
    this.stateWidth = model.stateWidth();
    this.kept = game.length() - game.pruned();
    this.words = game.words();
    int count = game.active().length;
    this.byTime = new int[count];
    this.metUpTo = new int[kept];
    boolean[] met = new boolean[count];
    int known = 0;
    if (game.prunedPlayer() >= 0) {
      met[game.prunedPlayer()] = true;
      byTime[known++] = game.prunedPlayer();
    }
    for (int t = 0; t < kept; t++) {
      for (int j = 0; j < game.width(); j++) {
        int player = game.player(t, j);
        if (player >= 0 && !met[player]) {
          met[player] = true;
          byTime[known++] = player;
        }
      }
      metUpTo[t] = known;
    }
    this.offState = prefixState(game.background());
    this.onState = game.prunedPlayer() >= 0 ? prefixState(game.events()) : offState;
  }

  private double[] prefixState(double[] events) {
    double[] state = new double[stateWidth];
    model.initialState(state);
    if (game.pruned() > 0) {
      double[] prefix = Arrays.copyOf(events, game.pruned() * game.width());
      model.advance(prefix, 1, game.pruned(), state, new double[1]);
    }
    return state;
  }

  @Override
  public void evaluate(long[] masks, int count, double[] out) {
    long[] keys = keys(masks, count);
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(keys, a, b));
    int rows = Math.max(1, Math.min(Math.min(MOST_ROWS, count), CHUNK_VALUES / stateWidth));
    Chunk chunk = new Chunk(rows);
    for (int first = 0; first < count; first += rows) {
      chunk.run(masks, keys, order, first, Math.min(rows, count - first), out);
    }
  }

  /** The coalitions with their players in the order of time, the first at the highest bit. */
  private long[] keys(long[] masks, int count) {
    long[] keys = new long[count * words];
    for (int i = 0; i < count; i++) {
      int from = i * words;
      for (int rank = 0; rank < byTime.length; rank++) {
        int player = byTime[rank];
        long bit = masks[from + (player >>> 6)] >>> (player & 63) & 1;
        keys[from + (rank >>> 6)] |= bit << (63 - (rank & 63));
      }
    }
    return keys;
  }

  private int compare(long[] keys, int a, int b) {
    for (int word = 0; word < words; word++) {
      int order = Long.compareUnsigned(keys[a * words + word], keys[b * words + word]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The number of players, in the order of time, up to which two coalitions agree. */
  private int agreement(long[] keys, int a, int b) {
    for (int word = 0; word < words; word++) {
      long difference = keys[a * words + word] ^ keys[b * words + word];
      if (difference != 0) {
        return word * 64 + Long.numberOfLeadingZeros(difference);
      }
    }
    return byTime.length;
  }

  /** Coalitions that are run together, and the buffers for them. */
  private final class Chunk {
    private final double[] states;
    private final double[] scores;
    private final int[] agreements;
    private final int[] firstRow;
    private final int[] nextFirstRow;
    private double[] events = new double[0];

    Chunk(int rows) {
      this.states = new double[rows * stateWidth];
      this.scores = new double[rows];
      this.agreements = new int[rows];
      this.firstRow = new int[rows];
      this.nextFirstRow = new int[rows];
    }

    void run(long[] masks, long[] keys, Integer[] order, int first, int rows, double[] out) {
      agreements[0] = -1;
      for (int row = 1; row < rows; row++) {
        agreements[row] = agreement(keys, order[first + row - 1], order[first + row]);
      }
      int groups = start(masks, order, first, rows);
      int t = 0;
      while (t < kept) {
        groups = split(metUpTo[t], groups, rows);
        int steps = groups == rows ? segment(rows, kept - t) : 1;
        advance(masks, order, first, groups, t, steps);
        t += steps;
      }
      ModelScores.requireProbabilities(scores, groups, game.events(), game.width());
      for (int group = 0; group < groups; group++) {
        int end = group + 1 < groups ? firstRow[group + 1] : rows;
        for (int row = firstRow[group]; row < end; row++) {
          out[order[first + row]] = scores[group];
        }
      }
    }

    private int start(long[] masks, Integer[] order, int first, int rows) {
      firstRow[0] = 0;
      int groups = 1;
      int player = game.prunedPlayer();
      if (player < 0) {
        System.arraycopy(offState, 0, states, 0, stateWidth);
        return groups;
      }
      for (int row = 1; row < rows; row++) {
        if (agreements[row] < 1) {
          firstRow[groups++] = row;
        }
      }
      for (int group = 0; group < groups; group++) {
        int word = order[first + firstRow[group]] * words + (player >>> 6);
        boolean on = (masks[word] >>> (player & 63) & 1) != 0;
        System.arraycopy(on ? onState : offState, 0, states, group * stateWidth, stateWidth);
      }
      return groups;
    }

    /** Splits the groups whose coalitions differ in a player that is met by now. */
    private int split(int met, int groups, int rows) {
      if (groups == rows) {
        return groups;
      }
      int count = 0;
      for (int row = 0; row < rows; row++) {
        if (agreements[row] < met) {
          nextFirstRow[count++] = row;
        }
      }
      // From the end: no state is overwritten before it is copied.
      int parent = groups - 1;
      for (int group = count - 1; group >= 0; group--) {
        while (firstRow[parent] > nextFirstRow[group]) {
          parent--;
        }
        if (parent != group) {
          System.arraycopy(states, parent * stateWidth, states, group * stateWidth, stateWidth);
        }
      }
      System.arraycopy(nextFirstRow, 0, firstRow, 0, count);
      return count;
    }

    private int segment(int rows, int left) {
      return Math.max(1, Math.min(left, CHUNK_VALUES / (rows * game.width())));
    }

    private void advance(long[] masks, Integer[] order, int first, int groups, int t, int steps) {
      int size = groups * steps * game.width();
      if (events.length < size) {
        events = new double[Math.max(size, Math.min(2 * size, CHUNK_VALUES))];
      }
      int to = 0;
      for (int group = 0; group < groups; group++) {
        int word = order[first + firstRow[group]] * words;
        for (int step = 0; step < steps; step++, to += game.width()) {
          game.fill(t + step, masks, word, events, to);
        }
      }
      model.advance(events, groups, steps, states, scores);
    }
  }
}
