package org.touchstone.engine.plot;

import java.util.List;

/**
 * A grid whose cells are coloured by their values: white for 0, red for the largest absolute value
 * if it is positive, blue if it is negative. Where there is room, the values are written into the
 * cells. Where there are too many columns for all their labels, some labels are left out, never the
 * last one.
 *
 * @param title what the plot shows
 * @param scale what the colour measures, with its unit
 * @param rows labels from top to bottom
 * @param columns labels from left to right
 * @param cells the cells; places without one stay empty
 */
public record HeatMapPlot(
    String title, String scale, List<String> rows, List<String> columns, List<Cell> cells)
    implements Plot {

  /**
   * Copies the lists and checks the grid.
   *
   * @throws IllegalArgumentException if there is no row or column, or a cell is outside of the grid
   *     or on another one
   */
  public HeatMapPlot {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    cells = List.copyOf(cells);
    if (rows.isEmpty() || columns.isEmpty()) {
      throw new IllegalArgumentException(
          "A heat map has rows and columns, found "
              + rows.size()
              + " rows and "
              + columns.size()
              + " columns");
    }
    boolean[] taken = new boolean[Math.multiplyExact(rows.size(), columns.size())];
    for (Cell cell : cells) {
      if (cell.row() + cell.height() > rows.size()
          || cell.column() + cell.width() > columns.size()) {
        throw new IllegalArgumentException(
            cell + " is outside of " + rows.size() + " rows and " + columns.size() + " columns");
      }
      for (int row = cell.row(); row < cell.row() + cell.height(); row++) {
        for (int column = cell.column(); column < cell.column() + cell.width(); column++) {
          int place = row * columns.size() + column;
          if (taken[place]) {
            throw new IllegalArgumentException(cell + " lies on another cell");
          }
          taken[place] = true;
        }
      }
    }
  }

  /**
   * A cell, which may reach over several rows and columns.
   *
   * @param row its first row, from 0 at the top
   * @param column its first column, from 0 at the left
   * @param height number of rows, 1 or more
   * @param width number of columns, 1 or more
   * @param value what its colour stands for, finite
   */
  public record Cell(int row, int column, int height, int width, double value) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the place is negative, the size is not positive, or the
     *     value is not finite
     */
    public Cell {
      if (row < 0 || column < 0 || height < 1 || width < 1 || !Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "A cell has a place from 0, a size from 1 and a finite value, found row "
                + row
                + ", column "
                + column
                + ", height "
                + height
                + ", width "
                + width
                + ", value "
                + value);
      }
    }

    /** A cell of one row and one column. */
    public static Cell of(int row, int column, double value) {
      return new Cell(row, column, 1, 1, value);
    }
  }
}
