package org.touchstone.engine.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value in a model's JSON file, with its place for error messages. */
final class ModelJson {

  /** BigDecimal keeps the digits, so that a float is rounded once, from the text. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final ModelFile file;
  private final String pointer;
  private final JsonNode node;

  private ModelJson(ModelFile file, String pointer, JsonNode node) {
    this.file = file;
    this.pointer = pointer;
    this.node = node;
  }

  static ModelJson parse(ModelFile file) {
    JsonNode root;
    try {
      root = MAPPER.readTree(file.content());
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : ", line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new ModelException(
          "Model file "
              + file
              + place
              + ": not valid JSON, or truncated ("
              + e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "")
              + "); save the model again",
          e);
    } catch (IOException e) {
      throw new ModelException("Model file " + file + " cannot be read: " + e, e);
    }
    if (!root.isObject()) {
      throw new ModelException(
          "Model file " + file + " is not a JSON object; save the model again as JSON");
    }
    return new ModelJson(file, "", root);
  }

  ModelFile file() {
    return file;
  }

  /** The place and what is wrong there. */
  ModelException error(String problem) {
    return new ModelException(message(problem));
  }

  private String message(String problem) {
    return "Model file " + file + " at " + (pointer.isEmpty() ? "/" : pointer) + ": " + problem;
  }

  /** The place, and what a type found wrong with the values there. */
  ModelException error(IllegalArgumentException cause) {
    return new ModelException(message(String.valueOf(cause.getMessage())), cause);
  }

  boolean has(String key) {
    return node.has(key);
  }

  ModelJson get(String key) {
    return find(key).orElseThrow(() -> error("\"" + key + "\" is missing"));
  }

  Optional<ModelJson> find(String key) {
    JsonNode child = node.get(key);
    return child == null
        ? Optional.empty()
        : Optional.of(new ModelJson(file, pointer + "/" + key, child));
  }

  boolean isArray() {
    return node.isArray();
  }

  int size() {
    return node.size();
  }

  List<ModelJson> elements() {
    if (!node.isArray()) {
      throw error("expected an array, found " + found());
    }
    List<ModelJson> elements = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      elements.add(element(i));
    }
    return elements;
  }

  String text() {
    if (!node.isTextual()) {
      throw error("expected a text, found " + found());
    }
    return node.textValue();
  }

  double number() {
    return number(node, -1);
  }

  int integer() {
    if (!node.canConvertToInt() || !node.canConvertToExactIntegral()) {
      throw error("expected an integer, found " + found());
    }
    return node.intValue();
  }

  List<String> texts() {
    return elements().stream().map(ModelJson::text).toList();
  }

  int[] integers() {
    JsonNode array = array();
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      if (!value.canConvertToInt() || !value.canConvertToExactIntegral()) {
        throw element(i).error("expected an integer, found " + value);
      }
      values[i] = value.intValue();
    }
    return values;
  }

  /** Flags, as booleans or as 0 and 1. */
  boolean[] flags() {
    JsonNode array = array();
    boolean[] values = new boolean[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      boolean number = value.isIntegralNumber() && (value.asInt() == 0 || value.asInt() == 1);
      if (!value.isBoolean() && !number) {
        throw element(i).error("expected true or false, or 1 or 0, found " + value);
      }
      values[i] = value.isBoolean() ? value.booleanValue() : value.intValue() == 1;
    }
    return values;
  }

  double[] numbers() {
    JsonNode array = array();
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(array.get(i), i);
    }
    return values;
  }

  /** Numbers rounded once to single precision, as a program that keeps floats reads them. */
  float[] floats() {
    JsonNode array = array();
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      number(array.get(i), i);
      values[i] = array.get(i).floatValue();
    }
    return values;
  }

  private double number(JsonNode value, int index) {
    double number = value.doubleValue();
    if (!value.isNumber() || !Double.isFinite(number)) {
      ModelJson place = index < 0 ? this : element(index);
      throw place.error("expected a finite number, found " + place.found());
    }
    return number;
  }

  private ModelJson element(int index) {
    return new ModelJson(file, pointer + "/" + index, node.get(index));
  }

  private JsonNode array() {
    if (!node.isArray()) {
      throw error("expected an array, found " + found());
    }
    return node;
  }

  private String found() {
    String text = node.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
