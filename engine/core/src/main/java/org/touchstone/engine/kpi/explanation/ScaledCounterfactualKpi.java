package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.touchstone.engine.counterfactual.CounterfactualQuality;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;

/**
 * A measure of distance that is min-max scaled over the rows that are explained: {@code mean_r (m_r
 * - min m) / (max m - min m)}, minimum and maximum over all rows, also where a group is measured.
 * Where all rows have the same value the scaling is 0/0, and not computable. The scaled value tells
 * rows apart, not generators; the unscaled ones, which do, are in the evidence.
 */
abstract class ScaledCounterfactualKpi extends CounterfactualKpi {

  /** Values that differ by less, relatively, differ by rounding alone. */
  private static final double ROUNDING = 1e-9;

  private final String none;

  ScaledCounterfactualKpi(
      String id,
      String number,
      String displayName,
      String contributor,
      String meaning,
      String commonCauses,
      String none) {
    super(id, number, displayName, contributor, 1, "", Set.of(DEVIATION), meaning, commonCauses);
    this.none = none;
  }

  /** The measure of one row's set, unscaled. */
  abstract OptionalDouble unscaled(CounterfactualQuality quality);

  /** Further unscaled means for the evidence. */
  abstract List<List<String>> parts(List<CounterfactualQuality> rows);

  @Override
  final Measurement measure(Audit audit, Scope scope, Found found, double level) {
    double[] all = values(found.all().qualities(found.deviation()));
    double[] rows = values(found.rows());
    SampleSize size = SampleSize.ofRows(rows.length);
    if (rows.length == 0) {
      return notComputable(scope, none, size).withEvidence(found.search());
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : all) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    EvidenceTable unscaled = unscaledTable(audit, found, rows, min, max);
    if (Double.isInfinite(min) || Double.isInfinite(max)) {
      return notComputable(
              scope,
              "The "
                  + CounterfactualSettings.text(found.deviation())
                  + " absolute deviation is 0 of features that counterfactuals change, "
                  + found.all().distance(found.deviation()).withoutSpread()
                  + ": a distance cannot be divided by it; see parameter \""
                  + DEVIATION
                  + "\"",
              size)
          .withEvidence(unscaled, found.search());
    }
    if (max - min <= ROUNDING * Math.max(Math.abs(min), Math.abs(max))) {
      return notComputable(
              scope,
              "All rows that are explained have the same unscaled value, "
                  + max
                  + ": min-max scaling is 0/0",
              size)
          .withEvidence(unscaled, found.search());
    }
    double sum = 0;
    for (double value : rows) {
      sum += (value - min) / (max - min);
    }
    return Measurement.of(descriptor().id(), scope, sum / rows.length, size)
        .withEvidence(unscaled, found.search());
  }

  private Measurement notComputable(Scope scope, String reason, SampleSize size) {
    return Measurement.notComputable(descriptor().id(), scope, reason, size);
  }

  private double[] values(List<CounterfactualQuality> qualities) {
    return qualities.stream().map(this::unscaled).flatMapToDouble(OptionalDouble::stream).toArray();
  }

  private EvidenceTable unscaledTable(
      Audit audit, Found found, double[] rows, double min, double max) {
    List<List<String>> cells = new ArrayList<>();
    double sum = 0;
    for (double value : rows) {
      sum += value;
    }
    cells.add(List.of("mean", Double.toString(sum / rows.length)));
    cells.addAll(parts(found.rows()));
    cells.add(List.of("smallest of all rows", Double.toString(min)));
    cells.add(List.of("largest of all rows", Double.toString(max)));
    cells.add(
        List.of(
            "absolute deviations of",
            audit.training().isPresent() ? "the training data" : "the test data"));
    double[] deviations = found.all().distance(found.deviation()).deviations();
    List<String> names = found.all().distance(found.deviation()).continuous();
    for (int j = 0; j < deviations.length; j++) {
      cells.add(List.of("absolute deviation of " + names.get(j), Double.toString(deviations[j])));
    }
    return new EvidenceTable("Unscaled", List.of("what", "value"), cells);
  }

  /** One cell of {@link #parts}, or none where the measure does not exist. */
  static List<List<String>> part(String what, OptionalDouble value) {
    return value.isPresent()
        ? List.of(List.of(what, Double.toString(value.getAsDouble())))
        : List.of();
  }
}
