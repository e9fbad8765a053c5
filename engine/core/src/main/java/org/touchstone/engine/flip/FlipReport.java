package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;

/**
 * What one person is told about a decision: which features cannot turn it alone, which can and to
 * which value, and the closest point at which it turns (Yousefzadeh and O'Leary, Algorithm 1,
 * Figures 2 and 5, Table 1).
 *
 * @param row what the report is about, for example {@code application 17}
 * @param decision the model's decision, in words
 * @param otherDecision the decision on the other side of the boundary, in words
 * @param probability of the positive class
 * @param cannot what was looked at and cannot turn the decision
 * @param can what can turn it, nearest first
 * @param closest the closest flip point over all features that may change
 * @param fixed the features that may not change
 */
public record FlipReport(
    String row,
    String decision,
    String otherDecision,
    double probability,
    List<Entry> cannot,
    List<Entry> can,
    Entry closest,
    List<String> fixed) {

  /**
   * What was found for some features.
   *
   * @param name how the features are called together: a feature's own name, or that of a group
   * @param features those that may change
   * @param result the closest constrained flip point
   * @param flags what a person would find absurd about it
   */
  public record Entry(String name, List<String> features, FlipResult result, List<Flag> flags) {
    /** Copies the lists. */
    public Entry {
      features = List.copyOf(features);
      flags = List.copyOf(flags);
    }
  }

  /**
   * A change that a person would find absurd.
   *
   * @param feature the feature
   * @param value its value at the flip point
   * @param why one sentence
   */
  public record Flag(String feature, String value, String why) {}

  /** Copies the lists. */
  public FlipReport {
    cannot = List.copyOf(cannot);
    can = List.copyOf(can);
    fixed = List.copyOf(fixed);
  }

  /**
   * Starts a report.
   *
   * @param flips finds the flip points
   * @param training the rows whose range is not absurd
   */
  public static Builder of(FlipPoints flips, Dataset training) {
    return new Builder(flips, training);
  }

  /** The report as plain text. */
  public String toText() {
    return new FlipReportText(this).text();
  }

  /** The report as an HTML document without references to anything outside of it. */
  public String toHtml() {
    return new FlipReportHtml(this).html();
  }

  /** The report as JSON, with every number in full. */
  public String toJson() {
    return FlipReportJson.json(this);
  }

  /** Collects what a report looks at. */
  public static final class Builder {
    private final FlipPoints flips;
    private final Dataset training;
    private final Map<String, Set<String>> groups = new LinkedHashMap<>();
    private String positive = "positive";
    private String negative = "negative";
    private boolean scales = true;
    private boolean pairs;

    private Builder(FlipPoints flips, Dataset training) {
      this.flips = flips;
      this.training = training;
      if (!training.schema().names().equals(flips.schema().names())) {
        throw new DataException(
            "The training rows have the columns "
                + training.schema().names()
                + ", flip points "
                + flips.schema().names());
      }
    }

    /** What the two decisions are called; "positive" and "negative" by default. */
    public Builder decisions(String ofPositiveClass, String ofNegativeClass) {
      this.positive = ofPositiveClass;
      this.negative = ofNegativeClass;
      return this;
    }

    /** Also looks at some features together (Algorithm 1, line 4). */
    public Builder group(String name, Set<String> features) {
      groups.put(name, new TreeSet<>(features));
      return this;
    }

    /** Whether features of the same unit are looked at together (line 3); yes by default. */
    public Builder unitGroups(boolean wanted) {
      this.scales = wanted;
      return this;
    }

    /** Whether every pair of features is looked at; no by default. */
    public Builder pairs(boolean wanted) {
      this.pairs = wanted;
      return this;
    }

    /**
     * The report about a row.
     *
     * @param name what the report is about
     * @param row values and codes of the schema's columns
     */
    public FlipReport build(String name, double[] row) {
      List<Entry> cannot = new ArrayList<>();
      List<Entry> can = new ArrayList<>();
      Map<String, Set<String>> looks = new LinkedHashMap<>();
      flips.features().forEach(feature -> looks.put(feature, Set.of(feature)));
      if (pairs) {
        List<String> all = flips.features();
        for (int i = 0; i < all.size(); i++) {
          for (int j = i + 1; j < all.size(); j++) {
            looks.put(all.get(i) + " and " + all.get(j), Set.of(all.get(i), all.get(j)));
          }
        }
      }
      if (scales) {
        units().forEach((unit, features) -> looks.put("all features in " + unit, features));
      }
      looks.putAll(groups);
      looks.forEach(
          (label, features) -> {
            Entry entry = entry(label, features, flips.closest(row, features));
            (entry.result().found() ? can : cannot).add(entry);
          });
      can.sort(java.util.Comparator.comparingDouble(entry -> entry.result().get().distance()));
      double probability = flips.probability(row);
      boolean isPositive = probability >= flips.threshold();
      Set<String> free = Set.copyOf(flips.features());
      return new FlipReport(
          name,
          isPositive ? positive : negative,
          isPositive ? negative : positive,
          probability,
          cannot,
          can,
          entry("all features", free, flips.closest(row)),
          flips.inputFeatures().stream().filter(feature -> !free.contains(feature)).toList());
    }

    /** Features of one unit, of which there are two or more that may change. */
    private Map<String, Set<String>> units() {
      Map<String, Set<String>> byUnit = new LinkedHashMap<>();
      for (String name : flips.features()) {
        String unit = flips.schema().feature(name).attributes().unit();
        if (!unit.isEmpty()) {
          byUnit.computeIfAbsent(unit, absent -> new TreeSet<>()).add(name);
        }
      }
      byUnit.values().removeIf(features -> features.size() < 2);
      return byUnit;
    }

    private Entry entry(String name, Set<String> features, FlipResult result) {
      List<String> ordered = flips.schema().names().stream().filter(features::contains).toList();
      return new Entry(name, ordered, result, result.closest().map(this::flags).orElse(List.of()));
    }

    private List<Flag> flags(FlipPoint point) {
      List<Flag> flags = new ArrayList<>();
      for (FlipPoint.Change change : point.changes()) {
        outside(change).ifPresent(flags::add);
      }
      return flags;
    }

    private Optional<Flag> outside(FlipPoint.Change change) {
      Feature feature = change.feature();
      String value = FlipWording.value(feature, change.to(), flips.scale(feature.name()));
      if (!feature.levels().isEmpty()) {
        boolean seen = training.levelCounts(feature.name())[(int) change.to()] > 0;
        return seen
            ? Optional.empty()
            : Optional.of(new Flag(feature.name(), value, "no training row has this level"));
      }
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < training.rowCount(); i++) {
        double of = training.value(i, change.column());
        if (!Double.isNaN(of)) {
          low = Math.min(low, of);
          high = Math.max(high, of);
        }
      }
      if (change.to() >= low && change.to() <= high) {
        return Optional.empty();
      }
      double scale = flips.scale(feature.name());
      return Optional.of(
          new Flag(
              feature.name(),
              value,
              "outside of the training data, which go from "
                  + FlipWording.value(feature, low, scale)
                  + " to "
                  + FlipWording.value(feature, high, scale)));
    }
  }
}
