package org.touchstone.engine.kpi.discrimination;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * KPI 2.2.1, fairness to similar individuals within a group: {@code max |p_i - p_j|} over the pairs
 * of similar test rows of one group. Similar are rows that are identical in all features that the
 * model reads but for the sensitive ones, or, with the parameter {@code epsilon} above 0 (default
 * 0), rows within that distance; see {@link SimilarIndividuals}. Rows that are equal in everything
 * are no pair. Where the suite names groups, rows of different groups are no pair, also in the
 * measurement of all rows.
 *
 * <p>Interval: percentile bootstrap over the rows, 1,024 seeded samples. The largest difference of
 * a sample is never above that of the data, so the upper limit is the value: the interval says how
 * much the value hangs on few rows, not how large a difference other rows could have. Sample size:
 * the denominator is the number of rows that have a similar row. Not computable where there is no
 * pair. Not applicable where identical rows are asked for and no feature is named sensitive.
 *
 * <p>Source: Bhaumik and Dey 2023, equation 7.
 */
public final class IntraGroupDifferenceKpi extends ScopedKpi {

  private static final String EPSILON = "epsilon";
  private static final int SAMPLES = 1024;

  /** Creates the KPI. */
  public IntraGroupDifferenceKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("DiffInd"),
            "2.2.1",
            "Difference of similar individuals",
            Aspects.DISCRIMINATION,
            Aspects.INDIVIDUAL_FAIRNESS,
            "Intra-group fairness",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The largest difference of the scores of two similar individuals of one group.",
            "A model that reads a sensitive feature, or that changes steeply between similar"
                + " rows.",
            Set.of(LEVEL, EPSILON),
            Set.of("fairness")));
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(EPSILON, Double.toString(epsilon(parameters)));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsTable(audit);
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    double epsilon = epsilon(parameters);
    if (epsilon == 0 && audit.roles().sensitive().isEmpty()) {
      return Measurement.notApplicable(
          descriptor().id(),
          scope,
          "the suite names no sensitive feature that identical individuals could differ in; name"
              + " one, or set \"epsilon\" above 0");
    }
    int[] rows = ScopeRows.of(audit.test(), scope);
    SimilarIndividuals individuals = new SimilarIndividuals(audit, rows, epsilon);
    PairDifferences differences = new PairDifferences(individuals);
    SampleSize size =
        new SampleSize(
            rows.length, OptionalLong.empty(), OptionalLong.of(differences.pairedRows()));
    if (differences.pairs() == 0) {
      return Measurement.notComputable(descriptor().id(), scope, none(scope, epsilon), size);
    }
    long seed = seed(audit, scope);
    double[] maxima = differences.bootstrapMaxima(SAMPLES, seed);
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(differences.max(), interval(maxima, level), OptionalLong.of(seed)),
        size,
        Map.of(),
        List.of(distribution(differences, maxima.length), pair(audit, individuals, differences)));
  }

  private static Optional<ConfidenceInterval> interval(double[] maxima, double level) {
    if (maxima.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ConfidenceInterval(
            percentile(maxima, (1 - level) / 2),
            percentile(maxima, (1 + level) / 2),
            level,
            "percentile bootstrap over rows, "
                + SAMPLES
                + " samples; the upper limit of a maximum is never above the maximum"));
  }

  /** The smallest value that at least a share of the samples do not exceed. */
  private static double percentile(double[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private static double epsilon(KpiParameters parameters) {
    double epsilon = parameters.number(EPSILON, 0);
    if (epsilon < 0) {
      throw new IllegalArgumentException(
          "Parameter \"" + EPSILON + "\" is " + epsilon + "; a distance is 0 or more");
    }
    return epsilon;
  }

  private static String none(Scope scope, double epsilon) {
    return "No two rows of "
        + scope.rows()
        + (epsilon == 0
            ? " are identical but for the sensitive features; more rows are needed, or an"
                + " \"epsilon\" above 0"
            : " are within the distance " + epsilon + " of each other");
  }

  private static EvidenceTable distribution(PairDifferences differences, int samples) {
    return new EvidenceTable(
        "Differences of similar individuals",
        List.of("statistic", "value"),
        List.of(
            List.of("pairs of rows", Long.toString(differences.pairs())),
            List.of("rows with a similar row", Long.toString(differences.pairedRows())),
            List.of("largest", Double.toString(differences.max())),
            List.of("mean", Double.toString(differences.mean())),
            List.of("95th percentile", Double.toString(differences.quantile(0.95))),
            List.of("bootstrap samples with a pair, of " + SAMPLES, Integer.toString(samples))));
  }

  private static EvidenceTable pair(
      Audit audit, SimilarIndividuals individuals, PairDifferences differences) {
    int[] pair = differences.maxPair();
    return new EvidenceTable(
        "The pair with the largest difference",
        List.of("row", "probability", "rows like it"),
        java.util.Arrays.stream(pair)
            .mapToObj(
                i ->
                    List.of(
                        audit.test().rowId(individuals.firstRow(i)),
                        Double.toString(individuals.probability(i)),
                        Long.toString(individuals.weight(i))))
            .toList());
  }
}
