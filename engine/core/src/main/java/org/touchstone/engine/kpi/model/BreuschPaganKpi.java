package org.touchstone.engine.kpi.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.BreuschPagan;

/**
 * KPI 1.1.2c, the p value of the studentised Breusch-Pagan test that the variance of the residuals
 * of the training rows does not depend on the features. Parameter {@code residual}: {@code pearson}
 * (default), {@code response} or {@code deviance}.
 *
 * <p>A p value has no interval. Not computable without training data, where no feature or no
 * squared residual varies, there are too few rows, or a residual is infinite. Not applicable to
 * models that are not linear in the log odds.
 *
 * <p>Source: Bhaumik and Dey 2023, section 3.4.1; test: {@link BreuschPagan}.
 */
public final class BreuschPaganKpi extends ScopedKpi {

  /** Parts of the rows, by probability, whose residuals the evidence shows. */
  private static final int PARTS = 10;

  /** Creates the KPI. */
  public BreuschPaganKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("BPT"),
            "1.1.2c",
            "Breusch-Pagan test of the residuals",
            Aspects.MODEL,
            Aspects.ASSUMPTIONS,
            "Statistical properties",
            KpiDescriptor.Subject.ALL_ROWS,
            0,
            1,
            "",
            "The p value of the test that the variance of the model's residuals does not depend on"
                + " the features; small where it does.",
            "A feature that is missing or whose effect is not linear; the variance of response"
                + " residuals always depends on the probability.",
            Set.of(TrainingResiduals.RESIDUAL),
            Set.of("assumptions")));
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(TrainingResiduals.RESIDUAL, kind(parameters).text());
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return LinearModels.needsCoefficients(audit, "it assumes no variance of residuals");
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    if (audit.training().isEmpty()) {
      return notComputable(scope, LinearModels.NO_TRAINING_DATA, 0);
    }
    TrainingResiduals training = TrainingResiduals.of(audit);
    double[] residuals = training.residuals(kind(parameters));
    for (double residual : residuals) {
      if (!Double.isFinite(residual)) {
        return notComputable(
            scope,
            "The model gives a training row the probability 0 or 1: its "
                + kind(parameters).text()
                + " residual is not finite; use \"residual\": \"response\"",
            residuals.length);
      }
    }
    Optional<BreuschPagan> test =
        residuals.length == 0
            ? Optional.empty()
            : BreuschPagan.of(residuals, training.design(), training.features());
    if (test.isEmpty()) {
      return notComputable(
          scope,
          "Of "
              + residuals.length
              + " training rows no feature or no squared residual varies, or they are too few",
          residuals.length);
    }
    return Measurement.of(
            descriptor().id(), scope, test.get().pValue(), SampleSize.ofRows(residuals.length))
        .withEvidence(statistics(test.get(), training), spread(training, residuals));
  }

  private Measurement notComputable(Scope scope, String reason, int rows) {
    return Measurement.notComputable(descriptor().id(), scope, reason, SampleSize.ofRows(rows));
  }

  private static TrainingResiduals.Kind kind(KpiParameters parameters) {
    return TrainingResiduals.kind(parameters, TrainingResiduals.Kind.PEARSON);
  }

  private static EvidenceTable statistics(BreuschPagan test, TrainingResiduals training) {
    return new EvidenceTable(
        "Breusch-Pagan test, studentised",
        List.of("statistic", "value"),
        List.of(
            List.of("LM", Double.toString(test.statistic())),
            List.of("degrees of freedom", Integer.toString(test.degreesOfFreedom())),
            List.of("p value", Double.toString(test.pValue())),
            List.of("training rows", Integer.toString(training.rows())),
            List.of("rows with missing values, left out", Integer.toString(training.missing()))));
  }

  /** A plot as data: the squared residuals by the model's probability, in ten parts. */
  private static EvidenceTable spread(TrainingResiduals training, double[] residuals) {
    Integer[] order = new Integer[residuals.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(training::probability));
    List<List<String>> rows = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int from = (int) ((long) part * order.length / PARTS);
      int to = (int) ((part + 1L) * order.length / PARTS);
      if (from == to) {
        continue;
      }
      double probabilities = 0;
      double squares = 0;
      for (int i = from; i < to; i++) {
        probabilities += training.probability(order[i]);
        squares += residuals[order[i]] * residuals[order[i]];
      }
      rows.add(
          List.of(
              Integer.toString(to - from),
              Double.toString(probabilities / (to - from)),
              Double.toString(squares / (to - from))));
    }
    return new EvidenceTable(
        "Residuals by probability",
        List.of("rows", "mean probability", "mean squared residual"),
        rows);
  }
}
