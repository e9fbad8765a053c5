package org.touchstone.engine.shapley;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.engine.plot.BarPlot.Bar;
import org.touchstone.engine.plot.BeeswarmPlot;
import org.touchstone.engine.plot.BeeswarmPlot.Swarm;

/** Plots of attributions: one row as bars, many rows as mean bars or as a beeswarm. */
public final class AttributionPlots {

  /** A whisker reaches this many standard errors: a 95 % interval under a normal law. */
  private static final double WHISKER = 1.959963984540054;

  private AttributionPlots() {}

  /**
   * The attribution of one row: a bar for each player, the largest absolute value first. Sampled
   * values have whiskers of 1.96 standard errors.
   *
   * @param attribution the row
   * @param most number of bars, 2 or more; the players beyond are one bar, the sum of their values
   * @throws IllegalArgumentException if {@code most} is below 2
   */
  public static BarPlot bars(Attribution attribution, int most) {
    return bars(attribution, Integer.toString(attribution.row()), most);
  }

  /**
   * The attribution of one of several rows, named by its id; see {@link #bars(Attribution, int)}.
   *
   * @param attributions the rows
   * @param place the row, from 0 in their order
   * @param most as above
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public static BarPlot bars(Attributions attributions, int place, int most) {
    return bars(attributions.rows().get(place), attributions.ids().get(place), most);
  }

  private static BarPlot bars(Attribution attribution, String id, int most) {
    int[] ranking = attribution.ranking();
    List<String> players = attribution.provenance().players();
    boolean sampled = Arrays.stream(attribution.standardErrors()).anyMatch(error -> error > 0);
    List<Bar> bars = new ArrayList<>();
    int shown = shown(ranking.length, most);
    for (int i = 0; i < shown; i++) {
      int player = ranking[i];
      double error = WHISKER * attribution.standardError(player);
      bars.add(new Bar(players.get(player), attribution.value(player), error));
    }
    if (shown < ranking.length) {
      double rest = 0;
      for (int i = shown; i < ranking.length; i++) {
        rest += attribution.value(ranking[i]);
      }
      bars.add(new Bar("sum of " + (ranking.length - shown) + " others", rest, 0));
    }
    String axis = "attribution, " + scale(attribution.provenance());
    return new BarPlot(
        "Row "
            + id
            + ": base value "
            + rounded(attribution.baseValue())
            + ", output "
            + rounded(attribution.output()),
        sampled ? axis + " (whiskers: 1.96 standard errors)" : axis,
        bars);
  }

  /**
   * The mean absolute value of each player over many rows, the largest first.
   *
   * @param attributions the rows
   * @param most number of bars, 2 or more; the players beyond are one bar, the sum of their means
   * @throws IllegalArgumentException if {@code most} is below 2
   */
  public static BarPlot meanBars(Attributions attributions, int most) {
    double[] mean = attributions.meanAbsolute();
    int[] ranking = ranking(mean);
    List<Bar> bars = new ArrayList<>();
    int shown = shown(ranking.length, most);
    for (int i = 0; i < shown; i++) {
      bars.add(new Bar(attributions.provenance().players().get(ranking[i]), mean[ranking[i]], 0));
    }
    if (shown < ranking.length) {
      double rest = 0;
      for (int i = shown; i < ranking.length; i++) {
        rest += mean[ranking[i]];
      }
      bars.add(new Bar("sum of " + (ranking.length - shown) + " others", rest, 0));
    }
    return new BarPlot(
        "Mean of " + attributions.rows().size() + " rows",
        "mean |attribution|, " + scale(attributions.provenance()),
        bars);
  }

  /**
   * A swarm for each player, one point for each row, the largest mean absolute value first. Where a
   * player is a column of the table, the colour is the rank of the row's value among the rows, from
   * low (blue) to high (red); categorical features, whose levels have no order, groups and missing
   * values are grey.
   *
   * @param attributions the rows
   * @param data the rows that were explained, in the same order
   * @param most number of swarms, 1 or more; the title says how many players are not shown
   * @throws IllegalArgumentException if the numbers of rows differ, or {@code most} is below 1
   */
  public static BeeswarmPlot beeswarm(Attributions attributions, Dataset data, int most) {
    int rows = attributions.rows().size();
    if (data.rowCount() != rows || most < 1) {
      throw new IllegalArgumentException(
          rows
              + " attributions, "
              + data.rowCount()
              + " rows of data and "
              + most
              + " swarms do not go together");
    }
    int[] ranking = ranking(attributions.meanAbsolute());
    List<String> players = attributions.provenance().players();
    List<Swarm> swarms = new ArrayList<>();
    for (int i = 0; i < Math.min(most, ranking.length); i++) {
      int player = ranking[i];
      double[] values = new double[rows];
      Arrays.setAll(values, row -> attributions.rows().get(row).value(player));
      double[] colours =
          hasOrder(data.schema(), players.get(player))
              ? ranks(data.column(players.get(player)))
              : new double[0];
      swarms.add(new Swarm(players.get(player), values, colours));
    }
    int hidden = ranking.length - swarms.size();
    return new BeeswarmPlot(
        "Attributions of "
            + rows
            + " rows"
            + (hidden > 0 ? "; " + hidden + " with smaller means not shown" : ""),
        "attribution, " + scale(attributions.provenance()),
        swarms);
  }

  /** Whether a player is a column whose values go from low to high. */
  private static boolean hasOrder(Schema schema, String player) {
    return schema.find(player).isPresent()
        && !(schema.feature(player) instanceof Feature.Categorical);
  }

  private static int shown(int players, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("A bar plot needs at least 2 bars, found " + most);
    }
    return players <= most ? players : most - 1;
  }

  private static int[] ranking(double[] means) {
    Integer[] order = new Integer[means.length];
    Arrays.setAll(order, player -> player);
    Arrays.sort(order, (a, b) -> Double.compare(means[b], means[a]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** The share of values that are smaller, ties at the middle of theirs; NaN where missing. */
  private static double[] ranks(double[] values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        ranks[i] = Double.NaN;
        continue;
      }
      int first = lowerBound(sorted, values[i]);
      int last = first;
      while (last + 1 < sorted.length && sorted[last + 1] == values[i]) {
        last++;
      }
      ranks[i] = sorted.length < 2 ? 0.5 : (first + last) / (2.0 * (sorted.length - 1));
    }
    return ranks;
  }

  private static int lowerBound(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static String scale(Provenance provenance) {
    return provenance.scale() == Provenance.Scale.PROBABILITY ? "probability" : "log odds";
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
