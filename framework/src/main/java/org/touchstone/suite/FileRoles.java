package org.touchstone.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.JsonDocument;
import org.touchstone.engine.data.Schema;

/** Checks the roles of a suite file against the schema of its data, to name the wrong line. */
final class FileRoles {

  private final JsonDocument document;
  private final Schema schema;

  FileRoles(JsonDocument document, Schema schema) {
    this.document = document;
    this.schema = schema;
  }

  /**
   * Checks that every column and level that the roles name exists.
   *
   * @throws org.touchstone.engine.data.DataException if not, with the place in the suite file
   */
  void check() {
    requireLevel("/roles/label", "/roles/positiveClass");
    requireLevel("/roles/label", "/roles/favourableOutcome");
    JsonNode sensitive = document.root().at("/roles/sensitive");
    for (int i = 0; i < sensitive.size(); i++) {
      String item = "/roles/sensitive/" + i;
      requireLevel(item + "/feature", item + "/reference");
    }
    if (document.root().at("/roles").has("groups")) {
      levels("/roles/groups");
    }
  }

  /**
   * Checks that the sensitive event features are columns of an event.
   *
   * @throws org.touchstone.engine.data.DataException if not, with the place in the suite file
   */
  void checkEvents(Schema events) {
    JsonNode named = document.root().at("/roles/sensitiveEventFeatures");
    for (int i = 0; i < named.size(); i++) {
      if (events.find(named.get(i).textValue()).isEmpty()) {
        throw document.error(
            "/roles/sensitiveEventFeatures/" + i,
            "the schema of the events has no column \""
                + named.get(i).textValue()
                + "\"; it has "
                + events.names());
      }
    }
  }

  private void requireLevel(String column, String level) {
    List<String> levels = levels(column);
    String found = text(level);
    if (!levels.contains(found)) {
      throw document.error(
          level,
          "column \"" + text(column) + "\" has no level \"" + found + "\"; it has " + levels);
    }
  }

  private List<String> levels(String pointer) {
    String column = text(pointer);
    if (!schema.names().contains(column)) {
      throw document.error(
          pointer, "the schema has no column \"" + column + "\"; it has " + schema.names());
    }
    Feature feature = schema.feature(column);
    if (feature.levels().isEmpty()) {
      throw document.error(
          pointer,
          "column \"" + column + "\" is a number and has no levels; derive a column with levels");
    }
    return feature.levels();
  }

  private String text(String pointer) {
    return document.root().at(pointer).textValue();
  }
}
