package org.touchstone.engine.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Feature;

/**
 * How the values of one column become conditions: bin {@code b} stands for {@code
 * conditions().get(b)}. Immutable.
 */
final class FeatureBins {

  /** What {@link #bin} returns for a value that no condition is about. */
  static final int NONE = -1;

  private final Feature feature;
  private final double[] cuts;
  private final int[] binByCode;
  private final int missingBin;
  private final List<Condition> conditions;

  private FeatureBins(
      Feature feature,
      double[] cuts,
      int[] binByCode,
      int missingBin,
      List<? extends Condition> conditions) {
    this.feature = feature;
    this.cuts = cuts;
    this.binByCode = binByCode;
    this.missingBin = missingBin;
    this.conditions = List.copyOf(conditions);
  }

  /** Bins of a number; with missing values there is a bin for them. */
  static FeatureBins ofNumber(Feature.Continuous feature, double[] cuts, boolean missing) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i <= cuts.length && cuts.length > 0; i++) {
      conditions.add(
          new Condition.Interval(
              feature.name(),
              i == 0 ? Double.NEGATIVE_INFINITY : cuts[i - 1],
              i == cuts.length ? Double.POSITIVE_INFINITY : cuts[i]));
    }
    if (missing && cuts.length == 0) {
      conditions.add(new Condition.Given(feature.name()));
    }
    int missingBin = addMissing(feature, missing, conditions);
    return new FeatureBins(feature, cuts.clone(), new int[0], missingBin, conditions);
  }

  /** Bins of an ordinal feature: cuts between codes, each bin a run of neighbouring levels. */
  static FeatureBins ofOrdinal(Feature.Ordinal feature, double[] cuts, boolean missing) {
    List<String> levels = feature.levels();
    int[] binByCode = new int[levels.size()];
    List<Condition> conditions = new ArrayList<>();
    if (cuts.length > 0) {
      int from = 0;
      for (int bin = 0; bin <= cuts.length; bin++) {
        int to = bin == cuts.length ? levels.size() : (int) Math.floor(cuts[bin]) + 1;
        Arrays.fill(binByCode, from, to, bin);
        conditions.add(
            to - from == 1
                ? new Condition.Level(feature.name(), levels.get(from))
                : new Condition.LevelRange(
                    feature.name(), levels.subList(from, to), from == 0, to == levels.size()));
        from = to;
      }
    } else if (missing) {
      conditions.add(new Condition.Given(feature.name()));
    }
    int missingBin = addMissing(feature, missing, conditions);
    return new FeatureBins(feature, new double[0], binByCode, missingBin, conditions);
  }

  /** One bin for each level that occurs; the others have none. */
  static FeatureBins ofLevels(Feature feature, int[] counts, boolean missing) {
    int[] binByCode = new int[counts.length];
    List<Condition> conditions = new ArrayList<>();
    for (int code = 0; code < counts.length; code++) {
      binByCode[code] = counts[code] > 0 ? conditions.size() : NONE;
      if (counts[code] > 0) {
        conditions.add(new Condition.Level(feature.name(), feature.levels().get(code)));
      }
    }
    int missingBin = addMissing(feature, missing, conditions);
    return new FeatureBins(feature, new double[0], binByCode, missingBin, conditions);
  }

  private static int addMissing(Feature feature, boolean missing, List<Condition> conditions) {
    if (missing) {
      conditions.add(new Condition.Missing(feature.name()));
    }
    return missing ? conditions.size() - 1 : NONE;
  }

  Feature feature() {
    return feature;
  }

  List<Condition> conditions() {
    return conditions;
  }

  /** Whether there is a bin for missing values. */
  boolean hasMissing() {
    return missingBin != NONE;
  }

  /** The cuts of a number, ascending; empty for a feature with levels. */
  double[] cuts() {
    return cuts.clone();
  }

  /** The bin of a number or code, or {@link #NONE}. */
  int bin(double value) {
    if (Double.isNaN(value)) {
      return missingBin;
    }
    if (binByCode.length > 0) {
      int code = (int) value;
      return code == value && code >= 0 && code < binByCode.length ? binByCode[code] : NONE;
    }
    int low = 0;
    int high = cuts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cuts[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether a value has a bin: faster than to find it. */
  boolean seen(double value) {
    if (Double.isNaN(value)) {
      return missingBin != NONE;
    }
    return binByCode.length == 0 || bin(value) != NONE;
  }

  /**
   * The same bins for a column of another schema; its levels are found by name, and those that are
   * not known here have no bin.
   *
   * @throws DataException if one of the two has levels and the other has not
   */
  FeatureBins on(Feature other) {
    if (other.levels().isEmpty() != feature.levels().isEmpty()) {
      throw new DataException(
          "The rule list knows \""
              + feature.name()
              + "\" as "
              + (feature.levels().isEmpty() ? "a number" : "one of " + feature.levels())
              + ", the schema as "
              + (other.levels().isEmpty() ? "a number" : "one of " + other.levels()));
    }
    int[] bins = new int[other.levels().size()];
    for (int code = 0; code < bins.length; code++) {
      OptionalInt here = feature.code(other.levels().get(code));
      bins[code] = here.isPresent() ? binByCode[here.getAsInt()] : NONE;
    }
    return new FeatureBins(other, cuts, bins, missingBin, conditions);
  }

  /** The bin of a condition, if it is one of this feature's. */
  Optional<Integer> find(Condition condition) {
    int bin = conditions.indexOf(condition);
    return bin < 0 ? Optional.empty() : Optional.of(bin);
  }
}
