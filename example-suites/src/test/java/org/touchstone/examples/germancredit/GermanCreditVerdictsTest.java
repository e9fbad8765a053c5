package org.touchstone.examples.germancredit;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.touchstone.assertj.TouchstoneAssertions;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.grade.Light;

/** The three ways to write the audit find the same, and this is what they find. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GermanCreditVerdictsTest {

  /** The figure that came with the model, see german-credit/SOURCE.md. */
  private static final double PUBLISHED_AUC = 0.7423506556580864;

  /** The check that only the class has. */
  private static final String OWN = "APPROVAL_RATE (overall)";

  private Run byClass = Run.NONE;
  private Run byFile = Run.NONE;

  /**
   * A run of a suite: what JUnit counted, and the results of its evidence file by KPI and scope.
   */
  private record Run(Optional<EngineExecutionResults> junit, Map<String, JsonNode> results) {
    static final Run NONE = new Run(Optional.empty(), Map.of());

    JsonNode get(String check) {
      return Objects.requireNonNull(results.get(check), () -> check + " in " + results.keySet());
    }
  }

  @BeforeAll
  void runs_both_suites(@TempDir Path folder) throws IOException {
    byClass = run(GermanCreditConformityTest.class, folder);
    byFile = run(GermanCreditFileConformityTest.class, folder);
  }

  @Test
  void class_and_file_give_the_same_values_intervals_and_verdicts() {
    Map<String, JsonNode> shared = new LinkedHashMap<>(byClass.results());
    shared.remove(OWN);

    assertThat(shared).hasSize(100);
    assertThat(byFile.results()).isEqualTo(shared);
  }

  @Test
  void assertions_give_the_same_values_and_verdicts() {
    try (Audit audit = GermanCreditAssertionsTest.audit()) {
      byFile
          .results()
          .forEach(
              (check, result) -> {
                var kpi =
                    TouchstoneAssertions.assertThat(audit)
                        .as(check)
                        .underProfile("classpath:german-credit/german_credit.rag.json")
                        .kpi(result.get("kpi").asText());
                if (result.has("sensitive")) {
                  kpi = kpi.forSensitive(result.get("sensitive").asText());
                }
                if (result.has("group")) {
                  String[] group = result.get("group").asText().split("=", 2);
                  kpi = kpi.inGroup(group[0], group[1]);
                }
                Light light = Light.valueOf(result.get("verdict").asText());
                if (result.has("value")) {
                  kpi.hasValue(result.get("value").doubleValue());
                } else if (light != Light.NOT_APPLICABLE) {
                  kpi.isNotComputable();
                }
                switch (light) {
                  case GREEN -> kpi.isGreen();
                  case AMBER -> kpi.isAmber();
                  case RED -> kpi.isRed();
                  case INSUFFICIENT_DATA -> kpi.isInsufficient();
                  case NOT_APPLICABLE -> kpi.isNotApplicable();
                  case ERROR -> assertThat(check).isEqualTo("never");
                }
              });
    }
  }

  @Test
  void the_auc_is_the_one_that_came_with_the_model_to_the_last_digit() {
    assertThat(byClass.get("AUC (overall)").get("value").doubleValue()).isEqualTo(PUBLISHED_AUC);
    assertThat(byFile.get("AUC (overall)").get("value").doubleValue()).isEqualTo(PUBLISHED_AUC);
    try (Audit audit = GermanCreditAssertionsTest.audit()) {
      TouchstoneAssertions.assertThat(audit).kpi("AUC").hasValue(PUBLISHED_AUC);
    }
  }

  @Test
  void the_verdicts_are_eight_green_twenty_six_amber_and_one_red() {
    assertThat(verdicts(byClass))
        .isEqualTo(
            Map.of(
                "GREEN", 8L,
                "AMBER", 26L,
                "RED", 1L,
                "INSUFFICIENT_DATA", 47L,
                "NOT_APPLICABLE", 19L));
    assertThat(byClass.get("MISCLASSIFICATION_COST (overall)").get("verdict").asText())
        .isEqualTo("RED");
    assertThat(byClass.get("DI (sex)").get("verdict").asText()).isEqualTo("GREEN");
    assertThat(byClass.get(OWN).get("value").doubleValue()).isEqualTo(0.78);
  }

  @Test
  void the_red_check_fails_and_those_without_a_clear_verdict_are_skipped() {
    byClass
        .junit()
        .orElseThrow()
        .testEvents()
        .assertStatistics(tests -> tests.started(101).succeeded(8).aborted(92).failed(1));
    byFile
        .junit()
        .orElseThrow()
        .testEvents()
        .assertStatistics(tests -> tests.started(100).succeeded(7).aborted(92).failed(1));
  }

  private static Run run(Class<?> suite, Path folder) throws IOException {
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
      results.put(name(result), withoutTime(result));
    }
    return new Run(Optional.of(junit), results);
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

  private static JsonNode withoutTime(JsonNode result) {
    ((ObjectNode) result).remove("durationMillis");
    return result;
  }

  private static Map<String, Long> verdicts(Run run) {
    Map<String, Long> counts = new LinkedHashMap<>();
    run.results().values().forEach(r -> counts.merge(r.get("verdict").asText(), 1L, Long::sum));
    return counts;
  }
}
