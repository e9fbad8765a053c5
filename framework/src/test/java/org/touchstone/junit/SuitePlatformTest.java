package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.touchstone.junit.suites.LoanSuite;

/** A test that is executed before it is added to its parent loses its failure under @Suite. */
class SuitePlatformTest {

  @TempDir Path output;

  @ParameterizedTest
  @ValueSource(classes = {OfClass.class, OfFile.class})
  void a_junit_suite_keeps_the_failures_of_static_and_of_dynamic_tests(Class<?> suite) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-platform-suite")
            .selectors(selectClass(suite))
            .configurationParameter(Configuration.OUTPUT, output.toString())
            .execute();

    assertThat(Runs.outcome(results, "Disparate impact > sex")).startsWith("FAILED RED");
    assertThat(Runs.names(results.testEvents().failed()))
        .anyMatch(name -> name.contains("region="));
    assertThat(results.testEvents().started().count()).isEqualTo(16);
  }

  @Test
  void the_two_ways_fail_the_same_tests() {
    EngineExecutionResults direct = Runs.run(output, LoanSuite.class);
    EngineExecutionResults wrapped =
        EngineTestKit.engine("junit-platform-suite")
            .selectors(selectClass(OfClass.class))
            .configurationParameter(Configuration.OUTPUT, output.toString())
            .execute();

    assertThat(Runs.names(wrapped.testEvents().failed()))
        .isEqualTo(Runs.names(direct.testEvents().failed()));
  }

  @Suite
  @SelectClasses(LoanSuite.class)
  static class OfClass {}

  @Suite
  @SelectClasspathResource("loans/loans.conformity.json")
  static class OfFile {}
}
