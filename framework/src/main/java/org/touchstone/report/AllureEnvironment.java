package org.touchstone.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The table "Environment" of an Allure report: where the run took place, and a line per suite with
 * its verdicts, which Allure's own percentage of passed tests does not tell. The results of several
 * suites, and of several runs until the folder is cleaned, share one report, so lines of others are
 * kept.
 */
final class AllureEnvironment {

  private static final String SUITE = "Suite: ";
  private static final String VERSION = "touchstone";

  private AllureEnvironment() {}

  /**
   * Adds a suite to the file.
   *
   * @throws ReportException if it cannot be written
   */
  static synchronized void add(Path file, Environment environment, SuiteReport report) {
    Properties properties = read(file);
    environment.asMap().forEach((name, value) -> properties.setProperty(name, value.toString()));
    properties.setProperty(
        SUITE + report.suite().name(),
        report.countsInWords()
            + "; profile "
            + report.suite().profile().id()
            + " "
            + report.suite().profile().version());
    AtomicFile.write(file, bytes(properties));
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    if (Files.isRegularFile(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        properties.load(in);
      } catch (IOException | IllegalArgumentException e) {
        throw new ReportException("Cannot read " + file + ": " + e + "; delete it", e);
      }
    }
    return properties;
  }

  /**
   * Suites and version first, then the rest by name: Allure shows five lines. Without the date that
   * {@link Properties} puts on top.
   */
  private static byte[] bytes(Properties properties) {
    Map<String, String> lines = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      Properties one = new Properties();
      one.setProperty(name, properties.getProperty(name));
      lines.put(rank(name) + name, line(one));
    }
    return String.join("", lines.values()).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int rank(String name) {
    return name.startsWith(SUITE) ? 0 : name.equals(VERSION) ? 1 : 2;
  }

  private static String line(Properties one) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      one.store(out, null);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory does not fail", e);
    }
    return out.toString(StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line + "\n")
        .findFirst()
        .orElse("");
  }
}
