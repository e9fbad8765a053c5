package org.touchstone.engine.timeshap;

import java.util.Arrays;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.model.StatefulSequenceClassifier;

/**
 * Computes pruning tables (Algorithm 1).
 *
 * <p>With a model that offers its state, the table of T events takes T batched steps: those that
 * run the background behind k real events, and those that run real events behind k of the
 * background, k = 0 to T - 1, take steps together, and each starts from a state in which another
 * one is after k events, or a few before. Runs whose states become equal bit by bit are one from
 * there on.
 */
final class Pruner {

  /** Values of a batch of a model without states. */
  private static final int BATCH_VALUES = 1 << 20;

  /** Events that all runs read in one call of a model with states. */
  private static final int STEPS = 8;

  private Pruner() {}

  /**
   * Computes the table of a sequence.
   *
   * @param events time x features
   * @param background the same shape
   */
  static PruningTable table(SequenceClassifier model, double[] events, double[] background) {
    int length = events.length / model.eventWidth();
    double[] realThenOff = new double[length + 1];
    double[] offThenReal = new double[length + 1];
    if (model instanceof StatefulSequenceClassifier stateful) {
      new Runs(stateful, events, background).scores(realThenOff, offThenReal);
    } else {
      scores(model, events, background, realThenOff, offThenReal);
    }
    realThenOff[length] = offThenReal[0];
    offThenReal[length] = realThenOff[0];
    double off = realThenOff[0];
    double all = offThenReal[0];
    double[] older = new double[length + 1];
    for (int old = 0; old <= length; old++) {
      older[length - old] = ((realThenOff[old] - off) + (all - offThenReal[old])) / 2;
    }
    return new PruningTable(older, off, all);
  }

  private static void scores(
      SequenceClassifier model,
      double[] events,
      double[] background,
      double[] realThenOff,
      double[] offThenReal) {
    int width = model.eventWidth();
    int length = events.length / width;
    int batch = Math.max(1, BATCH_VALUES / events.length);
    double[] sequences = new double[Math.min(batch, 2 * length) * events.length];
    double[] scores = new double[batch];
    int[] lengths = new int[batch];
    Arrays.fill(lengths, length);
    for (int first = 0; first < 2 * length; first += batch) {
      int size = Math.min(batch, 2 * length - first);
      for (int i = 0; i < size; i++) {
        int old = (first + i) / 2;
        boolean real = (first + i) % 2 == 0;
        int at = i * events.length;
        int split = old * width;
        System.arraycopy(real ? events : background, 0, sequences, at, split);
        System.arraycopy(
            real ? background : events, split, sequences, at + split, events.length - split);
      }
      model.score(sequences, size, length, lengths, scores);
      ModelScores.requireProbabilities(scores, size, events, width);
      for (int i = 0; i < size; i++) {
        ((first + i) % 2 == 0 ? realThenOff : offThenReal)[(first + i) / 2] = scores[i];
      }
    }
  }

  /** All runs of one table. Rows of the state buffer are runs; each half starts with run 0. */
  private static final class Runs {
    private final StatefulSequenceClassifier model;
    private final double[] events;
    private final double[] background;
    private final int width;
    private final int length;
    private final int stateWidth;

    /** The row of each run, by half: 0 runs the background behind real events, 1 the reverse. */
    private final int[][] rowOfRun;

    private double[] states;
    private boolean[] readsReal = new boolean[0];

    /** Before this event, a row reads what the other half reads. */
    private int[] splitOfRow = new int[0];

    private int rows;

    Runs(StatefulSequenceClassifier model, double[] events, double[] background) {
      this.model = model;
      this.events = events;
      this.background = background;
      this.width = model.eventWidth();
      this.length = events.length / width;
      this.stateWidth = model.stateWidth();
      this.rowOfRun = new int[2][length];
      this.states = new double[0];
    }

