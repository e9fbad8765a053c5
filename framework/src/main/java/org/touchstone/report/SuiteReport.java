package org.touchstone.report;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.grade.CheckResult;
import org.touchstone.grade.Light;
import org.touchstone.suite.LoadedSubject;
import org.touchstone.suite.SuiteSpec;

/**
 * What a run of a suite found.
 *
 * @param suite the suite
 * @param subject model and data; empty if they could not be loaded
 * @param results one result per check that ran, in the order of the suite
 * @param settings the configuration parameters in force, by name
 * @param started when the run began
 * @param finished when its last check ended
 * @param failure why not all checks ran, if so
 */
public record SuiteReport(
    SuiteSpec suite,
    Optional<LoadedSubject> subject,
    List<CheckResult> results,
    Map<String, String> settings,
    Instant started,
    Instant finished,
    Optional<String> failure) {

  /** Copies the collections. */
  public SuiteReport {
    results = List.copyOf(results);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** How many results have each light; lights without results are missing. */
  public Map<Light, Long> counts() {
    Map<Light, Long> counts = new EnumMap<>(Light.class);
    results.forEach(result -> counts.merge(result.verdict().light(), 1L, Long::sum));
    return counts;
  }

  /**
   * The counts in words, for example {@code 53 checks: 5 green, 25 amber, 1 red}: green, amber and
   * red always, the others where there are any.
   */
  String countsInWords() {
    Map<Light, Long> counts = counts();
    return results.size()
        + (results.size() == 1 ? " check: " : " checks: ")
        + Arrays.stream(Light.values())
            .filter(light -> isColour(light) || counts.containsKey(light))
            .map(
                light ->
                    counts.getOrDefault(light, 0L) + " " + light.label().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  static boolean isColour(Light light) {
    return light == Light.GREEN || light == Light.AMBER || light == Light.RED;
  }

  /**
   * KPIs of the suite without any result: left out by a filter, or not reached before the run
   * ended.
   */
  public List<KpiId> notRun() {
    Set<KpiId> run =
        results.stream()
            .map(result -> result.check().kpi().descriptor().id())
            .collect(Collectors.toSet());
    return suite.checks().stream()
        .map(check -> check.kpi().descriptor().id())
        .filter(id -> !run.contains(id))
        .toList();
  }
}
