package org.touchstone.engine.kpi;

import java.util.Optional;

/**
 * What one measurement is about: the whole data set or one group of it, and for fairness KPIs the
 * sensitive feature.
 *
 * @param sensitive name of the sensitive feature, for KPIs that compare its groups
 * @param group the group of rows that was measured, empty for all rows
 */
public record Scope(Optional<String> sensitive, Optional<Group> group) {

  /** All rows, no sensitive feature. */
  public static final Scope OVERALL = new Scope(Optional.empty(), Optional.empty());

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

  /** The same scope, narrowed to one group of rows. */
  public Scope within(Group rows) {
    return new Scope(sensitive, Optional.of(rows));
  }

  /** Which rows: {@code the data}, or of a group {@code housing=own}. */
  public String rows() {
    return group.map(Group::toString).orElse("the data");
  }

  /** Reads like {@code sex, housing=own}; {@code overall} where nothing narrows it. */
  @Override
  public String toString() {
    if (sensitive.isEmpty() && group.isEmpty()) {
      return "overall";
    }
    if (group.isEmpty()) {
      return sensitive.get();
    }
    return sensitive.map(name -> name + ", ").orElse("") + group.get();
  }
}
