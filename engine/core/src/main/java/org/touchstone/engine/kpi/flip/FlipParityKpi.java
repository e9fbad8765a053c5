package org.touchstone.engine.kpi.flip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.flip.FlipPoints;
import org.touchstone.engine.flip.PairedFlips;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.EvidenceTable;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.KpiId;
import org.touchstone.engine.kpi.KpiParameters;
import org.touchstone.engine.kpi.Measurement;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.kpi.SampleSize;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.ConfidenceInterval;
import org.touchstone.engine.stats.RatioBootstrap;

/**
 * How much farther, or nearer, the boundary is when the sensitive feature is swapped: {@code |mean
 * d(S != 1) / mean d(S = 1) - 1|} over the rows whose class does not change, d the distance to the
 * closest flip point over all other features that may change. Each row is compared with itself.
 *
 * <p>Parameter {@code outcome}: {@code unfavourable} (default: how far those who are refused have
 * to go), {@code favourable}, or {@code all}; over all rows a longer way to the favourable side and
 * a longer way from it cancel. Parameter {@code rows}: at most so many test rows of a scope, a
 * seeded sample, 500 by default. Interval: BCa bootstrap of the ratio over the rows. Sample size:
 * the rows that are compared. Not applicable where the model does not read the feature, or where it
 * is computed from another column.
 *
 * <p>Source: Yousefzadeh and O'Leary, Section 4.2 and Algorithm 2, line 8.
 */
public final class FlipParityKpi extends ScopedKpi {

  private static final String OUTCOME = "outcome";

  /** Which rows are compared, by their predicted class. */
  enum Outcome {
    UNFAVOURABLE,
    FAVOURABLE,
    ALL
  }

  /** Creates the KPI. */
  public FlipParityKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("FLIP_PARITY"),
            "",
            "Distance to the boundary when the sensitive feature is swapped",
            Aspects.DISCRIMINATION,
            Aspects.INDIVIDUAL_FAIRNESS,
            "Flip points",
            KpiDescriptor.Subject.SENSITIVE_FEATURE,
            0,
            Double.POSITIVE_INFINITY,
            "",
            "By how much the way to another decision gets longer or shorter if nothing but the"
                + " sensitive feature is another.",
            "A model that asks more of one group than of another.",
            Set.of(LEVEL, FlipSubject.ROWS, OUTCOME),
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
        Integer.toString(parameters.whole(FlipSubject.ROWS, FlipSubject.DEFAULT_ROWS, 1)),
        OUTCOME,
        parameters.choice(OUTCOME, Outcome.UNFAVOURABLE).name().toLowerCase(java.util.Locale.ROOT));
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    Roles.SensitiveFeature role = FlipSubject.role(audit, scope);
    Optional<String> reason = SwapReason.of(audit, role.feature());
    if (reason.isPresent()) {
      return Measurement.notApplicable(descriptor().id(), scope, reason.get());
    }
    int[] rows =
        FlipSubject.sample(
            audit,
            ScopeRows.of(audit.test(), scope),
            parameters.whole(FlipSubject.ROWS, FlipSubject.DEFAULT_ROWS, 1));
    Dataset data = audit.test().select(rows);
    if (otherLevels(data, role) == 0) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "No row of "
              + scope.rows()
              + " has \""
              + role.feature()
              + "\" other than \""
              + role.reference()
              + "\": there is nothing to swap to",
          SampleSize.ofRows(rows.length));
    }
    FlipPoints flips = FlipSubject.finder(audit).immutable(Set.of(role.feature())).build();
    PairedFlips pairs =
        PairedFlips.of(flips, data, role.feature(), role.reference(), FlipSubject.execution(audit));
    return compare(audit, scope, pairs, data, parameters, level);
  }

  private static int otherLevels(Dataset data, Roles.SensitiveFeature role) {
    int[] counts = data.levelCounts(role.feature());
    int reference = data.schema().feature(role.feature()).code(role.reference()).orElseThrow();
    int others = 0;
    for (int level = 0; level < counts.length; level++) {
      others += level == reference ? 0 : counts[level];
    }
    return others;
  }

  private Measurement compare(
      Audit audit,
      Scope scope,
      PairedFlips pairs,
      Dataset data,
      KpiParameters parameters,
      double level) {
    boolean positiveIsFavourable =
        audit.roles().favourableOutcome().equals(audit.roles().positiveClass());
    Outcome wanted = parameters.choice(OUTCOME, Outcome.UNFAVOURABLE);
    int column = data.schema().indexOf(pairs.feature());
    int reference = data.schema().feature(pairs.feature()).code(pairs.reference()).orElseThrow();
    List<List<String>> cells = new ArrayList<>();
    double[] own = new double[0];
    double[] other = new double[0];
    for (Outcome outcome : Outcome.values()) {
      List<PairedFlips.Pair> chosen =
          pairs.unchanged().stream()
              .filter(
                  pair -> {
                    boolean favourable =
                        pair.probability() >= audit.decisionThreshold() == positiveIsFavourable;
                    return outcome == Outcome.ALL || favourable == (outcome == Outcome.FAVOURABLE);
                  })
              .toList();
      double[] atReference = new double[chosen.size()];
      double[] atOther = new double[chosen.size()];
      for (int i = 0; i < atOther.length; i++) {
        PairedFlips.Pair pair = chosen.get(i);
        boolean isReference = data.value(pair.row(), column) == reference;
        double before = pair.original().get().distance();
        double after = pair.swapped().get().distance();
        atReference[i] = isReference ? before : after;
        atOther[i] = isReference ? after : before;
      }
      cells.add(
          List.of(
              outcome.name().toLowerCase(java.util.Locale.ROOT),
              Integer.toString(chosen.size()),
              mean(atReference),
              mean(atOther)));
      if (outcome == wanted) {
        own = atReference;
        other = atOther;
      }
    }
    EvidenceTable table =
        new EvidenceTable(
            "Mean distance to the closest flip point, "
                + pairs.feature()
                + " swapped, class unchanged",
            List.of(
                "predicted",
                "rows",
                pairs.feature() + "=" + pairs.reference(),
                pairs.feature() + "=other"),
            cells);
    return measurement(audit, scope, own, other, data.rowCount(), level).withEvidence(table);
  }

  private static String mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? "none" : Double.toString(sum / values.length);
  }

  private Measurement measurement(
      Audit audit, Scope scope, double[] own, double[] other, int rows, double level) {
    double a = 0;
    double b = 0;
    for (int i = 0; i < own.length; i++) {
      a += other[i];
      b += own[i];
    }
    SampleSize size = SampleSize.of(rows, own.length, own.length);
    if (b == 0) {
      return Measurement.notComputable(
          descriptor().id(),
          scope,
          "No row of "
              + scope.rows()
              + " keeps this class when the feature is swapped and has a flip point off the row",
          size);
    }
    long seed = seed(audit, scope);
    Optional<ConfidenceInterval> interval =
        RatioBootstrap.interval(other, own, level, seed).map(FlipParityKpi::folded);
    return new Measurement(
        descriptor().id(),
        scope,
        new Measurement.Value(
            Math.abs(a / b - 1),
            interval,
            interval.isPresent() ? OptionalLong.of(seed) : OptionalLong.empty()),
        size,
        Map.of(),
        List.of());
  }

  /** The interval of {@code |r - 1|} from that of r. */
  private static ConfidenceInterval folded(ConfidenceInterval ratio) {
    double low = ratio.low() - 1;
    double high = ratio.high() - 1;
    return new ConfidenceInterval(
        low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
        Math.max(Math.abs(low), Math.abs(high)),
        ratio.level(),
        ratio.method());
  }
}
