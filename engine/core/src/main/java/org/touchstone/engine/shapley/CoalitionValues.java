package org.touchstone.engine.shapley;

import java.util.Arrays;
import org.touchstone.engine.model.CheckedClassifier;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.ModelException;

/**
 * The game of one row: {@code v(S) = link(1/B sum_b f(x_S, b_{not S}))}, the mean over the B
 * background rows of the model's output where the columns of the players in S are the row's and all
 * others the background row's (Lundberg and Lee 2017, section 4, with independent features).
 *
 * <p>The model is called with whole coalitions times background rows, in buffers that stay in the
 * cache and below a bound; a background that does not fit is gone through in slices.
 */
final class CoalitionValues {

  /** Values of one call: small enough for the cache, large enough for any model's overhead. */
  private static final int TARGET_VALUES = 1 << 13;

  /** Fewer rows than this are not worth a call of a model with a fixed cost. */
  private static final int TARGET_ROWS = 256;

  private final CheckedClassifier model;
  private final Players players;
  private final int[][] columnsOfPlayer;
  private final Background background;
  private final Link link;

  /** The background, one column after the other. */
  private final double[] backgroundColumns;

  private final double base;

  /** Prepares the games of a model, and scores the background rows. */
  CoalitionValues(Classifier model, Players players, Background background, Link link) {
    this.model = CheckedClassifier.of(model);
    this.players = players;
    this.background = background;
    this.link = link;
    players.requireWidth(model.inputWidth());
    if (background.width() != model.inputWidth()) {
      throw new IllegalArgumentException(
          "The background rows have "
              + background.width()
              + " columns, the model takes "
              + model.inputWidth());
    }
    this.columnsOfPlayer = new int[players.size()][];
    for (int player = 0; player < columnsOfPlayer.length; player++) {
      columnsOfPlayer[player] = players.columns(player);
    }
    this.backgroundColumns = transposed(background);
    this.base = evaluateBase();
  }

  /**
   * A row of the buffer costs its values three times, with the copies of the row and what is kept
   * of the first call to see a model that writes to its rows, and its scores.
   */
  private int rowsPerCall(long memoryBytes) {
    int width = background.width();
    long bytesPerRow = Double.BYTES * (3L * width + 4);
    long allowed = memoryBytes / bytesPerRow;
    if (allowed < 1) {
      throw new IllegalArgumentException(
          "A memory bound of "
              + memoryBytes
              + " bytes for each thread does not hold one row of "
              + width
              + " columns; allow at least "
              + bytesPerRow
              + " bytes");
    }
    long wanted = Math.max(TARGET_ROWS, Math.max(background.count(), (long) TARGET_VALUES / width));
    return (int) Math.min(Math.min(allowed, wanted), Integer.MAX_VALUE / (width + 1));
  }

  /** The value of the empty coalition. */
  double base() {
    return base;
  }

  int backgroundRows() {
    return background.count();
  }

  /** The value of the coalition of all players: the link of the row's output. */
  double output(double[] row, int rowIndex) {
    double[] out = new double[1];
    model.score(row, 1, out, i -> Integer.toString(rowIndex));
    return link.apply(out[0]);
  }

  /**
   * The players that can change the output of a row: those with a column whose value differs from
   * that of some background row. All others are dummies, whose value is exactly 0.
   */
  int[] varying(double[] row) {
    int[] varying = new int[players.size()];
    int count = 0;
    for (int player = 0; player < players.size(); player++) {
      if (varies(row, columnsOfPlayer[player])) {
        varying[count++] = player;
      }
    }
    return Arrays.copyOf(varying, count);
  }

