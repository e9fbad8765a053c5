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
 * @param threshold the probability from which on the decision is that of the positive class
 * @param cannot what was looked at and cannot turn the decision
 * @param can what can turn it, nearest first
 * @param closest the closest flip point over all features that may change
 * @param fixed the features that may not change
 * @param names what features and levels are called in text and HTML
 */
public record FlipReport(
    String row,
    String decision,
    String otherDecision,
    double probability,
    double threshold,
    List<Entry> cannot,
    List<Entry> can,
    Entry closest,
    List<String> fixed,
    Names names) {

  static final String CANNOT = "1. What cannot change the decision alone";
  static final String CAN = "2. What can change the decision";
  static final String CLOSEST = "3. The smallest change of all features together";

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
   * @param value its value at the flip point, in words
   * @param why what is absurd, as in "... of -9000 EUR is outside of what ..."
   */
  public record Flag(String feature, String value, String why) {}

  /**
   * What features and levels are called; those that are not named keep their name in the data.
   *
   * @param features names by feature
   * @param units units by feature, where they are not the schema's; empty for none
   * @param levels names by feature, then by level
   */
  public record Names(
      Map<String, String> features,
      Map<String, String> units,
      Map<String, Map<String, String>> levels) {
    /** Copies the maps. */
    public Names {
      features = Map.copyOf(features);
      units = Map.copyOf(units);
      Map<String, Map<String, String>> copy = new LinkedHashMap<>();
      levels.forEach((feature, of) -> copy.put(feature, Map.copyOf(of)));
      levels = Map.copyOf(copy);
    }

    String level(String feature, String level) {
      return levels.getOrDefault(feature, Map.of()).getOrDefault(level, level);
    }
  }

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
    private final Map<String, String> features = new LinkedHashMap<>();
    private final Map<String, String> unitNames = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> levels = new LinkedHashMap<>();
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

    /**
     * What a feature is called in the words of the person, for example {@code called("dur_m",
     * "duration of the credit")}.
     *
     * @throws DataException if there is no such feature
     */
    public Builder called(String feature, String words) {
      training.schema().feature(feature);
      features.put(feature, words);
      return this;
    }

    /**
     * The unit of a feature in the words of the person, where it is not that of the schema; empty
     * for none.
     *
     * @throws DataException if there is no such feature
     */
    public Builder unit(String feature, String unit) {
      training.schema().feature(feature);
      unitNames.put(feature, unit);
      return this;
    }

    /**
     * What a level is called, for example {@code levelCalled("account", "<0", "overdrawn")}.
     *
     * @throws DataException if there is no such feature or level
     */
    public Builder levelCalled(String feature, String level, String words) {
      Feature declared = training.schema().feature(feature);
      if (declared.code(level).isEmpty()) {
        throw new DataException(
            "\""
                + feature
                + "\" has no level \""
                + level
                + "\"; its levels are "
                + declared.levels());
      }
      levels.computeIfAbsent(feature, absent -> new LinkedHashMap<>()).put(level, words);
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
        units().forEach((unit, together) -> looks.put("everything in " + unit, together));
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
          flips.threshold(),
          cannot,
          can,
          entry("all features", free, flips.closest(row)),
          flips.inputFeatures().stream().filter(feature -> !free.contains(feature)).toList(),
          new Names(features, unitNames, levels));
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
      FlipWording wording = new FlipWording(new Names(features, unitNames, levels));
      String value = wording.value(feature, change.to(), flips.scale(feature.name()));
      if (!feature.levels().isEmpty()) {
        boolean seen = training.levelCounts(feature.name())[(int) change.to()] > 0;
        return seen
            ? Optional.empty()
            : Optional.of(new Flag(feature.name(), value, "a level that no training row has"));
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
              "outside of what the model was trained on, from "
                  + wording.value(feature, low, scale)
                  + " to "
                  + wording.value(feature, high, scale)));
    }
  }
}
