package org.touchstone.engine.kpi;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.ModelException;

/** Scores the test rows of an audit once, in batches, and refuses what is not a probability. */
final class Scoring {

  /** Large enough for a native model's throughput, small enough to stay in the cache. */
  private static final int BATCH = 4096;

  private Scoring() {}

  static double[] score(Audit audit) {
    Dataset data = audit.test();
    Classifier model = audit.model();
    int rows = data.rowCount();
    String task = "scoring " + rows + " rows";
    double[] probabilities = new double[rows];
    double[] batch = new double[Math.min(BATCH, rows) * data.schema().size()];
    double[] out = new double[Math.min(BATCH, rows)];
    for (int from = 0; from < rows; from += BATCH) {
      audit.monitor().progress(task, from, rows);
      int count = Math.min(BATCH, rows - from);
      data.copyRows(from, from + count, batch);
      java.util.Arrays.fill(out, Double.NaN);
      model.score(batch, count, out);
      for (int i = 0; i < count; i++) {
        if (!(out[i] >= 0 && out[i] <= 1)) {
          throw new ModelException(
              "The model returned "
                  + out[i]
                  + " for row "
                  + data.rowId(from + i)
                  + "; a probability lies in [0, 1]");
        }
        probabilities[from + i] = out[i];
      }
    }
    audit.monitor().progress(task, rows, rows);
    return probabilities;
  }
}
