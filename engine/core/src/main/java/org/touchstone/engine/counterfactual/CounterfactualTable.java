package org.touchstone.engine.counterfactual;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * A row beside its counterfactuals, in the words of the schema: one line for each feature, then the
 * probability of a class and the credit score. Changed values are marked. It holds the values of
 * one person: it is for that person and those who may see them, not for a report about a model.
 *
 * <p>Source: Hashemi and Fathi, PermuteAttack, Tables 1 and 2.
 *
 * @param columns {@code Feature}, {@code Original}, {@code CF1}, {@code CF2}, ...
 * @param lines the cells of each line, as long as {@code columns}
 */
public record CounterfactualTable(List<String> columns, List<List<Cell>> lines) {

  /**
   * A cell.
   *
   * @param text what it says
   * @param changed whether it differs from the original
   */
  public record Cell(String text, boolean changed) {}

  /** Copies the lists. */
  public CounterfactualTable {
    columns = List.copyOf(columns);
    lines = lines.stream().map(List::copyOf).toList();
  }

  /**
   * The table of a set.
   *
   * @param features the features to show, in this order
   * @param defaultClass the class whose probability is the probability of default
   * @param score turns it into a credit score
   */
  public static CounterfactualTable of(
      CounterfactualSet set, List<String> features, int defaultClass, CreditScore score) {
    List<String> columns = new ArrayList<>(List.of("Feature", "Original"));
    for (int i = 0; i < set.size(); i++) {
      columns.add("CF" + (i + 1));
    }
    List<List<Cell>> lines = new ArrayList<>();
    Schema schema = set.schema();
    for (String name : features) {
      int column = schema.indexOf(name);
      Feature feature = schema.features().get(column);
      List<Cell> line = new ArrayList<>();
      line.add(new Cell(name, false));
      line.add(new Cell(text(feature, set.original(column)), false));
      for (int i = 0; i < set.size(); i++) {
        double value = set.value(i, column);
        line.add(
            new Cell(text(feature, value), CounterfactualSet.differ(set.original(column), value)));
      }
      lines.add(line);
    }
    List<Cell> probability = new ArrayList<>(List.of(new Cell("Probability", false)));
    List<Cell> scores = new ArrayList<>(List.of(new Cell("Credit score", false)));
    for (int i = -1; i < set.size(); i++) {
      double p = i < 0 ? set.originalProbability(defaultClass) : set.probability(i, defaultClass);
      probability.add(new Cell(number(p, 3), false));
      double points = score.score(p);
      scores.add(
          new Cell(
              Double.isInfinite(points) ? (points > 0 ? "∞" : "-∞") : "" + Math.round(points),
              false));
    }
    lines.add(probability);
    lines.add(scores);
    return new CounterfactualTable(columns, lines);
  }

  /** A value in the words of its feature: its level, or the number; {@code missing} for none. */
  static String text(Feature feature, double value) {
    if (Double.isNaN(value)) {
      return "missing";
    }
    return feature.levels().isEmpty() ? number(value, 10) : feature.levels().get((int) value);
  }

  private static String number(double value, int digits) {
    return new BigDecimal(value)
        .round(new MathContext(digits))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The table in Markdown, changed values in bold. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    columns.forEach(column -> text.append("| ").append(escaped(column)).append(' '));
    text.append("|\n").append("|---".repeat(columns.size())).append("|\n");
    for (List<Cell> line : lines) {
      for (Cell cell : line) {
        String mark = cell.changed ? "**" : "";
        text.append("| ").append(mark).append(escaped(cell.text)).append(mark).append(' ');
      }
      text.append("|\n");
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.strip()
        .replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*");
  }
}
