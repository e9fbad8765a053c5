package org.touchstone.junit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.commons.util.ExceptionUtils;
import org.junit.platform.commons.util.UnrecoverableExceptions;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.run.RunMonitor;
import org.touchstone.grade.Assessment;
import org.touchstone.grade.Check;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Light;
import org.touchstone.grade.Verdict;
import org.touchstone.report.ReportException;
import org.touchstone.report.Reports;
import org.touchstone.report.SuiteReport;
import org.touchstone.suite.LoadedSubject;
import org.touchstone.suite.SuiteSpec;

/** One run of one suite: loads its subject, runs its checks, and has the reports written. */
final class SuiteRun {

  private final SuiteSpec suite;
  private final TouchstoneContext context;
  private final Reports reports;
  private final Instant started = Instant.now();
  private final Queue<CheckResult> results = new ConcurrentLinkedQueue<>();
  private final LoadedSubject subject;
  private final Assessment assessment;

  private SuiteRun(SuiteSpec suite, TouchstoneContext context) {
    this.suite = suite;
    this.context = context;
    RunSettings settings = context.settings();
    this.reports = Reports.of(settings.output(), settings.color().name().toLowerCase(Locale.ROOT));
    try {
      this.subject = suite.subject().load();
    } catch (Throwable e) {
      throw unableToStart(Optional.empty(), e);
    }
    try {
      this.assessment = new Assessment(audit());
    } catch (Throwable e) {
      subject.close();
      throw unableToStart(Optional.of(subject), e);
    }
  }

  /** Reports that no check could run, and throws what says so to JUnit. */
  private RuntimeException unableToStart(Optional<LoadedSubject> loaded, Throwable failure) {
    UnrecoverableExceptions.rethrowIfUnrecoverable(failure);
    List<ReportException> unwritten =
        reports.write(
            new SuiteReport(
                suite,
                loaded,
                List.of(),
                settings(),
                started,
                Instant.now(),
                Optional.of(describe(failure))));
    unwritten.forEach(failure::addSuppressed);
    if (isReportOnly() && unwritten.isEmpty()) {
      throw new TestAbortedException("ERROR (report only) " + describe(failure), failure);
    }
    throw ExceptionUtils.throwAsUncheckedException(failure);
  }

  /**
   * Loads model and data.
   *
   * @throws TestAbortedException if they cannot be loaded or do not fit together, and nothing shall
   *     fail; the reports say so
   * @throws RuntimeException if they cannot be loaded or do not fit together; the reports say so
   */
  static SuiteRun start(SuiteSpec suite, TouchstoneContext context) {
    return new SuiteRun(suite, context);
  }

  private Audit audit() {
    RunMonitor progress = reports.progress();
    Audit.Builder audit =
        subject
            .audit(suite.roles())
            .decisionThreshold(suite.settings().decisionThreshold())
            .seed(suite.settings().seed())
            .monitor(
                (task, done, total) -> {
                  if (context.cancellation().isCancellationRequested()) {
                    throw new CancelledException(
                        "cancelled while " + task + ", after " + done + " of " + total);
                  }
                  progress.progress(task, done, total);
                });
    return audit.build();
  }

  /** The scopes of a check that are known when the data are: about one group or feature each. */
  List<Scope> groupScopes(Check check) {
    KpiDescriptor.Subject subject = check.kpi().descriptor().subject();
    return assessment.audit().scopes(subject).stream()
        .filter(scope -> scope.group().isPresent() || subject == KpiDescriptor.Subject.COEFFICIENT)
        .toList();
  }

  /**
   * Runs a check on one scope.
   *
   * @throws AssertionFailedError if the verdict fails the test
   * @throws TestAbortedException if the verdict aborts the test
   * @throws RuntimeException if the check did not run to its end
   */
  void run(Check check, Scope scope) {
    CheckResult result;
    try {
      result = assessment.result(check, scope);
    } catch (CancelledException e) {
      throw new TestAbortedException("CANCELLED " + e.getMessage(), e);
    } catch (Throwable e) {
      // Whatever a model or a KPI throws, the other checks go on, and this one is never green.
      UnrecoverableExceptions.rethrowIfUnrecoverable(e);
      record(
          new CheckResult(
              check,
              scope,
              Optional.empty(),
              new Verdict(Light.ERROR, describe(e)),
              Duration.ZERO));
      if (isReportOnly()) {
        throw new TestAbortedException("ERROR (report only) " + describe(e), e);
      }
      throw ExceptionUtils.throwAsUncheckedException(e);
    }
    record(result);
    Consequence.of(result, context.settings());
  }

  private void record(CheckResult result) {
    results.add(result);
    reports.checkFinished(suite, result);
  }

  /**
   * Has the reports written and releases the model.
   *
   * @throws RuntimeException if a report cannot be written; the verdicts stand
   */
  void finish() {
    try (Audit audit = assessment.audit()) {
      reports.writeAndThrow(report(audit));
    }
  }

  /** Why not all checks of the suite have a result, if so: evidence of a part must say so. */
  private Optional<String> gap(Audit audit) {
    int all = 0;
    for (Check check : suite.checks()) {
      all += scopes(audit, check).size();
    }
    if (results.size() >= all) {
      return Optional.empty();
    }
    return Optional.of(
        results.size()
            + " of "
            + all
            + " checks have a result; "
            + (context.cancellation().isCancellationRequested()
                ? "the run was cancelled"
                : "the others were not selected"));
  }

  private boolean isReportOnly() {
    return context.settings().gate() == Configuration.Gate.REPORT;
  }

  private SuiteReport report(Audit audit) {
    Map<Check, Map<Scope, CheckResult>> found = new HashMap<>();
    results.forEach(
        result ->
            found
                .computeIfAbsent(result.check(), check -> new LinkedHashMap<>())
                .put(result.scope(), result));
    List<CheckResult> sorted = new ArrayList<>();
    for (Check check : suite.checks()) {
      Map<Scope, CheckResult> byScope = found.getOrDefault(check, Map.of());
      for (Scope scope : scopes(audit, check)) {
        Optional.ofNullable(byScope.get(scope)).ifPresent(sorted::add);
      }
    }
    return new SuiteReport(
        suite, Optional.of(subject), sorted, settings(), started, Instant.now(), gap(audit));
  }

  /** The scopes of a check in the order of reports; one also where there is nothing to compare. */
  private static List<Scope> scopes(Audit audit, Check check) {
    List<Scope> scopes = audit.scopes(check.kpi().descriptor().subject());
    return scopes.isEmpty() ? List.of(Scope.OVERALL) : scopes;
  }

  private Map<String, String> settings() {
    RunSettings settings = context.settings();
    Map<String, String> map = new LinkedHashMap<>();
    map.put(Configuration.GATE, settings.gate().name().toLowerCase(Locale.ROOT));
    map.put(Configuration.AMBER, settings.amber().name().toLowerCase(Locale.ROOT));
    map.put(
        Configuration.INSUFFICIENT,
        settings
            .insufficient()
            .map(effect -> effect.name().toLowerCase(Locale.ROOT))
            .orElse("as the profile says"));
    if (!settings.kpi().isEmpty()) {
      map.put(Configuration.KPI, String.join(",", settings.kpi()));
    }
    return map;
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message;
  }
}
