package org.touchstone.engine.kpi.explanation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Scope;
import org.touchstone.engine.stats.RandomSeeds;

/** Which test rows of an audit are explained. */
final class ExplainedRows {

  private ExplainedRows() {}

  /**
   * The positions of the rows, in their order; where there are more than {@code maxRows}, a sample
   * of so many without replacement that follows from the audit's seed.
   */
  static int[] of(Audit audit, CounterfactualSettings.Rows which, int maxRows) {
    double[] probabilities = audit.probabilities();
    boolean positiveIsFavourable =
        audit.roles().favourableOutcome().equals(audit.roles().positiveClass());
    int[] rows = new int[probabilities.length];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      boolean positive = probabilities[i] >= audit.decisionThreshold();
      boolean taken =
          switch (which) {
            case NEGATIVE -> !positive;
            case UNFAVOURABLE -> positive != positiveIsFavourable;
            case ALL -> true;
          };
      if (taken) {
        rows[count++] = i;
      }
    }
    SplittableRandom random =
        new SplittableRandom(RandomSeeds.derive(audit.seed(), "explained rows", which.name()));
    // The first steps of a Fisher-Yates shuffle.
    for (int i = 0; i < maxRows && count > maxRows; i++) {
      int other = i + random.nextInt(count - i);
      int swapped = rows[i];
      rows[i] = rows[other];
      rows[other] = swapped;
    }
    int[] chosen = Arrays.copyOf(rows, Math.min(count, maxRows));
    Arrays.sort(chosen);
    return chosen;
  }

  /** Whether a test row belongs to the rows of a scope. */
  static boolean in(Audit audit, Scope scope, int row) {
    return scope
        .group()
        .map(
            group ->
                audit.test().value(row, audit.schema().indexOf(group.feature()))
                    == audit.schema().feature(group.feature()).code(group.level()).orElseThrow())
        .orElse(true);
  }
}
