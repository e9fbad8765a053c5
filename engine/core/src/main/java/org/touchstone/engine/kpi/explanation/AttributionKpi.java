package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.distribution.TDistribution;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * A KPI that compares the attributions of SHAP with those that the model states itself, over random
 * samples of the training rows of a scope: the value is the mean over the samples. Parameters: see
 * {@link AttributionSettings}.
 *
 * <p>Interval: Student's t over the samples, clipped to the KPI's range; none for a single sample.
 * It tells how much the value depends on which rows are drawn. Sample size: the rows that are in
 * any sample. Not computable without training data, or where no row has the measure.
 *
 * <p>Source: Bhaumik and Dey 2023, section 3.4.5; samples: section 4.5.
 */
abstract class AttributionKpi extends ScopedKpi {

  static final String SUB_ASPECT = "3.1 Accuracy of feature attribution explainability methods";

  AttributionKpi(
      String id,
      String number,
      String displayName,
      String contributor,
      double rangeLow,
      double rangeHigh,
      String unit,
      String meaning,
      String commonCauses) {
    super(
        new KpiDescriptor(
            KpiId.of(id),
            number,
            displayName,
            CounterfactualKpi.ASPECT,
            SUB_ASPECT,
            contributor,
            KpiDescriptor.Subject.MODEL,
            rangeLow,
            rangeHigh,
            unit,
            meaning,
            commonCauses,
            names(),
            Set.of("explainability", "attribution")));
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(AttributionSettings.NAMES);
    names.add(LEVEL);
    return names;
  }

  /** The measure of one row; NaN where it has none. */
  abstract double ofRow(LinearAttributions.Comparison row);

  @Override
  protected final Map<String, String> parametersInForce(KpiParameters parameters) {
    return AttributionSettings.of(parameters).asMap();
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    if (audit.sequences().isPresent()) {
      return needsTable(audit);
    }
    ModelStructure structure = ModelStructure.of(audit);
    return structure.linear().isPresent()
        ? Optional.empty()
        : Optional.of(
            "The model is "
                + structure.description()
                + ": it has no contributions of its own to compare SHAP with");
  }

  @Override
  protected final Measurement measure(
      Audit audit, Scope scope, KpiParameters parameters, double level) {
    if (audit.training().isEmpty()) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "The suite names no training data; name the rows that the model was fitted to",
          SampleSize.ofRows(0));
    }
    return measure(audit, scope, AttributionSettings.of(parameters), level);
  }

  /** Measures an audit that has training data. */
  Measurement measure(Audit audit, Scope scope, AttributionSettings settings, double level) {
    LinearAttributions attributions = LinearAttributions.of(audit, scope, settings);
    if (attributions.features().isEmpty()) {
      return Measurement.notApplicable(
          descriptor().id(), scope, "the model has no coefficient of a feature");
    }
    return overSamples(
        audit,
        scope,
        attributions.samples(),
        attributions.samples().means(row -> ofRow(attributions.row(row))),
        level,
        byFeature(attributions));
  }

  /** The mean over samples, with its interval and evidence. */
  final Measurement overSamples(
      Audit audit,
      Scope scope,
      RepeatedSamples samples,
      OptionalDouble[] perSample,
      double level,
      EvidenceTable evidence) {
    int rows = samples.distinct().length;
    double[] values = Arrays.stream(perSample).flatMapToDouble(OptionalDouble::stream).toArray();
    if (values.length == 0) {
      return Measurement.notComputable(
              descriptor().id(),
              scope,
              rows == 0
                  ? "There is no training row of " + scope.rows() + " without a missing value"
                  : "No training row of " + scope.rows() + " has contributions that differ",
              SampleSize.ofRows(rows))
          .withEvidence(evidence);
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            mean, interval(mean, deviation, values.length, level), OptionalLong.of(audit.seed())),
        SampleSize.ofRows(rows),
        Map.of(),
        List.of(repeats(perSample, mean, deviation), evidence));
  }

  private Optional<ConfidenceInterval> interval(
      double mean, double deviation, int repeats, double level) {
    if (repeats < 2) {
      return Optional.empty();
    }
    double half =
        new TDistribution(null, repeats - 1).inverseCumulativeProbability((1 + level) / 2)
            * deviation
            / Math.sqrt(repeats);
    return Optional.of(
        new ConfidenceInterval(
            Math.max(descriptor().rangeLow(), mean - half),
            Math.min(descriptor().rangeHigh(), mean + half),
            level,
            "Student's t over " + repeats + " samples of the training rows"));
  }

  private static EvidenceTable repeats(OptionalDouble[] perSample, double mean, double deviation) {
    List<List<String>> rows = new ArrayList<>();
    for (int repeat = 0; repeat < perSample.length; repeat++) {
      OptionalDouble value = perSample[repeat];
      rows.add(
          List.of(
              Integer.toString(repeat + 1),
              value.isPresent() ? Double.toString(value.getAsDouble()) : "-"));
    }
    rows.add(List.of("mean", Double.toString(mean)));
    rows.add(List.of("standard deviation", Double.toString(deviation)));
    return new EvidenceTable("By sample of the training rows", List.of("sample", "value"), rows);
  }

  /** The two attributions by feature, over the rows of all samples. */
  private static EvidenceTable byFeature(LinearAttributions attributions) {
    int[] rows = attributions.samples().distinct();
    List<List<String>> table = new ArrayList<>();
    for (int feature = 0; feature < attributions.features().size(); feature++) {
      double shap = 0;
      double intrinsic = 0;
      int wrong = 0;
      for (int row : rows) {
        LinearAttributions.Comparison comparison = attributions.row(row);
        shap += Math.abs(comparison.shap()[feature]);
        intrinsic += Math.abs(comparison.intrinsic()[feature]);
        wrong += comparison.signsDiffer(feature) ? 1 : 0;
      }
      table.add(
          List.of(
              attributions.features().get(feature),
              Double.toString(shap / Math.max(1, rows.length)),
              Double.toString(intrinsic / Math.max(1, rows.length)),
              Integer.toString(wrong)));
    }
    double gap =
        Arrays.stream(rows).mapToDouble(row -> attributions.row(row).baseGap()).average().orElse(0);
    return new EvidenceTable(
        "Contributions over "
            + rows.length
            + " training rows ("
            + attributions.missing()
            + " with missing values left out); mean gap of the bases "
            + gap,
        List.of("feature", "mean |SHAP|, probability", "mean |own|, log odds", "signs that differ"),
        table);
  }
}
