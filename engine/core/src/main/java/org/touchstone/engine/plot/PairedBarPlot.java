package org.touchstone.engine.plot;

import java.util.List;

/**
 * Two quantities of the same things back to back: horizontal bars from the middle, one to the left
 * in blue and one to the right in red, each with its value. Each side has a scale of its own; its
 * longest bar is as long as that of the other side.
 *
 * @param title what the plot shows
 * @param left what the left side measures, with its unit
 * @param right what the right side measures, with its unit
 * @param pairs from top to bottom
 */
public record PairedBarPlot(String title, String left, String right, List<Pair> pairs)
    implements Plot {

  /** Copies the list. */
  public PairedBarPlot {
    pairs = List.copyOf(pairs);
  }

  /**
   * The two bars of a line.
   *
   * @param label what they stand for
   * @param left length of the bar to the left, 0 or more
   * @param right length of the bar to the right, 0 or more
   */
  public record Pair(String label, double left, double right) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite, or negative
     */
    public Pair {
      if (!(left >= 0 && right >= 0) || Double.isInfinite(left) || Double.isInfinite(right)) {
        throw new IllegalArgumentException(
            "Bars \"" + label + "\" have the lengths " + left + " and " + right);
      }
    }
  }
}
