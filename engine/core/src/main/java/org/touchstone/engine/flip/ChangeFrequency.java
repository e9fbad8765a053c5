package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.touchstone.engine.data.Feature;

/**
 * How often a feature changes between rows and their flip points (Algorithm 2, line 7).
 *
 * @param feature its name
 * @param rows number of flip points
 * @param changed at how many of them it changes by more than what counts as a change
 * @param up how many of these change to a higher number or code; 0 for levels without an order
 * @param down how many to a lower one; 0 for levels without an order
 * @param entered how many enter each level, most frequent first; empty for numbers
 * @param left how many leave each level, most frequent first; empty for numbers
 */
public record ChangeFrequency(
    String feature,
    int rows,
    int changed,
    int up,
    int down,
    List<LevelCount> entered,
    List<LevelCount> left) {

  /** A change that counts, if nothing else is said: a hundredth of the feature's scale. */
  public static final double DEFAULT_LEAST = 0.01;

  /** How many flip points enter or leave a level. */
  public record LevelCount(String level, int count) {}

  /** Copies the lists. */
  public ChangeFrequency {
    entered = List.copyOf(entered);
    left = List.copyOf(left);
  }

  /** The share of flip points at which the feature changes; 0 of none. */
  public double share() {
    return rows == 0 ? 0 : changed / (double) rows;
  }

  /**
   * Counts the changes of each feature, most frequent first.
   *
   * @param flips the finder of the points, for its features
   * @param points the flip points
   * @param least scaled changes up to this do not count
   */
  static List<ChangeFrequency> of(FlipPoints flips, List<FlipPoint> points, double least) {
    List<ChangeFrequency> frequencies = new ArrayList<>();
    for (String name : flips.features()) {
      frequencies.add(
          of(flips.schema().feature(name), flips.schema().indexOf(name), points, least));
    }
    frequencies.sort(
        Comparator.comparingInt(ChangeFrequency::changed)
            .reversed()
            .thenComparing(ChangeFrequency::feature));
    return frequencies;
  }

  private static ChangeFrequency of(
      Feature feature, int column, List<FlipPoint> points, double least) {
    boolean ordered = feature instanceof Feature.Continuous || feature instanceof Feature.Ordinal;
    Map<String, Integer> entered = new TreeMap<>();
    Map<String, Integer> left = new TreeMap<>();
    int changed = 0;
    int up = 0;
    int down = 0;
    for (FlipPoint point : points) {
      if (Math.abs(point.scaledChange(column)) <= least) {
        continue;
      }
      changed++;
      if (ordered) {
        up += point.to(column) > point.from(column) ? 1 : 0;
        down += point.to(column) < point.from(column) ? 1 : 0;
      }
      if (!feature.levels().isEmpty()) {
        entered.merge(feature.levels().get((int) point.to(column)), 1, Integer::sum);
        left.merge(feature.levels().get((int) point.from(column)), 1, Integer::sum);
      }
    }
    return new ChangeFrequency(
        feature.name(), points.size(), changed, up, down, sorted(entered), sorted(left));
  }

  private static List<LevelCount> sorted(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> new LevelCount(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(LevelCount::count).reversed())
        .toList();
  }
}
