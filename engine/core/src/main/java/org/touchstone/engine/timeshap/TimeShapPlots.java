package org.touchstone.engine.timeshap;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.engine.plot.BarPlot.Bar;
import org.touchstone.engine.plot.BeeswarmPlot;
import org.touchstone.engine.plot.BeeswarmPlot.Swarm;
import org.touchstone.engine.plot.HeatMapPlot;
import org.touchstone.engine.plot.HeatMapPlot.Cell;
import org.touchstone.engine.plot.XyPlot;
import org.touchstone.engine.plot.XyPlot.Direction;
import org.touchstone.engine.plot.XyPlot.Guide;
import org.touchstone.engine.plot.XyPlot.Mark;
import org.touchstone.engine.plot.XyPlot.Series;

/**
 * Plots of TimeSHAP, after the figures of the paper: the pruning curve, events, features and cells
 * of one sequence, and the values of many sequences. Immutable.
 */
public final class TimeShapPlots {

  /** A whisker reaches this many standard errors: a 95 % interval under a normal law. */
  private static final double WHISKER = 1.959963984540054;

  /** Up to so many events are the rows of a heat map; more are its columns. */
  private static final int MOST_ROWS = 40;

  private final List<String> features;
  private final List<String> events;

  private TimeShapPlots(List<String> features, List<String> events) {
    this.features = List.copyOf(features);
    this.events = List.copyOf(events);
  }

  /**
   * Plots of explanations whose features have these names.
   *
   * @param names one for each feature, in order
   */
  public static TimeShapPlots of(List<String> names) {
    return new TimeShapPlots(names, List.of());
  }

  /**
   * The same plots for one sequence whose events have names, for example their kinds: "-1 transfer"
   * in place of "-1".
   *
   * @param names one for each event of the sequence, the oldest first
   */
  public TimeShapPlots withEventNames(List<String> names) {
    return new TimeShapPlots(features, names);
  }

  /**
   * The pruning curve (the paper's Figure 5): the values of older and recent events for every
   * split. With a tolerance, horizontal lines show it, and a vertical one the split that is taken.
   *
   * @param table the pruning table of a sequence
   * @param tolerance eta, 0 or more
   * @throws IllegalArgumentException if the tolerance is negative or NaN
   */
  public static XyPlot pruning(PruningTable table, OptionalDouble tolerance) {
    return pruning(table, tolerance, table.length());
  }

