package org.touchstone.engine.plot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.plot.XyPlot.Direction;
import org.touchstone.engine.plot.XyPlot.Guide;
import org.touchstone.engine.plot.XyPlot.Mark;
import org.touchstone.engine.plot.XyPlot.Series;

/** Draws an {@link XyPlot}. */
final class XyDrawing implements Drawing {

  private static final double PLOT_WIDTH = 640;
  private static final double PLOT_HEIGHT = 300;
  private static final double RIGHT = 30;
  private static final double BOTTOM = 46;
  private static final double LEGEND_ROW = 18;
  private static final int[] LINES = {PlotDrawing.HIGH, PlotDrawing.LOW, 0x1b7837, 0x762a83};

  /** Pale, so that lines over them are seen. */
  private static final int[] BEHIND_LINES = {0x9ecae1, 0xfdbe85, 0xa1d99b, 0xbcbddc};

  private static final int[] ALONE = {PlotDrawing.LOW, 0xe66101, 0x1b9e77, 0x762a83};

  private final XyPlot plot;
  private final AxisScale horizontal;
  private final AxisScale vertical;
  private final List<Entry> legend = new ArrayList<>();
  private final double left;
  private final double top;
  private final int[] points;

  /** One entry of the legend, at its place. */
  private record Entry(double x, double y, String label, int colour, boolean upright, Mark mark) {}

  XyDrawing(XyPlot plot) {
    this.plot = plot;
    boolean lines = plot.series().stream().anyMatch(series -> series.mark() == Mark.LINE);
    this.points = lines ? BEHIND_LINES : ALONE;
    double[] x = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    double[] y = {0, 0};
    boolean whole = true;
    for (Series series : plot.series()) {
      for (int i = 0; i < series.size(); i++) {
        x[0] = Math.min(x[0], series.x(i));
        x[1] = Math.max(x[1], series.x(i));
        y[0] = Math.min(y[0], series.y(i));
        y[1] = Math.max(y[1], series.y(i));
        whole &= series.x(i) == Math.rint(series.x(i));
      }
    }
    boolean isEmpty = x[0] > x[1];
    this.horizontal =
        AxisScale.of(isEmpty ? 0 : x[0], isEmpty ? 0 : x[1], 8, whole ? 1 : Double.MIN_NORMAL);
    this.vertical = AxisScale.of(y[0], y[1], 6, Double.MIN_NORMAL);
    double widest = 0;
    for (int i = 0; i < vertical.marks(); i++) {
      widest = Math.max(widest, PlotDrawing.textWidth(vertical.label(i), 11));
    }
    this.left = Math.max(40, widest + 20);
    this.top = 86 + LEGEND_ROW * placeLegend();
  }

  @Override
  public double width() {
    double texts =
        Math.max(
            Math.max(
                    PlotDrawing.textWidth(plot.title(), 15),
                    PlotDrawing.textWidth(plot.yAxis(), 12))
                + 24,
            axisMiddle() + PlotDrawing.textWidth(plot.xAxis(), 12) / 2 + 12);
    return Math.max(left + PLOT_WIDTH + RIGHT, texts);
  }

  /** Below the middle of the plot, or further to the right where the text needs the room. */
  private double axisMiddle() {
    return Math.max(left + PLOT_WIDTH / 2, PlotDrawing.textWidth(plot.xAxis(), 12) / 2 + 12);
  }

  @Override
  public double height() {
    return top + PLOT_HEIGHT + BOTTOM;
  }

