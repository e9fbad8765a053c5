package org.touchstone.engine.kpi;

import java.util.List;

/**
 * A table that backs a value up, for example the rates of each group. It names rows of data by id,
 * never by the values of an individual.
 *
 * @param title what the table shows
 * @param columns column headers
 * @param rows cells as text, each row as long as {@code columns}
 */
public record EvidenceTable(String title, List<String> columns, List<List<String>> rows) {

  /**
   * Copies the cells.
   *
   * @throws IllegalArgumentException if a row is not as long as the header
   */
  public EvidenceTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Table \""
                + title
                + "\" has "
                + columns.size()
                + " columns, but a row with "
                + row.size()
                + " cells: "
                + row);
      }
    }
  }
}
