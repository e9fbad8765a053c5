package org.touchstone.engine.kpi.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.model.LinearLogOdds;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * KPI 1.3.1, the total Sobol variance ratio: {@code sum_j Var(Y | beta_j in [beta_j - SE_j, beta_j
 * + SE_j], x mean) / Var(Y | test rows)} over the intercept and the coefficients, for the
 * probability Y; see {@link SobolRatios}. The variance of a parameter is that of a uniform law, on
 * the midpoints of 1,000 equal parts; the standard error is that of the fixed effect.
 *
 * <p>Rows of one group of a multilevel model have that group's parameters; a scope whose rows are
 * of several groups has the population's, the fixed effects. Interval: percentile bootstrap over
 * the test rows, 1,000 seeded samples, which move the mean row and the variance below the line.
 * Rows with a missing input are left out. Not computable where fewer than two rows are left or
 * their probabilities do not vary. Not applicable to models without coefficients or without
 * standard errors.
 *
 * <p>Source: Bhaumik and Dey 2023, equations 2 and 3. The paper states that the ratio cannot exceed
 * 1; it can: the variance below the line is over the rows, not over the parameters.
 */
public final class TotalSobolKpi extends ScopedKpi {

  private static final int SAMPLES = 1000;

  /** Creates the KPI. */
  public TotalSobolKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("TSVR"),
            "1.3.1",
            "Total Sobol variance ratio",
            Aspects.MODEL,
            Aspects.ROBUSTNESS,
            "Sensitivity of model output to change in model parameter",
            KpiDescriptor.Subject.MODEL,
            0,
            Double.POSITIVE_INFINITY,
            "",
            "How much the model's output varies when its parameters move by a standard error,"
                + " compared with how much it varies over the rows.",
            "Few training rows, correlated features, or a model that scores all rows much the"
                + " same.",
            Set.of(LEVEL),
            Set.of("robustness")));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return LinearModels.needsCoefficients(audit, "it has no parameters to vary")
        .or(
            () ->
                ModelStructure.of(audit).linear().orElseThrow().standardErrors().isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        "The model does not know the standard errors of its parameters; fit it by"
                            + " LogisticFit or MultilevelFit, or give them"));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    ModelStructure structure = ModelStructure.of(audit);
    LinearLogOdds model = structure.linear().orElseThrow();
    Rows rows = new Rows(audit, scope, structure, model);
    SampleSize size = SampleSize.ofRows(rows.count);
    SobolRatios ratios = new SobolRatios(model, rows.group, rows.features, rows.probabilities);
    if (!(ratios.outputVariance() > 0)) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          rows.count == 0
              ? "There is no row of " + scope.rows() + " without a missing value"
              : "The probabilities of the "
                  + rows.count
                  + " rows of "
                  + scope.rows()
                  + " do not vary: the ratio divides by 0",
          size);
    }
    long seed = seed(audit, scope);
    double[] samples = ratios.bootstrap(SAMPLES, seed, Parallel.execution(audit));
    Arrays.sort(samples);
    ConfidenceInterval interval =
        new ConfidenceInterval(
            percentile(samples, (1 - level) / 2),
            percentile(samples, (1 + level) / 2),
            level,
            "percentile bootstrap over rows, " + SAMPLES + " samples");
    double[] indices = ratios.indices();
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            SobolRatios.total(indices), Optional.of(interval), OptionalLong.of(seed)),
        size,
        Map.of(),
        List.of(evidence(structure, model, rows.group, indices, ratios.outputVariance())));
  }

  /** The smallest value that at least a share of the samples do not exceed. */
  private static double percentile(double[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private static EvidenceTable evidence(
      ModelStructure structure,
      LinearLogOdds model,
      int group,
      double[] indices,
      double outputVariance) {
    double[] errors = model.standardErrors().orElseThrow();
    double[] coefficients = model.coefficients(group);
    List<List<String>> rows = new ArrayList<>();
    for (int j = 0; j < indices.length; j++) {
      rows.add(
          List.of(
              j == 0 ? "(intercept)" : structure.inputName(j - 1),
              Double.toString(j == 0 ? model.intercept(group) : coefficients[j - 1]),
              Double.toString(errors[j]),
              Double.toString(indices[j])));
    }
    return new EvidenceTable(
        "Sobol variance ratios of the parameters, over the variance "
            + outputVariance
            + " of the rows",
        List.of("parameter", "estimate", "standard error", "ratio"),
        rows);
  }

  /** The test rows of a scope as the model sees them, without those that miss an input. */
  private static final class Rows {
    private int count;
    private int group;
    private final double[] features;
    private final double[] probabilities;

    Rows(Audit audit, Scope scope, ModelStructure structure, LinearLogOdds model) {
      int[] positions = ScopeRows.of(audit.test(), scope);
      double[] inputs = audit.shared("encoded test rows", a -> structure.inputs(a.test()));
      int width = model.inputWidth();
      int kept = model.featureCount();
      double[] found = new double[positions.length * kept];
      double[] scores = new double[positions.length];
      for (int row : positions) {
        if (complete(inputs, row * width, width)) {
          System.arraycopy(inputs, row * width, found, count * kept, kept);
          scores[count] = audit.probabilities()[row];
          int of = model.group(inputs, row);
          group = count == 0 || of == group ? of : LinearLogOdds.POPULATION;
          count++;
        }
      }
      features = Arrays.copyOf(found, count * kept);
      probabilities = Arrays.copyOf(scores, count);
    }

    private static boolean complete(double[] inputs, int at, int width) {
      for (int i = at; i < at + width; i++) {
        if (!Double.isFinite(inputs[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
