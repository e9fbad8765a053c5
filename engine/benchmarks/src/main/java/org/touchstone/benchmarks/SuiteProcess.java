package org.touchstone.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A generated suite in a temporary folder, run in a new JVM: from starting the JVM to its end,
 * nothing is left out. What was run is checked in the evidence file.
 */
final class SuiteProcess implements AutoCloseable {

  private final Path folder;
  private final GeneratedSuite suite;

  SuiteProcess(GeneratedSuite.Shape shape, String profile) throws Exception {
    this.folder = Files.createTempDirectory("touchstone-benchmark");
    if (!profile.isEmpty()) {
      Files.writeString(folder.resolve(shape.profile()), profile);
    }
    this.suite = GeneratedSuite.write(folder, shape);
  }

  /**
   * Runs the suite.
   *
   * @param parallel whether checks run in parallel
   * @param allure whether Allure results are written
   * @return nanoseconds of each phase
   * @throws IllegalStateException if not every check was run, or one was an error
   */
  Properties run(boolean parallel, boolean allure) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path phases = folder.resolve("phases.properties");
    Path log = folder.resolve("console.txt");
    long started = System.nanoTime();
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dallure.results.directory=" + folder.resolve("allure-results"),
                SuiteMain.class.getName(),
                suite.file().toString(),
                output.toString(),
                phases.toString(),
                Boolean.toString(parallel),
                Boolean.toString(allure))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    long wall = System.nanoTime() - started;
    if (exit != 0) {
      throw new IllegalStateException("The run ended with " + exit + ":\n" + Files.readString(log));
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(phases)) {
      properties.load(in);
    }
    properties.setProperty("wall", Long.toString(wall));
    requireAllChecks(output, properties, log);
    return properties;
  }

  private void requireAllChecks(Path output, Properties phases, Path log) throws IOException {
    List<Path> evidence;
    try (Stream<Path> files = Files.walk(output)) {
      evidence = files.filter(file -> file.endsWith("evidence.json")).toList();
    }
    JsonNode document = new ObjectMapper().readTree(evidence.get(0).toFile());
    int results = document.path("results").size();
    int run = Integer.parseInt(phases.getProperty("checks"));
    int errors = document.path("counts").path("ERROR").asInt(-1);
    if (results != suite.checks() || run != suite.checks() || errors != 0) {
      throw new IllegalStateException(
          "Expected "
              + suite.checks()
              + " checks without errors, found "
              + run
              + " tests, "
              + results
              + " results and "
              + errors
              + " errors:\n"
              + Files.readString(log));
    }
  }

  /** Deletes the folder. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
