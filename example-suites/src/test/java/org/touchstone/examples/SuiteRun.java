package org.touchstone.examples;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * A run of a suite whose red KPIs fail, inside of a test that they do not fail.
 *
 * @param junit what JUnit counted
 * @param results the results of the evidence file by KPI and scope, without their times; each has a
 *     name of its own
 */
public record SuiteRun(EngineExecutionResults junit, Map<String, JsonNode> results) {

  /**
   * Runs a suite.
   *
   * @param suite its class
   * @param folder where its reports are written
   */
  public static SuiteRun of(Class<?> suite, Path folder) throws IOException {
    Path output = folder.resolve(suite.getSimpleName());
    PrintStream console = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    EngineExecutionResults junit;
    try {
      junit =
          EngineTestKit.engine("touchstone")
              .selectors(selectClass(suite))
              .configurationParameter("touchstone.output", output.toString())
              .configurationParameter("touchstone.gate", "enforce")
              .execute();
    } finally {
      System.setOut(console);
    }
    Path evidence = output.resolve(suite.getName()).resolve("evidence.json");
    Map<String, JsonNode> results = new LinkedHashMap<>();
    for (JsonNode result : new ObjectMapper().readTree(evidence.toFile()).get("results")) {
      ((ObjectNode) result).remove("durationMillis");
      JsonNode other = results.put(name(result), result);
      if (other != null) {
        throw new IllegalStateException("Two results are called " + name(result));
      }
    }
    return new SuiteRun(junit, results);
  }

  /**
   * The result of a check, for example {@code DI (sex)}, {@code VIF (age)} or {@code AUC
   * (overall)}.
   */
  public JsonNode get(String check) {
    return Objects.requireNonNull(results.get(check), () -> check + " in " + results.keySet());
  }

  /** The verdict of a check. */
  public String verdict(String check) {
    return get(check).get("verdict").asText();
  }

  /** The value of a check, which has one. */
  public double value(String check) {
    return Objects.requireNonNull(get(check).get("value"), () -> check + ": " + get(check))
        .doubleValue();
  }

  /**
   * A check as a line of a table in the docs: {@code | AUC (overall) | 0.780 [0.691, 0.850] | AMBER
   * |}, of a check with a value and an interval.
   */
  public String line(String check) {
    JsonNode result = get(check);
    JsonNode interval = result.get("interval");
    return String.format(
        Locale.ROOT,
        "| %s | %.3f [%.3f, %.3f] | %s |",
        check,
        result.get("value").asDouble(),
        interval.get("low").asDouble(),
        interval.get("high").asDouble(),
        verdict(check));
  }

  /** The number of checks with each verdict. */
  public Map<String, Long> verdicts() {
    Map<String, Long> counts = new TreeMap<>();
    results.values().forEach(r -> counts.merge(r.get("verdict").asText(), 1L, Long::sum));
    return counts;
  }

  private static String name(JsonNode result) {
    String scope =
        String.join(
            ", ",
            Stream.of("feature", "sensitive", "group")
                .filter(result::has)
                .map(field -> result.get(field).asText())
                .toList());
    return result.get("kpi").asText() + " (" + (scope.isEmpty() ? "overall" : scope) + ")";
  }
}
