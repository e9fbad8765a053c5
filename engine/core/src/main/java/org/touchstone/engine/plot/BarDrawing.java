package org.touchstone.engine.plot;

import org.touchstone.engine.plot.BarPlot.Bar;

/** Draws a {@link BarPlot}. */
final class BarDrawing extends PlotDrawing {

  private static final double THICKNESS = 15;

  private final BarPlot plot;

  BarDrawing(BarPlot plot) {
    super(
        plot.title(),
        plot.axis(),
        plot.bars().stream().map(Bar::label).toList(),
        24,
        plot.bars().stream().mapToDouble(bar -> bar.value() - bar.error()).min().orElse(0),
        plot.bars().stream().mapToDouble(bar -> bar.value() + bar.error()).max().orElse(0));
    this.plot = plot;
  }

  @Override
  void drawRows(Canvas canvas) {
    for (int row = 0; row < plot.bars().size(); row++) {
      Bar bar = plot.bars().get(row);
      double from = x(Math.min(0, bar.value()));
      double to = x(Math.max(0, bar.value()));
      double y = y(row);
      boolean negative = bar.value() < 0;
      canvas.rectangle(from, y - THICKNESS / 2, to - from, THICKNESS, negative ? LOW : HIGH);
      double low = x(bar.value() - bar.error());
      double high = x(bar.value() + bar.error());
      if (bar.error() > 0) {
        canvas.line(low, y, high, y, 1.2, TEXT);
        canvas.line(low, y - 3, low, y + 3, 1.2, TEXT);
        canvas.line(high, y - 3, high, y + 3, 1.2, TEXT);
      }
      canvas.text(
          Math.max(to, high) + 6, y + 4, 11, Canvas.Anchor.START, TEXT, number(bar.value(), 3));
    }
  }
}
