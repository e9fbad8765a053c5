package org.touchstone.engine.kpi.discrimination;

import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.RateDifference;

/**
 * KPI 2.1.2b, the statistical parity difference: {@code |P(favourable | S = 1) - P(favourable | S
 * != 1)|} of the predictions. Interval: {@link RateDifference#absolute}. Sample size: the smaller
 * number of favourable decisions and the smaller group. Not computable where a group has no rows.
 *
 * <p>Source: Bhaumik and Dey 2023, Table 1.
 */
public final class StatisticalParityKpi extends ScopedKpi {

  /** Creates the KPI. */
  public StatisticalParityKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("SP"),
            "2.1.2b",
            "Statistical parity",
            Aspects.DISCRIMINATION,
            Aspects.GROUP_FAIRNESS,
            "Predicted equality",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            1,
            "",
            "How far the rates of favourable decisions of the reference group and of all other"
                + " groups are apart.",
            "Groups that differ in the features that the model uses, features that stand in for the"
                + " sensitive one, or training data that carry past decisions.",
            Set.of(LEVEL),
            Set.of("fairness")));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    FavourableRates rates = FavourableRates.of(audit, scope);
    Optional<String> empty = rates.emptyGroup(scope);
    if (empty.isPresent()) {
      return Measurement.notComputable(descriptor().id(), scope, empty.get(), rates.sampleSize())
          .withEvidence(rates.evidence());
    }
    return Measurement.of(
            descriptor().id(),
            scope,
            Math.abs(rates.reference().rate() - rates.others().rate()),
            RateDifference.absolute(rates.reference(), rates.others(), level),
            rates.sampleSize())
        .withEvidence(rates.evidence());
  }
}
