package org.touchstone.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows of cells in aligned columns, two spaces apart. A cell that is longer than its column may be
 * goes on in the next line, broken at a space where there is one.
 */
final class TextTable {

  private static final String GAP = "  ";

  private final int[] longest;
  private final int painted;
  private final List<Row> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param painted the column whose cells are painted
   * @param longest how long a line of each column may be
   */
  TextTable(int painted, int... longest) {
    this.painted = painted;
    this.longest = longest.clone();
  }

  private record Row(List<List<String>> cells, UnaryOperator<String> paint) {}

  /**
   * Adds a row.
   *
   * @param cells one per column
   * @param paint puts colour around a cell, and adds nothing that takes room
   */
  void add(List<String> cells, UnaryOperator<String> paint) {
    List<List<String>> wrapped = new ArrayList<>();
    for (int column = 0; column < longest.length; column++) {
      wrapped.add(wrap(cells.get(column), longest[column]));
    }
    rows.add(new Row(wrapped, paint));
  }

  private static List<String> wrap(String text, int longest) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (rest.length() > longest) {
      int space = rest.lastIndexOf(' ', longest);
      int end = space > 0 ? space : longest;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  /** Appends the table, each line indented by {@code indent}. */
  void appendTo(StringBuilder text, String indent) {
    int[] widths = new int[longest.length];
    for (Row row : rows) {
      for (int column = 0; column < widths.length; column++) {
        for (String line : row.cells().get(column)) {
          widths[column] = Math.max(widths[column], line.length());
        }
      }
    }
    for (Row row : rows) {
      int height = row.cells().stream().mapToInt(List::size).max().orElse(0);
      for (int line = 0; line < height; line++) {
        text.append((indent + line(row, line, widths)).stripTrailing()).append('\n');
      }
    }
  }

  private String line(Row row, int line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      List<String> cell = row.cells().get(column);
      String content = line < cell.size() ? cell.get(line) : "";
      text.append(column == painted && !content.isEmpty() ? row.paint().apply(content) : content)
          .append(" ".repeat(widths[column] - content.length()))
          .append(GAP);
    }
    return text.toString();
  }
}
