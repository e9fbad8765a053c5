package org.touchstone.engine.plot;

/** A plot that has found its size and its scales, and draws itself on any canvas. */
interface Drawing {

  /** Width in pixels. */
  double width();

  /** Height in pixels. */
  double height();

  /** Draws the plot, its white ground first. */
  void draw(Canvas canvas);
}
