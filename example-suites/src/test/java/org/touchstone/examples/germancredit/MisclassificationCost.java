package org.touchstone.examples.germancredit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Kpi;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * A KPI of one's own, for every suite that has it on its class path: the mean cost of a decision by
 * the cost matrix that belongs to the German Credit data. It costs 5 to accept an applicant who
 * turns out bad, 1 to reject one who would have been good (Hofmann 1994). Rejecting everyone costs
 * the share of good applicants, 0.7.
 */
public final class MisclassificationCost implements Kpi {

  private static final KpiId ID = KpiId.of("MISCLASSIFICATION_COST");
  private static final String ACCEPTED_BAD = "costOfAcceptedBad";
  private static final String LEVEL = "level";

  @Override
  public KpiDescriptor descriptor() {
    return new KpiDescriptor(
        ID,
        "",
        "Misclassification cost",
        "1. Model",
        "1.2 Accuracy of predictions",
        "Cost of decisions",
        KpiDescriptor.Subject.MODEL,
        0,
        Double.POSITIVE_INFINITY,
        "",
        "Mean cost of a decision, where rejecting a good applicant costs 1.",
        "A decision threshold that ignores that an accepted bad applicant costs more.",
        Set.of(ACCEPTED_BAD, LEVEL),
        Set.of("accuracy", "cost"));
  }

  @Override
  public List<Measurement> measure(Audit audit, KpiParameters parameters) {
    double acceptedBad = parameters.number(ACCEPTED_BAD, 5);
    double level = parameters.number(LEVEL, 0.95);
    List<Measurement> measurements = new ArrayList<>();
    for (Scope scope : audit.scopes(KpiDescriptor.Subject.MODEL)) {
      measurements.add(measure(audit, scope, acceptedBad, level));
    }
    return measurements;
  }

  private static Measurement measure(Audit audit, Scope scope, double acceptedBad, double level) {
    double[] probabilities = audit.probabilities();
    boolean[] bad = audit.labels();
    int[] codes = scope.group().map(g -> audit.test().codes(g.feature())).orElse(new int[0]);
    int wanted =
        scope
            .group()
            .map(g -> audit.schema().feature(g.feature()).code(g.level()).orElseThrow())
            .orElse(0);
    SummaryStatistics costs = new SummaryStatistics();
    long mistakes = 0;
    for (int row = 0; row < probabilities.length; row++) {
      if (codes.length > 0 && codes[row] != wanted) {
        continue;
      }
      boolean rejected = probabilities[row] >= audit.decisionThreshold();
      costs.addValue(rejected == bad[row] ? 0 : rejected ? 1 : acceptedBad);
      mistakes += rejected == bad[row] ? 0 : 1;
    }
    SampleSize sample = SampleSize.of(costs.getN(), mistakes, costs.getN());
    if (costs.getN() < 2) {
      return Measurement.notComputable(
          ID, scope, "a mean with an interval needs two rows, found " + costs.getN(), sample);
    }
    double mean = costs.getMean();
    double margin =
        new TDistribution(costs.getN() - 1.0).inverseCumulativeProbability((1 + level) / 2)
            * costs.getStandardDeviation()
            / Math.sqrt(costs.getN());
    return Measurement.of(
        ID,
        scope,
        mean,
        new ConfidenceInterval(
            Math.max(0, mean - margin), mean + margin, level, "Student's t, of the mean"),
        sample);
  }
}
