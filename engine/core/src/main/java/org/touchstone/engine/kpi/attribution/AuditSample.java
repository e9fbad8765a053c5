package org.touchstone.engine.kpi.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.KpiDescriptor;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.kpi.ScopeRows;
import org.touchstone.engine.stats.RandomSeeds;

/**
 * The rows of an audit that are explained: for each scope a simple random sample of its rows. They
 * follow from the audit's seed; of two sizes, the larger sample has all rows of the smaller one.
 */
final class AuditSample {

  private final Map<Scope, int[]> rows = new HashMap<>();
  private final int[] all;

  /**
   * Draws the samples.
   *
   * @param most most rows of a scope
   * @param positiveOnly whether only rows that are predicted positive are explained
   */
  AuditSample(Audit audit, int most, boolean positiveOnly) {
    int[] shuffled = shuffled(audit);
    TreeSet<Integer> union = new TreeSet<>();
    for (Scope scope : audit.scopes(KpiDescriptor.Subject.MODEL)) {
      boolean[] inScope = new boolean[shuffled.length];
      for (int row : ScopeRows.of(audit.test(), scope)) {
        inScope[row] = true;
      }
      List<Integer> chosen = new ArrayList<>();
      for (int i = 0; i < shuffled.length && chosen.size() < most; i++) {
        int row = shuffled[i];
        boolean positive = !positiveOnly || audit.probabilities()[row] >= audit.decisionThreshold();
        if (positive && inScope[row]) {
          chosen.add(row);
        }
      }
      rows.put(scope, chosen.stream().mapToInt(Integer::intValue).sorted().toArray());
      union.addAll(chosen);
    }
    this.all = union.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The rows of all scopes, ascending. */
  int[] all() {
    return all;
  }

  /** The places of a scope's rows in {@link #all}, ascending. */
  int[] places(Scope scope) {
    int[] chosen = rows.getOrDefault(scope, new int[0]);
    return Arrays.stream(chosen).map(row -> Arrays.binarySearch(all, row)).toArray();
  }

  private static int[] shuffled(Audit audit) {
    int[] order = new int[audit.test().rowCount()];
    Arrays.setAll(order, i -> i);
    SplittableRandom random =
        new SplittableRandom(RandomSeeds.derive(audit.seed(), "explained rows"));
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[other];
      order[other] = row;
    }
    return order;
  }
}
