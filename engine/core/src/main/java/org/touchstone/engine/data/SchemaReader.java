package org.touchstone.engine.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads a schema from its JSON file. */
final class SchemaReader {

  private final JsonDocument document;
  private final List<Feature> features = new ArrayList<>();
  private final Map<String, Derivation> derivations = new LinkedHashMap<>();
  private final Map<String, String> pointers = new HashMap<>();

  private SchemaReader(JsonDocument document) {
    this.document = document;
  }

  /** The schema of a file. */
  static Schema read(InputSource source) {
    return new SchemaReader(JsonDocument.read(source, JsonDocument.class, "data.schema.json"))
        .read();
  }

  private Schema read() {
    JsonNode columns = document.root().get("columns");
    for (int i = 0; i < columns.size(); i++) {
      String pointer = "/columns/" + i;
      Feature feature = feature(columns.get(i), pointer);
      String other = pointers.putIfAbsent(feature.name(), pointer);
      if (other != null) {
        throw document.error(
            pointer + "/name",
            "the column "
                + Wording.quote(feature.name())
                + " is already declared at "
                + other
                + "; give each column one name");
      }
      features.add(feature);
      JsonNode derived = columns.get(i).get("derived");
      if (derived != null) {
        derivations.put(feature.name(), derivation(derived));
      }
    }
    for (String name : derivations.keySet()) {
      check(name);
    }
    return Schema.of(features, derivations);
  }

  private Feature feature(JsonNode node, String pointer) {
    String name = node.get("name").textValue();
    Feature.Attributes attributes =
        new Feature.Attributes(
            node.path("unit").asText(""),
            node.path("immutable").asBoolean(false),
            node.path("sensitive").asBoolean(false),
            node.path("description").asText(""));
    return switch (node.get("kind").textValue()) {
      case "continuous" -> continuous(name, node, pointer, attributes);
      case "ordinal" -> new Feature.Ordinal(name, levels(node, pointer), attributes);
      case "categorical" -> new Feature.Categorical(name, levels(node, pointer), attributes);
      default -> new Feature.Binary(name, levels(node, pointer), attributes);
    };
  }

  private Feature continuous(
      String name, JsonNode node, String pointer, Feature.Attributes attributes) {
    double min = bound(node, pointer, "min", Double.NEGATIVE_INFINITY);
    double max = bound(node, pointer, "max", Double.POSITIVE_INFINITY);
    if (min > max) {
      throw document.error(
          pointer + "/min",
          "min is "
              + Wording.number(min)
              + " and max is "
              + Wording.number(max)
              + "; min must not be above max");
    }
    return new Feature.Continuous(
        name, min, max, node.path("integer").asBoolean(false), attributes);
  }

  private double bound(JsonNode node, String pointer, String field, double unbounded) {
    if (!node.has(field)) {
      return unbounded;
    }
    double value = node.get(field).doubleValue();
    if (!Double.isFinite(value)) {
      throw document.error(
          pointer + "/" + field,
          "found a number that is too large; leave " + field + " out where there is no bound");
    }
    return value;
  }

  private List<String> levels(JsonNode node, String pointer) {
    List<String> levels = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    JsonNode array = node.get("levels");
    for (int i = 0; i < array.size(); i++) {
      String level = array.get(i).textValue();
      if (!seen.add(level)) {
        throw document.error(
            pointer + "/levels/" + i,
            "the level " + Wording.quote(level) + " is declared twice; remove one");
      }
      levels.add(level);
    }
    return levels;
  }

  private static Derivation derivation(JsonNode node) {
    String from = node.get("from").textValue();
    if (node.has("map")) {
      Map<String, String> levels = new LinkedHashMap<>();
      node.get("map")
          .properties()
          .forEach(entry -> levels.put(entry.getKey(), entry.getValue().textValue()));
      return new Derivation.Mapped(from, levels);
    }
    List<Double> cuts = new ArrayList<>();
    node.get("cuts").forEach(cut -> cuts.add(cut.doubleValue()));
    return new Derivation.Cut(from, cuts);
  }

  /** Checks one derivation by itself, so that the error can say where it stands. */
  private void check(String name) {
    try {
      Schema.of(features, Map.of(name, derivations.get(name)));
    } catch (DataException e) {
      throw document.error(
          pointers.get(name) + "/derived", lowerFirst(Objects.requireNonNull(e.getMessage())));
    }
  }

  private static String lowerFirst(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
