package org.touchstone.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes {@code <output>/<suite>/evidence.json}, the record of a run that tools read, and the plots
 * that it names.
 */
final class EvidenceReporter implements Reporter {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final int LONGEST_NAME = 120;
  private static final int MARK_LENGTH = 8;

  private final Path output;
  private final Environment environment;

  EvidenceReporter(Path output, Environment environment) {
    this.output = output;
    this.environment = environment;
  }

  @Override
  public List<String> suiteFinished(SuiteReport report) {
    Path folder = output.resolve(folder(report.suite().id()));
    Path file = folder.resolve("evidence.json");
    PlotFiles plots = PlotFiles.of(report);
    try {
      plots.write(folder);
      String json =
          MAPPER.writeValueAsString(EvidenceDocument.of(report, environment, plots)) + "\n";
      AtomicFile.write(file, json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new ReportException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    return List.of("Evidence: " + file);
  }

  /**
   * A folder name for a suite: its id with what file systems do not like replaced, and cut to a
   * length that they allow. An id that is changed by this gets a part of its SHA-256, so that no
   * two suites share a folder.
   */
  static String folder(String suiteId) {
    String name = suiteId.replaceAll("[^A-Za-z0-9._$-]+", "-").replaceAll("^[.-]+", "");
    name = name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceAll("[.]+$", "");
    if (name.equals(suiteId) && !name.isEmpty()) {
      return name;
    }
    String mark = sha256(suiteId).substring(0, MARK_LENGTH);
    return name.isEmpty() ? "suite-" + mark : name + "-" + mark;
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
