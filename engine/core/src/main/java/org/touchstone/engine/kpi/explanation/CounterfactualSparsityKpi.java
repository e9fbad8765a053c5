package org.touchstone.engine.kpi.explanation;

import java.util.OptionalDouble;
import java.util.Set;
import org.touchstone.engine.counterfactual.CounterfactualQuality;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;

/**
 * KPI 3.2.3, the sparsity of counterfactuals: {@code 1 - changed features / (k d)}, mean over the
 * rows. Values that differ by no more than 1e-9 are the same; d counts the features that the
 * generator may change.
 *
 * <p>Source: Bhaumik and Dey 2023, Eq. 12.
 */
public final class CounterfactualSparsityKpi extends CounterfactualKpi {

  /** Creates the KPI. */
  public CounterfactualSparsityKpi() {
    super(
        "SCF",
        "3.2.3",
        "Sparsity of counterfactuals",
        "Sparsity",
        1,
        "",
        Set.of(),
        "The share of features that a counterfactual leaves as they are.",
        "A generator that moves all features at once, or a model that hangs on many features"
            + " together.");
  }

  @Override
  Measurement measure(Audit audit, Scope scope, Found found, double level) {
    OptionalDouble mean = mean(found.rows(), CounterfactualQuality::sparsity);
    SampleSize size = SampleSize.ofRows(found.rows().size() - found.withoutAny());
    if (mean.isEmpty()) {
      return Measurement.notComputable(
              descriptor().id(), scope, "No counterfactual was found for any row", size)
          .withEvidence(found.search());
    }
    return Measurement.of(descriptor().id(), scope, mean.getAsDouble(), size)
        .withEvidence(found.search());
  }
}
