package org.touchstone.engine.plot;

import java.util.List;

/**
 * Horizontal bars around zero, from top to bottom: positive ones to the right in red, negative ones
 * to the left in blue, each with its value.
 *
 * @param title what the plot shows
 * @param axis what the horizontal axis measures, with its unit
 * @param bars from top to bottom
 */
public record BarPlot(String title, String axis, List<Bar> bars) implements Plot {

  /** Copies the list. */
  public BarPlot {
    bars = List.copyOf(bars);
  }

  /**
   * One bar.
   *
   * @param label what it stands for
   * @param value its length, with sign
   * @param error half the length of the whisker at its end; 0 for none
   */
  public record Bar(String label, double value, double error) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite, or the error is negative
     */
    public Bar {
      if (!Double.isFinite(value) || !(error >= 0 && error < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Bar \"" + label + "\" has value " + value + " and error " + error);
      }
    }
  }
}
