package org.touchstone.engine.kpi.state;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.stats.ConfusionTable;

/**
 * Predicted against true classes by the levels of a sensitive feature.
 *
 * @param feature the sensitive feature's name
 * @param referenceLevel the level of the privileged group (S = 1)
 * @param levels one table for each level, in code order
 * @param reference the reference level
 * @param others all other levels together (S != 1)
 * @param missing rows where the feature is missing; they belong to neither
 */
public record SensitiveTables(
    String feature,
    String referenceLevel,
    List<Level> levels,
    ConfusionTable reference,
    ConfusionTable others,
    ConfusionTable missing) {

  /** Copies the list. */
  public SensitiveTables {
    levels = List.copyOf(levels);
  }

  /**
   * One level of the feature.
   *
   * @param name the level
   * @param table its rows
   */
  public record Level(String name, ConfusionTable table) {}

  /** Rows of both groups that are compared. */
  public long rows() {
    return reference.rows() + others.rows();
  }

  /** Reads like {@code sex=male}. */
  public String referenceName() {
    return feature + "=" + referenceLevel;
  }

  /** Reads like {@code sex other than male}. */
  public String othersName() {
    return feature + " other than " + referenceLevel;
  }

  static SensitiveTables of(
      ConfusionState state,
      OptionalInt group,
      int index,
      Feature feature,
      Roles.SensitiveFeature role) {
    List<Level> levels = new ArrayList<>();
    ConfusionTable reference = new ConfusionTable(0, 0, 0, 0);
    ConfusionTable others = reference;
    for (int code = 0; code < state.levelCount(index); code++) {
      String name = feature.levels().get(code);
      ConfusionTable table = state.table(group, index, code);
      levels.add(new Level(name, table));
      if (name.equals(role.reference())) {
        reference = table;
      } else {
        others = others.plus(table);
      }
    }
    return new SensitiveTables(
        role.feature(), role.reference(), levels, reference, others, state.missing(group, index));
  }
}
