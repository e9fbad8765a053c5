package org.touchstone.engine.timeshap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.touchstone.engine.model.SequenceClassifier;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * Explains a model's output for a sequence by Shapley values of its events, its features, and its
 * cells (TimeSHAP). What does not take part has the background's values (Eqs. 6, 7, 12); old events
 * that hardly matter are one player (Algorithm 1).
 *
 * <p>With a {@link org.touchstone.engine.model.StatefulSequenceClassifier} the pruned events and
 * the common past of coalitions are run once. The same numbers come out for the same seed. Safe for
 * use by several threads if the model is.
 */
public final class TimeShap {

  private final SequenceClassifier model;
  private final SequenceBackground background;
  private final TimeShapOptions options;

  /**
   * An explainer.
   *
   * @param model takes events of as many inputs as the background has features
   * @throws IllegalArgumentException if it does not
   */
  public TimeShap(
      SequenceClassifier model, SequenceBackground background, TimeShapOptions options) {
    ModelScores.requireWidth(model, background.width());
    this.model = model;
    this.background = background;
    this.options = options;
  }

  /** The model. */
  public SequenceClassifier model() {
    return model;
  }

  /** What stands for what does not take part. */
  public SequenceBackground background() {
    return background;
  }

  /** The options. */
  public TimeShapOptions options() {
    return options;
  }

  /**
   * The values of older and recent events for every split of a sequence (Algorithm 1, continued
   * behind the split that it takes, as in the paper's Figure 5).
   *
   * @param events time x features, row-major, 1 event or more
   * @throws IllegalArgumentException if there is no event, or the background is a sequence of
   *     another length
   * @throws org.touchstone.engine.model.ModelException if the model fails, or returns something
   *     that is not a probability
   */
  public PruningTable pruning(double[] events) {
    return Pruner.table(model, events, backgroundOf(events));
  }

  /** The number of old events that are pruned with the tolerance of the options; 0 without one. */
  public int prunedEvents(double[] events) {
    return options.tolerance().isPresent()
        ? pruning(events).prunedEvents(options.tolerance().getAsDouble())
        : 0;
  }

  /**
   * The attribution to events (Eq. 7): the last event first, then the ones before it; the pruned
   * events, if there are any, are the last player.
   *
   * @param events as in {@link #pruning}
   * @param pruned number of events, from the oldest, that are one player
   * @throws IllegalArgumentException if the number of pruned events is not from 0 to the number of
   *     events less 1, or {@code nsamples} is less than two coalitions for each player
   */
  public SequenceAttribution explainEvents(double[] events, int pruned) {
    int length = requirePruned(events, pruned);
    return explain(events, PlayerMap.events(length, background.width(), pruned), options.seed());
  }

  /**
   * The attribution to features (Eq. 6), each at all events that are not pruned; the pruned events,
   * if there are any, are the last player.
   *
   * @param events as in {@link #pruning}
   * @param pruned as in {@link #explainEvents}
   */
  public SequenceAttribution explainFeatures(double[] events, int pruned) {
    int length = requirePruned(events, pruned);
    return explain(events, PlayerMap.features(length, background.width(), pruned), options.seed());
  }

  /**
   * The attribution to cells (Eqs. 8 to 12): cells of relevant events and features, the other
   * features of each relevant event, the other events of each relevant feature, all other cells,
   * and the pruned events, in this order. Groups without a cell are left out.
   *
   * @param events as in {@link #pruning}
   * @param pruned as in {@link #explainEvents}
   * @param relevantEvents negative: -1 is the last event; may be empty
   * @param relevantFeatures from 0; may be empty
   * @throws IllegalArgumentException if a relevant event is pruned or does not exist, a feature
   *     does not exist, or one is there twice
   */
  public SequenceAttribution explainCells(
      double[] events, int pruned, List<Integer> relevantEvents, List<Integer> relevantFeatures) {
    int length = requirePruned(events, pruned);
    int width = background.width();
    requireIndices("event", relevantEvents, pruned - length, -1);
    requireIndices("feature", relevantFeatures, 0, width - 1);
    PlayerMap map = PlayerMap.cells(length, width, pruned, relevantEvents, relevantFeatures);
    return explain(events, map, options.seed());
  }

  /**
   * Prunes, explains events and features, and explains the cells of the relevant ones. That no cell
   * is relevant is a result: then there are fewer players.
   *
   * @param events as in {@link #pruning}
   * @param selection which events and features are relevant
   */
  public SequenceExplanation explain(double[] events, CellSelection selection) {
    PruningTable table = pruning(events);
    int pruned =
        options.tolerance().isPresent() ? table.prunedEvents(options.tolerance().getAsDouble()) : 0;
    SequenceAttribution byEvent = explainEvents(events, pruned);
    SequenceAttribution byFeature = explainFeatures(events, pruned);
    List<Integer> relevantEvents = relevantEvents(byEvent, selection);
    List<Integer> relevantFeatures = relevantFeatures(byFeature, selection);
    return new SequenceExplanation(
        table,
        pruned,
        byEvent,
        byFeature,
        relevantEvents,
        relevantFeatures,
        explainCells(events, pruned, relevantEvents, relevantFeatures));
  }

