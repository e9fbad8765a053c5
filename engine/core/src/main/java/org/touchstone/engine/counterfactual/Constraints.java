package org.touchstone.engine.counterfactual;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * What a counterfactual may change, and to what. Constraints are about changes: a value that a row
 * has already may stay, wherever it lies. Immutable; each method returns constraints with one more.
 *
 * @param immutable features that are never changed
 * @param directions features that may only go up, or only down
 * @param ranges the values that a continuous feature may be changed to
 * @param allowedLevels the levels that a feature with levels may be changed to
 */
public record Constraints(
    Set<String> immutable,
    Map<String, Direction> directions,
    Map<String, Range> ranges,
    Map<String, Set<String>> allowedLevels) {

  /** No constraints: the paper's experiment. */
  public static final Constraints NONE = new Constraints(Set.of(), Map.of(), Map.of(), Map.of());

  /** The way that a feature may go. */
  public enum Direction {
    /** To larger numbers or higher levels only, as an age does. */
    INCREASING,
    /** To smaller numbers or lower levels only. */
    DECREASING,
    /** Either way, as without a direction. */
    EITHER
  }

  /**
   * Values from a smallest to a largest one, both included.
   *
   * @param min smallest value
   * @param max largest value
   */
  public record Range(double min, double max) {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a bound is NaN, or {@code min} is above {@code max}
     */
    public Range {
      if (!(min <= max)) {
        throw new IllegalArgumentException(
            "A range needs min <= max, found [" + min + ", " + max + "]");
      }
    }

    boolean contains(double value) {
      return min <= value && value <= max;
    }
  }

  /** Copies the collections. */
  public Constraints {
    immutable = Set.copyOf(immutable);
    directions = Map.copyOf(directions);
    ranges = Map.copyOf(ranges);
    allowedLevels = Map.copyOf(allowedLevels);
  }

  /**
   * What a schema declares: features that a person cannot change, and the bounds of continuous
   * ones. A feature is immutable too if an immutable one is derived from it.
   */
  public static Constraints of(Schema schema) {
    Set<String> immutable = new HashSet<>();
    Map<String, Range> ranges = new HashMap<>();
    for (Feature feature : schema.features()) {
      if (feature.attributes().immutable()) {
        immutable.add(feature.name());
        schema.derivation(feature.name()).ifPresent(rule -> immutable.add(rule.from()));
      }
      if (feature instanceof Feature.Continuous number
          && (number.min() > Double.NEGATIVE_INFINITY || number.max() < Double.POSITIVE_INFINITY)) {
        ranges.put(number.name(), new Range(number.min(), number.max()));
      }
    }
    return new Constraints(immutable, Map.of(), ranges, Map.of());
  }

  /** These features are never changed, and neither is what they are computed from. */
  public Constraints immutable(Collection<String> features) {
    Set<String> more = new HashSet<>(immutable);
    more.addAll(features);
    return new Constraints(more, directions, ranges, allowedLevels);
  }

  /** A continuous, ordinal or binary feature goes in one direction only, by number or level. */
  public Constraints direction(String feature, Direction direction) {
    Map<String, Direction> more = new HashMap<>(directions);
    more.put(feature, direction);
    return new Constraints(immutable, more, ranges, allowedLevels);
  }

  /** A continuous feature is changed to values of a range only. */
  public Constraints range(String feature, double min, double max) {
    Map<String, Range> more = new HashMap<>(ranges);
    more.put(feature, new Range(min, max));
    return new Constraints(immutable, directions, more, allowedLevels);
  }

  /** A feature with levels is changed to some of them only. */
  public Constraints levels(String feature, Collection<String> levels) {
    Map<String, Set<String>> more = new HashMap<>(allowedLevels);
    more.put(feature, Set.copyOf(levels));
    return new Constraints(immutable, directions, ranges, more);
  }

  /**
   * Checks that the constraints fit the columns of a table.
   *
   * @throws DataException if one names an unknown feature or level, a direction is set for a
   *     categorical feature, a range for one with levels, or levels for a continuous one, or any of
   *     them for a column that is computed from another one
   */
  void require(Schema schema) {
    new TreeSet<>(immutable).forEach(schema::indexOf);
    Set<String> limited = new TreeSet<>(directions.keySet());
    limited.addAll(ranges.keySet());
    limited.addAll(allowedLevels.keySet());
    for (String name : limited) {
      schema.indexOf(name);
      schema
          .derivation(name)
          .ifPresent(
              rule -> {
                throw new DataException(
                    "\""
                        + name
                        + "\" is computed from \""
                        + rule.from()
                        + "\" and follows it; set the direction, range or levels of that one");
              });
    }
    directions.forEach(
        (name, direction) -> {
          if (schema.feature(name) instanceof Feature.Categorical
              && direction != Direction.EITHER) {
            throw new DataException(
                "The levels of \""
                    + name
                    + "\" have no order to go up or down; name the allowed levels instead");
          }
        });
    ranges.forEach(
        (name, range) -> {
          if (!(schema.feature(name) instanceof Feature.Continuous)) {
            throw new DataException(
                "\"" + name + "\" has levels, not a range; name the allowed levels instead");
          }
        });
    allowedLevels.forEach(
        (name, levels) -> {
          Feature feature = schema.feature(name);
          if (feature.levels().isEmpty()) {
            throw new DataException("\"" + name + "\" has numbers, not levels; give it a range");
          }
          for (String level : new TreeSet<>(levels)) {
            if (feature.code(level).isEmpty()) {
              throw new DataException(
                  "\""
                      + name
                      + "\" has no level \""
                      + level
                      + "\" to allow; it has "
                      + feature.levels());
            }
          }
        });
  }

  /** The same constraints, with the columns immutable too that immutable ones are computed from. */
  Constraints within(Schema schema) {
    return immutable(
        immutable.stream()
            .flatMap(name -> schema.derivation(name).stream())
            .map(Derivation::from)
            .toList());
  }

  /** Whether a feature may be changed to a value, whatever its value is now. */
  boolean allows(Feature feature, double value) {
    if (immutable.contains(feature.name()) || Double.isNaN(value)) {
      return false;
    }
    Range range = ranges.get(feature.name());
    if (range != null && !range.contains(value)) {
      return false;
    }
    Set<String> levels = allowedLevels.get(feature.name());
    return levels == null || levels.contains(feature.levels().get((int) value));
  }

  /** Whether a feature may be changed from a value to another one. */
  boolean allows(Feature feature, double from, double to) {
    if (!allows(feature, to)) {
      return false;
    }
    // From a missing value there is no direction: neither comparison holds.
    return switch (directions.getOrDefault(feature.name(), Direction.EITHER)) {
      case INCREASING -> !(to < from);
      case DECREASING -> !(to > from);
      case EITHER -> true;
    };
  }

  /** The features that may not be changed among some, in their order. */
  List<String> immutableAmong(List<String> features) {
    return features.stream().filter(immutable::contains).toList();
  }
}
