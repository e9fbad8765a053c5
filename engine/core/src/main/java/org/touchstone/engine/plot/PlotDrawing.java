package org.touchstone.engine.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** What the plots have in common: a column of labels, rows of equal height, a horizontal axis. */
abstract class PlotDrawing {

  static final int TEXT = 0x222222;
  static final int FAINT = 0xdddddd;
  static final int GREY = 0x8a8a8a;
  static final int HIGH = 0xd7263d;
  static final int LOW = 0x2166ac;

  private static final int LONGEST_LABEL = 40;
  private static final double CHARACTER = 6.7;
  private static final double PLOT_WIDTH = 460;
  private static final double TOP = 44;
  private static final double BOTTOM = 46;
  private static final double RIGHT = 76;

  private final String title;
  private final String axis;
  private final List<String> labels;
  private final double rowHeight;
  private final double left;
  private final double min;
  private final double max;
  private final double step;

  PlotDrawing(
      String title, String axis, List<String> labels, double rowHeight, double low, double high) {
    this.title = title;
    this.axis = axis;
    this.labels = labels;
    this.rowHeight = rowHeight;
    int longest = labels.stream().mapToInt(label -> shortened(label).length()).max().orElse(0);
    this.left = Math.max(longest * CHARACTER + 24, 40);
    double from = Math.min(0, low);
    double to = Math.max(0, high);
    double span = to > from ? to - from : 1;
    this.step = niceStep(span / 5);
    this.min = Math.floor(from / step) * step;
    this.max = Math.max(Math.ceil(to / step) * step, min + step);
  }

  double width() {
    return Math.max(left + PLOT_WIDTH + RIGHT, title.length() * 8.2 + 24);
  }

  double height() {
    return TOP + labels.size() * rowHeight + BOTTOM;
  }

  double x(double value) {
    return left + (value - min) / (max - min) * PLOT_WIDTH;
  }

  /** The middle of a row. */
  double y(int row) {
    return TOP + (row + 0.5) * rowHeight;
  }

  double plotRight() {
    return left + PLOT_WIDTH;
  }

  double plotTop() {
    return TOP;
  }

  void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width(), height(), 0xffffff);
    canvas.text(12, 24, 15, Canvas.Anchor.START, TEXT, title);
    double bottom = TOP + labels.size() * rowHeight;
    int ticks = (int) Math.round((max - min) / step);
    for (int i = 0; i <= ticks; i++) {
      double value = min + i * step;
      double at = x(value);
      boolean isZero = Math.abs(value) < step / 2;
      canvas.line(at, TOP, at, bottom, 1, isZero ? GREY : FAINT);
      canvas.text(at, bottom + 16, 11, Canvas.Anchor.MIDDLE, TEXT, isZero ? "0" : number(value, 6));
    }
    canvas.text(left + PLOT_WIDTH / 2, bottom + 36, 12, Canvas.Anchor.MIDDLE, TEXT, axis);
    for (int row = 0; row < labels.size(); row++) {
      canvas.text(left - 10, y(row) + 4, 12, Canvas.Anchor.END, TEXT, shortened(labels.get(row)));
    }
    drawRows(canvas);
  }

  abstract void drawRows(Canvas canvas);

  static String number(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    boolean isPlain = rounded.signum() == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7);
    return isPlain ? rounded.toPlainString() : rounded.toString();
  }

  /** The smallest of 1, 2, 5 times a power of ten that is not below a number above 0. */
  private static double niceStep(double atLeast) {
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= atLeast * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String shortened(String label) {
    if (label.codePointCount(0, label.length()) <= LONGEST_LABEL) {
      return label;
    }
    return label.substring(0, label.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
  }
}
