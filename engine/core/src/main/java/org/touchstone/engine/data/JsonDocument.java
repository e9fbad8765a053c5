package org.touchstone.engine.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.serialization.node.LocationJsonNodeFactory;
import com.networknt.schema.serialization.node.TokenStreamLocationAware;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A JSON file whose values know their line and column, checked against a published JSON Schema.
 * Duplicate keys are refused.
 */
public final class JsonDocument {

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST_PROBLEMS = 20;

  private final String file;
  private final JsonNode root;

  private JsonDocument(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads a file and checks it.
   *
   * @param source the file
   * @param anchor the class beside which the schema lies
   * @param schemaResource the JSON Schema, draft 2020-12, a resource beside {@code anchor}
   * @throws DataException if the file is not JSON, has a key twice or breaks the schema
   */
  public static JsonDocument read(InputSource source, Class<?> anchor, String schemaResource) {
    JsonDocument document = new JsonDocument(source.name(), parse(source));
    document.check(schema(anchor, schemaResource));
    return document;
  }

  /** The whole document. */
  public JsonNode root() {
    return root;
  }

  /** An error at a value, or at the innermost part of its pointer that exists. */
  public DataException error(String pointer, String what) {
    return new DataException(place(pointer) + what);
  }

  private static JsonNode parse(InputSource source) {
    byte[] content = source.readAll();
    try (JsonParser parser = MAPPER.getFactory().createParser(content)) {
      JsonNode node = MAPPER.reader(new LocationJsonNodeFactory(parser)).readTree(parser);
      if (node == null || node.isMissingNode()) {
        throw new DataException(source.name() + " is empty; a JSON object is needed");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new DataException(
          source.name() + place(e.getLocation()) + " is not valid JSON: " + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new DataException(source.name() + " is not valid JSON: " + e.getMessage(), e);
    }
  }

  private void check(Schema schema) {
    List<Error> errors = schema.validate(root);
    if (errors.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (Error error : errors.subList(0, Math.min(MOST_PROBLEMS, errors.size()))) {
      text.append(text.isEmpty() ? "" : "\n").append(describe(error, schema));
    }
    if (errors.size() > MOST_PROBLEMS) {
      text.append("\nand ").append(errors.size() - MOST_PROBLEMS).append(" more");
    }
    throw new DataException(text.toString());
  }

  private String describe(Error error, Schema schema) {
    String pointer = error.getInstanceLocation().toString();
    String property = error.getProperty() == null ? "" : error.getProperty();
    return switch (error.getKeyword()) {
      case "additionalProperties" -> {
        List<String> known = knownFields(error, schema);
        yield place(pointer + "/" + escape(property))
            + "the field "
            + Wording.quote(property)
            + " is unknown; known fields are "
            + Wording.list(known)
            + Wording.suggestion(property, known);
      }
      case "false" ->
          place(pointer)
              + "the field "
              + Wording.quote(pointer.substring(pointer.lastIndexOf('/') + 1))
              + " does not go with the other fields of its object; remove it";
      case "type" ->
          place(pointer)
              + "found "
              + found(error)
              + "; the type needed is "
              + Objects.requireNonNull(error.getSchemaNode()).asText();
      case "required" -> place(pointer) + "the field " + Wording.quote(property) + " is missing";
      case "enum" ->
          place(pointer)
              + "found "
              + found(error)
              + "; allowed are "
              + Wording.list(texts(Objects.requireNonNull(error.getSchemaNode())));
      default -> place(pointer) + "found " + found(error) + "; it " + error.getMessage();
    };
  }

  /** The fields that the object of an unknown field may have. */
  private static List<String> knownFields(Error error, Schema schema) {
    JsonPointer keyword = JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
    List<String> known = new ArrayList<>();
    schema
        .getSchemaNode()
        .at(keyword.head())
        .path("properties")
        .fieldNames()
        .forEachRemaining(known::add);
    return known;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String found(Error error) {
    JsonNode node = error.getInstanceNode();
    if (node == null) {
      return "nothing";
    }
    return switch (node.getNodeType()) {
      case STRING -> Wording.quote(node.textValue());
      case OBJECT -> "an object";
      case ARRAY -> Wording.count(node.size(), "item");
      default -> node.toString();
    };
  }

  /** {@code file, line 3, column 5 (/columns/0): }. */
  private String place(String pointer) {
    JsonPointer at = JsonPointer.compile(pointer);
    JsonNode node = root.at(at);
    while (!(node instanceof TokenStreamLocationAware) && at.head() != null) {
      at = at.head();
      node = root.at(at);
    }
    String where =
        node instanceof TokenStreamLocationAware aware ? place(aware.tokenStreamLocation()) : "";
    return file + where + (pointer.isEmpty() ? ": " : " (" + pointer + "): ");
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** A field name as a part of a JSON pointer (RFC 6901). */
  static String escape(String property) {
    return property.replace("~", "~0").replace("/", "~1");
  }

  private static Schema schema(Class<?> anchor, String resource) {
    // The published schemas refer to nothing outside themselves, and nothing may be fetched.
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().locale(Locale.ROOT).build()));
    try (InputStream in = Objects.requireNonNull(anchor.getResourceAsStream(resource), resource)) {
      return registry.getSchema(in, InputFormat.JSON);
    } catch (IOException e) {
      throw new DataException("The JSON Schema " + resource + " cannot be read: " + e, e);
    }
  }
}
