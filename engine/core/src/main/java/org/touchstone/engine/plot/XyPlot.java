package org.touchstone.engine.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lines and points over a horizontal axis. The vertical axis always shows 0. Where every horizontal
 * coordinate is a whole number, so are the marks of that axis.
 *
 * @param title what the plot shows
 * @param xAxis what the horizontal axis counts or measures, with its unit
 * @param yAxis what the vertical axis measures, with its unit
 * @param series what is drawn, the first one at the bottom
 * @param guides straight lines across the plot
 */
public record XyPlot(
    String title, String xAxis, String yAxis, List<Series> series, List<Guide> guides)
    implements Plot {

  /** Copies the lists. */
  public XyPlot {
    series = List.copyOf(series);
    guides = List.copyOf(guides);
  }

  /** How the points of a series are drawn. */
  public enum Mark {
    /** Joined by a line in their order; a single one as a dot. */
    LINE,
    /** Each as a small dot. Dots at the same place, to one pixel, are drawn once. */
    POINTS
  }

  /** Where a guide runs. */
  public enum Direction {
    /** At one height. */
    HORIZONTAL,
    /** At one place of the horizontal axis. */
    VERTICAL
  }

  /**
   * A straight line across the plot. It does not widen the axes: one that is outside of them is
   * named in the legend, and not drawn.
   *
   * @param direction where it runs
   * @param at its coordinate
   * @param label what the legend says; empty for no entry
   */
  public record Guide(Direction direction, double at, String label) {
    /**
     * Checks the coordinate.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Guide {
      if (!Double.isFinite(at)) {
        throw new IllegalArgumentException("Guide \"" + label + "\" is at " + at);
      }
    }
  }

  /** Points with one meaning. Immutable. */
  public static final class Series {
    private final String label;
    private final Mark mark;
    private final double[] x;
    private final double[] y;

    /**
     * Creates a series.
     *
     * @param label what the legend says
     * @param mark how it is drawn
     * @param x horizontal coordinates, finite
     * @param y vertical coordinates, finite, as many
     * @throws IllegalArgumentException if the numbers differ or a coordinate is not finite
     */
    public Series(String label, Mark mark, double[] x, double[] y) {
      if (x.length != y.length) {
        throw new IllegalArgumentException(
            "Series \""
                + label
                + "\" has "
                + x.length
                + " horizontal and "
                + y.length
                + " vertical coordinates");
      }
      for (int i = 0; i < x.length; i++) {
        if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
          throw new IllegalArgumentException(
              "Series \"" + label + "\" has the point (" + x[i] + ", " + y[i] + ")");
        }
      }
      this.label = label;
      this.mark = mark;
      this.x = x.clone();
      this.y = y.clone();
    }

    /** What the legend says. */
    public String label() {
      return label;
    }

    /** How the series is drawn. */
    public Mark mark() {
      return mark;
    }

    /** Number of points. */
    public int size() {
      return x.length;
    }

    /** Horizontal coordinate of a point. */
    public double x(int point) {
      return x[point];
    }

    /** Vertical coordinate of a point. */
    public double y(int point) {
      return y[point];
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Series series
          && label.equals(series.label)
          && mark == series.mark
          && Arrays.equals(x, series.x)
          && Arrays.equals(y, series.y);
    }

    @Override
    public int hashCode() {
      return Objects.hash(label, mark, Arrays.hashCode(x), Arrays.hashCode(y));
    }
  }
}
