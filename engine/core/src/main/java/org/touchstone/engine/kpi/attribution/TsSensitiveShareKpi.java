package org.touchstone.engine.kpi.attribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.RatioBootstrap;
import org.touchstone.engine.timeshap.GlobalExplanation;
import org.touchstone.engine.timeshap.SequenceSummary;
import org.touchstone.engine.timeshap.TimeShapPlots;

/**
 * TS_SENSITIVE_SHARE: the share of absolute feature attribution that sensitive columns of an event
 * have, {@code sum_s sum_{j sensitive} |phi_sj| / sum_s sum_j |phi_sj|}, where phi are TimeSHAP's
 * feature values over the events that are not pruned. Interval: {@link RatioBootstrap} over
 * sequences. Not applicable where no column of an event is sensitive; not computable where no
 * feature moves the output of any explained sequence.
 *
 * <p>Source: TimeSHAP, section 4.2, where client age is found to have a high attribution.
 */
public final class TsSensitiveShareKpi extends SequenceKpi {

  /** Features of the plot, the largest mean absolute value first. */
  private static final int SHOWN = 20;

  /** Creates the KPI. */
  public TsSensitiveShareKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("TS_SENSITIVE_SHARE"),
            "",
            "Attribution to sensitive features",
            Aspects.DISCRIMINATION,
            Aspects.RELIANCE,
            "Sensitive event features",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The share of all attribution, whatever its sign, that the sensitive features of the"
                + " events have.",
            "A sensitive feature among the model's inputs that predicts the label in the training"
                + " data.",
            TsPrunedShareKpi.parameters(),
            Set.of("explanation", "fairness", "sequences")));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return super.notApplicable(audit)
        .or(
            () ->
                audit.sequences().orElseThrow().sensitiveFeatures().isEmpty()
                    ? Optional.of("The suite names no column of an event as sensitive")
                    : Optional.empty());
  }

  @Override
  Measurement measure(Explained explained, Scope scope, double level) {
    GlobalExplanation global = explained.global();
    List<String> sensitive = explained.audit().sequences().orElseThrow().sensitiveFeatures();
    int[] columns = sensitive.stream().mapToInt(global.featureNames()::indexOf).toArray();
    int sequences = global.sequences().size();
    double[] own = new double[sequences];
    double[] all = new double[sequences];
    double total = 0;
    for (int s = 0; s < sequences; s++) {
      SequenceSummary summary = global.sequences().get(s);
      for (double phi : summary.features()) {
        all[s] += Math.abs(phi);
      }
      for (int column : columns) {
        own[s] += Math.abs(summary.features()[column]);
      }
      total += all[s];
    }
    if (total == 0) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "No feature moves the output of any explained sequence of " + scope.rows(),
          SampleSize.ofRows(sequences));
    }
    long seed = seed(explained.audit(), scope);
    return value(
            scope,
            global.featureShare(sensitive),
            RatioBootstrap.interval(own, all, level, seed),
            seed,
            sequences,
            evidence(global, sensitive))
        .withPlots(TimeShapPlots.globalFeatures(global, SHOWN));
  }

  private static EvidenceTable evidence(GlobalExplanation global, List<String> sensitive) {
    List<String> ranked = new ArrayList<>(global.featureNames());
    ranked.sort(Comparator.comparingDouble((String name) -> -global.featureShare(List.of(name))));
    return new EvidenceTable(
        "Attribution of features",
        List.of("feature", "sensitive", "mean value", "mean absolute value", "share"),
        ranked.stream()
            .map(
                name -> {
                  int column = global.featureNames().indexOf(name);
                  return List.of(
                      name,
                      sensitive.contains(name) ? "yes" : "no",
                      Double.toString(global.feature(column).mean()),
                      Double.toString(global.feature(column).meanAbsolute()),
                      Double.toString(global.featureShare(List.of(name))));
                })
            .toList());
  }
}
