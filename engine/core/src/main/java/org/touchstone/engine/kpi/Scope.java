package org.touchstone.engine.kpi;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one measurement is about: the whole data set or one group of it, for fairness KPIs the
 * sensitive feature, and for KPIs about single features the feature.
 *
 * @param sensitive name of the sensitive feature, for KPIs that compare its groups
 * @param group the group of rows that was measured, empty for all rows
 * @param feature name of the feature, for KPIs that are measured feature by feature
 */
public record Scope(Optional<String> sensitive, Optional<Group> group, Optional<String> feature) {

  /** All rows, no sensitive feature. */
  public static final Scope OVERALL = new Scope(Optional.empty(), Optional.empty());

  /** A scope that is not about a single feature. */
  public Scope(Optional<String> sensitive, Optional<Group> group) {
    this(sensitive, group, Optional.empty());
  }

  /**
   * Rows that share one level of a feature.
   *
   * @param feature name of the feature
   * @param level the level, as the schema writes it
   */
  public record Group(String feature, String level) {
    @Override
    public String toString() {
      return feature + "=" + level;
    }
  }

  /** All rows, compared by a sensitive feature. */
  public static Scope ofSensitive(String feature) {
    return new Scope(Optional.of(feature), Optional.empty());
  }

  /** All rows, about one feature. */
  public static Scope ofFeature(String feature) {
    return new Scope(Optional.empty(), Optional.empty(), Optional.of(feature));
  }

  /** The same scope, narrowed to one group of rows. */
  public Scope within(Group rows) {
    return new Scope(sensitive, Optional.of(rows), feature);
  }

  /** Which rows: {@code the data}, or of a group {@code housing=own}. */
  public String rows() {
    return group.map(Group::toString).orElse("the data");
  }

  /** Reads like {@code sex, housing=own}; {@code overall} where nothing narrows it. */
  @Override
  public String toString() {
    String text =
        Stream.of(feature, sensitive, group.map(Group::toString))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "overall" : text;
  }
}
