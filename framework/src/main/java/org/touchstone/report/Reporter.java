package org.touchstone.report;

import java.util.List;
import org.touchstone.grade.CheckResult;
import org.touchstone.suite.SuiteSpec;

/** Writes one kind of report. Called from several threads at once while checks run. */
interface Reporter {

  /** A check has a result. Called within the execution of its test. */
  default void checkFinished(SuiteSpec suite, CheckResult result) {}

  /**
   * Writes the report.
   *
   * @return one line for each file or folder that was written, to be shown to the user
   * @throws ReportException if it cannot be written
   */
  default List<String> suiteFinished(SuiteReport report) {
    return List.of();
  }
}
