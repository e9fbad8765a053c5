package org.touchstone.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs one suite file as a build tool would, in a JVM of its own, and writes how long each phase
 * took.
 */
final class SuiteMain {

  private SuiteMain() {}

  /**
   * Runs.
   *
   * @param args suite file, folder for the evidence, file for the phases, whether checks run in
   *     parallel, whether Allure listens
   */
  public static void main(String[] args) throws IOException {
    Phases phases = new Phases();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectFile(args[0]))
            .configurationParameters(
                Map.of("touchstone.output", args[1], "touchstone.parallel.enabled", args[3]))
            .build();
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(Boolean.parseBoolean(args[4]))
                .build());
    launcher.execute(request, phases);
    try (Writer out = Files.newBufferedWriter(Path.of(args[2]))) {
      phases.toProperties().store(out, null);
    }
  }

  /** Takes the time when something begins that took long before. */
  private static final class Phases implements TestExecutionListener {

    private final long started = System.nanoTime();
    private long discovered;
    private long loaded;
    private long firstChecked;
    private long lastChecked;
    private long finished;
    private int checks;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
      discovered = System.nanoTime();
    }

    @Override
    public synchronized void executionStarted(TestIdentifier node) {
      // The suite itself starts before model and data are loaded, its aspects after that.
      if (loaded == 0 && node.getUniqueIdObject().getLastSegment().getType().equals("aspect")) {
        loaded = System.nanoTime();
      }
    }

    @Override
    public synchronized void executionFinished(TestIdentifier node, TestExecutionResult result) {
      if (node.isTest()) {
        lastChecked = System.nanoTime();
        firstChecked = checks == 0 ? lastChecked : firstChecked;
        checks++;
      }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
      finished = System.nanoTime();
    }

    Properties toProperties() {
      Properties properties = new Properties();
      properties.setProperty("checks", Integer.toString(checks));
      put(properties, "cpu", 0, cpuNanos());
      put(properties, "discovery", started, discovered);
      put(properties, "loading", discovered, loaded);
      put(properties, "firstCheck", loaded, firstChecked);
      put(properties, "otherChecks", firstChecked, lastChecked);
      put(properties, "reports", lastChecked, finished);
      return properties;
    }

    /** Of all threads, the compiler's and the garbage collector's too. */
    private static long cpuNanos() {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }

    private static void put(Properties properties, String phase, long from, long to) {
      properties.setProperty(phase, Long.toString(to - from));
    }
  }
}
