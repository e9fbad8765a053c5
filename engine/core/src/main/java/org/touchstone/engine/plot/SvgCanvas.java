package org.touchstone.engine.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes SVG 1.1. */
final class SvgCanvas implements Canvas {

  private final StringBuilder svg = new StringBuilder(4096);

  SvgCanvas(double width, double height, String title) {
    String w = number(width);
    String h = number(height);
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h)
        .append("\" viewBox=\"0 0 " + w + " " + h + "\" font-family=\"sans-serif\" role=\"img\">\n")
        .append("<title>" + escaped(title) + "</title>\n");
  }

  @Override
  public void rectangle(double x, double y, double width, double height, int colour) {
    svg.append("<rect x=\"" + number(x) + "\" y=\"" + number(y))
        .append("\" width=\"" + number(width) + "\" height=\"" + number(height))
        .append("\" fill=\"" + hex(colour) + "\"/>\n");
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, double width, int colour) {
    svg.append("<line x1=\"" + number(x1) + "\" y1=\"" + number(y1))
        .append("\" x2=\"" + number(x2) + "\" y2=\"" + number(y2))
        .append("\" stroke=\"" + hex(colour) + "\" stroke-width=\"" + number(width) + "\"/>\n");
  }

  @Override
  public void circle(double x, double y, double radius, int colour) {
    svg.append("<circle cx=\"" + number(x) + "\" cy=\"" + number(y))
        .append("\" r=\"" + number(radius) + "\" fill=\"" + hex(colour) + "\"/>\n");
  }

  @Override
  public void text(double x, double y, double size, Anchor anchor, int colour, String text) {
    String where =
        switch (anchor) {
          case START -> "start";
          case MIDDLE -> "middle";
          case END -> "end";
        };
    svg.append("<text x=\"" + number(x) + "\" y=\"" + number(y))
        .append("\" font-size=\"" + number(size) + "\" text-anchor=\"" + where)
        .append("\" fill=\"" + hex(colour) + "\">" + escaped(text) + "</text>\n");
  }

  String finish() {
    return svg + "</svg>\n";
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(2, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String hex(int colour) {
    return String.format("#%06x", colour);
  }

  /** XML 1.0 has no characters below space but three; they are shown as a replacement. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xfffd);
              }
            });
    return escaped.toString();
  }

  private static boolean isXml(int c) {
    return c >= 0x20 && !(c >= 0xd800 && c <= 0xdfff) && c != 0xfffe && c != 0xffff;
  }
}
