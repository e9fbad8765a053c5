package org.touchstone.engine.kpi.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.ShapiroWilk;

/**
 * KPI 1.1.2b, the p value of the Shapiro-Wilk test that the residuals of the training rows are
 * normal. Parameter {@code residual}: {@code response} (default), {@code pearson} or {@code
 * deviance}. Above 5,000 rows a seeded sample of 5,000 is tested, and the evidence says so.
 *
 * <p>A p value has no interval. Not computable without training data, with fewer than 3 rows, or
 * where the residuals do not vary or one is infinite. Not applicable to models that are not linear
 * in the log odds.
 *
 * <p>Source: Bhaumik and Dey 2023, section 3.4.1; test: {@link ShapiroWilk}.
 */
public final class ShapiroWilkKpi extends ScopedKpi {

  /** Points of the quantile plot. */
  private static final int POINTS = 49;

  /** Creates the KPI. */
  public ShapiroWilkKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("SWT"),
            "1.1.2b",
            "Shapiro-Wilk test of the residuals",
            Aspects.MODEL,
            Aspects.ASSUMPTIONS,
            "Statistical properties",
            KpiDescriptor.Subject.ALL_ROWS,
            0,
            1,
            "",
            "The p value of the test that the model's residuals are normally distributed; small"
                + " where they are not.",
            "A relationship that is not linear; and the residuals of a 0/1 label are hardly ever"
                + " normal when the rows are many.",
            Set.of(TrainingResiduals.RESIDUAL),
            Set.of("assumptions")));
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(TrainingResiduals.RESIDUAL, kind(parameters).text());
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return LinearModels.needsCoefficients(audit, "it assumes no distribution of residuals");
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    if (audit.training().isEmpty()) {
      return notComputable(scope, LinearModels.NO_TRAINING_DATA, 0);
    }
    TrainingResiduals training = TrainingResiduals.of(audit);
    double[] all = training.residuals(kind(parameters));
    if (all.length < 3) {
      return notComputable(
          scope, "The test needs 3 training rows, found " + all.length, all.length);
    }
    for (double residual : all) {
      if (!Double.isFinite(residual)) {
        return notComputable(
            scope,
            "The model gives a training row the probability 0 or 1: its "
                + kind(parameters).text()
                + " residual is not finite; use \"residual\": \"response\"",
            all.length);
      }
    }
    long seed = seed(audit, scope);
    boolean sampled = all.length > ShapiroWilk.LARGEST;
    double[] tested = sampled ? sample(all, seed) : all;
    Optional<ShapiroWilk> test = ShapiroWilk.of(tested);
    if (test.isEmpty()) {
      return notComputable(scope, "All residuals are the same: W is 0/0", all.length);
    }
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            test.get().pValue(),
            Optional.empty(),
            sampled ? OptionalLong.of(seed) : OptionalLong.empty()),
        SampleSize.ofRows(tested.length),
        Map.of(),
        List.of(statistics(test.get(), training, tested.length), quantiles(tested)));
  }

  private Measurement notComputable(Scope scope, String reason, int rows) {
    return Measurement.notComputable(descriptor().id(), scope, reason, SampleSize.ofRows(rows));
  }

  private static TrainingResiduals.Kind kind(KpiParameters parameters) {
    return TrainingResiduals.kind(parameters, TrainingResiduals.Kind.RESPONSE);
  }

  /** The first steps of a Fisher-Yates shuffle. */
  private static double[] sample(double[] all, long seed) {
    double[] shuffled = all.clone();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < ShapiroWilk.LARGEST; i++) {
      int other = i + random.nextInt(shuffled.length - i);
      double swapped = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = swapped;
    }
    return Arrays.copyOf(shuffled, ShapiroWilk.LARGEST);
  }

  private static EvidenceTable statistics(
      ShapiroWilk test, TrainingResiduals training, int tested) {
    return new EvidenceTable(
        "Shapiro-Wilk test",
        List.of("statistic", "value"),
        List.of(
            List.of("W", Double.toString(test.w())),
            List.of("p value", Double.toString(test.pValue())),
            List.of("training rows", Integer.toString(training.rows())),
            List.of("rows tested", Integer.toString(tested)),
            List.of("rows with missing values, left out", Integer.toString(training.missing()))));
  }

  /** A quantile plot as data: on a line where the residuals are normal. */
  private static EvidenceTable quantiles(double[] tested) {
    double[] sorted = tested.clone();
    Arrays.sort(sorted);
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    List<List<String>> rows = new java.util.ArrayList<>();
    for (int i = 1; i <= POINTS; i++) {
      double share = i / (POINTS + 1.0);
      double residual = sorted[(int) Math.ceil(share * sorted.length) - 1];
      rows.add(
          List.of(
              Double.toString(share),
              Double.toString(normal.inverseCumulativeProbability(share)),
              Double.toString(residual)));
    }
    return new EvidenceTable(
        "Quantiles of the residuals", List.of("share", "normal quantile", "residual"), rows);
  }
}
