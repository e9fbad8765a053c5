package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.Scope;

/**
 * KPI 3.1.1, the rank correlation of feature contributions. For a model that is linear in its log
 * odds: Spearman's correlation of absolute SHAP values (KernelSHAP, probability) and the model's
 * own absolute contributions {@code beta_j (x_j - mean_j)} of a row, mean over the rows. For a
 * forest: Spearman's correlation of mean absolute TreeSHAP values and Gini importance.
 *
 * <p>A row whose contributions are all the same has no correlation and is left out. Not applicable
 * to other models, boosted trees among them, which have no contributions of their own.
 */
public final class RankCorrelationKpi extends AttributionKpi {

  /** Creates the KPI. */
  public RankCorrelationKpi() {
    super(
        "rhoOrder",
        "3.1.1",
        "Rank correlation of contributions",
        "Feature contribution order",
        -1,
        1,
        "",
        "How well the order of features by SHAP agrees with the order by the model's own"
            + " contributions.",
        "Features of much the same importance, correlated features, or background data that are"
            + " not those of the group.");
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    if (audit.sequences().isPresent()) {
      return needsTable(audit);
    }
    ModelStructure structure = ModelStructure.of(audit);
    if (structure.trees().isPresent()) {
      return ForestAttributions.isForest(structure.trees().get())
          ? Optional.empty()
          : Optional.of(
              "The model is an ensemble of boosted trees: Gini importance is that of a forest, and"
                  + " there are no other contributions of its own to compare SHAP with");
    }
    return super.notApplicable(audit);
  }

  @Override
  double ofRow(LinearAttributions.Comparison row) {
    return row.rankCorrelation();
  }

  @Override
  Measurement measure(Audit audit, Scope scope, AttributionSettings settings, double level) {
    if (ModelStructure.of(audit).trees().isEmpty()) {
      return super.measure(audit, scope, settings, level);
    }
    ForestAttributions forest = new ForestAttributions(audit, scope, settings);
    return overSamples(
        audit, scope, forest.samples(), forest.rankCorrelations(), level, evidence(forest));
  }

  private static EvidenceTable evidence(ForestAttributions forest) {
    int[] rows = forest.samples().distinct();
    double[] shap = forest.meanAbsolute(rows);
    double[] importance = forest.importance();
    List<List<String>> table = new ArrayList<>();
    for (int feature = 0; feature < shap.length; feature++) {
      table.add(
          List.of(
              forest.features().get(feature),
              Double.toString(shap[feature]),
              Double.toString(importance[feature])));
    }
    return new EvidenceTable(
        "Contributions over " + rows.length + " training rows",
        List.of("feature", "mean |TreeSHAP|", "Gini importance"),
        table);
  }
}
