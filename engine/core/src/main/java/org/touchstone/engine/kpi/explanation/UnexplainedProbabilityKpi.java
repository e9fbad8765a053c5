package org.touchstone.engine.kpi.explanation;

import java.util.Optional;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;

/**
 * KPI 3.1.2, the probability unexplained: {@code |P_intrinsic - P_SHAP|}, mean over the rows, with
 * {@code P_intrinsic = sigma(alpha + sum_j beta_j x_j)} from the model's parameters and {@code
 * P_SHAP} the base value and the values of KernelSHAP added up, from the model's scores.
 *
 * <p>KernelSHAP's values add up to the score, so the KPI is 0, up to rounding, wherever the
 * parameters tell what the model does; it is above 0 where they do not, as for a model whose scores
 * are corrected after its linear part. What differs always is the base: the evidence has the mean
 * gap {@code |sigma(alpha_g) - E f|}. Not applicable to models without parameters, forests among
 * them, whose importance adds up to one.
 */
public final class UnexplainedProbabilityKpi extends AttributionKpi {

  /** Creates the KPI. */
  public UnexplainedProbabilityKpi() {
    super(
        "PUX",
        "3.1.2",
        "Probability unexplained",
        "Aggregated feature contribution",
        0,
        1,
        "",
        "How far the probability that SHAP adds up to is from the one that the model's parameters"
            + " give.",
        "Parameters that are not those of the model that scores, or scores that are corrected"
            + " after the linear part.");
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    if (audit.sequences().isEmpty() && ModelStructure.of(audit).trees().isPresent()) {
      return Optional.of(
          "The model is a tree ensemble: its importance adds up to one, not to a probability");
    }
    return super.notApplicable(audit);
  }

  @Override
  double ofRow(LinearAttributions.Comparison row) {
    return row.unexplainedProbability();
  }
}
