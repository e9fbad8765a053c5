package org.touchstone.grade;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.profile.KpiRule;

/**
 * An audit, measured and graded. Each KPI is measured once for all its scopes, on first use, also
 * when several threads ask.
 */
public final class Assessment {

  /** The KPI parameter that carries the profile's confidence level. */
  private static final String LEVEL = "level";

  private final Audit audit;

  /** An assessment of this audit. */
  public Assessment(Audit audit) {
    this.audit = audit;
  }

  /** The audit. */
  public Audit audit() {
    return audit;
  }

  /**
   * The result of a check on one scope.
   *
   * @throws IllegalStateException if the KPI has no measurement of that scope, or its value lies
   *     outside the range that the profile declares
   * @throws RuntimeException if the model or the data fail while the KPI is measured
   */
  public CheckResult result(Check check, Scope scope) {
    Measured measured = audit.shared(new Key(check.kpi(), check.rule()), a -> measure(a, check));
    Measurement measurement = measured.byScope().get(scope);
    if (measurement == null) {
      throw new IllegalStateException(
          "KPI "
              + check.kpi().descriptor().id()
              + " has no measurement of \""
              + scope
              + "\"; it has "
              + measured.byScope().keySet());
    }
    return new CheckResult(
        check,
        scope,
        Optional.of(measurement),
        Grader.grade(measurement, check.rule()),
        measured.duration());
  }

  /** The results of a check on all its scopes. */
  public List<CheckResult> results(Check check) {
    return audit.scopes(check.kpi().descriptor().subject()).stream()
        .map(scope -> result(check, scope))
        .toList();
  }

  private static Measured measure(Audit audit, Check check) {
    Map<String, String> parameters = new TreeMap<>(check.rule().parameters());
    if (check.kpi().descriptor().parameters().contains(LEVEL)) {
      parameters.put(LEVEL, Double.toString(check.rule().confidenceLevel()));
    }
    KpiDescriptor kpi = check.kpi().descriptor();
    if (kpi.subject() == KpiDescriptor.Subject.SENSITIVE_FEATURE
        && audit.roles().sensitive().isEmpty()) {
      Measurement none =
          Measurement.notApplicable(
              kpi.id(), Scope.OVERALL, "the suite names no sensitive feature to compare");
      return new Measured(Map.of(Scope.OVERALL, none), Duration.ZERO);
    }
    long start = System.nanoTime();
    List<Measurement> measurements = check.kpi().measure(audit, KpiParameters.of(parameters));
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    Map<Scope, Measurement> byScope = new LinkedHashMap<>();
    measurements.forEach(m -> byScope.put(m.scope(), m));
    return new Measured(byScope, duration);
  }

  private record Key(Kpi kpi, KpiRule rule) {}

  private record Measured(Map<Scope, Measurement> byScope, Duration duration) {}
}
