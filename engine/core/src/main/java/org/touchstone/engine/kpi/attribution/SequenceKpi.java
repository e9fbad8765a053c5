package org.touchstone.engine.kpi.attribution;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.timeshap.GlobalExplanation;

/** A KPI that reads the global TimeSHAP explanation of an audit's sequences. */
abstract class SequenceKpi extends ScopedKpi {

  private static final int MAX_SEQUENCES = 100;

  SequenceKpi(KpiDescriptor descriptor) {
    super(descriptor);
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsSequences(audit);
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return TimeShapSettings.of(parameters, MAX_SEQUENCES).asMap();
  }

  @Override
  protected final Measurement measure(
      Audit audit, Scope scope, KpiParameters parameters, double level) {
    TimeShapSettings settings = TimeShapSettings.of(parameters, MAX_SEQUENCES);
    ExplainedSequences explained = ExplainedSequences.of(audit, settings);
    return explained
        .of(scope)
        .map(global -> measure(new Explained(audit, settings, explained, global), scope, level))
        .orElseGet(
            () ->
                Measurement.notComputable(
                    descriptor().id(),
                    scope,
                    ExplainedSequences.nothing(scope, settings),
                    SampleSize.ofRows(0)));
  }

  /** Measures a scope that has sequences. */
  abstract Measurement measure(Explained explained, Scope scope, double level);

  /** A value with its interval over sequences. */
  final Measurement value(
      Scope scope,
      double value,
      Optional<ConfidenceInterval> interval,
      long seed,
      int sequences,
      EvidenceTable evidence) {
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            value, interval, interval.isPresent() ? OptionalLong.of(seed) : OptionalLong.empty()),
        SampleSize.ofRows(sequences),
        Map.of(),
        java.util.List.of(evidence));
  }

  /**
   * What is measured.
   *
   * @param audit the audit
   * @param settings how its sequences were explained
   * @param all the explanations of all scopes
   * @param global that of the scope
   */
  record Explained(
      Audit audit, TimeShapSettings settings, ExplainedSequences all, GlobalExplanation global) {}
}
