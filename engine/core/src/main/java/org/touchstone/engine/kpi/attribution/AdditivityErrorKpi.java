package org.touchstone.engine.kpi.attribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;

/**
 * ADDITIVITY_ERROR: the largest relative difference, over the explained rows, of the probability
 * that an explanation adds up to and the probability that the model gave the row when the audit
 * scored it: {@code max_i |g(base + sum_j phi_ij) - f(x_i)| / max(f(x_i), g(base))}, with g the
 * sigmoid where margins are explained, else the identity. The model is called twice and
 * independently, alone for the audit and among coalitions for the explanation: a model whose score
 * depends on more than the row, or whose margin is not that of its score, is found. No interval:
 * the largest of a sample has no useful one.
 *
 * <p>Source: local accuracy, Lundberg and Lee, A unified approach to interpreting model
 * predictions, NIPS 2017, property 1.
 */
public final class AdditivityErrorKpi extends ScopedKpi {

  private static final int SHOWN = 10;

  /** Creates the KPI. */
  public AdditivityErrorKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("ADDITIVITY_ERROR"),
            "",
            "Additivity error",
            Aspects.EXPLAINABILITY,
            Aspects.ATTRIBUTION,
            "Local accuracy",
            KpiDescriptor.Subject.MODEL,
            0,
            Double.POSITIVE_INFINITY,
            "",
            "How far base value and attributions of a row are from adding up to the model's own"
                + " output, relative to it, at worst.",
            "A model whose score depends on the other rows of its batch or on chance, single"
                + " precision, or an explanation of another version of the model.",
            parameters(),
            Set.of("explanation")));
  }

  private static Set<String> parameters() {
    Set<String> names = new TreeSet<>(AttributionSettings.NAMES);
    names.add(LEVEL);
    return names;
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return AttributionSettings.of(parameters).asMap();
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    Explanations explained = Explanations.of(audit, AttributionSettings.of(parameters), 0);
    int[] places = explained.sample().places(scope);
    if (places.length == 0) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "There is no row of " + scope.rows() + " to explain",
          SampleSize.ofRows(0));
    }
    List<Gap> gaps = new ArrayList<>();
    for (int place : places) {
      int row = explained.sample().all()[place];
      gaps.add(gap(explained.rows().get(place), audit.probabilities()[row]));
    }
    gaps.sort(Comparator.comparingDouble(gap -> -gap.error()));
    return Measurement.of(
            descriptor().id(), scope, gaps.get(0).error(), SampleSize.ofRows(places.length))
        .withEvidence(evidence(gaps, explained.method()));
  }

  private static Gap gap(Explanations.Row row, double probability) {
    double difference = Math.abs(row.sumProbability() - probability);
    double scale = Math.max(probability, row.baseProbability());
    double error = difference == 0 ? 0 : difference / scale;
    return new Gap(row.id(), row.baseProbability(), row.sumProbability(), probability, error);
  }

  private static EvidenceTable evidence(List<Gap> gaps, String method) {
    return new EvidenceTable(
        "Largest errors, by " + method,
        List.of("row", "base value", "base value and attributions", "model", "relative error"),
        gaps.stream()
            .limit(SHOWN)
            .map(
                gap ->
                    List.of(
                        gap.id(),
                        Double.toString(gap.base()),
                        Double.toString(gap.sum()),
                        Double.toString(gap.model()),
                        Double.toString(gap.error())))
            .toList());
  }

  private record Gap(String id, double base, double sum, double model, double error) {}
}