    void scores(double[] realThenOff, double[] offThenReal) {
      double[] initial = new double[stateWidth];
      model.initialState(initial);
      add(0, 0, initial, 0);
      add(1, 0, initial, 0);
      double[] out = new double[0];
      double[] batch = new double[0];
      for (int t = 0; t < length; t += STEPS) {
        int steps = Math.min(STEPS, length - t);
        merge(t);
        for (int run = Math.max(1, t); run < t + steps; run++) {
          add(0, run, states, rowOfRun[1][0] * stateWidth);
          add(1, run, states, rowOfRun[0][0] * stateWidth);
        }
        if (out.length < rows) {
          out = new double[2 * rows];
          batch = new double[2 * rows * STEPS * width];
        }
        for (int row = 0; row < rows; row++) {
          read(row, t, steps, batch);
        }
        model.advance(batch, rows, steps, states, out);
      }
      ModelScores.requireProbabilities(out, rows, events, width);
      for (int run = 0; run < length; run++) {
        realThenOff[run] = out[rowOfRun[0][run]];
        offThenReal[run] = out[rowOfRun[1][run]];
      }
    }

    /** Writes the events of a row from {@code t} on. */
    private void read(int row, int t, int steps, double[] batch) {
      int others = Math.max(0, Math.min(steps, splitOfRow[row] - t)) * width;
      double[] before = readsReal[row] ? background : events;
      double[] behind = readsReal[row] ? events : background;
      int to = row * steps * width;
      System.arraycopy(before, t * width, batch, to, others);
      System.arraycopy(behind, t * width + others, batch, to + others, steps * width - others);
    }

    private void add(int half, int run, double[] source, int from) {
      if ((rows + 1) * stateWidth > states.length) {
        int capacity = Math.max(16, 2 * rows);
        double[] grown = new double[capacity * stateWidth];
        System.arraycopy(states, 0, grown, 0, rows * stateWidth);
        double[] old = source == states ? grown : source;
        states = grown;
        readsReal = Arrays.copyOf(readsReal, capacity);
        splitOfRow = Arrays.copyOf(splitOfRow, capacity);
        System.arraycopy(old, from, states, rows * stateWidth, stateWidth);
      } else {
        System.arraycopy(source, from, states, rows * stateWidth, stateWidth);
      }
      readsReal[rows] = half == 1;
      splitOfRow[rows] = run;
      rowOfRun[half][run] = rows;
      rows++;
    }

    /**
     * Makes neighbouring runs that are in the same state one row. Those that will read the same
     * events from here on stay equal.
     */
    private void merge(int runs) {
      int[] newRow = new int[rows];
      Arrays.fill(newRow, -1);
      boolean merged = false;
      for (int half = 0; half < 2; half++) {
        for (int run = 1; run < runs; run++) {
          int row = rowOfRun[half][run];
          int before = rowOfRun[half][run - 1];
          if (row != before && equal(row, before)) {
            int target = before;
            for (int same = run; same < runs && rowOfRun[half][same] == row; same++) {
              rowOfRun[half][same] = target;
            }
            merged = true;
          }
        }
      }
      if (merged) {
        compact(runs, newRow);
      }
    }

    private boolean equal(int a, int b) {
      int from = a * stateWidth;
      return Arrays.equals(
          states, from, from + stateWidth, states, b * stateWidth, (b + 1) * stateWidth);
    }

    private void compact(int runs, int[] newRow) {
      for (int[] half : rowOfRun) {
        for (int run = 0; run < runs; run++) {
          newRow[half[run]] = 0;
        }
      }
      int kept = 0;
      for (int row = 0; row < rows; row++) {
        if (newRow[row] == 0) {
          System.arraycopy(states, row * stateWidth, states, kept * stateWidth, stateWidth);
          readsReal[kept] = readsReal[row];
          splitOfRow[kept] = splitOfRow[row];
          newRow[row] = kept++;
        }
      }
      for (int[] half : rowOfRun) {
        for (int run = 0; run < runs; run++) {
          half[run] = newRow[half[run]];
        }
      }
      rows = kept;
    }
  }
}
