package org.touchstone.engine.plot;

import org.touchstone.engine.plot.PairedBarPlot.Pair;

/** Draws a {@link PairedBarPlot}. */
final class PairedBarDrawing implements Drawing {

  private static final int LONGEST_LABEL = 40;
  private static final double LABEL = 12;
  private static final double TOP = 72;
  private static final double ROW = 24;
  private static final double THICKNESS = 15;
  private static final double LONGEST_BAR = 230;
  private static final double VALUE = 56;
  private static final double MARGIN = 12;

  private final PairedBarPlot plot;
  private final double labels;
  private final double mostLeft;
  private final double mostRight;

  PairedBarDrawing(PairedBarPlot plot) {
    this.plot = plot;
    this.labels =
        plot.pairs().stream()
            .mapToDouble(pair -> PlotDrawing.textWidth(label(pair), LABEL))
            .max()
            .orElse(0);
    this.mostLeft = plot.pairs().stream().mapToDouble(Pair::left).max().orElse(0);
    this.mostRight = plot.pairs().stream().mapToDouble(Pair::right).max().orElse(0);
  }

  @Override
  public double width() {
    double headings =
        Math.max(
            PlotDrawing.textWidth(plot.left(), LABEL), PlotDrawing.textWidth(plot.right(), LABEL));
    double side = Math.max(LONGEST_BAR + VALUE, headings);
    double title = PlotDrawing.textWidth(plot.title(), 15) + 2 * MARGIN;
    return Math.max(labels + 2 * MARGIN + 2 * side, title);
  }

  @Override
  public double height() {
    return TOP + plot.pairs().size() * ROW + MARGIN;
  }

  @Override
  public void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width(), height(), 0xffffff);
    canvas.text(MARGIN, 24, 15, Canvas.Anchor.START, PlotDrawing.TEXT, plot.title());
    double middle = labels + MARGIN + (width() - labels - MARGIN) / 2;
    canvas.text(middle - 8, TOP - 14, LABEL, Canvas.Anchor.END, PlotDrawing.LOW, plot.left());
    canvas.text(middle + 8, TOP - 14, LABEL, Canvas.Anchor.START, PlotDrawing.HIGH, plot.right());
    for (int row = 0; row < plot.pairs().size(); row++) {
      drawPair(canvas, plot.pairs().get(row), middle, TOP + (row + 0.5) * ROW);
    }
    double bottom = TOP + plot.pairs().size() * ROW;
    canvas.line(middle, TOP - 4, middle, bottom + 4, 1, PlotDrawing.GREY);
  }

  private void drawPair(Canvas canvas, Pair pair, double middle, double y) {
    canvas.text(MARGIN + labels, y + 4, LABEL, Canvas.Anchor.END, PlotDrawing.TEXT, label(pair));
    double left = length(pair.left(), mostLeft);
    double right = length(pair.right(), mostRight);
    double top = y - THICKNESS / 2;
    canvas.rectangle(middle - left, top, left, THICKNESS, PlotDrawing.LOW);
    canvas.rectangle(middle, top, right, THICKNESS, PlotDrawing.HIGH);
    canvas.text(
        middle - left - 6, y + 4, 11, Canvas.Anchor.END, PlotDrawing.TEXT, value(pair.left()));
    canvas.text(
        middle + right + 6, y + 4, 11, Canvas.Anchor.START, PlotDrawing.TEXT, value(pair.right()));
  }

  private static double length(double value, double most) {
    return most > 0 ? LONGEST_BAR * value / most : 0;
  }

  private static String value(double value) {
    return PlotDrawing.number(value, 3);
  }

  private static String label(Pair pair) {
    return PlotDrawing.shortened(pair.label(), LONGEST_LABEL);
  }
}
