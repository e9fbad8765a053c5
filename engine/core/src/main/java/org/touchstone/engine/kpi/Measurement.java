package org.touchstone.engine.kpi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.touchstone.engine.plot.Plot;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * One KPI measured on one scope. A measurement says what was found; whether that is good is for a
 * profile to decide.
 *
 * @param kpi the KPI
 * @param scope what was measured
 * @param result the value, or the reason why there is none
 * @param sampleSize the data behind it
 * @param parameters the parameters that were in force, by name
 * @param evidence tables that back it up
 * @param plots plots, as data, that show it
 */
public record Measurement(
    KpiId kpi,
    Scope scope,
    Result result,
    SampleSize sampleSize,
    Map<String, String> parameters,
    List<EvidenceTable> evidence,
    List<Plot> plots) {

  /** A value, or the reason why there is none. */
  public sealed interface Result {}

  /**
   * A value.
   *
   * @param value finite, or infinite where the KPI's range is unbounded; never NaN
   * @param interval its confidence interval, where a sampling distribution exists
   * @param seed the seed of the random stream that the interval used, where it used one
   */
  public record Value(double value, Optional<ConfidenceInterval> interval, OptionalLong seed)
      implements Result {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if the value is NaN
     */
    public Value {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException(
            "A value is never NaN: return NotComputable with the reason instead");
      }
    }
  }

  /**
   * The data do not determine the value, for example a rate over no rows.
   *
   * @param reason one sentence for the report
   */
  public record NotComputable(String reason) implements Result {}

  /**
   * The KPI has no meaning for this model, for example coefficients of a random forest.
   *
   * @param reason one sentence for the report
   */
  public record NotApplicable(String reason) implements Result {}

  /** Copies the collections; parameters are kept in the order of their names. */
  public Measurement {
    parameters = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    evidence = List.copyOf(evidence);
    plots = List.copyOf(plots);
  }

  /** A measurement without plots. */
  public Measurement(
      KpiId kpi,
      Scope scope,
      Result result,
      SampleSize sampleSize,
      Map<String, String> parameters,
      List<EvidenceTable> evidence) {
    this(kpi, scope, result, sampleSize, parameters, evidence, List.of());
  }

  /** A value without an interval. */
  public static Measurement of(KpiId kpi, Scope scope, double value, SampleSize sampleSize) {
    return new Measurement(
        kpi,
        scope,
        new Value(value, Optional.empty(), OptionalLong.empty()),
        sampleSize,
        Map.of(),
        List.of());
  }

  /** A value with an interval that used no random numbers. */
  public static Measurement of(
      KpiId kpi, Scope scope, double value, ConfidenceInterval interval, SampleSize sampleSize) {
    return new Measurement(
        kpi,
        scope,
        new Value(value, Optional.of(interval), OptionalLong.empty()),
        sampleSize,
        Map.of(),
        List.of());
  }

  /** The result of a KPI that the data do not determine. */
  public static Measurement notComputable(
      KpiId kpi, Scope scope, String reason, SampleSize sampleSize) {
    return new Measurement(kpi, scope, new NotComputable(reason), sampleSize, Map.of(), List.of());
  }

  /** The result of a KPI that has no meaning for the model. */
  public static Measurement notApplicable(KpiId kpi, Scope scope, String reason) {
    return new Measurement(
        kpi, scope, new NotApplicable(reason), SampleSize.ofRows(0), Map.of(), List.of());
  }

  /** The same measurement with the parameters that were in force. */
  public Measurement withParameters(Map<String, String> used) {
    return new Measurement(kpi, scope, result, sampleSize, used, evidence, plots);
  }

  /** The same measurement with tables that back it up. */
  public Measurement withEvidence(EvidenceTable... tables) {
    return new Measurement(kpi, scope, result, sampleSize, parameters, List.of(tables), plots);
  }

  /** The same measurement with plots that show it; they name no individual. */
  public Measurement withPlots(Plot... shown) {
    return new Measurement(kpi, scope, result, sampleSize, parameters, evidence, List.of(shown));
  }
}
