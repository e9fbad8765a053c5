package org.touchstone.report;

import static org.touchstone.fixture.Checks.SAMPLE;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.fixture.Checks;
import org.touchstone.fixture.Loans;
import org.touchstone.grade.Check;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Grader;
import org.touchstone.grade.Light;
import org.touchstone.grade.Verdict;
import org.touchstone.profile.Decision;
import org.touchstone.profile.KpiRule;
import org.touchstone.profile.RagProfile;
import org.touchstone.profile.RagProfiles;
import org.touchstone.suite.LoadedSubject;
import org.touchstone.suite.LoadedTable;
import org.touchstone.suite.SuiteSpec;

/** Suites, results and reports for the tests of this package. */
final class ReportFixture {

  static final RagProfile PROFILE =
      RagProfiles.load("bhaumik-dey-2023", ReportFixture.class.getClassLoader());

  static final KpiRule RATIO =
      Checks.rule(Decision.INTERVAL, "[0, inf)", "(0.8, inf)", "{0.8}", "[0, 0.8)");

  static final Environment ENVIRONMENT =
      new Environment(
          "17.0.1 (Test)",
          "Linux 6 amd64",
          "1.2.3",
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private ReportFixture() {}

  static CheckResult value(String id, String name, double value, double low, double high) {
    return graded(
        id,
        name,
        Measurement.of(
            KpiId.of(id),
            Scope.OVERALL,
            value,
            new ConfidenceInterval(low, high, 0.95, "Wilson 1927"),
            SAMPLE));
  }

  static CheckResult graded(String id, String name, Measurement measurement) {
    Check check = check(id, name, measurement);
    return new CheckResult(
        check,
        measurement.scope(),
        Optional.of(measurement),
        Grader.grade(measurement, RATIO),
        Duration.ofNanos(1_250_000));
  }

  static CheckResult error(String id, String name, String message) {
    Measurement never = Measurement.of(KpiId.of(id), Scope.OVERALL, 1, SAMPLE);
    return new CheckResult(
        check(id, name, never),
        Scope.OVERALL,
        Optional.empty(),
        new Verdict(Light.ERROR, message),
        Duration.ZERO);
  }

  private static Check check(String id, String name, Measurement measurement) {
    KpiDescriptor kpi = Checks.descriptor(id, "", name);
    return new Check(new Checks.StubKpi(kpi, measurement), RATIO);
  }

  /** One result of each kind. */
  static List<CheckResult> ofEveryKind() {
    return List.of(
        value("GREEN", "Good", 1.5, 0.80004, Double.POSITIVE_INFINITY),
        value("AMBER", "So-so", 0.9, 0.7, 1.1),
        value("RED", "Bad", 0.1, 0.01, 0.2),
        graded(
            "NA",
            "Senseless",
            Measurement.notApplicable(KpiId.of("NA"), Scope.OVERALL, "no sense")),
        graded(
            "FEW",
            "Too few",
            Measurement.notComputable(
                KpiId.of("FEW"),
                Scope.ofSensitive("sex").within(new Scope.Group("housing", "own")),
                "a rate over no rows",
                SAMPLE)),
        error("ERR", "Broken", "The model returned NaN for row 7\nsecond line"));
  }

  static SuiteSpec suite(String id, String name, List<CheckResult> results) {
    return suite(id, name, results, List.of());
  }

  static SuiteSpec suite(
      String id, String name, List<CheckResult> results, List<KpiId> notMeasured) {
    return new SuiteSpec(
        id,
        name,
        PROFILE,
        results.stream().map(CheckResult::check).toList(),
        notMeasured,
        Loans.ROLES,
        new SuiteSpec.Settings(0.5, 42),
        Set.of("credit"),
        () -> {
          throw new IllegalStateException("a report loads nothing");
        });
  }

  static LoadedSubject subject(Dataset test) {
    return new LoadedTable(
        new Loans.Score(),
        new LoadedSubject.ModelOrigin("score.json", "score-json", Optional.of("0".repeat(64))),
        test,
        Optional.empty(),
        Optional.empty());
  }

  static SuiteReport report(SuiteSpec suite, List<CheckResult> results) {
    return report(suite, results, Instant.parse("2026-01-02T03:04:05Z"), "enforce");
  }

  static SuiteReport report(
      SuiteSpec suite, List<CheckResult> results, Instant started, String gate) {
    return new SuiteReport(
        suite,
        Optional.of(subject(Loans.rows(50))),
        results,
        settings(gate),
        started,
        started.plusMillis(1500),
        Optional.empty());
  }

  static SuiteReport failed(SuiteSpec suite, String failure) {
    Instant started = Instant.parse("2026-01-02T03:04:05Z");
    return new SuiteReport(
        suite,
        Optional.empty(),
        List.of(),
        settings("enforce"),
        started,
        started,
        Optional.of(failure));
  }

  private static Map<String, String> settings(String gate) {
    return Map.of(
        "touchstone.gate", gate,
        "touchstone.amber", "abort",
        "touchstone.insufficient", "as the profile says");
  }

  static List<String> names(Path folder) throws java.io.IOException {
    List<String> names = new ArrayList<>();
    try (var files = java.nio.file.Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }
}
