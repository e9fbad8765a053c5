package org.touchstone.engine.plot;

/** What plots are drawn on. The origin is at the top left, units are pixels, colours 0xRRGGBB. */
interface Canvas {

  /** Where a text stands relative to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void rectangle(double x, double y, double width, double height, int colour);

  void line(double x1, double y1, double x2, double y2, double width, int colour);

  void circle(double x, double y, double radius, int colour);

  /** One line of text whose baseline is at y. */
  void text(double x, double y, double size, Anchor anchor, int colour, String text);
}
