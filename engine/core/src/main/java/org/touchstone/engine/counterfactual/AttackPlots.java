package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.plot.BarPlot;
import org.touchstone.engine.plot.GraphPlot;
import org.touchstone.engine.plot.HeatMapPlot;
import org.touchstone.engine.plot.PairedBarPlot;
import org.touchstone.engine.plot.XyPlot;

/**
 * Plots of an {@link AttackSummary}, as the paper's figures.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, section 4.
 */
public final class AttackPlots {

  private AttackPlots() {}

  /**
   * Figure 1: the probability of a class before and after, a point for each successful row; dots at
   * one place are drawn once. Lines mark one half.
   *
   * @param whichClass the class whose probability is shown
   * @param decisions what the decisions are called, by class
   */
  public static XyPlot outcomes(AttackSummary summary, int whichClass, List<String> decisions) {
    List<XyPlot.Series> series = new ArrayList<>();
    for (int from = 0; from < decisions.size(); from++) {
      int fromClass = from;
      List<CounterfactualSet> rows =
          summary.successes().stream().filter(set -> set.originalClass() == fromClass).toList();
      series.add(
          new XyPlot.Series(
              "was " + decisions.get(from) + " (" + rows.size() + ")",
              XyPlot.Mark.POINTS,
              rows.stream().mapToDouble(set -> set.originalProbability(whichClass)).toArray(),
              rows.stream().mapToDouble(set -> set.probability(0, whichClass)).toArray()));
    }
    String probability = "probability of " + decisions.get(whichClass);
    return new XyPlot(
        "Decisions before and after",
        probability + ", row",
        probability + ", counterfactual",
        series,
        List.of(
            new XyPlot.Guide(XyPlot.Direction.VERTICAL, 0.5, ""),
            new XyPlot.Guide(XyPlot.Direction.HORIZONTAL, 0.5, "")));
  }

  /** Figures 2 and 7: successful rows by the number of changed features. */
  public static BarPlot changes(AttackSummary summary) {
    List<BarPlot.Bar> bars = new ArrayList<>();
    int[] histogram = summary.changesHistogram();
    for (int changes = 1; changes < histogram.length; changes++) {
      bars.add(
          new BarPlot.Bar(
              changes == 1 ? "1 feature" : changes + " features", histogram[changes], 0));
    }
    return new BarPlot("Features that change in a counterfactual", "rows", bars);
  }

  /** Figures 3 and 8: in how many rows each feature is changed, the most frequent first. */
  public static BarPlot frequencies(AttackSummary summary) {
    int[] counts = summary.frequencies();
    List<BarPlot.Bar> bars = new ArrayList<>();
    for (int j : order(counts)) {
      bars.add(new BarPlot.Bar(summary.features().get(j), counts[j], 0));
    }
    return new BarPlot("Rows that each feature is changed in", "rows", bars);
  }

  /**
   * Figures 3 and 4 side by side: how important each feature is to the model, and in how many rows
   * it is changed; the most important first.
   *
   * @param importance of each feature of the summary, 0 or more, for example the mean absolute
   *     Shapley value
   * @param what what the importance is called
   * @throws DataException if a feature has no importance
   */
  public static PairedBarPlot besideImportance(
      AttackSummary summary, Map<String, Double> importance, String what) {
    List<String> features = summary.features();
    double[] values = new double[features.size()];
    for (int j = 0; j < values.length; j++) {
      Double value = importance.get(features.get(j));
      if (value == null) {
        throw new DataException(
            "There is no importance of \"" + features.get(j) + "\", which could be changed");
      }
      values[j] = value;
    }
    int[] counts = summary.frequencies();
    List<PairedBarPlot.Pair> pairs = new ArrayList<>();
    for (int j : Ranking.descending(values, values.length)) {
      pairs.add(new PairedBarPlot.Pair(features.get(j), values[j], counts[j]));
    }
    return new PairedBarPlot(
        "What matters to the model, and what changes its decisions",
        what,
        "rows that it is changed in",
        pairs);
  }

  /**
   * Figures 5 and 9: which features are changed together, by how many rows; the most frequent at
   * the top, then clockwise.
   */
  public static GraphPlot coOccurrences(AttackSummary summary) {
    int[] counts = summary.frequencies();
    int[][] together = summary.coOccurrences();
    int[] order = order(counts);
    List<GraphPlot.Node> nodes = new ArrayList<>();
    List<GraphPlot.Edge> edges = new ArrayList<>();
    for (int a = 0; a < order.length; a++) {
      nodes.add(new GraphPlot.Node(summary.features().get(order[a]), counts[order[a]]));
      for (int b = 0; b < a; b++) {
        if (together[order[a]][order[b]] > 0) {
          edges.add(new GraphPlot.Edge(b, a, together[order[a]][order[b]]));
        }
      }
    }
    return new GraphPlot("Features that change together, by number of rows", nodes, edges);
  }

  /**
   * Figure 6: in how many rows of one decision each feature goes down, up, or to another level
   * where it has no order; the most frequent first.
   *
   * @param fromClass the class that the model decided for before
   * @param decision what that decision is called
   */
  public static HeatMapPlot directions(AttackSummary summary, int fromClass, String decision) {
    List<AttackSummary.Direction> directions =
        summary.directions().stream()
            .filter(direction -> direction.fromClass() == fromClass)
            .toList();
    int[] counts = new int[summary.features().size()];
    for (AttackSummary.Direction direction : directions) {
      counts[summary.features().indexOf(direction.feature())] = direction.rows();
    }
    List<String> rows = new ArrayList<>();
    for (int j : order(counts)) {
      rows.add(summary.features().get(j));
    }
    List<HeatMapPlot.Cell> cells = new ArrayList<>();
    for (AttackSummary.Direction direction : directions) {
      int row = rows.indexOf(direction.feature());
      Feature feature = summary.schema().feature(direction.feature());
      if (feature instanceof Feature.Categorical || feature instanceof Feature.Binary) {
        cells.add(HeatMapPlot.Cell.of(row, 2, direction.rows()));
      } else {
        cells.add(HeatMapPlot.Cell.of(row, 0, direction.down()));
        cells.add(HeatMapPlot.Cell.of(row, 1, direction.up()));
      }
    }
    return new HeatMapPlot(
        "What changes where the decision was " + decision,
        "rows",
        rows,
        List.of("down", "up", "other level"),
        cells);
  }

  private static int[] order(int[] counts) {
    return Ranking.descending(Arrays.stream(counts).asDoubleStream().toArray(), counts.length);
  }
}
