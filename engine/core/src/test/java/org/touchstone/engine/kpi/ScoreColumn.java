package org.touchstone.engine.kpi;

import org.touchstone.engine.model.Classifier;

/** A model whose score is one of the columns: for data that hold another library's predictions. */
record ScoreColumn(int column, int inputWidth) implements Classifier {
  @Override
  public void score(double[] rows, int count, double[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = rows[i * inputWidth + column];
    }
  }
}
