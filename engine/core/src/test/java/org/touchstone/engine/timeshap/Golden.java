package org.touchstone.engine.timeshap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.touchstone.engine.model.Gru;
import org.touchstone.engine.model.ModelFile;
import org.touchstone.engine.model.RecurrentJson;

/** The reference data: timeshap 1.0.4 with shap 0.42.1 on a two-layer GRU and AReM sequences. */
final class Golden {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Map<String, JsonNode> READ = new ConcurrentHashMap<>();

  private Golden() {}

  static Gru model() {
    return (Gru) RecurrentJson.load(ModelFile.read(file("model_gru2.json"))).classifier();
  }

  static JsonNode cases() {
    return read("golden.json").get("cases");
  }

  static SequenceBackground medianEvent() {
    return SequenceBackground.event(numbers(read("background.json").get("average_event")));
  }

  static SequenceBackground medianSequence() {
    return SequenceBackground.sequence(numbers(read("background.json").get("average_sequence")), 6);
  }

  static double[] events(String id) {
    for (JsonNode sequence : read("sequences.json").get("sequences")) {
      if (sequence.get("id").asText().equals(id)) {
        return numbers(sequence.get("x"));
      }
    }
    throw new IllegalArgumentException(id);
  }

  /** All numbers of nested arrays, in order. */
  static double[] numbers(JsonNode array) {
    List<JsonNode> leaves = new ArrayList<>();
    collect(array, leaves);
    return leaves.stream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<JsonNode> leaves) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, leaves));
    } else {
      leaves.add(node);
    }
  }

  private static JsonNode read(String name) {
    Path file = file(name);
    return READ.computeIfAbsent(
        name,
        n -> {
          try {
            return MAPPER.readTree(file.toFile());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Path file(String name) {
    Path file =
        Path.of(System.getProperty("touchstone.shared", "shared"), "golden", "timeshap", name);
    assumeTrue(Files.exists(file), () -> "Skipped: reference data " + name + " is not here");
    return file;
  }
}
