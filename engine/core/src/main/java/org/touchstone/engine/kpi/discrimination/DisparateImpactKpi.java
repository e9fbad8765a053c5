package org.touchstone.engine.kpi.discrimination;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.RateRatio;

/**
 * KPI 2.1.2a, disparate impact: {@code r = P(favourable | S = 1) / P(favourable | S != 1)} of the
 * predictions, or with the parameter {@code form: symmetric} {@code min(r, 1/r)}. The form that is
 * not asked for is reported as evidence. Interval: {@link RateRatio}. Sample size: the smaller
 * number of favourable decisions and the smaller group.
 *
 * <p>Not computable, in both forms, where a group has no rows or where {@code P(favourable | S !=
 * 1)} is 0.
 *
 * <p>Source: Bhaumik and Dey 2023, Table 1.
 */
public final class DisparateImpactKpi extends ScopedKpi {

  private static final String FORM = "form";

  /** Which way to write the ratio. */
  private enum Form {
    /** {@code r}, as the paper has it. */
    RATIO,
    /** {@code min(r, 1/r)}, which does not depend on which group is the reference. */
    SYMMETRIC;

    double value(FavourableRates rates) {
      double ratio = rates.reference().rate() / rates.others().rate();
      return this == RATIO ? ratio : Math.min(ratio, 1 / ratio);
    }

    ConfidenceInterval interval(FavourableRates rates, double level) {
      return this == RATIO
          ? RateRatio.interval(rates.reference(), rates.others(), level)
          : RateRatio.symmetricInterval(rates.reference(), rates.others(), level);
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Creates the KPI. */
  public DisparateImpactKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("DI"),
            "2.1.2a",
            "Disparate impact",
            Aspects.DISCRIMINATION,
            Aspects.GROUP_FAIRNESS,
            "Predicted equality",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            Double.POSITIVE_INFINITY,
            "",
            "The ratio of the rates of favourable decisions of the reference group and of all other"
                + " groups.",
            "Groups that differ in the features that the model uses, features that stand in for the"
                + " sensitive one, or training data that carry past decisions.",
            Set.of(LEVEL, FORM),
            Set.of("fairness")));
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(FORM, form(parameters).text());
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    FavourableRates rates = FavourableRates.of(audit, scope);
    Optional<String> obstacle = rates.emptyGroup(scope).or(() -> zeroDenominator(rates, scope));
    if (obstacle.isPresent()) {
      return Measurement.notComputable(descriptor().id(), scope, obstacle.get(), rates.sampleSize())
          .withEvidence(rates.evidence());
    }
    Form form = form(parameters);
    return Measurement.of(
            descriptor().id(),
            scope,
            form.value(rates),
            form.interval(rates, level),
            rates.sampleSize())
        .withEvidence(rates.evidence(), bothForms(rates, level));
  }

  private static Form form(KpiParameters parameters) {
    return parameters.choice(FORM, Form.RATIO);
  }

  private static Optional<String> zeroDenominator(FavourableRates rates, Scope scope) {
    return rates.others().successes() > 0
        ? Optional.empty()
        : Optional.of(
            "No row of "
                + scope.rows()
                + " with "
                + rates.tables().othersName()
                + " has a favourable decision ("
                + rates.others()
                + "): the ratio divides by 0");
  }

  private static EvidenceTable bothForms(FavourableRates rates, double level) {
    return new EvidenceTable(
        "Both forms of disparate impact",
        List.of("form", "value", "low", "high", "method"),
        List.of(row(Form.RATIO, rates, level), row(Form.SYMMETRIC, rates, level)));
  }

  private static List<String> row(Form form, FavourableRates rates, double level) {
    ConfidenceInterval interval = form.interval(rates, level);
    return List.of(
        form.text(),
        RateTable.decimal(form.value(rates)),
        RateTable.decimal(interval.low()),
        RateTable.decimal(interval.high()),
        interval.method());
  }
}
