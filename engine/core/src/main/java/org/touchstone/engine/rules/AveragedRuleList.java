package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.engine.model.Classifier;

/**
 * The mean of the probabilities that many rule lists give a row, weighted by how often the chains
 * stood on each list: an estimate of the posterior mean, more accurate than one list and less easy
 * to read. Immutable, safe for several threads.
 *
 * <p>Source: Letham et al. 2015, section 2.5 (BRL-post).
 */
public final class AveragedRuleList implements Classifier {

  private final RuleMatcher matcher;
  private final List<Rule> rules;

  /** For each list its rules, by their place in {@link #rules}, and its lines' probabilities. */
  private final int[][] lists;

  private final double[][] probabilities;
  private final double[] weights;

  /**
   * A list and how much it counts.
   *
   * @param lines the rules in order, the default line last
   * @param weight above 0; the weights of all lists add up to 1
   */
  record Weighted(List<Line> lines, double weight) {}

  private AveragedRuleList(
      RuleMatcher matcher,
      List<Rule> rules,
      int[][] lists,
      double[][] probabilities,
      double[] weights) {
    this.matcher = matcher;
    this.rules = rules;
    this.lists = lists;
    this.probabilities = probabilities;
    this.weights = weights;
  }

  static AveragedRuleList of(
      List<String> columns, List<FeatureBins> features, List<Weighted> weighted) {
    Map<Rule, Integer> places = new LinkedHashMap<>();
    int[][] lists = new int[weighted.size()][];
    double[][] probabilities = new double[weighted.size()][];
    double[] weights = new double[weighted.size()];
    for (int i = 0; i < lists.length; i++) {
      List<Line> lines = weighted.get(i).lines();
      lists[i] =
          lines.stream()
              .flatMap(line -> line.rule().stream())
              .mapToInt(rule -> places.computeIfAbsent(rule, absent -> places.size()))
              .toArray();
      probabilities[i] = lines.stream().mapToDouble(Line::probability).toArray();
      weights[i] = weighted.get(i).weight();
    }
    List<Rule> rules = new ArrayList<>(places.keySet());
    List<FeatureBins> used = RuleMatcher.used(features, rules);
    int[] at = used.stream().mapToInt(f -> columns.indexOf(f.feature().name())).toArray();
    return new AveragedRuleList(
        new RuleMatcher(used, at, columns.size(), rules), rules, lists, probabilities, weights);
  }

  /** Number of different lists. */
  public int size() {
    return lists.length;
  }

  @Override
  public int inputWidth() {
    return matcher.width();
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    long[] held = matcher.buffer();
    for (int row = 0; row < count; row++) {
      matcher.holding(rows, row * matcher.width(), held);
      double sum = 0;
      for (int i = 0; i < lists.length; i++) {
        sum += weights[i] * probabilities[i][line(lists[i], held)];
      }
      // Rounding of the weights must not leave [0, 1].
      out[row] = Math.min(1, sum);
    }
  }

  private static int line(int[] list, long[] held) {
    int line = 0;
    while (line < list.length && (held[list[line] >>> 6] >>> list[line] & 1) == 0) {
      line++;
    }
    return line;
  }

  /**
   * The rules that decide on a row, each with the weight of the lists in which it does, the largest
   * first; the weights add up to 1 less that of the lists that fall through to their default line.
   *
   * @param rows row-major values
   * @param row the row, counted from 0
   */
  public Map<Rule, Double> decidingRules(double[] rows, int row) {
    long[] held = matcher.buffer();
    matcher.holding(rows, row * matcher.width(), held);
    Map<Rule, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < lists.length; i++) {
      int line = line(lists[i], held);
      if (line < lists[i].length) {
        shares.merge(rules.get(lists[i][line]), weights[i], Double::sum);
      }
    }
    Map<Rule, Double> sorted = new LinkedHashMap<>();
    shares.entrySet().stream()
        .sorted(Map.Entry.<Rule, Double>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
