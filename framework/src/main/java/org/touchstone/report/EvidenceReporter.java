package org.touchstone.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code <output>/<suite>/evidence.json}, the record of a run that tools read. */
final class EvidenceReporter implements Reporter {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path output;

  EvidenceReporter(Path output) {
    this.output = output;
  }

  @Override
  public List<String> suiteFinished(SuiteReport report) {
    Path file = output.resolve(folder(report.suite().id())).resolve("evidence.json");
    try {
      String json =
          MAPPER.writeValueAsString(EvidenceDocument.of(report, Environment.capture())) + "\n";
      AtomicFile.write(file, json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new ReportException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    return List.of("Evidence: " + file);
  }

  /** A folder name for a suite: its id with what file systems do not like replaced. */
  static String folder(String suiteId) {
    String name = suiteId.replaceAll("[^A-Za-z0-9._-]+", "-");
    name = name.replaceAll("^[.-]+", "");
    return name.isEmpty() ? "suite" : name;
  }
}
