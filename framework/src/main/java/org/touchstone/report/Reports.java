package org.touchstone.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.touchstone.engine.run.RunMonitor;
import org.touchstone.grade.CheckResult;
import org.touchstone.suite.SuiteSpec;

/** All reports of a run: evidence file, Allure results where Allure is present, console table. */
public final class Reports {

  private static final String ALLURE_LISTENER =
      "io.qameta.allure.junitplatform.AllureJunitPlatform";

  private final List<Reporter> files = new ArrayList<>();
  private final Map<Reporter, ReportException> failed = new ConcurrentHashMap<>();
  private final ConsoleReporter console;

  private Reports(Path output, String color) {
    Environment environment = Environment.capture();
    files.add(new EvidenceReporter(output, environment));
    if (isAllurePresent()) {
      files.add(new AllureReporter(environment));
    }
    this.console = ConsoleReporter.of(color);
  }

  /**
   * The reports of one run.
   *
   * @param output folder of the evidence files
   * @param color {@code auto}, {@code always} or {@code never}
   */
  public static Reports of(Path output, String color) {
    return new Reports(output, color);
  }

  /** Asked here, where nothing refers to Allure's classes: they may be missing. */
  private static boolean isAllurePresent() {
    try {
      Class.forName(ALLURE_LISTENER, false, Reports.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Shows how far long work is. */
  public RunMonitor progress() {
    return console.progress();
  }

  /**
   * A check has a result. Called within the execution of its test. What a report cannot take is no
   * failure of the check: it is told when the reports are written.
   */
  public void checkFinished(SuiteSpec suite, CheckResult result) {
    for (Reporter reporter : files) {
      try {
        reporter.checkFinished(suite, result);
      } catch (RuntimeException e) {
        failed.putIfAbsent(reporter, failure(reporter, e));
      }
    }
  }

  /** Writes all reports; those that cannot be written are named on the console. */
  public List<ReportException> write(SuiteReport report) {
    List<String> written = new ArrayList<>();
    for (Reporter reporter : files) {
      try {
        written.addAll(reporter.suiteFinished(report));
      } catch (RuntimeException e) {
        failed.putIfAbsent(reporter, failure(reporter, e));
      }
    }
    List<ReportException> failures =
        files.stream().filter(failed::containsKey).map(failed::get).toList();
    console.summary(report, written, failures);
    return failures;
  }

  private static ReportException failure(Reporter reporter, RuntimeException e) {
    return e instanceof ReportException known
        ? known
        : new ReportException(reporter.getClass().getSimpleName() + " failed: " + e, e);
  }

  /**
   * Writes all reports.
   *
   * @throws ReportException the first failure, after the other reports were written
   */
  public void writeAndThrow(SuiteReport report) {
    List<ReportException> failures = write(report);
    if (!failures.isEmpty()) {
      ReportException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}
