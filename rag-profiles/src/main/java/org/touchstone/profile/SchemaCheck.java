package org.touchstone.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares a file with the profile's JSON Schema and puts the result into plain words. */
final class SchemaCheck {

  private static final String RESOURCE = "rag-profile.schema.json";
  private static final String BAND = "/$defs/band/";

  /** The schema's maximum of a count, 2^53 - 1. */
  private static final long LARGEST_COUNT = 9007199254740991L;

  private static final Schema SCHEMA = readSchema();

  private SchemaCheck() {}

  /** Adds what the schema refuses. */
  static void check(LocatedJson json, Problems problems) {
    checkSettings(json, "/defaults", json.root().path("defaults"), problems);
    for (Map.Entry<String, JsonNode> kpi : json.root().path("kpis").properties()) {
      checkSettings(json, LocatedJson.child("/kpis", kpi.getKey()), kpi.getValue(), problems);
    }
    for (Error error : SCHEMA.validate(json.root())) {
      // The band parser says more about a band than a pattern can.
      if (!error.getSchemaLocation().toString().contains(BAND)
          || !error.getKeyword().equals("pattern")) {
        add(error, json, problems);
      }
    }
  }

  /** The schema compares decimals; what follows works with doubles and longs. */
  private static void checkSettings(
      LocatedJson json, String pointer, JsonNode settings, Problems problems) {
    JsonNode level = settings.path("confidenceLevel");
    double rounded = level.doubleValue();
    boolean inside =
        level.isNumber()
            && level.decimalValue().signum() > 0
            && level.decimalValue().compareTo(BigDecimal.ONE) < 0;
    if (inside && (rounded == 0 || rounded == 1)) {
      problems.add(
          json.valueAt(pointer + "/confidenceLevel"),
          "found "
              + Decimals.text(level.decimalValue())
              + ", which a double rounds to "
              + Decimals.text(rounded)
              + "; write a level such as 0.95");
    }
    for (Map.Entry<String, JsonNode> count : settings.path("minimumSample").properties()) {
      // The validator reads a number beyond a double as infinite, and an infinite one as no number.
      if (count.getValue().isNumber() && Double.isInfinite(count.getValue().doubleValue())) {
        problems.add(
            json.valueAt(LocatedJson.child(pointer + "/minimumSample", count.getKey())),
            "found " + count.getValue().asText() + "; it is at most " + LARGEST_COUNT);
      }
    }
  }

  private static void add(Error error, LocatedJson json, Problems problems) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode found = error.getInstanceNode();
    JsonNode rule = error.getSchemaNode();
    String property = error.getProperty() == null ? "" : error.getProperty();
    switch (error.getKeyword()) {
      case "additionalProperties" -> {
        String field = LocatedJson.child(pointer, property);
        problems.add(json.nameAt(field), unknownField(error, pointer, property));
      }
      case "required" ->
          problems.add(
              json.nameAt(pointer), "\"" + property + "\" is missing; add it to " + owner(pointer));
      case "type" ->
          problems.add(
              json.valueAt(pointer), "found " + describe(found) + "; expected " + types(rule));
      case "enum" ->
          problems.add(
              json.valueAt(pointer),
              "found " + describe(found) + "; write one of " + Suggestions.list(texts(rule)));
      case "pattern" ->
          problems.add(
              json.valueAt(pointer),
              pointer.equals("/id")
                  ? "found "
                      + describe(found)
                      + "; an id is lower-case letters and digits, joined by - or ."
                  : "the text is blank; write what it asks for");
      case "format" ->
          problems.add(
              json.valueAt(pointer),
              "found "
                  + describe(found)
                  + (rule.asText().equals("date")
                      ? "; a date is a day of the calendar written as 2026-08-02"
                      : "; expected an address such as https://example.org/law"));
      case "minimum" ->
          problems.add(
              json.valueAt(pointer), "found " + describe(found) + "; it is at least " + rule);
      case "maximum" ->
          problems.add(
              json.valueAt(pointer), "found " + describe(found) + "; it is at most " + rule);
      case "exclusiveMinimum" ->
          problems.add(
              json.valueAt(pointer), "found " + describe(found) + "; it is more than " + rule);
      case "exclusiveMaximum" ->
          problems.add(
              json.valueAt(pointer), "found " + describe(found) + "; it is less than " + rule);
      case "minProperties" ->
          problems.add(
              json.valueAt(pointer),
              pointer.endsWith("/minimumSample")
                  ? "states no minimum; add rows, numerator or denominator"
                  : "is empty; add a field or leave it out");
      case "maxProperties" ->
          problems.add(
              json.nameAt(LocatedJson.child(pointer, "excluded")),
              "\"excluded\" stands with other fields; a KPI that is left out has no other field");
      default -> problems.add(json.valueAt(pointer), error.getMessage());
    }
  }

  private static String unknownField(Error error, String pointer, String property) {
    if (pointer.equals("/kpis")) {
      return "\""
          + property
          + "\" is not a KPI id; an id is a letter followed by letters, digits and underscores";
    }
    List<String> known = new ArrayList<>();
    Schema owner = SCHEMA;
    JsonNode schema = owner.getSchemaNode();
    // The error's location ends with the keyword; its parent lists the properties.
    String fragment = error.getSchemaLocation().getFragment().toString();
    JsonNode parent = schema.at(fragment.substring(0, fragment.lastIndexOf('/')));
    parent.path("properties").fieldNames().forEachRemaining(known::add);
    return "unknown field \"" + property + "\"; " + Suggestions.hint(property, known);
  }

  private static String owner(String pointer) {
    return pointer.isEmpty()
        ? "the profile"
        : "\"" + pointer.substring(pointer.lastIndexOf('/') + 1) + "\"";
  }

  private static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case NULL -> "null";
      case STRING -> "\"" + node.asText() + "\"";
      default -> node.asText();
    };
  }

  private static String types(JsonNode rule) {
    List<String> names = new ArrayList<>();
    if (rule.isArray()) {
      rule.forEach(type -> names.add(type(type.asText())));
    } else {
      names.add(type(rule.asText()));
    }
    return String.join(" or ", names);
  }

  private static String type(String name) {
    return switch (name) {
      case "object" -> "an object {...}";
      case "array" -> "a list [...]";
      case "string" -> "a text in quotes";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> "a " + name;
    };
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static Schema readSchema() {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).locale(Locale.ENGLISH).build();
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemaRegistryConfig(config)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false)));
    try (InputStream in = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar of rag-profiles");
      }
      return registry.getSchema(in, InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