  /**
   * Repeats an attribution with other random coalitions, to see how much it varies.
   *
   * @param repeats number of runs, 2 or more; run r has a seed that follows from the options' seed
   *     and r
   * @param attribution what is repeated, for example {@code shap -> shap.explainEvents(events,
   *     pruned)}
   * @throws IllegalArgumentException if there are fewer than 2 repeats, or the runs have different
   *     players
   */
  public RepeatedAttribution repeat(
      int repeats, Function<TimeShap, SequenceAttribution> attribution) {
    if (repeats < 2) {
      throw new IllegalArgumentException("A deviation needs 2 repeats, found " + repeats);
    }
    List<SequencePlayer> players = List.of();
    double[][] values = new double[repeats][];
    for (int r = 0; r < repeats; r++) {
      long seed = RandomSeeds.derive(options.seed(), "TimeSHAP repeat", Integer.toString(r));
      SequenceAttribution run =
          attribution.apply(new TimeShap(model, background, options.withSeed(seed)));
      if (r > 0 && !run.players().equals(players)) {
        throw new IllegalArgumentException(
            "Run " + r + " has other players than run 0; fix the pruned events and relevant cells");
      }
      players = run.players();
      values[r] = run.values();
    }
    return repeated(players, values);
  }

  private static RepeatedAttribution repeated(List<SequencePlayer> players, double[][] values) {
    double[] means = new double[players.size()];
    double[] deviations = new double[players.size()];
    for (int i = 0; i < means.length; i++) {
      double sum = 0;
      for (double[] run : values) {
        sum += run[i] - values[0][i];
      }
      // Relative to the first run: equal runs have no deviation, not one of rounding.
      means[i] = values[0][i] + sum / values.length;
      double squares = 0;
      for (double[] run : values) {
        squares += (run[i] - means[i]) * (run[i] - means[i]);
      }
      deviations[i] = Math.sqrt(squares / (values.length - 1));
    }
    return new RepeatedAttribution(players, values.length, means, deviations);
  }

  private SequenceAttribution explain(double[] events, PlayerMap map, long seed) {
    SequenceGame game = new SequenceGame(model, events, backgroundOf(events), map);
    return GameSolver.solve(game, map.players(), options.nsamples(), seed);
  }

  private double[] backgroundOf(double[] events) {
    int width = background.width();
    if (events.length == 0 || events.length % width != 0) {
      throw new IllegalArgumentException(
          events.length + " values are no sequence of events of " + width + " features");
    }
    return background.forLength(events.length / width);
  }

  private int requirePruned(double[] events, int pruned) {
    int length = backgroundOf(events).length / background.width();
    if (pruned < 0 || pruned >= length) {
      throw new IllegalArgumentException(
          "Of " + length + " events, 0 to " + (length - 1) + " can be pruned, not " + pruned);
    }
    return length;
  }

  private static void requireIndices(String what, List<Integer> indices, int from, int to) {
    for (int index : indices) {
      if (index < from || index > to) {
        throw new IllegalArgumentException(
            "There is no relevant " + what + " " + index + "; they are from " + from + " to " + to);
      }
    }
    if (indices.stream().distinct().count() < indices.size()) {
      throw new IllegalArgumentException("A relevant " + what + " is there twice: " + indices);
    }
  }

  private static List<Integer> relevantEvents(
      SequenceAttribution attribution, CellSelection selection) {
    List<Integer> chosen = new ArrayList<>();
    for (int player :
        relevant(attribution, selection, p -> p instanceof SequencePlayer.Event, true)) {
      chosen.add(((SequencePlayer.Event) attribution.players().get(player)).event());
    }
    chosen.sort(Comparator.naturalOrder());
    return chosen;
  }

  private static List<Integer> relevantFeatures(
      SequenceAttribution attribution, CellSelection selection) {
    List<Integer> chosen = new ArrayList<>();
    for (int player :
        relevant(attribution, selection, p -> p instanceof SequencePlayer.FeatureRow, false)) {
      chosen.add(((SequencePlayer.FeatureRow) attribution.players().get(player)).feature());
    }
    chosen.sort(Comparator.naturalOrder());
    return chosen;
  }

  private static int[] relevant(
      SequenceAttribution attribution,
      CellSelection selection,
      Predicate<SequencePlayer> candidate,
      boolean events) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < attribution.players().size(); i++) {
      if (candidate.test(attribution.players().get(i))) {
        order.add(i);
      }
    }
    if (selection instanceof CellSelection.Threshold threshold) {
      return order.stream()
          .mapToInt(Integer::intValue)
          .filter(i -> Math.abs(attribution.value(i)) >= threshold.theta())
          .toArray();
    }
    CellSelection.Top top = (CellSelection.Top) selection;
    order.sort(Comparator.comparingDouble((Integer i) -> -Math.abs(attribution.value(i))));
    int[] ranked = order.stream().mapToInt(Integer::intValue).toArray();
    return Arrays.copyOf(ranked, Math.min(ranked.length, events ? top.events() : top.features()));
  }
}
