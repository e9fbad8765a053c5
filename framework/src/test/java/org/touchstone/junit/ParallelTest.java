package org.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.touchstone.junit.suites.LightsSuite;
import org.touchstone.junit.suites.LoanSuite;

class ParallelTest {

  @TempDir Path sequential;
  @TempDir Path parallel;

  @Test
  void four_threads_give_the_results_and_the_evidence_of_one() {
    EngineExecutionResults one = suites(sequential).execute();
    EngineExecutionResults four =
        suites(parallel)
            .configurationParameter(Configuration.PARALLEL, "true")
            .configurationParameter(Configuration.PARALLEL_CONFIG_PREFIX + "strategy", "fixed")
            .configurationParameter(Configuration.PARALLEL_CONFIG_PREFIX + "fixed.parallelism", "4")
            .execute();

    assertThat(outcomes(four)).hasSizeGreaterThan(20).isEqualTo(outcomes(one));
    for (Class<?> suite : List.of(LoanSuite.class, LightsSuite.class)) {
      assertThat(Evidence.withoutTimes(Evidence.of(parallel, suite)))
          .isEqualTo(Evidence.withoutTimes(Evidence.of(sequential, suite)));
    }
    assertThat(Evidence.of(parallel, LoanSuite.class).path("complete").booleanValue()).isTrue();
  }

  private static EngineTestKit.Builder suites(Path output) {
    return Runs.engine(output)
        .selectors(
            DiscoverySelectors.selectClass(LoanSuite.class),
            DiscoverySelectors.selectClass(LightsSuite.class));
  }

  private static List<String> outcomes(EngineExecutionResults results) {
    return results.testEvents().finished().stream()
        .map(event -> event.getTestDescriptor().getUniqueId() + " " + Runs.outcome(event))
        .sorted()
        .toList();
  }
}
