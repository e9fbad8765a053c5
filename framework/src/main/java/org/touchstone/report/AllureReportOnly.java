package org.touchstone.report;

import io.qameta.allure.listener.TestLifecycleListener;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.TestResult;
import java.util.Optional;

/**
 * Keeps the Allure report true where nothing shall fail the build ({@code touchstone.gate=report}):
 * what would have failed is shown as failed, not as skipped, or the report of a model with red KPIs
 * would say "100 % passed". Found by Allure as a service; not to be called.
 */
public final class AllureReportOnly implements TestLifecycleListener {

  /** What the message of a test starts with that would have failed. */
  public static final String FAILED = "Report only: ";

  /** What the message of a test starts with that would have ended in an error. */
  public static final String BROKEN = "ERROR (report only)";

  /** Called by Allure. */
  public AllureReportOnly() {}

  @Override
  public void beforeTestWrite(TestResult result) {
    if (result.getStatus() != Status.SKIPPED || !AllureReporter.isCheck(result)) {
      return;
    }
    String message =
        Optional.ofNullable(result.getStatusDetails())
            .flatMap(details -> Optional.ofNullable(details.getMessage()))
            .orElse("");
    if (message.startsWith(FAILED)) {
      result.setStatus(Status.FAILED);
    } else if (message.startsWith(BROKEN)) {
      result.setStatus(Status.BROKEN);
    }
  }
}
