package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells which of several rules hold for a row: each bin of each feature has the set of rules that
 * it does not rule out, and the rules that hold are the intersection of these sets. Immutable.
 */
final class RuleMatcher {

  private final List<FeatureBins> features;
  private final int[] columns;
  private final int width;
  private final int rules;
  private final int words;

  /** {@code masks[feature][(bin + 1) * words + word]}; bin -1 is a value of no condition. */
  private final long[][] masks;

  private final long[] all;

  /**
   * Creates a matcher.
   *
   * @param features the features that the rules ask about
   * @param columns the place of each of them in a row
   * @param width values of a row
   * @param rules the rules
   * @throws IllegalArgumentException if a condition is not one of its feature's
   */
  RuleMatcher(List<FeatureBins> features, int[] columns, int width, List<Rule> rules) {
    this.features = List.copyOf(features);
    this.columns = columns.clone();
    this.width = width;
    this.rules = rules.size();
    this.words = Math.max(1, (rules.size() + 63) >>> 6);
    this.all = new long[words];
    for (int rule = 0; rule < rules.size(); rule++) {
      all[rule >>> 6] |= 1L << rule;
    }
    this.masks = new long[features.size()][];
    for (int f = 0; f < masks.length; f++) {
      masks[f] = masks(features.get(f), rules);
    }
  }

  private long[] masks(FeatureBins feature, List<Rule> rules) {
    int bins = feature.conditions().size();
    long[] mask = new long[(bins + 1) * words];
    for (int bin = 0; bin <= bins; bin++) {
      System.arraycopy(all, 0, mask, bin * words, words);
    }
    for (int rule = 0; rule < rules.size(); rule++) {
      Optional<Condition> condition =
          rules.get(rule).conditions().stream()
              .filter(c -> c.feature().equals(feature.feature().name()))
              .findFirst();
      if (condition.isPresent()) {
        int bin = binOf(feature, condition.get());
        for (int other = -1; other < bins; other++) {
          if (other != bin) {
            mask[(other + 1) * words + (rule >>> 6)] &= ~(1L << rule);
          }
        }
      }
    }
    return mask;
  }

  private static int binOf(FeatureBins feature, Condition condition) {
    return feature
        .find(condition)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Feature \""
                        + feature.feature().name()
                        + "\" has no condition "
                        + condition.token()
                        + "; it has "
                        + feature.conditions().stream().map(Condition::token).toList()));
  }

  int width() {
    return width;
  }

  List<FeatureBins> features() {
    return features;
  }

  /** The place of a feature in a row, by its place in {@link #features}. */
  int column(int feature) {
    return columns[feature];
  }

  /** Room for {@link #holding}. */
  long[] buffer() {
    return new long[words];
  }

  /**
   * Finds the rules that hold for the row that starts at {@code at}.
   *
   * @param held receives the set of them
   */
  void holding(double[] rows, int at, long[] held) {
    System.arraycopy(all, 0, held, 0, words);
    for (int f = 0; f < masks.length; f++) {
      int from = (features.get(f).bin(rows[at + columns[f]]) + 1) * words;
      long[] mask = masks[f];
      for (int w = 0; w < words; w++) {
        held[w] &= mask[from + w];
      }
    }
  }

  /** The first rule of a set, or the number of rules if there is none. */
  int first(long[] held) {
    for (int w = 0; w < words; w++) {
      if (held[w] != 0) {
        return w * 64 + Long.numberOfTrailingZeros(held[w]);
      }
    }
    return rules;
  }

  /** The same rules for rows of other columns. */
  RuleMatcher on(List<FeatureBins> otherFeatures, int[] otherColumns, int otherWidth) {
    return new RuleMatcher(this, otherFeatures, otherColumns, otherWidth);
  }

  private RuleMatcher(RuleMatcher same, List<FeatureBins> features, int[] columns, int width) {
    this.features = List.copyOf(features);
    this.columns = columns.clone();
    this.width = width;
    this.rules = same.rules;
    this.words = same.words;
    this.masks = same.masks;
    this.all = same.all;
  }

  /** The features that rules ask about, in the order of the columns. */
  static List<FeatureBins> used(List<FeatureBins> features, List<Rule> rules) {
    List<String> names = rules.stream().flatMap(rule -> rule.features().stream()).toList();
    List<FeatureBins> used = new ArrayList<>();
    for (FeatureBins bins : features) {
      if (names.contains(bins.feature().name())) {
        used.add(bins);
      }
    }
    return used;
  }

  @Override
  public String toString() {
    return rules + " rules on columns " + Arrays.toString(columns);
  }
}
