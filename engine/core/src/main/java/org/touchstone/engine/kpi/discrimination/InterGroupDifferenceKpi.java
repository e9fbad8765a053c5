package org.touchstone.engine.kpi.discrimination;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.kpi.ScopedKpi;
import org.touchstone.engine.stats.ConfidenceInterval;

/**
 * KPI 2.2.2, fairness to one individual across groups: {@code max |p(row in a) - p(row in b)|} over
 * the test rows of the scope and all pairs of groups (a, b); a row is copied into the other groups
 * and scored there.
 *
 * <p>Interval: percentile bootstrap over the rows in closed form: of n rows, the largest difference
 * of a sample is at most the k-th smallest with probability {@code (k / n)^n}. It is never above
 * that of the data, so the upper limit is the value. Not computable where the scope has no rows.
 * Not applicable where the suite names no groups, there is one group only, or the model does not
 * read the column of the groups.
 *
 * <p>Source: Bhaumik and Dey 2023, equation 8.
 */
public final class InterGroupDifferenceKpi extends ScopedKpi {

  /** Creates the KPI. */
  public InterGroupDifferenceKpi() {
    super(
        new KpiDescriptor(
            KpiId.of("DiffIndGrp"),
            "2.2.2",
            "Difference of an individual across groups",
            Aspects.DISCRIMINATION,
            Aspects.INDIVIDUAL_FAIRNESS,
            "Inter-group fairness",
            KpiDescriptor.Subject.MODEL,
            0,
            1,
            "",
            "The largest difference that it makes to an individual's score to be of another"
                + " group.",
            "Groups that differ in the training data, or groups so small that the model learned"
                + " chance.",
            Set.of(LEVEL),
            Set.of("fairness")));
  }

  @Override
  protected Optional<String> notApplicable(Audit audit) {
    if (audit.sequences().isPresent()) {
      return needsTable(audit);
    }
    Optional<String> groups = audit.roles().groups();
    if (groups.isEmpty()) {
      return Optional.of("the suite names no groups to copy a row into");
    }
    if (!ModelStructure.of(audit).features().contains(groups.get())) {
      return Optional.of(
          "the model does not read \""
              + groups.get()
              + "\": a row has the same score in every group");
    }
    return audit.schema().feature(groups.get()).levels().size() > 1
        ? Optional.empty()
        : Optional.of("\"" + groups.get() + "\" has one level only: there is no other group");
  }

  @Override
  protected Measurement measure(Audit audit, Scope scope, KpiParameters parameters, double level) {
    int[] rows = ScopeRows.of(audit.test(), scope);
    SampleSize size = SampleSize.ofRows(rows.length);
    if (rows.length == 0) {
      return Measurement.notComputable(
          descriptor().id(), scope, "There is no row of " + scope.rows(), size);
    }
    GroupCopies copies = GroupCopies.of(audit);
    double[] ranges = Arrays.stream(rows).mapToDouble(copies::range).sorted().toArray();
    return Measurement.of(
            descriptor().id(), scope, ranges[ranges.length - 1], interval(ranges, level), size)
        .withEvidence(pairs(audit, rows, copies));
  }

  private static ConfidenceInterval interval(double[] sorted, double level) {
    return new ConfidenceInterval(
        percentile(sorted, (1 - level) / 2),
        percentile(sorted, (1 + level) / 2),
        level,
        "percentile bootstrap over rows in closed form; the upper limit of a maximum is never above"
            + " the maximum");
  }

  /** The smallest value that the maximum of a sample does not exceed with this probability. */
  private static double percentile(double[] sorted, double share) {
    int n = sorted.length;
    double k = Math.ceil(n * Math.pow(share, 1.0 / n));
    return sorted[(int) Math.max(1, Math.min(n, k)) - 1];
  }

  private static EvidenceTable pairs(Audit audit, int[] rows, GroupCopies copies) {
    List<List<String>> table = new ArrayList<>();
    for (int a = 0; a < copies.groups().size(); a++) {
      for (int b = a + 1; b < copies.groups().size(); b++) {
        table.add(pair(audit, rows, copies, a, b));
      }
    }
    return new EvidenceTable(
        "Differences between groups",
        List.of("group", "other group", "largest", "mean", "row", "probability", "in the other"),
        table);
  }

  private static List<String> pair(Audit audit, int[] rows, GroupCopies copies, int a, int b) {
    double largest = -1;
    double sum = 0;
    int at = rows[0];
    for (int row : rows) {
      double difference = Math.abs(copies.score(row, a) - copies.score(row, b));
      sum += difference;
      if (difference > largest) {
        largest = difference;
        at = row;
      }
    }
    return List.of(
        copies.groups().get(a),
        copies.groups().get(b),
        Double.toString(largest),
        Double.toString(sum / rows.length),
        audit.test().rowId(at),
        Double.toString(copies.score(at, a)),
        Double.toString(copies.score(at, b)));
  }
}
