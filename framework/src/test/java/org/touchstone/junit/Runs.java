package org.touchstone.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs suites with the Touchstone engine, and reads what came out. */
final class Runs {

  private Runs() {}

  /** An engine that writes its evidence to {@code output}. */
  static EngineTestKit.Builder engine(Path output) {
    return EngineTestKit.engine(TouchstoneTestEngine.ID)
        .configurationParameter(Configuration.OUTPUT, output.toString())
        .configurationParameter(Configuration.COLOR, "never");
  }

  static EngineExecutionResults run(Path output, Class<?> suite, String... configuration) {
    EngineTestKit.Builder builder = engine(output).selectors(DiscoverySelectors.selectClass(suite));
    for (int i = 0; i < configuration.length; i += 2) {
      builder.configurationParameter(configuration[i], configuration[i + 1]);
    }
    return builder.execute();
  }

  static EngineDiscoveryResults discover(DiscoverySelector... selectors) {
    return EngineTestKit.engine(TouchstoneTestEngine.ID).selectors(selectors).discover();
  }

  /** All nodes below the engine, in the order of the tree. */
  static List<TestDescriptor> nodes(EngineDiscoveryResults discovered) {
    return List.copyOf(discovered.getEngineDescriptor().getDescendants());
  }

  static List<String> ids(EngineDiscoveryResults discovered) {
    return nodes(discovered).stream().map(node -> node.getUniqueId().toString()).toList();
  }

  static List<String> suites(EngineDiscoveryResults discovered) {
    return discovered.getEngineDescriptor().getChildren().stream()
        .map(suite -> suite.getUniqueId().getLastSegment().getValue())
        .toList();
  }

  /** Names of the tests that ran, sorted. */
  static List<String> names(Events events) {
    return events.stream()
        .map(event -> event.getTestDescriptor().getDisplayName())
        .sorted()
        .toList();
  }

  static List<UniqueId> ids(Events events) {
    return events.stream().map(event -> event.getTestDescriptor().getUniqueId()).toList();
  }

  /** How the test whose name ends so ended, with its exception's message. */
  static String outcome(EngineExecutionResults results, String nameEnding) {
    return results
        .allEvents()
        .finished()
        .filter(event -> event.getTestDescriptor().getDisplayName().endsWith(nameEnding))
        .findFirst()
        .map(Runs::outcome)
        .orElse("did not run");
  }

  static String outcome(Event finished) {
    TestExecutionResult result = finished.getRequiredPayload(TestExecutionResult.class);
    return result.getStatus()
        + result.getThrowable().map(failure -> " " + failure.getMessage()).orElse("");
  }

  static Optional<Throwable> failure(EngineExecutionResults results, String nameEnding) {
    return results
        .allEvents()
        .finished()
        .filter(event -> event.getTestDescriptor().getDisplayName().endsWith(nameEnding))
        .findFirst()
        .flatMap(e -> e.getRequiredPayload(TestExecutionResult.class).getThrowable());
  }
}
