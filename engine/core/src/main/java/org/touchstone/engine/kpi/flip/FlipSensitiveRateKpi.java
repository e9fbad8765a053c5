package org.touchstone.engine.kpi.flip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.flip.ChangeFrequency;
import org.touchstone.engine.flip.FlipPoint;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.FlipResult;
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
 * The share of rows whose closest flip point changes the sensitive feature: of rows with a flip
 * point, those at which it enters another level, or a number of it changes by more than a hundredth
 * of its scale. A feature that is computed from what the model reads, for example an age group,
 * changes where its own level does. The sensitive feature may change here, whatever the schema
 * says; other immutable features stay.
 *
 * <p>Parameter {@code rows}: at most so many test rows of a scope, a seeded sample, 500 by default.
 * Interval: Wilson's. Sample size: numerator and denominator of the share. Not applicable where the
 * model does not read the feature; not computable where no row has a flip point.
 *
 * <p>Source: Yousefzadeh and O'Leary, Sections 4.2, 5.2.2 (0.5 % for gender) and 5.3.2 (40 % of
 * women).
 */
public final class FlipSensitiveRateKpi extends ScopedKpi {

  /** Creates the KPI. */
  public FlipSensitiveRateKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("FLIP_SENSITIVE_RATE"),
            "",
            "Closest flips that change the sensitive feature",
            Aspects.DISCRIMINATION,
            Aspects.INDIVIDUAL_FAIRNESS,
            "Flip points",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            1,
            "",
            "The share of rows for which the smallest change that turns the decision includes the"
                + " sensitive feature.",
            "A model that uses the sensitive feature, so that its boundary lies across it.",
            Set.of(LEVEL, FlipSubject.ROWS),
            Set.of("fairness", "flip")));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    return needsTable(audit);
  }

  @Override
  protected Map<String, String> parametersInForce(KpiParameters parameters) {
    return Map.of(
        FlipSubject.ROWS,
        Integer.toString(parameters.whole(FlipSubject.ROWS, FlipSubject.DEFAULT_ROWS, 1)));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    String sensitive = FlipSubject.role(audit, scope).feature();
    List<String> columns = FlipSubject.readAs(audit, sensitive);
    if (columns.isEmpty()) {
      return Measurement.notApplicable(descriptor().id(), scope, FlipSubject.notRead(sensitive));
    }
    int[] rows =
        FlipSubject.sample(
            audit,
            ScopeRows.of(audit.test(), scope),
            parameters.whole(FlipSubject.ROWS, FlipSubject.DEFAULT_ROWS, 1));
    FlipPoints flips = FlipSubject.finder(audit).mutable(Set.copyOf(columns)).build();
    List<FlipResult> results =
        flips.closest(audit.test().select(rows), FlipSubject.execution(audit));
    int found = 0;
    int changed = 0;
    double with = 0;
    double all = 0;
    for (FlipResult result : results) {
      if (result.found()) {
        FlipPoint point = result.get();
        found++;
        all += point.distance();
        boolean changes = changes(point, audit.schema().indexOf(sensitive), columns);
        changed += changes ? 1 : 0;
        with += changes ? point.distance() : 0;
      }
    }
    if (found == 0) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "None of " + rows.length + " rows of " + scope.rows() + " has a flip point",
          SampleSize.of(rows.length, 0, 0));
    }
    Proportion share = new Proportion(changed, found);
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("rows", Integer.toString(rows.length)));
    cells.add(List.of("with a flip point", Integer.toString(found)));
    cells.add(List.of("that changes " + sensitive, Integer.toString(changed)));
    cells.add(List.of("mean distance", Double.toString(all / found)));
    cells.add(
        List.of("mean distance of those", changed == 0 ? "none" : Double.toString(with / changed)));
    return Measurement.of(
            descriptor().id(),
            scope,
            share.rate(),
            ProportionInterval.of(share, level),
            SampleSize.of(rows.length, changed, found))
        .withEvidence(new EvidenceTable("Closest flip points", List.of("what", "value"), cells));
  }

  /** Of a feature that is computed from what the model reads, whether its own level changes. */
  private static boolean changes(FlipPoint point, int column, List<String> readAs) {
    boolean read = readAs.contains(point.schema().names().get(column));
    return read
        ? Math.abs(point.scaledChange(column)) > ChangeFrequency.DEFAULT_LEAST
        : point.to(column) != point.from(column);
  }
}
