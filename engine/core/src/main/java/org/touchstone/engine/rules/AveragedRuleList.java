package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.engine.model.Classifier;

/**
 * The mean of the probabilities that many rule lists give a row: an estimate of the posterior mean,
 * more accurate than one list and less easy to read. The lists are those that the chains of a fit
 * stood on, weighted by how often they did, or those of the fits of a bag. Immutable, safe for
 * several threads.
 *
 * <p>Source: Letham et al. 2015, section 2.5 (BRL-post).
 */
public final class AveragedRuleList implements Classifier {

  private final List<Part> parts;

  /**
   * A list and how much it counts.
   *
   * @param lines the rules in order, the default line last
   * @param weight above 0; the weights of all lists add up to 1
   */
  record Weighted(List<Line> lines, double weight) {}

  private AveragedRuleList(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  static AveragedRuleList of(
      List<String> columns, List<FeatureBins> features, List<Weighted> weighted) {
    return new AveragedRuleList(List.of(Part.of(columns, features, weighted)));
  }

  /** The mean of several of them, which may cut numbers at different places. */
  static AveragedRuleList mean(List<AveragedRuleList> members) {
    List<Part> parts = new ArrayList<>();
    for (AveragedRuleList member : members) {
      member.parts.forEach(part -> parts.add(part.times(1.0 / members.size())));
    }
    return new AveragedRuleList(parts);
  }

  /** Number of lists. */
  public int size() {
    return parts.stream().mapToInt(part -> part.lists.length).sum();
  }

  @Override
  public int inputWidth() {
    return parts.get(0).matcher.width();
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    Arrays.fill(out, 0, count, 0);
    for (Part part : parts) {
      part.add(rows, count, out);
    }
    for (int row = 0; row < count; row++) {
      // Rounding of the weights must not leave [0, 1].
      out[row] = Math.min(1, out[row]);
    }
  }

  /**
   * The rules that decide on a row, each with the weight of the lists in which it does, the largest
   * first; the weights add up to 1 less that of the lists that fall through to their default line.
   *
   * @param rows row-major values
   * @param row the row, counted from 0
   */
  public Map<Rule, Double> decidingRules(double[] rows, int row) {
    Map<Rule, Double> shares = new LinkedHashMap<>();
    parts.forEach(part -> part.share(rows, row, shares));
    Map<Rule, Double> sorted = new LinkedHashMap<>();
    shares.entrySet().stream()
        .sorted(Map.Entry.<Rule, Double>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** Lists whose conditions are of the same cuts. */
  private static final class Part {
    private final RuleMatcher matcher;
    private final List<Rule> rules;

    /** For each list its rules, by their place in {@link #rules}, and its lines' probabilities. */
    private final int[][] lists;

    private final double[][] probabilities;
    private final double[] weights;

    Part(
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

    static Part of(List<String> columns, List<FeatureBins> features, List<Weighted> weighted) {
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
      return new Part(
          new RuleMatcher(used, at, columns.size(), rules), rules, lists, probabilities, weights);
    }

    Part times(double factor) {
      double[] scaled = weights.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= factor;
      }
      return new Part(matcher, rules, lists, probabilities, scaled);
    }

    void add(double[] rows, int count, double[] out) {
      long[] held = matcher.buffer();
      for (int row = 0; row < count; row++) {
        matcher.holding(rows, row * matcher.width(), held);
        double sum = 0;
        for (int i = 0; i < lists.length; i++) {
          sum += weights[i] * probabilities[i][line(lists[i], held)];
        }
        out[row] += sum;
      }
    }

    void share(double[] rows, int row, Map<Rule, Double> shares) {
      long[] held = matcher.buffer();
      matcher.holding(rows, row * matcher.width(), held);
      for (int i = 0; i < lists.length; i++) {
        int line = line(lists[i], held);
        if (line < lists[i].length) {
          shares.merge(rules.get(lists[i][line]), weights[i], Double::sum);
        }
      }
    }

    private static int line(int[] list, long[] held) {
      int line = 0;
      while (line < list.length && (held[list[line] >>> 6] >>> list[line] & 1) == 0) {
        line++;
      }
      return line;
    }
  }
}
