package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.engine.plot.XyPlot;
import org.touchstone.engine.plot.XyPlot.Direction;
import org.touchstone.engine.plot.XyPlot.Guide;
import org.touchstone.engine.plot.XyPlot.Mark;
import org.touchstone.engine.plot.XyPlot.Series;

/** Plots of the flip directions of a group, as the paper's Figures 3 and 4, and of frequencies. */
public final class FlipPlots {

  private FlipPlots() {}

  /**
   * The flip directions in two features (Figure 3): a point for each row, by the side it flips to.
   *
   * @param audit the group
   * @param x column of the directions on the horizontal axis
   * @param y column on the vertical axis
   * @throws IllegalArgumentException if the directions have no such column
   */
  public static XyPlot directions(FlipAudit audit, String x, String y) {
    List<Series> series = new ArrayList<>();
    for (FlipAudit.Part part : List.of(FlipAudit.Part.TO_POSITIVE, FlipAudit.Part.TO_NEGATIVE)) {
      FlipDirections directions = audit.directions(part);
      series.add(
          new Series(
              audit.describe(part),
              Mark.POINTS,
              column(directions, index(directions, x)),
              column(directions, index(directions, y))));
    }
    return new XyPlot(
        "Directions to the closest flip points",
        "scaled change of " + x,
        "scaled change of " + y,
        series,
        List.of(new Guide(Direction.VERTICAL, 0, "")));
  }

  /**
   * The flip directions in their first two principal components (Figure 4), by the side they flip
   * to and whether the row is classified correctly. Not centred, so that a row on the boundary is
   * at the origin.
   *
   * @throws IllegalArgumentException if there are fewer than two directions or columns
   */
  public static XyPlot components(FlipAudit audit) {
    FlipDirections all = audit.directions(FlipAudit.Part.ALL);
    PrincipalComponents components = all.principalComponents();
    if (components.count() < 2) {
      throw new IllegalArgumentException(
          "Two components need two directions of two columns, found " + all.size());
    }
    double[] first = components.loadings(0);
    double[] second = components.loadings(1);
    List<Series> series = new ArrayList<>();
    int[] right = audit.rows(FlipAudit.Part.CORRECT);
    int[] positive = audit.rows(FlipAudit.Part.TO_NEGATIVE);
    for (boolean toPositive : new boolean[] {true, false}) {
      for (boolean correct : new boolean[] {true, false}) {
        FlipDirections part =
            FlipDirections.of(
                audit.finder(),
                java.util.Arrays.stream(audit.rows(FlipAudit.Part.ALL))
                    .filter(row -> contains(positive, row) != toPositive)
                    .filter(row -> contains(right, row) == correct)
                    .mapToObj(audit::result)
                    .flatMap(result -> result.closest().stream())
                    .toList());
        series.add(
            new Series(
                "to "
                    + (toPositive ? audit.positiveClass() : audit.negativeClass())
                    + (correct ? ", correct" : ", wrong"),
                Mark.POINTS,
                project(part, first),
                project(part, second)));
      }
    }
    return new XyPlot(
        "Flip directions in their first two principal components",
        String.format(
            Locale.ROOT, "component 1 (%.1f %% of the variance)", 100 * components.explained(0)),
        String.format(
            Locale.ROOT, "component 2 (%.1f %% of the variance)", 100 * components.explained(1)),
        series,
        List.of(new Guide(Direction.VERTICAL, 0, "")));
  }

  /** How often each feature changes, in per cent, most frequent first; not those that never do. */
  public static BarPlot frequencies(FlipAudit audit, FlipAudit.Part part) {
    List<BarPlot.Bar> bars = new ArrayList<>();
    int never = 0;
    for (ChangeFrequency frequency : audit.frequencies(part)) {
      if (frequency.changed() > 0) {
        bars.add(new BarPlot.Bar(frequency.feature(), 100 * frequency.share(), 0));
      } else {
        never++;
      }
    }
    String others = never == 0 ? "" : "; " + never + " other features never change";
    return new BarPlot(
        "How often features change: " + audit.describe(part),
        "% of the " + audit.points(part).size() + " closest flip points" + others,
        bars);
  }

  private static boolean contains(int[] sorted, int row) {
    return java.util.Arrays.binarySearch(sorted, row) >= 0;
  }

  private static int index(FlipDirections directions, String column) {
    int index = directions.columns().indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The directions have no column \"" + column + "\"; they have " + directions.columns());
    }
    return index;
  }

  private static double[] column(FlipDirections directions, int column) {
    double[] values = new double[directions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = directions.get(i, column);
    }
    return values;
  }

  private static double[] project(FlipDirections directions, double[] loadings) {
    double[] values = new double[directions.size()];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < loadings.length; j++) {
        values[i] += directions.get(i, j) * loadings[j];
      }
    }
    return values;
  }
}
