package org.touchstone.engine.kpi.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;

/**
 * Reads the scored rows of an audit in batches, without a copy of a whole column: what it needs
 * does not grow with the rows.
 */
final class BatchReader {

  /** Few enough that a batch of a wide table stays in the cache while its columns are read. */
  private static final int ROWS = 1024;

  private final Dataset data;
  private final double[] probabilities;
  private final boolean[] labels;
  private final int groupColumn;
  private final int[] sensitiveColumns;

  /**
   * A reader of an audit's rows.
   *
   * @param sensitiveColumns the columns of the sensitive features to read, counted from 0
   */
  BatchReader(Audit audit, int... sensitiveColumns) {
    this.data = audit.test();
    this.probabilities = audit.probabilities();
    this.labels = audit.labels();
    this.groupColumn = audit.roles().groups().map(audit.schema()::indexOf).orElse(-1);
    this.sensitiveColumns = sensitiveColumns;
  }

  /** Calls {@code reader} with each batch, in the order of the rows; it keeps no array. */
  void forEach(Consumer<ScoredBatch> reader) {
    int rows = probabilities.length;
    ScoredBatch batch = empty(Math.min(ROWS, rows));
    for (int from = 0; from < rows; from += ROWS) {
      int to = Math.min(rows, from + ROWS);
      if (to - from < batch.rows()) {
        batch = empty(to - from);
      }
      fill(batch, from, to);
      reader.accept(batch);
    }
  }

  private ScoredBatch empty(int rows) {
    int[] noGroup = new int[rows];
    Arrays.fill(noGroup, -1);
    return new ScoredBatch(
        new double[rows], new boolean[rows], noGroup, new int[sensitiveColumns.length][rows]);
  }

  private void fill(ScoredBatch batch, int from, int to) {
    System.arraycopy(probabilities, from, batch.probabilities(), 0, to - from);
    System.arraycopy(labels, from, batch.positive(), 0, to - from);
    if (groupColumn >= 0) {
      data.copyCodes(groupColumn, from, to, batch.groups());
    }
    for (int f = 0; f < sensitiveColumns.length; f++) {
      data.copyCodes(sensitiveColumns[f], from, to, batch.sensitive()[f]);
    }
  }
}
