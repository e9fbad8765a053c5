package org.touchstone.engine.kpi;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.CheckedClassifier;

/** Scores the test rows of an audit once, in batches, and refuses what is not a probability. */
final class Scoring {

  /** Large enough for a native model's throughput, small enough to stay in the cache. */
  private static final int BATCH = 4096;

  private Scoring() {}

  static double[] score(Audit audit) {
    Dataset data = audit.test();
    CheckedClassifier model = CheckedClassifier.of(audit.model());
    int rows = data.rowCount();
    String task = "scoring " + rows + " rows";
    double[] probabilities = new double[rows];
    double[] batch = new double[Math.min(BATCH, rows) * data.schema().size()];
    double[] out = new double[Math.min(BATCH, rows)];
    for (int from = 0; from < rows; from += BATCH) {
      audit.monitor().progress(task, from, rows);
      int count = Math.min(BATCH, rows - from);
      data.copyRows(from, from + count, batch);
      int first = from;
      model.score(batch, count, out, row -> data.rowId(first + row));
      System.arraycopy(out, 0, probabilities, from, count);
    }
    audit.monitor().progress(task, rows, rows);
    return probabilities;
  }
}
