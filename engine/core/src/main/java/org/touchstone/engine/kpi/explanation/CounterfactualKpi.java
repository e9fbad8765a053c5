package org.touchstone.engine.kpi.explanation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.touchstone.engine.counterfactual.CounterfactualQuality;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual;
import org.touchstone.engine.counterfactual.FeatureDistance.Deviation;
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
 * A KPI on the counterfactuals of the rows that are predicted class 0 (or others, by the parameter
 * {@code rows}): the mean over the rows of one measure of a row's set. Rows without the measure,
 * for example a set of one counterfactual without pairs, are left out, and counted in the evidence.
 *
 * <p>Source: Bhaumik and Dey 2023, section 3.4.5.
 */
abstract class CounterfactualKpi extends ScopedKpi {

  static final String ASPECT = "3. Transparency and explainability";
  static final String SUB_ASPECT = "3.2 Accuracy of counterfactual explanations";
  static final String DEVIATION = "deviation";

  CounterfactualKpi(
      String id,
      String number,
      String displayName,
      String contributor,
      double rangeHigh,
      String unit,
      Set<String> ownParameters,
      String meaning,
      String commonCauses) {
    super(
        new KpiDescriptor(
            KpiId.of(id),
            number,
            displayName,
            ASPECT,
            SUB_ASPECT,
            contributor,
            KpiDescriptor.Subject.MODEL,
            0,
            rangeHigh,
            unit,
            meaning,
            commonCauses,
            parameters(ownParameters),
            Set.of("explainability", "counterfactual")));
  }

  private static Set<String> parameters(Set<String> own) {
    Set<String> names = new TreeSet<>(CounterfactualSettings.NAMES);
    names.addAll(own);
    names.add(LEVEL);
    return names;
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    Map<String, String> texts = new TreeMap<>(CounterfactualSettings.of(parameters).inForce());
    if (descriptor().parameters().contains(DEVIATION)) {
      texts.put(DEVIATION, CounterfactualSettings.text(deviation(parameters)));
    }
    return texts;
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsTable(audit);
  }

  @Override
  protected final Measurement measure(
      Audit audit, Scope scope, KpiParameters parameters, double level) {
    CounterfactualSettings settings = CounterfactualSettings.of(parameters);
    if (settings.generator() != CounterfactualSettings.Generator.MESH_GRID
        && audit.training().isEmpty()) {
      return Measurement.notApplicable(
          descriptor().id(),
          scope,
          "Counterfactuals take their values from the training data, and the suite names none");
    }
    if (settings.generator() == CounterfactualSettings.Generator.EXACT_TREE
        && !ExactTreeCounterfactual.isFor(audit.model())) {
      return Measurement.notApplicable(
          descriptor().id(), scope, "The exact search is of tree ensembles; the model is none");
    }
    if (settings.generator() != CounterfactualSettings.Generator.MESH_GRID
        && CounterfactualResults.changeable(audit).isEmpty()) {
      return Measurement.notApplicable(
          descriptor().id(),
          scope,
          "No feature of the model may change: the schema calls all of them immutable");
    }
    CounterfactualResults results = CounterfactualResults.of(audit, settings);
    List<CounterfactualQuality> rows =
        results.qualities(deviation(parameters)).stream()
            .filter(quality -> ExplainedRows.in(audit, scope, quality.row()))
            .toList();
    if (rows.isEmpty()) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "No row of " + scope.rows() + " is predicted the class that is explained",
          SampleSize.ofRows(0));
    }
    return measure(audit, scope, new Found(results, deviation(parameters), rows), level);
  }

  /**
   * What was found for the rows of a scope.
   *
   * @param all the results of all rows
   * @param deviation what distances are divided by
   * @param rows the rows of the scope, at least one
   */
  record Found(CounterfactualResults all, Deviation deviation, List<CounterfactualQuality> rows) {

    long counterfactuals() {
      return rows.stream().mapToLong(CounterfactualQuality::size).sum();
    }

    long withoutAny() {
      return rows.stream().filter(row -> row.size() == 0).count();
    }

    /** How the counterfactuals were made, as evidence. */
    EvidenceTable search() {
      return new EvidenceTable(
          "Counterfactuals",
          List.of("what", "value"),
          List.of(
              List.of("generator", all.generator()),
              List.of("rows explained", Integer.toString(rows.size())),
              List.of("rows without a counterfactual", Long.toString(withoutAny())),
              List.of("counterfactuals", Long.toString(counterfactuals())),
              List.of("model calls for all rows", Long.toString(all.modelCalls())),
              List.of("rows scored for all rows", Long.toString(all.rowsScored()))));
    }
  }

  abstract Measurement measure(Audit audit, Scope scope, Found found, double level);

  /** The mean of a measure over the rows that have it. */
  static OptionalDouble mean(
      List<CounterfactualQuality> rows,
      java.util.function.Function<CounterfactualQuality, OptionalDouble> measure) {
    return rows.stream().map(measure).flatMapToDouble(OptionalDouble::stream).average();
  }

  Deviation deviation(KpiParameters parameters) {
    return parameters.choice(DEVIATION, Deviation.MEAN);
  }
}