  private boolean varies(double[] row, int[] columns) {
    double[] rows = background.rows();
    int width = background.width();
    for (int column : columns) {
      for (int at = column; at < rows.length; at += width) {
        if (rows[at] != row[column] && !(Double.isNaN(rows[at]) && Double.isNaN(row[column]))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Computes the values of coalitions.
   *
   * @param row the row
   * @param rowIndex its index in the batch, for error messages
   * @param active the players that the bits of a coalition stand for; all others do not take part
   * @param masks coalitions, see {@link CoalitionMasks}
   * @param count number of coalitions
   * @param memoryBytes bound of the buffers
   * @param out receives {@code v(S)} of each
   * @throws IllegalArgumentException if the bound does not allow a single row
   */
  void evaluate(
      double[] row,
      int rowIndex,
      int[] active,
      long[] masks,
      int count,
      long memoryBytes,
      double[] out) {
    int rowsPerCall = rowsPerCall(memoryBytes);
    Filler filler = new Filler(row, rowIndex, active, masks, count, rowsPerCall);
    int rows = background.count();
    if (rows <= rowsPerCall) {
      // A place in the buffer takes coalitions that follow each other: they may have much in
      // common.
      int perCall = rowsPerCall / rows;
      int calls = (count + perCall - 1) / perCall;
      for (int call = 0; call < calls; call++) {
        int size = (count - call + calls - 1) / calls;
        for (int i = 0; i < size; i++) {
          filler.fill(i * calls + call, 0, rows, i);
        }
        double[] scores = filler.score(call, calls, size * rows);
        for (int i = 0; i < size; i++) {
          out[i * calls + call] = link.apply(mean(sum(0, scores, i * rows, rows)));
        }
      }
      return;
    }
    for (int coalition = 0; coalition < count; coalition++) {
      double sum = 0;
      for (int from = 0; from < rows; from += rowsPerCall) {
        int size = Math.min(rowsPerCall, rows - from);
        filler.fill(coalition, from, size, 0);
        sum = sum(sum, filler.score(coalition, 1, size), 0, size);
      }
      out[coalition] = link.apply(mean(sum));
    }
  }

  private double mean(double sum) {
    return sum / background.count();
  }

  private static double sum(double start, double[] scores, int from, int count) {
    double sum = start;
    for (int i = from; i < from + count; i++) {
      sum += scores[i];
    }
    return sum;
  }

  private static double[] transposed(Background background) {
    int rows = background.count();
    int width = background.width();
    double[] columns = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        columns[column * rows + row] = background.rows()[row * width + column];
      }
    }
    return columns;
  }

  private double evaluateBase() {
    int rows = background.count();
    int width = background.width();
    int size = Math.min(rows, Math.max(TARGET_ROWS, TARGET_VALUES / width));
    double[] slice = new double[size * width];
    double[] scores = new double[size];
    double sum = 0;
    for (int from = 0; from < rows; from += size) {
      int first = from;
      int here = Math.min(size, rows - from);
      System.arraycopy(background.rows(), from * width, slice, 0, here * width);
      model.score(slice, here, scores, i -> (first + i) + " of the background data");
      sum = sum(sum, scores, 0, here);
    }
    return link.apply(mean(sum));
  }

  /** Builds the rows of coalitions and has them scored. */
  private final class Filler {
    private final int rowIndex;
    private final int[] active;
    private final long[] masks;
    private final int words;
    private final int rowsPerCoalition;
    private final double[] row;
    private final double[] copies;
    private final int[] columns;

    /** The coalition whose rows, with all background rows, lie at a place of the buffer, or -1. */
    private final int[] held;

    private final double[] buffer;
    private final double[] scores;

    Filler(double[] row, int rowIndex, int[] active, long[] masks, int count, int rowsPerCall) {
      int width = background.width();
      int rows = Math.min(background.count(), rowsPerCall);
      int capacity = rows * Math.max(1, Math.min(count, rowsPerCall / rows));
      this.rowsPerCoalition = rows;
      this.row = row;
      this.rowIndex = rowIndex;
      this.active = active;
      this.masks = masks;
      this.words = CoalitionMasks.words(active.length);
      this.copies = new double[rows * width];
      this.columns = new int[width];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(row, 0, copies, i * width, width);
      }
      this.held = new int[capacity / rows];
      Arrays.fill(held, -1);
      this.buffer = new double[capacity * width];
      this.scores = new double[capacity];
    }

    /**
     * Writes a coalition's rows with background rows {@code from} to {@code from + size - 1} at a
     * place of the buffer. Where the coalition before it differs by few players, only their columns
     * are written. Else the side with more players is copied as a block, and then the columns of
     * the other. Players who are not active have the same values on both sides.
     */
    void fill(int coalition, int from, int size, int place) {
      int to = place * rowsPerCoalition * background.width();
      int before = held[place];
      held[place] = size == background.count() ? coalition : -1;
      int members = CoalitionMasks.size(masks, words, coalition);
      boolean most = 2 * members > active.length;
      int least = most ? active.length - members : members;
      if (before >= 0
          && CoalitionMasks.differences(masks, words, before, coalition)
              <= least + background.width() / 4) {
        fromRow(listColumns(before, coalition, true), size, to);
        fromBackground(listColumns(before, coalition, false), from, size, to);
      } else if (most) {
        System.arraycopy(copies, 0, buffer, to, size * background.width());
        fromBackground(listColumns(-1, coalition, false), from, size, to);
      } else {
        int width = background.width();
        System.arraycopy(background.rows(), from * width, buffer, to, size * width);
        fromRow(listColumns(-1, coalition, true), size, to);
      }
    }

    /**
     * Lists the columns of the players who take part, or who do not; if there is a coalition
     * before, only those for whom it was different.
     */
    private int listColumns(int before, int coalition, boolean takePart) {
      int count = 0;
      for (int word = 0; word < words; word++) {
        long bits = masks[coalition * words + word];
        bits = takePart ? bits : ~bits & CoalitionMasks.all(word, active.length);
        if (before >= 0) {
          bits &= masks[before * words + word] ^ masks[coalition * words + word];
        }
        for (; bits != 0; bits &= bits - 1) {
          int player = active[(word << 6) + Long.numberOfTrailingZeros(bits)];
          for (int column : columnsOfPlayer[player]) {
            columns[count++] = column;
          }
        }
      }
      return count;
    }

    /** Four columns at a time share the loop, and the lines of the cache that they write to. */
    private void fromBackground(int count, int from, int size, int to) {
      int i = 0;
      for (; i + 3 < count; i += 4) {
        copyColumns(from, size, i, to);
      }
      int width = background.width();
      for (; i < count; i++) {
        int column = columns[i];
        int at = column * background.count() + from;
        for (int r = 0, out = to + column; r < size; r++, out += width) {
          buffer[out] = backgroundColumns[at + r];
        }
      }
    }

    private void copyColumns(int from, int size, int first, int to) {
      int width = background.width();
      int rows = background.count();
      int a = columns[first];
      int b = columns[first + 1];
      int c = columns[first + 2];
      int d = columns[first + 3];
      for (int r = 0, out = to; r < size; r++, out += width) {
        int at = from + r;
        buffer[out + a] = backgroundColumns[a * rows + at];
        buffer[out + b] = backgroundColumns[b * rows + at];
        buffer[out + c] = backgroundColumns[c * rows + at];
        buffer[out + d] = backgroundColumns[d * rows + at];
      }
    }

    private void fromRow(int count, int size, int to) {
      int i = 0;
      for (; i + 3 < count; i += 4) {
        fillColumns(size, i, to);
      }
      int width = background.width();
      for (; i < count; i++) {
        double value = row[columns[i]];
        for (int r = 0, out = to + columns[i]; r < size; r++, out += width) {
          buffer[out] = value;
        }
      }
    }

    private void fillColumns(int size, int first, int to) {
      int width = background.width();
      int a = columns[first];
      int b = columns[first + 1];
      int c = columns[first + 2];
      int d = columns[first + 3];
      double ofA = row[a];
      double ofB = row[b];
      double ofC = row[c];
      double ofD = row[d];
      for (int r = 0, out = to; r < size; r++, out += width) {
        buffer[out + a] = ofA;
        buffer[out + b] = ofB;
        buffer[out + c] = ofC;
        buffer[out + d] = ofD;
      }
    }

    /**
     * Has the rows scored. The scores are looked at here, without the copy that {@link
     * CheckedClassifier} makes; it is asked where something is wrong, to say what and where.
     */
    double[] score(int first, int step, int rows) {
      Arrays.fill(scores, 0, rows, Double.NaN);
      double[] before = first == 0 ? buffer.clone() : buffer;
      String problem = "";
      try {
        model.unwrap().score(buffer, rows, scores);
      } catch (RuntimeException e) {
        problem = ": " + e;
      }
      // A buffer is filled by differences. One look for each row finds a model that writes to it.
      if (!Arrays.equals(before, buffer)) {
        throw new ModelException(
            "The model changed the rows that it was given to score, with coalitions of row "
                + rowIndex
                + "; it has to copy what it wants to change");
      }
      if (problem.isEmpty() && areProbabilities(rows)) {
        return scores;
      }
      model.score(buffer, rows, scores, i -> rowIndex + ", coalition " + name(first, step, i));
      throw new ModelException(
          "The model failed on coalitions of row "
              + rowIndex
              + ", but not when it was asked again; its output has to depend on its input alone"
              + problem);
    }

    /**
     * Seen as integers, the bits of the numbers from 0 to 1 are those from 0 to the bits of 1: one
     * test for all, and a second look only at what fails it (-0.0 does, and is fine).
     */
    private boolean areProbabilities(int rows) {
      long one = Double.doubleToRawLongBits(1);
      long signs = 0;
      for (int i = 0; i < rows; i++) {
        long bits = Double.doubleToRawLongBits(scores[i]);
        signs |= bits | (one - bits);
      }
      boolean all = true;
      for (int i = 0; i < rows && signs < 0; i++) {
        all &= scores[i] >= 0 && scores[i] <= 1;
      }
      return all;
    }

    private String name(int first, int step, int i) {
      return (first + i / rowsPerCoalition * step) + " of the sample";
    }
  }
}
