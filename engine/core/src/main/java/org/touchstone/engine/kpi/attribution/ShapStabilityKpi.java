package org.touchstone.engine.kpi.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.RatioBootstrap;
import org.touchstone.engine.stats.Spearman;
import org.touchstone.engine.timeshap.Distribution;

/**
 * SHAP_STABILITY: how alike explanations of one row rank the features when only chance differs: the
 * background that is drawn, and the coalitions. For each explained row the mean, over all pairs of
 * {@code repeats} explanations, of Spearman's rank correlation of the absolute values; then the
 * mean over rows. Equal values share their mean rank; a value below 1e-9 of the row's largest one
 * is taken as 0. A row for which the values of a repeat are all equal has no ranks and is left out.
 * Interval: {@link RatioBootstrap} over rows, for the repeats that were drawn.
 *
 * <p>Sources: backgrounds: Yuan et al., An empirical study of the effect of background data size on
 * the stability of SHAP, arXiv 2204.11351, 2022; coalitions: Kelodjou et al., Shaping up SHAP,
 * arXiv 2312.12115, 2023; rank correlation of explanations: Krishna et al., The disagreement
 * problem in explainable machine learning, arXiv 2202.01602, 2022.
 */
public final class ShapStabilityKpi extends ScopedKpi {

  private static final String REPEATS = "repeats";
  private static final int RUNS = 5;
  private static final int SHOWN = 10;
  private static final double ZERO = 1e-9;

  /** Creates the KPI. */
  public ShapStabilityKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("SHAP_STABILITY"),
            "",
            "Stability of attributions",
            Aspects.EXPLAINABILITY,
            Aspects.ATTRIBUTION,
            "Repeatability",
            KpiDescriptor.Subject.MODEL,
            -1,
            1,
            "",
            "How alike two explanations of a row rank the features when background and coalitions"
                + " are drawn again; 1 is the same order.",
            "Too few background rows or coalitions, or many features of about the same, small"
                + " influence.",
            parameters(),
            Set.of("explanation")));
  }

  private static Set<String> parameters() {
    Set<String> names = new TreeSet<>(AttributionSettings.NAMES);
    names.add(LEVEL);
    names.add(REPEATS);
    return names;
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    Map<String, String> used = new HashMap<>(AttributionSettings.of(parameters).asMap());
    used.put(REPEATS, Integer.toString(repeats(parameters)));
    return used;
  }

  private static int repeats(KpiParameters parameters) {
    return WholeNumbers.of(parameters, REPEATS, RUNS, 2);
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    AttributionSettings settings = AttributionSettings.of(parameters);
    List<Explanations> repeats = new ArrayList<>();
    for (int r = 0; r < repeats(parameters); r++) {
      repeats.add(Explanations.of(audit, settings, r));
    }
    List<Stability> rows = new ArrayList<>();
    int[] places = repeats.get(0).sample().places(scope);
    for (int place : places) {
      double[][] values =
          repeats.stream().map(run -> run.rows().get(place).values()).toArray(double[][]::new);
      String id = repeats.get(0).rows().get(place).id();
      stability(values).ifPresent(value -> rows.add(new Stability(id, value)));
    }
    SampleSize size = SampleSize.ofRows(rows.size());
    if (rows.isEmpty()) {
      return Measurement.notComputable(descriptor().id(), scope, reason(scope, places), size);
    }
    double[] values = rows.stream().mapToDouble(Stability::value).toArray();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    long seed = seed(audit, scope);
    Optional<ConfidenceInterval> interval = RatioBootstrap.mean(values, level, seed);
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            sum / values.length,
            interval,
            interval.isPresent() ? OptionalLong.of(seed) : OptionalLong.empty()),
        size,
        Map.of(),
        List.of(features(repeats, places), leastStable(rows, places.length)));
  }

  private static String reason(Scope scope, int[] places) {
    return places.length == 0
        ? "There is no row of " + scope.rows() + " to explain"
        : "Every explained row of "
            + scope.rows()
            + " has a repeat that gives all features the same value: there are no ranks to compare";
  }

  /**
   * The mean of Spearman's rank correlation over all pairs of repeats; empty where a repeat gives
   * all features the same absolute value.
   *
   * @param values repeats x features
   */
  static OptionalDouble stability(double[][] values) {
    double[][] sizes = Arrays.stream(values).map(ShapStabilityKpi::sizes).toArray(double[][]::new);
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < sizes.length; a++) {
      for (int b = a + 1; b < sizes.length; b++) {
        OptionalDouble correlation = Spearman.of(sizes[a], sizes[b]);
        if (correlation.isEmpty()) {
          return correlation;
        }
        sum += correlation.getAsDouble();
        pairs++;
      }
    }
    return OptionalDouble.of(sum / pairs);
  }

  private static double[] sizes(double[] values) {
    double[] sizes = new double[values.length];
    double largest = 0;
    for (int j = 0; j < values.length; j++) {
      sizes[j] = Math.abs(values[j]);
      largest = Math.max(largest, sizes[j]);
    }
    for (int j = 0; j < sizes.length; j++) {
      sizes[j] = sizes[j] < ZERO * largest ? 0 : sizes[j];
    }
    return sizes;
  }

  /** The mean absolute value of each feature, and how it varies over repeats. */
  private static EvidenceTable features(List<Explanations> repeats, int[] places) {
    List<String> names = repeats.get(0).features();
    List<FeatureSize> sizes = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      double[] means = new double[repeats.size()];
      for (int r = 0; r < means.length; r++) {
        for (int place : places) {
          means[r] += Math.abs(repeats.get(r).rows().get(place).values()[j]) / places.length;
        }
      }
      Distribution over = Distribution.of(means);
      sizes.add(new FeatureSize(names.get(j), over.mean(), over.standardDeviation()));
    }
    sizes.sort(Comparator.comparingDouble(size -> -size.mean()));
    return new EvidenceTable(
        "Mean absolute value of the features over "
            + repeats.size()
            + " repeats, by "
            + repeats.get(0).method(),
        List.of("feature", "mean", "standard deviation over repeats"),
        sizes.stream()
            .map(
                size ->
                    List.of(
                        size.name(), Double.toString(size.mean()), Double.toString(size.spread())))
            .toList());
  }

  private static EvidenceTable leastStable(List<Stability> rows, int explained) {
    return new EvidenceTable(
        "Least stable rows, of "
            + rows.size()
            + (rows.size() == explained
                ? ""
                : "; " + (explained - rows.size()) + " rows have no ranks and are left out"),
        List.of("row", "mean rank correlation"),
        rows.stream()
            .sorted(Comparator.comparingDouble(Stability::value))
            .limit(SHOWN)
            .map(row -> List.of(row.id(), Double.toString(row.value())))
            .toList());
  }

  private record Stability(String id, double value) {}

  private record FeatureSize(String name, double mean, double spread) {}
}
