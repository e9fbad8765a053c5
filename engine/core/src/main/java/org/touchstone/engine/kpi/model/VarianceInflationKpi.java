package org.touchstone.engine.kpi.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.GeneralisedVif;
import org.touchstone.engine.stats.Vif;

/**
 * KPI 1.1.2a, the variance inflation factor of each feature with a coefficient: {@code 1 / (1 -
 * R^2)} of its regression on the other features, over the training rows. Parameter {@code
 * intercept}: whether the regressions have one ({@code true}, the textbook form) or not ({@code
 * false}, as the paper). A feature that is several inputs of the model, as a one-hot encoded one
 * is, has {@code GVIF^(1/df)} ({@link GeneralisedVif}), which compares with the factor of one
 * input.
 *
 * <p>It is a property of the rows at hand, without a sampling distribution, and has no interval.
 * Infinite where the feature is a combination of the others. Not computable without training data,
 * and where the feature does not vary. Not applicable to models that are not linear in the log
 * odds.
 *
 * <p>Source: Bhaumik and Dey 2023, section 3.4.1.
 */
public final class VarianceInflationKpi extends ScopedKpi {

  private static final String INTERCEPT = "intercept";

  /** Creates the KPI. */
  public VarianceInflationKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("VIF"),
            "1.1.2a",
            "Variance inflation factor",
            Aspects.MODEL,
            Aspects.ASSUMPTIONS,
            "Statistical properties",
            KpiDescriptor.Subject.COEFFICIENT,
            1,
            Double.POSITIVE_INFINITY,
            "",
            "How many times larger the variance of a coefficient is than it would be if its feature"
                + " were uncorrelated with the others.",
            "Features that measure the same thing, or that add up to a constant.",
            Set.of(INTERCEPT),
            Set.of("assumptions")));
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(INTERCEPT, Boolean.toString(intercept(parameters)));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return LinearModels.needsCoefficients(
        audit, "it has no coefficients whose variance to inflate");
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    if (audit.training().isEmpty()) {
      return Measurement.notComputable(
          descriptor().id(), scope, LinearModels.NO_TRAINING_DATA, SampleSize.ofRows(0));
    }
    Factors factors =
        audit.shared(
            intercept(parameters) ? "VIF with intercept" : "VIF without intercept",
            a -> new Factors(a, intercept(parameters)));
    String feature = scope.feature().orElseThrow();
    int index = factors.columns.indexOf(feature);
    SampleSize size = SampleSize.ofRows(factors.rows);
    Optional<GeneralisedVif> factor = factors.rows == 0 ? Optional.empty() : factors.of.get(index);
    if (factor.isEmpty()) {
      return Measurement.notComputable(
              descriptor().id(),
              scope,
              "\"" + feature + "\" does not vary in the training data: R2 is 0/0",
              size)
          .withEvidence(factors.evidence());
    }
    return Measurement.of(descriptor().id(), scope, factor.get().perDegreeOfFreedom(), size)
        .withEvidence(factors.evidence());
  }

  private static boolean intercept(KpiParameters parameters) {
    return parameters.flag(INTERCEPT, true);
  }

  /** The factors of all features of an audit. */
  private static final class Factors {
    private final List<String> columns;
    private final int rows;
    private final int missing;
    private final List<Optional<GeneralisedVif>> of;

    Factors(Audit audit, boolean intercept) {
      ModelStructure structure = ModelStructure.of(audit);
      TrainingResiduals training = TrainingResiduals.of(audit);
      columns = structure.coefficientColumns();
      rows = training.rows();
      missing = training.missing();
      int[] featureOfInput = new int[training.features()];
      for (int i = 0; i < featureOfInput.length; i++) {
        featureOfInput[i] = columns.indexOf(structure.column(i));
      }
      if (rows == 0) {
        of = List.of();
      } else if (columns.size() == featureOfInput.length) {
        of = single(Vif.of(training.design(), featureOfInput.length, intercept));
      } else {
        of = GeneralisedVif.of(training.design(), featureOfInput, intercept);
      }
    }

    private static List<Optional<GeneralisedVif>> single(Vif vif) {
      List<Optional<GeneralisedVif>> factors = new ArrayList<>();
      for (int j = 0; j < vif.size(); j++) {
        factors.add(
            vif.factor(j).stream().mapToObj(factor -> new GeneralisedVif(factor, 1)).findFirst());
      }
      return factors;
    }

    EvidenceTable evidence() {
      List<List<String>> table = new ArrayList<>();
      for (int j = 0; j < of.size(); j++) {
        Optional<GeneralisedVif> factor = of.get(j);
        table.add(
            List.of(
                columns.get(j),
                factor.map(f -> Integer.toString(f.degreesOfFreedom())).orElse("0"),
                factor.map(f -> Double.toString(f.factor())).orElse("-"),
                factor.map(f -> Double.toString(f.perDegreeOfFreedom())).orElse("-")));
      }
      return new EvidenceTable(
          "Variance inflation of all features over "
              + rows
              + " training rows, "
              + missing
              + " with missing values left out",
          List.of("feature", "degrees of freedom", "GVIF", "per degree of freedom"),
          table);
    }
  }
}
