package org.touchstone.engine.plot;

import java.util.List;
import org.touchstone.engine.plot.HeatMapPlot.Cell;

/** Draws a {@link HeatMapPlot}. */
final class HeatMapDrawing implements Drawing {

  /** Widest grid whose values and column labels are all written. */
  private static final double WIDEST_WITH_TEXT = 1100;

  private static final double WIDEST = 900;
  private static final double NARROWEST_COLUMN = 2;
  private static final int LONGEST_ROW_LABEL = 40;
  private static final int LONGEST_COLUMN_LABEL = 18;
  private static final double TOP = 60;
  private static final double LEAST_HEIGHT = 110;
  private static final int WHITE = 0xffffff;

  private final HeatMapPlot plot;
  private final double largest;
  private final boolean writesValues;
  private final double columnWidth;
  private final double rowHeight;
  private final double left;

  HeatMapDrawing(HeatMapPlot plot) {
    this.plot = plot;
    double most = 0;
    double text = 36;
    for (Cell cell : plot.cells()) {
      most = Math.max(most, Math.abs(cell.value()));
      text = Math.max(text, PlotDrawing.textWidth(value(cell), 11) + 8);
    }
    for (String label : plot.columns()) {
      text = Math.max(text, PlotDrawing.textWidth(columnLabel(label), 11) + 10);
    }
    this.largest = most;
    this.writesValues = plot.columns().size() * text <= WIDEST_WITH_TEXT;
    this.columnWidth =
        writesValues
            ? text
            : Math.max(NARROWEST_COLUMN, Math.min(14, Math.floor(WIDEST / plot.columns().size())));
    this.rowHeight = writesValues ? 24 : plot.rows().size() <= 3 ? 36 : 15;
    double longest = 0;
    for (String label : plot.rows()) {
      longest = Math.max(longest, PlotDrawing.textWidth(rowLabel(label), 12));
    }
    this.left = Math.max(longest + 22, 40);
  }

  @Override
  public double width() {
    double grid = legendLeft() + 80;
    double texts =
        Math.max(PlotDrawing.textWidth(plot.title(), 15), PlotDrawing.textWidth(plot.scale(), 12));
    return Math.max(grid, texts + 24);
  }

  @Override
  public double height() {
    return TOP + Math.max(gridHeight(), LEAST_HEIGHT) + 34;
  }

  @Override
  public void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width(), height(), WHITE);
    canvas.text(12, 24, 15, Canvas.Anchor.START, PlotDrawing.TEXT, plot.title());
    canvas.text(12, 44, 12, Canvas.Anchor.START, PlotDrawing.GREY, plot.scale());
    double right = left + columnWidth * plot.columns().size();
    double bottom = TOP + gridHeight();
    canvas.rectangle(left - 1, TOP - 1, right - left + 2, gridHeight() + 2, PlotDrawing.FAINT);
    canvas.rectangle(left, TOP, right - left, gridHeight(), 0xf4f4f4);
    for (Cell cell : plot.cells()) {
      draw(canvas, cell);
    }
    List<String> rows = plot.rows();
    for (int row = 0; row < rows.size(); row++) {
      double y = TOP + (row + 0.5) * rowHeight + 4;
      canvas.text(left - 8, y, 12, Canvas.Anchor.END, PlotDrawing.TEXT, rowLabel(rows.get(row)));
    }
    drawColumnLabels(canvas, bottom);
    drawLegend(canvas, legendLeft());
  }

  private double gridHeight() {
    return rowHeight * plot.rows().size();
  }

  private void draw(Canvas canvas, Cell cell) {
    double x = left + cell.column() * columnWidth;
    double y = TOP + cell.row() * rowHeight;
    double width = cell.width() * columnWidth;
    double height = cell.height() * rowHeight;
    // A line of the ground shows between cells that are wide enough to have one.
    double gap = columnWidth >= 8 ? 1 : 0;
    double rowGap = plot.rows().size() > 1 ? 1 : 0;
    double share = largest == 0 ? 0 : cell.value() / largest;
    canvas.rectangle(x, y, width - gap, height - rowGap, colour(share));
    if (writesValues) {
      int ink = Math.abs(share) > 0.55 ? WHITE : PlotDrawing.TEXT;
      canvas.text(x + width / 2, y + height / 2 + 4, 11, Canvas.Anchor.MIDDLE, ink, value(cell));
    }
  }

  /**
   * The labels of the last column, of those at equal distances before it, and of the first column,
   * which may be a group of events with a longer label than the others.
   */
  private void drawColumnLabels(Canvas canvas, double bottom) {
    int last = plot.columns().size() - 1;
    double widest = 0;
    for (int column = 1; column <= last; column++) {
      widest = Math.max(widest, labelWidth(column));
    }
    int stride = (int) Math.max(1, Math.ceil((widest + 8) / columnWidth));
    double firstMiddle = Math.max(left + columnWidth / 2, 2 + labelWidth(0) / 2);
    double firstEnd = firstMiddle + labelWidth(0) / 2;
    boolean firstHasRoom = last == 0 || firstEnd + 6 <= middle(last) - labelWidth(last) / 2;
    for (int column = last; column > 0; column -= stride) {
      if (!firstHasRoom || firstEnd + 6 <= middle(column) - labelWidth(column) / 2) {
        drawColumnLabel(canvas, column, middle(column), bottom);
      }
    }
    if (firstHasRoom) {
      drawColumnLabel(canvas, 0, firstMiddle, bottom);
    }
  }

  private void drawColumnLabel(Canvas canvas, int column, double at, double bottom) {
    canvas.line(middle(column), bottom, middle(column), bottom + 4, 1, PlotDrawing.GREY);
    canvas.text(
        at,
        bottom + 16,
        11,
        Canvas.Anchor.MIDDLE,
        PlotDrawing.TEXT,
        columnLabel(plot.columns().get(column)));
  }

  private double middle(int column) {
    return left + (column + 0.5) * columnWidth;
  }

  private double labelWidth(int column) {
    return PlotDrawing.textWidth(columnLabel(plot.columns().get(column)), 11);
  }

  /** Beside the grid and the part of its last label that is wider than the last column. */
  private double legendLeft() {
    int last = plot.columns().size() - 1;
    double right = left + columnWidth * plot.columns().size();
    return Math.max(right + 22, middle(last) + labelWidth(last) / 2 + 12);
  }

  private void drawLegend(Canvas canvas, double x) {
    if (largest == 0) {
      return;
    }
    double length = LEAST_HEIGHT - 20;
    int steps = 40;
    double part = length / steps;
    for (int i = 0; i < steps; i++) {
      double share = 1 - 2 * (i + 0.5) / steps;
      canvas.rectangle(x, TOP + i * part, 10, part + 0.5, colour(share));
    }
    String most = PlotDrawing.number(largest, 3);
    String[] labels = {most, "0", "-" + most};
    for (int i = 0; i < 3; i++) {
      double y = TOP + i * length / 2 + 4;
      canvas.text(x + 16, y, 11, Canvas.Anchor.START, PlotDrawing.TEXT, labels[i]);
    }
  }

  private static int colour(double share) {
    int end = share < 0 ? PlotDrawing.LOW : PlotDrawing.HIGH;
    return PlotDrawing.mixed(WHITE, end, Math.abs(share));
  }

  private static String value(Cell cell) {
    return PlotDrawing.number(cell.value(), 2);
  }

  private static String rowLabel(String label) {
    return PlotDrawing.shortened(label, LONGEST_ROW_LABEL);
  }

  private static String columnLabel(String label) {
    return PlotDrawing.shortened(label, LONGEST_COLUMN_LABEL);
  }
}
