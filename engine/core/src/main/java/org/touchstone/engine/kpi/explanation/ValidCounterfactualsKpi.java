package org.touchstone.engine.kpi.explanation;

import java.util.Set;
import org.touchstone.engine.counterfactual.CounterfactualQuality;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.ProportionInterval;

/**
 * KPI 3.2.1, the percentage of valid counterfactuals: of each row's set the share that the model
 * really puts into another class, mean over the rows. A row for which none was found counts 0.
 *
 * <p>Interval: Wilson's, rows as trials; see {@link ProportionInterval#ofMeanShare}. Sample size:
 * the numerator is the number of valid counterfactuals, the denominator that of all.
 *
 * <p>Source: Bhaumik and Dey 2023, Eq. 9.
 */
public final class ValidCounterfactualsKpi extends CounterfactualKpi {

  /** Creates the KPI. */
  public ValidCounterfactualsKpi() {
    super(
        "PVCF",
        "3.2.1",
        "Valid counterfactuals",
        "Validity",
        100,
        "%",
        Set.of(),
        "The share of counterfactuals that really change the model's decision, mean over the rows"
            + " that are explained.",
        "A generator that does not ask the model, or decisions that no allowed change of the"
            + " features turns.");
  }

  @Override
  Measurement measure(Audit audit, Scope scope, Found found, double level) {
    double mean =
        found.rows().stream().mapToDouble(CounterfactualQuality::validity).average().orElseThrow();
    ConfidenceInterval share =
        ProportionInterval.ofMeanShare(Math.min(1, mean), found.rows().size(), level);
    long valid = found.rows().stream().mapToLong(CounterfactualQuality::valid).sum();
    return Measurement.of(
            descriptor().id(),
            scope,
            100 * Math.min(1, mean),
            new ConfidenceInterval(
                100 * share.low(), 100 * share.high(), level, share.method() + ", in %"),
            SampleSize.of(found.rows().size(), valid, found.counterfactuals()))
        .withEvidence(found.search());
  }
}
