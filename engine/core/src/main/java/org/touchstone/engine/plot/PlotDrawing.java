package org.touchstone.engine.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** What the plots have in common: a column of labels, rows of equal height, a horizontal axis. */
abstract class PlotDrawing implements Drawing {

  static final int TEXT = 0x222222;
  static final int FAINT = 0xdddddd;
  static final int GREY = 0x8a8a8a;
  static final int HIGH = 0xd7263d;
  static final int LOW = 0x2166ac;

  private static final int LONGEST_LABEL = 40;
  private static final double PLOT_WIDTH = 460;
  private static final double TOP = 44;
  private static final double BOTTOM = 46;
  private static final double RIGHT = 76;

  private final String title;
  private final String axis;
  private final List<String> labels;
  private final double rowHeight;
  private final double left;
  private final AxisScale scale;

  PlotDrawing(
      String title, String axis, List<String> labels, double rowHeight, double low, double high) {
    this.title = title;
    this.axis = axis;
    this.labels = labels;
    this.rowHeight = rowHeight;
    double longest =
        labels.stream()
            .mapToDouble(label -> textWidth(shortened(label, LONGEST_LABEL), 12))
            .max()
            .orElse(0);
    this.left = Math.max(longest + 22, 40);
    this.scale = AxisScale.of(Math.min(0, low), Math.max(0, high), 5, 0);
  }

  @Override
  public double width() {
    double texts = Math.max(textWidth(title, 15) + 24, axisMiddle() + textWidth(axis, 12) / 2 + 12);
    return Math.max(left + PLOT_WIDTH + RIGHT, texts);
  }

  /** Below the middle of the plot, or further to the right where the text needs the room. */
  private double axisMiddle() {
    return Math.max(left + PLOT_WIDTH / 2, textWidth(axis, 12) / 2 + 12);
  }

  @Override
  public double height() {
    return TOP + labels.size() * rowHeight + BOTTOM;
  }

  double x(double value) {
    return left + scale.share(value) * PLOT_WIDTH;
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

  @Override
  public void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width(), height(), 0xffffff);
    canvas.text(12, 24, 15, Canvas.Anchor.START, TEXT, title);
    double bottom = TOP + labels.size() * rowHeight;
    for (int i = 0; i < scale.marks(); i++) {
      double at = x(scale.mark(i));
      canvas.line(at, TOP, at, bottom, 1, scale.isZero(i) ? GREY : FAINT);
      canvas.text(at, bottom + 16, 11, Canvas.Anchor.MIDDLE, TEXT, scale.label(i));
    }
    canvas.text(axisMiddle(), bottom + 36, 12, Canvas.Anchor.MIDDLE, TEXT, axis);
    for (int row = 0; row < labels.size(); row++) {
      canvas.text(
          left - 10,
          y(row) + 4,
          12,
          Canvas.Anchor.END,
          TEXT,
          shortened(labels.get(row), LONGEST_LABEL));
    }
    drawRows(canvas);
  }

  abstract void drawRows(Canvas canvas);

  static String number(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    boolean isPlain = rounded.signum() == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7);
    return isPlain ? rounded.toPlainString() : rounded.toString();
  }

  /** A colour between two others, channel by channel. */
  static int mixed(int low, int high, double share) {
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = low >> shift & 255;
      int to = high >> shift & 255;
      colour = colour << 8 | (int) Math.round(from * (1 - share) + to * share);
    }
    return colour;
  }

  /** Room that a text takes at most in a common sans-serif font. */
  static double textWidth(String text, double size) {
    return text.codePoints().mapToDouble(PlotDrawing::characterWidth).sum() * size;
  }

  private static double characterWidth(int c) {
    if (c >= 0x1100) {
      return 1.05;
    }
    return "MWmw@%&".indexOf(c) >= 0 ? 1 : Character.isUpperCase(c) ? 0.78 : 0.66;
  }

  /**
   * A label of at most so many characters. What is cut out is before its end: names often differ in
   * their last characters only.
   */
  static String shortened(String label, int most) {
    int length = label.codePointCount(0, label.length());
    if (length <= most) {
      return label;
    }
    int tail = (most - 1) / 3;
    return label.substring(0, label.offsetByCodePoints(0, most - 1 - tail))
        + "…"
        + label.substring(label.offsetByCodePoints(0, length - tail));
  }
}
