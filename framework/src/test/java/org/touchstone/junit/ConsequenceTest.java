package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.touchstone.junit.suites.LightsSuite;

/** The table of verdicts in the design: every light under every setting. */
class ConsequenceTest {

  @TempDir Path output;

  @ParameterizedTest
  @CsvSource({
    // gate, amber, insufficient: what becomes of AMBER, RED, NOT_APPLICABLE, INSUFFICIENT (profile:
    // fail), INSUFFICIENT (profile: abort), ERROR
    "enforce,,,         ABORTED, FAILED, ABORTED, FAILED, ABORTED, FAILED",
    "enforce, abort,,   ABORTED, FAILED, ABORTED, FAILED, ABORTED, FAILED",
    "enforce, pass,,    SUCCESSFUL, FAILED, ABORTED, FAILED, ABORTED, FAILED",
    "enforce, fail,,    FAILED, FAILED, ABORTED, FAILED, ABORTED, FAILED",
    "enforce,, fail,    ABORTED, FAILED, ABORTED, FAILED, FAILED, FAILED",
    "enforce,, abort,   ABORTED, FAILED, ABORTED, ABORTED, ABORTED, FAILED",
    "enforce, pass, abort, SUCCESSFUL, FAILED, ABORTED, ABORTED, ABORTED, FAILED",
    "enforce, pass, fail,  SUCCESSFUL, FAILED, ABORTED, FAILED, FAILED, FAILED",
    "enforce, fail, abort, FAILED, FAILED, ABORTED, ABORTED, ABORTED, FAILED",
    "enforce, fail, fail,  FAILED, FAILED, ABORTED, FAILED, FAILED, FAILED",
    "report,,,          ABORTED, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED",
    "report, abort, abort, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED",
    "report, pass, fail,   SUCCESSFUL, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED",
    "report, pass, abort,  SUCCESSFUL, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED",
    "report, fail, abort,  ABORTED, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED",
    "report, fail, fail,   ABORTED, ABORTED, ABORTED, ABORTED, ABORTED, ABORTED"
  })
  void a_light_and_the_settings_decide_what_becomes_of_a_test(
      String gate,
      String amberSetting,
      String insufficientSetting,
      String amber,
      String red,
      String notApplicable,
      String insufficient,
      String insufficientAborts,
      String error) {
    Map<String, String> configuration = new TreeMap<>();
    configuration.put("touchstone.gate", gate);
    if (amberSetting != null) {
      configuration.put("touchstone.amber", amberSetting);
    }
    if (insufficientSetting != null) {
      configuration.put("touchstone.insufficient", insufficientSetting);
    }

    EngineExecutionResults results = run(configuration);

    assertThat(statuses(results))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "1.2.1 AUC-ROC", "SUCCESSFUL",
                "LIGHT_GREEN", "SUCCESSFUL",
                "LIGHT_AMBER", amber,
                "LIGHT_RED", red,
                "LIGHT_NOT_APPLICABLE", notApplicable,
                "LIGHT_INSUFFICIENT", insufficient,
                "LIGHT_INSUFFICIENT_ABORTS", insufficientAborts,
                "LIGHT_ERROR", error));
  }

  @Test
  void a_failure_says_all_that_a_reader_needs() {
    EngineExecutionResults results = run(Map.of());

    assertThat(Runs.failure(results, "LIGHT_RED > overall"))
        .get()
        .isInstanceOfSatisfying(
            AssertionFailedError.class,
            failure -> {
              assertThat(failure)
                  .hasMessage(
                      """
                      RED LIGHT_RED (overall): 0.1
                        Why: the value is red
                        Value is in: red [0, 0.5)
                        To be green: the value in [0.8, 1]
                        Sample: 400 rows
                        Means: It is red.
                        Often caused by: A test that wants it so.
                        Profile: LightsSuite.red()""");
              assertThat(failure.getExpected().getStringRepresentation())
                  .isEqualTo("the value in [0.8, 1]");
              assertThat(failure.getActual().getStringRepresentation()).isEqualTo("0.1");
              assertThat(failure.getStackTrace()).isEmpty();
            });
  }

  @Test
  void each_message_starts_with_the_light() {
    EngineExecutionResults results = run(Map.of());

    assertThat(Runs.outcome(results, "LIGHT_AMBER > overall"))
        .startsWith("ABORTED AMBER LIGHT_AMBER");
    assertThat(Runs.outcome(results, "LIGHT_NOT_APPLICABLE > overall"))
        .startsWith("ABORTED NOT APPLICABLE LIGHT_NOT_APPLICABLE (overall): no value")
        .contains("Why: a forest has no coefficients");
    assertThat(Runs.outcome(results, "LIGHT_INSUFFICIENT > overall"))
        .startsWith("FAILED INSUFFICIENT DATA LIGHT_INSUFFICIENT (overall): no value")
        .contains("Why: there are no rows");
    assertThat(Runs.failure(results, "LIGHT_ERROR > overall"))
        .get()
        .isInstanceOf(java.io.IOException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo("the cable is cut");
  }

  @Test
  void in_report_only_what_would_fail_says_so() {
    EngineExecutionResults results = run(Map.of("touchstone.gate", "report"));

    assertThat(Runs.outcome(results, "LIGHT_RED > overall"))
        .startsWith("ABORTED Report only: RED LIGHT_RED (overall): 0.1");
    assertThat(Runs.outcome(results, "LIGHT_ERROR > overall"))
        .isEqualTo("ABORTED ERROR (report only) the cable is cut");
    assertThat(Runs.failure(results, "LIGHT_RED > overall"))
        .get()
        .isInstanceOf(TestAbortedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "touchstone.gate, off, 'enforce, report'",
    "touchstone.amber, green, 'pass, abort, fail'",
    "touchstone.insufficient, pass, 'abort, fail'",
    "touchstone.color, sometimes, 'auto, always, never'",
    "touchstone.parallel.enabled, yes, 'true, false'"
  })
  void a_value_that_a_setting_does_not_have_is_refused(String name, String value, String allowed) {
    EngineExecutionResults results = run(Map.of(name, value));

    assertThat(Runs.failure(results, "Touchstone"))
        .get()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasStackTraceContaining(
                        name + " is \"" + value + "\"; it is one of " + allowed));
    assertThat(results.testEvents().started().count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "touchstone.ambers, touchstone.amber",
    "touchstone.kpis, touchstone.kpi",
    "touchstone.Gate, touchstone.gate",
    "touchstone.insuficient, touchstone.insufficient",
    "touchstone.colour, touchstone.color",
    "touchstone.parallel, touchstone.parallel.enabled"
  })
  void a_name_with_a_slip_is_refused(String name, String meant) {
    EngineExecutionResults results = run(Map.of(name, "true"));

    assertThat(Runs.failure(results, "Touchstone"))
        .get()
        .satisfies(
            failure ->
                assertThat(failure)
                    .hasStackTraceContaining(
                        "There is no configuration parameter " + name + "; write " + meant));
  }

  @Test
  void a_property_of_the_build_is_none_of_ours() {
    EngineExecutionResults results = run(Map.of("touchstone.version", "1"));

    assertThat(Runs.outcome(results, "LIGHT_GREEN > overall")).isEqualTo("SUCCESSFUL");
  }

  @ParameterizedTest
  @CsvSource({"strategy, sometimes", "fixed.parallelism, many"})
  void a_strategy_that_junit_does_not_have_is_refused(String name, String value) {
    Map<String, String> configuration = new TreeMap<>();
    configuration.put(Configuration.PARALLEL, "true");
    configuration.put(Configuration.PARALLEL_CONFIG_PREFIX + "strategy", "fixed");
    configuration.put(Configuration.PARALLEL_CONFIG_PREFIX + "fixed.parallelism", "2");
    configuration.put(Configuration.PARALLEL_CONFIG_PREFIX + name, value);

    EngineExecutionResults results = run(configuration);

    assertThat(Runs.outcome(results, "Touchstone")).startsWith("FAILED ");
    assertThat(results.testEvents().started().count()).isZero();
  }

  private EngineExecutionResults run(Map<String, String> configuration) {
    return Runs.engine(output)
        .selectors(
            org.junit.platform.engine.discovery.DiscoverySelectors.selectClass(LightsSuite.class))
        .configurationParameters(configuration)
        .execute();
  }

  private static Map<String, String> statuses(EngineExecutionResults results) {
    Map<String, String> statuses = new TreeMap<>();
    results.testEvents().finished().stream()
        .forEach(
            event ->
                statuses.put(
                    event.getTestDescriptor().getParent().orElseThrow().getDisplayName(),
                    event.getRequiredPayload(TestExecutionResult.class).getStatus().toString()));
    return statuses;
  }
}
