package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.touchstone.engine.counterfactual.CounterfactualQuality;

/**
 * KPI 3.2.2, the proximity of counterfactuals: the negative mean feature-wise distance of a row's
 * counterfactuals to the row, see {@link CounterfactualQuality#proximity}, min-max scaled over the
 * rows. Parameter {@code deviation}: {@code mean} (default) or {@code median}.
 *
 * <p>Source: Bhaumik and Dey 2023, Eqs. 10 and 11.
 */
public final class CounterfactualProximityKpi extends ScaledCounterfactualKpi {

  /** Creates the KPI. */
  public CounterfactualProximityKpi() {
    super(
        "PCF",
        "3.2.2",
        "Proximity of counterfactuals",
        "Proximity",
        "How near the counterfactuals are to the rows that they explain, between the farthest and"
            + " the nearest of them.",
        "A generator that searches far around, or a few rows far from the model's boundary that"
            + " stretch the scale.",
        "No counterfactual was found for any row");
  }

  @Override
  OptionalDouble unscaled(CounterfactualQuality quality) {
    return quality.proximity();
  }

  @Override
  List<List<String>> parts(List<CounterfactualQuality> rows) {
    List<List<String>> parts = new ArrayList<>();
    parts.addAll(
        part("mean, continuous features", mean(rows, CounterfactualQuality::continuousProximity)));
    parts.addAll(
        part("mean, features with levels", mean(rows, CounterfactualQuality::levelProximity)));
    return parts;
  }
}
