package org.touchstone.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.run.RunMonitor;
import org.touchstone.grade.CheckResult;
import org.touchstone.suite.SuiteSpec;

/** All reports of a run: evidence file, Allure results where Allure is present, console table. */
public final class Reports {

  private final List<Reporter> files = new ArrayList<>();
  private final ConsoleReporter console;

  private Reports(Path output, String color) {
    files.add(new EvidenceReporter(output));
    if (AllureReporter.isAvailable()) {
      files.add(new AllureReporter());
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

  /** Shows how far long work is. */
  public RunMonitor progress() {
    return console.progress();
  }

  /** A check has a result. Called within the execution of its test. */
  public void checkFinished(SuiteSpec suite, CheckResult result) {
    files.forEach(reporter -> reporter.checkFinished(suite, result));
  }

  /** Writes all reports; those that cannot be written are named on the console. */
  public List<ReportException> write(SuiteReport report) {
    List<String> written = new ArrayList<>();
    List<ReportException> failures = new ArrayList<>();
    for (Reporter reporter : files) {
      try {
        written.addAll(reporter.suiteFinished(report));
      } catch (ReportException e) {
        failures.add(e);
      }
    }
    console.summary(report, written, failures);
    return failures;
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
