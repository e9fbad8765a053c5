package org.touchstone.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Reads the evidence file of a suite. */
final class Evidence {

  private Evidence() {}

  static JsonNode of(Path output, Class<?> suite) {
    return read(output.resolve(suite.getName()).resolve("evidence.json"));
  }

  static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the fields that say when. */
  static JsonNode withoutTimes(JsonNode evidence) {
    JsonNode copy = evidence.deepCopy();
    ((ObjectNode) copy.path("environment")).remove("started");
    ((ObjectNode) copy.path("environment")).remove("finished");
    copy.path("results").forEach(result -> ((ObjectNode) result).remove("durationMillis"));
    return copy;
  }
}
