package org.touchstone.engine.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads an encoding from its JSON file. */
final class EncodingReader {

  private final JsonDocument document;
  private final Schema schema;

  EncodingReader(InputSource source, Schema schema) {
    this.document = JsonDocument.read(source, JsonDocument.class, "encoding.schema.json");
    this.schema = schema;
  }

  /** The encoder that the file describes. */
  Encoder read() {
    JsonNode root = document.root();
    List<Input> inputs = new ArrayList<>();
    for (JsonNode node : root.get("inputs")) {
      String pointer = "/inputs/" + inputs.size();
      Input input = node.isTextual() ? shorthand(node.textValue(), pointer) : input(node, pointer);
      inputs.add(input);
    }
    Map<String, Set<String>> dropped = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("dropped").properties()) {
      Set<String> levels = new HashSet<>();
      entry.getValue().forEach(level -> levels.add(level.textValue()));
      dropped.put(entry.getKey(), levels);
    }
    JsonNode missing = root.path("missing");
    Encoding encoding =
        new Encoding(
            inputs,
            dropped,
            Encoding.MissingNumber.valueOf(constant(missing.path("numbers"))),
            Encoding.MissingLevel.valueOf(constant(missing.path("levels"))));
    return Encoder.of(schema, encoding, document::error);
  }

  private static String constant(JsonNode node) {
    return node.asText("error").toUpperCase(Locale.ROOT);
  }

  private Input input(JsonNode node, String pointer) {
    String name = node.get("name").textValue();
    String feature = node.get("feature").textValue();
    if (node.has("level")) {
      return new Input.Indicator(name, feature, node.get("level").textValue());
    }
    if (node.has("codes")) {
      Map<String, Double> codes = new HashMap<>();
      node.get("codes")
          .properties()
          .forEach(entry -> codes.put(entry.getKey(), entry.getValue().doubleValue()));
      return new Input.Codes(name, feature, codes);
    }
    try {
      return new Input.Number(
          name, feature, node.path("mean").asDouble(0), node.path("scale").asDouble(1));
    } catch (DataException e) {
      throw document.error(pointer, Objects.requireNonNull(e.getMessage()));
    }
  }

  /** {@code "duration"}, or {@code "purpose=radio/tv"}. */
  private Input shorthand(String name, String pointer) {
    List<Input> readings = new ArrayList<>();
    if (schema.find(name).isPresent()) {
      readings.add(Input.Number.passthrough(name, name));
    }
    for (int at = name.indexOf('='); at >= 0; at = name.indexOf('=', at + 1)) {
      String feature = name.substring(0, at);
      String level = name.substring(at + 1);
      if (schema.find(feature).isPresent() && schema.feature(feature).code(level).isPresent()) {
        readings.add(new Input.Indicator(name, feature, level));
      }
    }
    if (readings.size() != 1) {
      throw document.error(
          pointer,
          "found "
              + Wording.quote(name)
              + ", which "
              + (readings.isEmpty()
                  ? "is neither a column nor column=level"
                  : "can be read in " + readings.size() + " ways")
              + "; write it as {\"name\": ..., \"feature\": ..., \"level\": ...}"
              + Wording.suggestion(name, candidates()));
    }
    return readings.get(0);
  }

  private List<String> candidates() {
    List<String> names = new ArrayList<>();
    for (Feature feature : schema.features()) {
      if (feature.levels().isEmpty()) {
        names.add(feature.name());
      }
      feature.levels().forEach(level -> names.add(feature.name() + "=" + level));
    }
    return names;
  }
}