  @Override
  public void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width(), height(), 0xffffff);
    canvas.text(12, 24, 15, Canvas.Anchor.START, PlotDrawing.TEXT, plot.title());
    legend.forEach(entry -> draw(canvas, entry));
    canvas.text(12, top - 14, 12, Canvas.Anchor.START, PlotDrawing.TEXT, plot.yAxis());
    double bottom = top + PLOT_HEIGHT;
    canvas.text(
        axisMiddle(), bottom + 36, 12, Canvas.Anchor.MIDDLE, PlotDrawing.TEXT, plot.xAxis());
    drawAxes(canvas);
    for (Guide guide : plot.guides()) {
      draw(canvas, guide);
    }
    int lines = 0;
    int clouds = 0;
    for (Series series : plot.series()) {
      if (series.mark() == Mark.POINTS) {
        drawPoints(canvas, series, points[clouds++ % points.length]);
      } else {
        drawLine(canvas, series, LINES[lines++ % LINES.length]);
      }
    }
  }

  private double x(double value) {
    return left + horizontal.share(value) * PLOT_WIDTH;
  }

  private double y(double value) {
    return top + (1 - vertical.share(value)) * PLOT_HEIGHT;
  }

  private void drawAxes(Canvas canvas) {
    for (int i = 0; i < vertical.marks(); i++) {
      double at = y(vertical.mark(i));
      int colour = vertical.isZero(i) ? PlotDrawing.GREY : PlotDrawing.FAINT;
      canvas.line(left, at, left + PLOT_WIDTH, at, 1, colour);
      canvas.text(left - 8, at + 4, 11, Canvas.Anchor.END, PlotDrawing.TEXT, vertical.label(i));
    }
    for (int i = 0; i < horizontal.marks(); i++) {
      double at = x(horizontal.mark(i));
      canvas.line(at, top, at, top + PLOT_HEIGHT, 1, PlotDrawing.FAINT);
      canvas.text(
          at,
          top + PLOT_HEIGHT + 16,
          11,
          Canvas.Anchor.MIDDLE,
          PlotDrawing.TEXT,
          horizontal.label(i));
    }
  }

  private void draw(Canvas canvas, Guide guide) {
    boolean upright = guide.direction() == Direction.VERTICAL;
    double share = upright ? horizontal.share(guide.at()) : vertical.share(guide.at());
    if (!(share >= 0 && share <= 1)) {
      return;
    }
    if (upright) {
      double at = x(guide.at());
      canvas.line(at, top, at, top + PLOT_HEIGHT, 1.6, PlotDrawing.TEXT);
    } else {
      double at = y(guide.at());
      canvas.line(left, at, left + PLOT_WIDTH, at, 1.2, PlotDrawing.GREY);
    }
  }

  private void drawPoints(Canvas canvas, Series series, int colour) {
    Set<Long> drawn = new HashSet<>();
    for (int i = 0; i < series.size(); i++) {
      double atX = x(series.x(i));
      double atY = y(series.y(i));
      if (drawn.add(Math.round(atX) << 32 | Math.round(atY))) {
        canvas.circle(atX, atY, 2.2, colour);
      }
    }
  }

  private void drawLine(Canvas canvas, Series series, int colour) {
    if (series.size() == 1) {
      canvas.circle(x(series.x(0)), y(series.y(0)), 3, colour);
    }
    for (int i = 1; i < series.size(); i++) {
      canvas.line(
          x(series.x(i - 1)), y(series.y(i - 1)), x(series.x(i)), y(series.y(i)), 1.8, colour);
    }
  }

  private static void draw(Canvas canvas, Entry entry) {
    double middle = entry.x() + 9;
    double y = entry.y() - 4;
    if (entry.upright()) {
      canvas.line(middle, y - 6, middle, y + 6, 1.6, entry.colour());
    } else if (entry.mark() == Mark.POINTS) {
      canvas.circle(middle, y, 3, entry.colour());
    } else {
      canvas.line(entry.x(), y, entry.x() + 18, y, 2, entry.colour());
    }
    canvas.text(
        entry.x() + 24, entry.y(), 12, Canvas.Anchor.START, PlotDrawing.TEXT, entry.label());
  }

  /** Fills the legend from left to right and returns the number of its rows beyond the first. */
  private int placeLegend() {
    int lines = 0;
    int clouds = 0;
    for (Series series : plot.series()) {
      boolean cloud = series.mark() == Mark.POINTS;
      int colour = cloud ? points[clouds++ % points.length] : LINES[lines++ % LINES.length];
      place(series.label(), colour, false, series.mark());
    }
    for (Guide guide : plot.guides()) {
      boolean upright = guide.direction() == Direction.VERTICAL;
      if (!guide.label().isEmpty()) {
        place(guide.label(), upright ? PlotDrawing.TEXT : PlotDrawing.GREY, upright, Mark.LINE);
      }
    }
    return legend.isEmpty() ? 0 : (int) Math.round((last().y() - 48) / LEGEND_ROW);
  }

  private void place(String label, int colour, boolean upright, Mark mark) {
    String text = PlotDrawing.shortened(label, 80);
    double x = 12;
    double y = 48;
    if (!legend.isEmpty()) {
      x = last().x() + 24 + PlotDrawing.textWidth(last().label(), 12) + 18;
      y = last().y();
      if (x + 24 + PlotDrawing.textWidth(text, 12) > left + PLOT_WIDTH) {
        x = 12;
        y += LEGEND_ROW;
      }
    }
    legend.add(new Entry(x, y, text, colour, upright, mark));
  }

  private Entry last() {
    return legend.get(legend.size() - 1);
  }
}
