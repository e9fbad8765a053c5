package org.touchstone.engine.kpi.explanation;

import java.util.Optional;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;

/**
 * KPI 3.1.3, the percentage of incorrect feature signs: the share of features whose SHAP value
 * (KernelSHAP, probability) and own contribution {@code beta_j (x_j - mean_j)} have different
 * signs, mean over the rows, in per cent. 0 on one side only is a different sign. Values of at most
 * 1e-12 are rounding, and 0. Not applicable to models without signed contributions of their own,
 * forests among them.
 */
public final class IncorrectSignsKpi extends AttributionKpi {

  /** Creates the KPI. */
  public IncorrectSignsKpi() {
    super(
        "POIFS",
        "3.1.3",
        "Percentage of incorrect feature signs",
        "Feature contribution sign",
        0,
        100,
        "%",
        "How often SHAP says that a feature raises the score where the model's own contribution"
            + " lowers it, or the other way round.",
        "Features close to their mean or of little weight, whose sign is easily turned by the"
            + " others.");
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    if (audit.sequences().isEmpty() && ModelStructure.of(audit).trees().isPresent()) {
      return Optional.of(
          "The model is a tree ensemble: the importance of its features has no sign");
    }
    return super.notApplicable(audit);
  }

  @Override
  double ofRow(LinearAttributions.Comparison row) {
    return row.wrongSigns();
  }
}