  /**
   * The recent end of the pruning curve, where most of it happens in long sequences; see {@link
   * #pruning(PruningTable, OptionalDouble)}.
   *
   * @param table the pruning table of a sequence
   * @param tolerance eta, 0 or more
   * @param most number of events, from the last one, 1 or more. The title says how many older ones
   *     are not shown
   * @throws IllegalArgumentException if the tolerance is negative or NaN, or {@code most} is below
   *     1
   */
  public static XyPlot pruning(PruningTable table, OptionalDouble tolerance, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("The plot needs an event or more, found " + most);
    }
    int length = table.length();
    int shown = Math.min(length, most);
    double[] splits = new double[shown + 1];
    double[] older = new double[shown + 1];
    double[] recent = new double[shown + 1];
    for (int i = 0; i <= shown; i++) {
      splits[i] = -shown + i;
      older[i] = table.older(shown - i);
      recent[i] = table.recent(shown - i);
    }
    List<Guide> guides = new ArrayList<>();
    if (tolerance.isPresent()) {
      double eta = tolerance.getAsDouble();
      int pruned = table.prunedEvents(eta);
      guides.add(new Guide(Direction.HORIZONTAL, eta, "tolerance ±" + rounded(eta)));
      guides.add(new Guide(Direction.HORIZONTAL, -eta, ""));
      String share = String.format(Locale.ROOT, "%.1f", 100.0 * pruned / length);
      String label = pruned + " of " + length + " events pruned (" + share + " %)";
      guides.add(new Guide(Direction.VERTICAL, pruned - length, label));
    }
    return new XyPlot(
        "Pruning: "
            + ends(table.baseValue(), table.output())
            + (shown < length ? "; " + (length - shown) + " older events not shown" : ""),
        "first recent event, counted from the end (-1 is the last event)",
        "Shapley value, probability",
        List.of(
            new Series("older events", Mark.LINE, splits, older),
            new Series("recent events", Mark.LINE, splits, recent)),
        guides);
  }

  /**
   * The attribution to players of one sequence as bars, the largest absolute value first, pruned
   * events last. Sampled values have whiskers of 1.96 standard errors.
   *
   * @param attribution to events, features or cells
   * @param most number of bars besides the pruned events, 2 or more; the players beyond are one
   *     bar, the sum of their values
   * @throws IllegalArgumentException if {@code most} is below 2, or a feature or event has no name
   */
  public BarPlot bars(SequenceAttribution attribution, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("A bar plot needs at least 2 bars, found " + most);
    }
    List<SequencePlayer> players = attribution.players();
    List<Integer> ranking = new ArrayList<>();
    for (int i = 0; i < players.size(); i++) {
      if (!(players.get(i) instanceof SequencePlayer.PrunedEvents)) {
        ranking.add(i);
      }
    }
    ranking.sort(Comparator.comparingDouble(i -> -Math.abs(attribution.value(i))));
    int shown = ranking.size() <= most ? ranking.size() : most - 1;
    List<Bar> bars = new ArrayList<>();
    for (int player : ranking.subList(0, shown)) {
      bars.add(bar(attribution, player));
    }
    if (shown < ranking.size()) {
      double rest = 0;
      for (int player : ranking.subList(shown, ranking.size())) {
        rest += attribution.value(player);
      }
      bars.add(new Bar("sum of " + (ranking.size() - shown) + " others", rest, 0));
    }
    if (ranking.size() < players.size()) {
      bars.add(bar(attribution, players.size() - 1));
    }
    boolean sampled = Arrays.stream(attribution.standardErrors()).anyMatch(error -> error > 0);
    return new BarPlot(
        title(attribution),
        "Shapley value, probability" + (sampled ? " (whiskers: 1.96 standard errors)" : ""),
        bars);
  }

  /**
   * The attribution to events in the order of time, as colours: a row for each event or, if there
   * are more than 40 players, a column.
   *
   * @param attribution to events
   * @param most number of events that have a cell of their own, 2 or more; the older ones that are
   *     not pruned are one cell, the sum of their values
   * @throws IllegalArgumentException if the players are not events, {@code most} is below 2, or an
   *     event has no name
   */
  public HeatMapPlot eventHeatMap(SequenceAttribution attribution, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("A heat map needs at least 2 events, found " + most);
    }
    List<String> labels = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    int events = 0;
    for (SequencePlayer player : attribution.players()) {
      if (player instanceof SequencePlayer.Event) {
        events++;
      } else if (!(player instanceof SequencePlayer.PrunedEvents)) {
        throw new IllegalArgumentException("The heat map is of events, found the player " + player);
      }
    }
    int shown = Math.min(events, most);
    if (events < attribution.players().size()) {
      labels.add(label(attribution.players().get(events)));
      values.add(attribution.value(events));
    }
    if (shown < events) {
      double rest = 0;
      for (int i = shown; i < events; i++) {
        rest += attribution.value(i);
      }
      labels.add((events - shown) + " older");
      values.add(rest);
    }
    // The last event is the first player.
    for (int i = shown - 1; i >= 0; i--) {
      labels.add(label(attribution.players().get(i)));
      values.add(attribution.value(i));
    }
    boolean asRows = labels.size() <= MOST_ROWS;
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      cells.add(asRows ? Cell.of(i, 0, values.get(i)) : Cell.of(0, i, values.get(i)));
    }
    List<String> one = List.of(asRows ? "value" : "event");
    return new HeatMapPlot(
        title(attribution),
        "Shapley value, probability; -1 is the last event",
        asRows ? labels : one,
        asRows ? one : labels,
        cells);
  }

  /**
   * The attribution to cells as colours (the paper's Figure 4): a column for each relevant event in
   * the order of time, before them the other events and the pruned ones, a row for each relevant
   * feature, below them the other features. Without relevant cells, only the groups are there.
   *
   * @throws IllegalArgumentException if the players are not cells, or one has no name
   */
  public HeatMapPlot cells(SequenceAttribution attribution) {
    return new CellGrid(this, attribution).plot();
  }

  /**
   * The events' values in many sequences: a point for each sequence and event, and the means.
   *
   * @param global the sequences
   * @param most number of events, from the last one; 1 or more. The title says how many older
   *     places are not shown
   * @throws IllegalArgumentException if {@code most} is below 1
   */
  public static XyPlot globalEvents(GlobalExplanation global, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("The plot needs an event or more, found " + most);
    }
    int longest = global.sequences().stream().mapToInt(s -> s.events().length).max().orElse(0);
    int shown = Math.min(longest, most);
    int count = 0;
    for (SequenceSummary sequence : global.sequences()) {
      count += Math.min(shown, sequence.events().length);
    }
    double[] x = new double[count];
    double[] y = new double[count];
    double[] sums = new double[shown];
    int[] counts = new int[shown];
    int at = 0;
    for (SequenceSummary sequence : global.sequences()) {
      double[] values = sequence.events();
      for (int i = 0; i < Math.min(shown, values.length); i++) {
        x[at] = -1 - i;
        y[at++] = values[i];
        sums[i] += values[i];
        counts[i]++;
      }
    }
    double[] places = new double[shown];
    for (int i = 0; i < shown; i++) {
      places[i] = -1 - i;
      sums[i] /= counts[i];
    }
    int hidden = longest - shown;
    return new XyPlot(
        "Events of "
            + global.sequences().size()
            + " sequences"
            + (hidden > 0 ? "; " + hidden + " older places not shown" : ""),
        "event, counted from the end (-1 is the last event)",
        "Shapley value, probability",
        List.of(
            new Series("a sequence", Mark.POINTS, x, y),
            new Series("mean of the sequences that keep the event", Mark.LINE, places, sums)),
        List.of());
  }

  /**
   * The features' values in many sequences: a point for each sequence, and the mean as a line, the
   * feature with the largest mean absolute value first.
   *
   * @param global the sequences
   * @param most number of features, 1 or more; the title says how many are not shown
   * @throws IllegalArgumentException if {@code most} is below 1
   */
  public static BeeswarmPlot globalFeatures(GlobalExplanation global, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("The plot needs a feature or more, found " + most);
    }
    List<String> names = global.featureNames();
    double[] means = new double[names.size()];
    List<Integer> ranking = new ArrayList<>();
    for (int j = 0; j < means.length; j++) {
      means[j] = global.feature(j).meanAbsolute();
      ranking.add(j);
    }
    ranking.sort(Comparator.comparingDouble(j -> -means[j]));
    int shown = Math.min(most, ranking.size());
    List<Swarm> swarms = new ArrayList<>();
    for (int feature : ranking.subList(0, shown)) {
      double[] values =
          global.sequences().stream().mapToDouble(s -> s.features()[feature]).toArray();
      swarms.add(new Swarm(names.get(feature), values, new double[0]));
    }
    int hidden = names.size() - shown;
    return new BeeswarmPlot(
        "Features of "
            + global.sequences().size()
            + " sequences"
            + (hidden > 0 ? "; " + hidden + " with smaller means not shown" : ""),
        "Shapley value, probability (line: mean)",
        swarms,
        true);
  }

  /** What a player is called. */
  String label(SequencePlayer player) {
    if (player instanceof SequencePlayer.Event event) {
      return event(event.event());
    }
    if (player instanceof SequencePlayer.FeatureRow row) {
      return feature(row.feature());
    }
    if (player instanceof SequencePlayer.Cell cell) {
      return event(cell.event()) + ": " + feature(cell.feature());
    }
    if (player instanceof SequencePlayer.OtherFeatures others) {
      return event(others.event()) + ": other features";
    }
    if (player instanceof SequencePlayer.OtherEvents others) {
      return feature(others.feature()) + ", other events";
    }
    if (player instanceof SequencePlayer.PrunedEvents pruned) {
      return pruned.count() + " pruned";
    }
    return "other cells";
  }

  /** What an event is called. */
  String event(int event) {
    if (events.isEmpty()) {
      return Integer.toString(event);
    }
    if (event < -events.size()) {
      throw new IllegalArgumentException(
          "Event " + event + " has no name; " + events.size() + " events have one");
    }
    return event + " " + events.get(events.size() + event);
  }

  /** What a feature is called. */
  String feature(int feature) {
    if (feature >= features.size()) {
      throw new IllegalArgumentException(
          "Feature " + feature + " (from 0) has no name; the names are " + features);
    }
    return features.get(feature);
  }

  static String title(SequenceAttribution attribution) {
    SequencePlayer first = attribution.players().get(0);
    String what =
        first instanceof SequencePlayer.Event
            ? "Events"
            : first instanceof SequencePlayer.FeatureRow ? "Features" : "Cells";
    return what + ": " + ends(attribution.baseValue(), attribution.output());
  }

  private Bar bar(SequenceAttribution attribution, int player) {
    return new Bar(
        label(attribution.players().get(player)),
        attribution.value(player),
        WHISKER * attribution.standardError(player));
  }

  private static String ends(double base, double output) {
    return "base value " + rounded(base) + ", output " + rounded(output);
  }

  private static String rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
