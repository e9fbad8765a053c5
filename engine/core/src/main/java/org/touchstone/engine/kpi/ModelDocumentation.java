package org.touchstone.engine.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.InputSource;
import org.touchstone.engine.data.JsonDocument;

/**
 * What the technical documentation of a model states about the assumptions that the model rests on:
 * a JSON file beside the suite.
 *
 * @param source the name of the file, for errors and evidence
 * @param family the family of the model, where the documentation names it
 * @param assumptions what is stated, by the id of the assumption, in the order of the file
 */
public record ModelDocumentation(
    String source, Optional<ModelFamily> family, Map<String, Statement> assumptions) {

  /** Copies the statements. */
  public ModelDocumentation {
    assumptions = Collections.unmodifiableMap(new LinkedHashMap<>(assumptions));
  }

  /**
   * What is stated about one assumption.
   *
   * @param statement what is assumed of this model, and how far it holds
   * @param evidence what shows it: a test, a figure, a section of a report
   * @param author who states it
   * @param date when it was stated
   */
  public record Statement(String statement, String evidence, String author, LocalDate date) {}

  /**
   * Reads a documentation file; its format is published as the JSON Schema {@code
   * org/touchstone/engine/kpi/model-documentation.schema.json}.
   *
   * @throws DataException if there is no such file, or it is wrong; the message names file, line,
   *     column, JSON pointer and what would be right
   */
  public static ModelDocumentation read(Path file) {
    return read(InputSource.file(file));
  }

  /** Reads a documentation file; see {@link #read(Path)}. */
  public static ModelDocumentation read(InputSource source) {
    JsonDocument document =
        JsonDocument.read(source, ModelDocumentation.class, "model-documentation.schema.json");
    JsonNode root = document.root();
    Map<String, Statement> assumptions = new LinkedHashMap<>();
    root.path("assumptions")
        .properties()
        .forEach(
            entry ->
                assumptions.put(
                    entry.getKey(), statement(document, entry.getKey(), entry.getValue())));
    return new ModelDocumentation(
        source.name(),
        Optional.ofNullable(root.path("modelFamily").textValue()).map(ModelDocumentation::family),
        assumptions);
  }

  private static ModelFamily family(String id) {
    return Arrays.stream(ModelFamily.values())
        .filter(family -> family.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Statement statement(JsonDocument document, String assumption, JsonNode node) {
    String date = node.path("date").textValue();
    try {
      return new Statement(
          node.path("statement").textValue(),
          node.path("evidence").textValue(),
          node.path("author").textValue(),
          LocalDate.parse(date));
    } catch (DateTimeException e) {
      DataException wrong =
          document.error(
              "/assumptions/" + assumption + "/date",
              "found \"" + date + "\"; a date is written like 2026-01-31");
      wrong.initCause(e);
      throw wrong;
    }
  }
}
