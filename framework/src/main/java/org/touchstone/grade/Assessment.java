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
   * @throws IllegalStateException if the KPI is not measured on that scope, does not return what
   *     {@link Kpi#measure} asks for, or has a value outside the range that the profile declares
   * @throws RuntimeException if the model or the data fail while the KPI is measured
   */
  public CheckResult result(Check check, Scope scope) {
    Measured measured = measured(check.kpi(), parameters(check));
    Measurement measurement = measured.of(check.kpi(), scope);
    return new CheckResult(
        check,
        scope,
        Optional.of(measurement),
        Grader.grade(measurement, check.rule()),
        measured.duration());
  }

  /**
   * A KPI on one scope, measured with these parameters and graded by nobody.
   *
   * @throws RuntimeException as {@link #result}
   */
  public Measurement measurement(Kpi kpi, KpiParameters parameters, Scope scope) {
    return measured(kpi, parameters).of(kpi, scope);
  }

  /** The scopes that a KPI has a measurement of, in order. */
  public List<Scope> scopes(KpiDescriptor kpi) {
    return comparesNothing(kpi) ? List.of(Scope.OVERALL) : audit.scopes(kpi.subject());
  }

  private boolean comparesNothing(KpiDescriptor kpi) {
    return kpi.subject() == KpiDescriptor.Subject.SENSITIVE_FEATURE
        && audit.roles().sensitive().isEmpty();
  }

  private static KpiParameters parameters(Check check) {
    Map<String, String> parameters = new TreeMap<>(check.rule().parameters());
    if (check.kpi().descriptor().parameters().contains(LEVEL)) {
      parameters.put(LEVEL, Double.toString(check.rule().confidenceLevel()));
    }
    return KpiParameters.of(parameters);
  }

  private Measured measured(Kpi kpi, KpiParameters parameters) {
    return audit.shared(new Key(kpi, parameters.asMap()), a -> measure(kpi, parameters));
  }

  private Measured measure(Kpi kpi, KpiParameters parameters) {
    if (comparesNothing(kpi.descriptor())) {
      Measurement none =
          Measurement.notApplicable(
              kpi.descriptor().id(),
              Scope.OVERALL,
              "the suite names no sensitive feature to compare");
      return new Measured(Map.of(Scope.OVERALL, none), Duration.ZERO);
    }
    long start = System.nanoTime();
    List<Measurement> measurements = kpi.measure(audit, parameters);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    requireEachOnce(kpi.descriptor(), measurements);
    Map<Scope, Measurement> byScope = new LinkedHashMap<>();
    measurements.forEach(m -> byScope.put(m.scope(), m));
    return new Measured(byScope, duration);
  }

  /** What a KPI that somebody else wrote returns is not trusted: none missing, none twice. */
  private void requireEachOnce(KpiDescriptor kpi, List<Measurement> measurements) {
    List<Scope> asked = audit.scopes(kpi.subject());
    List<Scope> found = measurements.stream().map(Measurement::scope).toList();
    if (!found.equals(asked)) {
      throw new IllegalStateException(
          "KPI " + kpi.id() + " returned measurements of " + found + "; it has to return " + asked);
    }
    for (Measurement measurement : measurements) {
      if (!measurement.kpi().equals(kpi.id())) {
        throw new IllegalStateException(
            "KPI " + kpi.id() + " returned a measurement of " + measurement.kpi());
      }
    }
  }

  private record Key(Kpi kpi, Map<String, String> parameters) {}

  private record Measured(Map<Scope, Measurement> byScope, Duration duration) {

    Measurement of(Kpi kpi, Scope scope) {
      Measurement measurement = byScope.get(scope);
      if (measurement == null) {
        throw new IllegalStateException(
            "KPI "
                + kpi.descriptor().id()
                + " has no measurement of \""
                + scope
                + "\"; it has "
                + byScope.keySet());
      }
      return measurement;
    }
  }
}
