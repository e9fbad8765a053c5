package org.touchstone.engine.kpi;

import java.util.Arrays;
import org.touchstone.engine.data.Dataset;

/** The rows of a table that a scope is about. */
public final class ScopeRows {

  private static final int BATCH = 4096;

  private ScopeRows() {}

  /**
   * The positions of a scope's rows, counted from 0, in the table's order: all of them, or those of
   * its group. A row whose group is missing is in no group.
   *
   * @param data a table with the audit's columns
   * @param scope whose group, if it has one, is a level of a column of the table
   */
  public static int[] of(Dataset data, Scope scope) {
    int rows = data.rowCount();
    int[] found = new int[rows];
    if (scope.group().isEmpty()) {
      Arrays.setAll(found, row -> row);
      return found;
    }
    Scope.Group group = scope.group().get();
    int column = data.schema().indexOf(group.feature());
    int code = data.schema().feature(group.feature()).code(group.level()).orElseThrow();
    int[] codes = new int[Math.min(BATCH, rows)];
    int count = 0;
    for (int from = 0; from < rows; from += BATCH) {
      int to = Math.min(rows, from + BATCH);
      data.copyCodes(column, from, to, codes);
      for (int row = from; row < to; row++) {
        if (codes[row - from] == code) {
          found[count++] = row;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }
}
