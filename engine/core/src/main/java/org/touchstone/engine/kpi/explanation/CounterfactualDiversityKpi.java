package org.touchstone.engine.kpi.explanation;

import java.util.List;
import java.util.OptionalDouble;
import org.touchstone.engine.counterfactual.CounterfactualQuality;

/**
 * KPI 3.2.4, the diversity of counterfactuals: the mean feature-wise distance of two
 * counterfactuals of a row over unordered pairs, min-max scaled over the rows. Rows with fewer than
 * two counterfactuals are left out. Parameter {@code deviation}: {@code mean} (default) or {@code
 * median}.
 *
 * <p>Source: Bhaumik and Dey 2023, Eq. 13.
 */
public final class CounterfactualDiversityKpi extends ScaledCounterfactualKpi {

  /** Creates the KPI. */
  public CounterfactualDiversityKpi() {
    super(
        "DCF",
        "3.2.4",
        "Diversity of counterfactuals",
        "Diversity",
        "How far a row's counterfactuals are apart, between the least and the most diverse set.",
        "A generator that hands out variants of one counterfactual, or a few very diverse sets that"
            + " stretch the scale.",
        "No row has two counterfactuals to compare");
  }

  @Override
  OptionalDouble unscaled(CounterfactualQuality quality) {
    return quality.diversity();
  }

  @Override
  List<List<String>> parts(List<CounterfactualQuality> rows) {
    return List.of();
  }
}
