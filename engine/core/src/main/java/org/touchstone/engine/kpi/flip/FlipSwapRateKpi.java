package org.touchstone.engine.kpi.flip;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.Proportion;
import org.touchstone.engine.stats.ProportionInterval;

/**
 * The share of rows whose predicted class changes when the sensitive feature is swapped: a row of
 * the reference level is given each other level that occurs in the test data in turn, and counts if
 * one of them changes its class; any other row is given the reference level. All rows of the scope
 * that have a value are scored.
 *
 * <p>Interval: Wilson's. Sample size: numerator and denominator of the share. Not applicable where
 * the model does not read the feature, or where it is computed from another column.
 *
 * <p>Source: Yousefzadeh and O'Leary, Algorithm 2, line 8.
 */
public final class FlipSwapRateKpi extends ScopedKpi {

  /** Creates the KPI. */
  public FlipSwapRateKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("FLIP_SWAP_RATE"),
            "",
            "Classes that change when the sensitive feature is swapped",
            Aspects.DISCRIMINATION,
            Aspects.INDIVIDUAL_FAIRNESS,
            "Flip points",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            1,
            "",
            "The share of rows that would be decided otherwise if nothing but the sensitive feature"
                + " were another.",
            "A model that uses the sensitive feature directly.",
            Set.of(LEVEL),
            Set.of("fairness", "flip")));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsTable(audit);
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    String sensitive = FlipSubject.role(audit, scope).feature();
    Optional<String> reason = SwapReason.of(audit, sensitive);
    if (reason.isPresent()) {
      return Measurement.notApplicable(descriptor().id(), scope, reason.get());
    }
    Dataset rows = audit.test().select(ScopeRows.of(audit.test(), scope));
    int column = rows.schema().indexOf(sensitive);
    int width = rows.schema().size();
    int reference =
        rows.schema()
            .feature(sensitive)
            .code(FlipSubject.role(audit, scope).reference())
            .orElseThrow();
    double[] values = new double[rows.rowCount() * width];
    rows.copyRows(0, rows.rowCount(), values);
    boolean[] before = classes(audit, values, rows.rowCount());
    boolean[] changed = new boolean[rows.rowCount()];
    int[] counts = audit.test().levelCounts(sensitive);
    for (int to = 0; to < counts.length; to++) {
      if (counts[to] == 0 && to != reference) {
        continue;
      }
      double[] swapped = values.clone();
      for (int i = 0; i < rows.rowCount(); i++) {
        double own = values[i * width + column];
        boolean swaps = own == reference ? to != reference : to == reference;
        swapped[i * width + column] = swaps && !Double.isNaN(own) ? to : own;
      }
      // Columns computed from the feature follow it.
      rows.schema().derive(swapped, rows.rowCount());
      boolean[] after = classes(audit, swapped, rows.rowCount());
      for (int i = 0; i < changed.length; i++) {
        changed[i] |= after[i] != before[i];
      }
    }
    return result(audit, scope, rows, column, reference, changed, before, level);
  }

  private Measurement result(
      Audit audit,
      Scope scope,
      Dataset rows,
      int column,
      int reference,
      boolean[] changed,
      boolean[] before,
      double level) {
    // Rows of the reference level and others, and of them those that change, by their class.
    long[] all = new long[2];
    long[] flips = new long[2];
    long toPositive = 0;
    for (int i = 0; i < changed.length; i++) {
      double own = rows.value(i, column);
      if (!Double.isNaN(own)) {
        int group = own == reference ? 0 : 1;
        all[group]++;
        flips[group] += changed[i] ? 1 : 0;
        toPositive += changed[i] && !before[i] ? 1 : 0;
      }
    }
    Proportion share = new Proportion(flips[0] + flips[1], all[0] + all[1]);
    SampleSize size = SampleSize.of(rows.rowCount(), share.successes(), share.trials());
    String sensitive = rows.schema().features().get(column).name();
    if (!share.computable()) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "No row of " + scope.rows() + " has a value of \"" + sensitive + "\"",
          size);
    }
    String name = rows.schema().features().get(column).levels().get(reference);
    EvidenceTable table =
        new EvidenceTable(
            "Classes that change when " + sensitive + " is swapped",
            List.of("rows", "count", "class changes"),
            List.of(
                List.of(sensitive + "=" + name, Long.toString(all[0]), Long.toString(flips[0])),
                List.of(
                    sensitive + " other than " + name,
                    Long.toString(all[1]),
                    Long.toString(flips[1])),
                List.of(
                    "of which to " + audit.roles().positiveClass(),
                    "",
                    Long.toString(toPositive))));
    return Measurement.of(
            descriptor().id(), scope, share.rate(), ProportionInterval.of(share, level), size)
        .withEvidence(table);
  }

  private static boolean[] classes(Audit audit, double[] rows, int count) {
    double[] p = new double[count];
    audit.model().score(rows, count, p);
    boolean[] positive = new boolean[count];
    for (int i = 0; i < count; i++) {
      positive[i] = p[i] >= audit.decisionThreshold();
    }
    return positive;
  }
}
