package org.touchstone.engine.kpi;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.rules.RuleList;

/** Checks that model, data and roles of an audit fit together. */
final class AuditChecks {

  private final Schema schema;
  private final Roles roles;

  private AuditChecks(Schema schema, Roles roles) {
    this.schema = schema;
    this.roles = roles;
  }

  /**
   * Checks the model of a table.
   *
   * @throws DataException if it takes other rows, gives the probability of the other class as far
   *     as it says so, or the roles name sensitive event features
   */
  static void checkTable(Classifier model, Schema schema, Roles roles) {
    if (model.inputWidth() != schema.size()) {
      throw new DataException(
          "The model takes "
              + model.inputWidth()
              + " inputs, a row of the data has "
              + schema.size()
              + " columns; wrap the model in an encoder that turns one into the other");
    }
    if (model instanceof RuleList list) {
      requireSameClass(list.label(), roles);
    }
    if (!roles.sensitiveEventFeatures().isEmpty()) {
      throw new DataException(
          "The roles name sensitive event features, "
              + roles.sensitiveEventFeatures()
              + ", but a table has no events; name its columns as sensitive");
    }
  }

  /** Of the other class, every probability would be taken for its opposite. */
  private static void requireSameClass(RuleList.Label label, Roles roles) {
    if (label.name().equals(roles.label())
        && !label.positiveClass().equals(roles.positiveClass())) {
      throw new DataException(
          "The rule list gives the probability of "
              + label.name()
              + " = \""
              + label.positiveClass()
              + "\", the roles name \""
              + roles.positiveClass()
              + "\" as positive class; name \""
              + label.positiveClass()
              + "\", or learn the list for the other class");
    }
  }

  /**
   * Checks the table and its roles.
   *
   * @throws DataException if training and test data have different columns, or a role names a
   *     column or a level that there is not, or that cannot have it
   */
  static void check(Schema schema, Optional<Dataset> training, Roles roles) {
    training.ifPresent(data -> requireSameColumns(data.schema(), schema, "data"));
    new AuditChecks(schema, roles).checkRoles();
  }

  /** Throws if training data have other columns, or other levels, than test data. */
  static void requireSameColumns(Schema training, Schema test, String what) {
    if (!training.names().equals(test.names())) {
      throw new DataException(
          "Training and test "
              + what
              + " have different columns: "
              + training.names()
              + " and "
              + test.names());
    }
    for (Feature feature : test.features()) {
      // Of another order of levels, the same code would mean another level.
      List<String> levels = training.feature(feature.name()).levels();
      if (!levels.equals(feature.levels())) {
        throw new DataException(
            "Column \""
                + feature.name()
                + "\" has the levels "
                + levels
                + " in the training "
                + what
                + " and "
                + feature.levels()
                + " in the test "
                + what
                + "; read both with one schema");
      }
    }
  }

  private void checkRoles() {
    requireLevel(roles.label(), roles.positiveClass(), "positive class");
    requireLevel(roles.label(), roles.favourableOutcome(), "favourable outcome");
    Feature label = schema.feature(roles.label());
    if (label.levels().size() != 2) {
      throw new DataException(
          "Label \"" + label.name() + "\" needs two classes, its schema has " + label.levels());
    }
    Set<String> seen = new HashSet<>();
    for (Roles.SensitiveFeature sensitive : roles.sensitive()) {
      requireLevel(sensitive.feature(), sensitive.reference(), "reference group");
      requireNotTheLabel(sensitive.feature(), "as sensitive");
      if (!seen.add(sensitive.feature())) {
        throw new DataException(
            "\""
                + sensitive.feature()
                + "\" is named twice as sensitive; name it once, with one reference group");
      }
      if (roles.groups().filter(sensitive.feature()::equals).isPresent()) {
        throw new DataException(
            "\""
                + sensitive.feature()
                + "\" is named both as sensitive and as groups: within one of its own groups there"
                + " is nothing to compare; name another column as groups");
      }
    }
    roles
        .groups()
        .ifPresent(
            name -> {
              requireNotTheLabel(name, "as groups");
              if (schema.feature(name).levels().isEmpty()) {
                throw new DataException(
                    "Groups column \"" + name + "\" has no levels; name a column that has");
              }
            });
  }

  private void requireNotTheLabel(String column, String role) {
    if (column.equals(roles.label())) {
      throw new DataException(
          "\""
              + column
              + "\" is named both as label and "
              + role
              + ": rows of one class alone have no error rates to compare; name another column");
    }
  }

  private void requireLevel(String column, String level, String role) {
    Feature feature = schema.feature(column);
    if (feature.code(level).isEmpty()) {
      throw new DataException(
          "Column \""
              + column
              + "\" has no level \""
              + level
              + "\" to be the "
              + role
              + "; its levels are "
              + feature.levels());
    }
  }
}
