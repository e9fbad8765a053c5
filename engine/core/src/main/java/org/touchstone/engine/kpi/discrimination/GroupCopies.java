package org.touchstone.engine.kpi.discrimination;

import java.util.List;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.model.CheckedClassifier;

/**
 * The scores that test rows would have in each group: a row is copied into every other group, and
 * all else is left as it is. Columns that are derived from the group follow it.
 */
final class GroupCopies {

  private static final int BATCH = 4096;

  private final List<String> groups;
  private final double[] scores;

  private GroupCopies(Audit audit) {
    Dataset data = audit.test();
    String name = audit.roles().groups().orElseThrow();
    this.groups = audit.schema().feature(name).levels();
    int rows = data.rowCount();
    this.scores = new double[Math.multiplyExact(rows, groups.size())];
    int column = audit.schema().indexOf(name);
    CheckedClassifier model = CheckedClassifier.of(audit.model());
    String task = "scoring " + rows + " rows in each group of " + name;
    int width = data.schema().size();
    double[] batch = new double[Math.min(BATCH, rows) * width];
    double[] out = new double[Math.min(BATCH, rows)];
    for (int from = 0; from < rows; from += BATCH) {
      audit.monitor().progress(task, from, rows);
      int to = Math.min(rows, from + BATCH);
      for (int group = 0; group < groups.size(); group++) {
        copy(audit, from, to, column, group, batch, out, model);
      }
    }
    audit.monitor().progress(task, rows, rows);
  }

  /** The scores; computed once for an audit. */
  static GroupCopies of(Audit audit) {
    return audit.shared(GroupCopies.class, GroupCopies::new);
  }

  /**
   * Scores the rows of a batch that are of another group; those of the group are scored already.
   */
  private void copy(
      Audit audit,
      int from,
      int to,
      int column,
      int group,
      double[] batch,
      double[] out,
      CheckedClassifier model) {
    Dataset data = audit.test();
    int width = data.schema().size();
    int[] copied = new int[to - from];
    int count = 0;
    for (int row = from; row < to; row++) {
      if (data.value(row, column) == group) {
        scores[row * groups.size() + group] = audit.probabilities()[row];
      } else {
        for (int c = 0; c < width; c++) {
          batch[count * width + c] = c == column ? group : data.value(row, c);
        }
        copied[count++] = row;
      }
    }
    data.schema().derive(batch, count);
    model.score(
        batch,
        count,
        out,
        i -> data.rowId(copied[i]) + ", copied into group \"" + groups.get(group) + "\",");
    for (int i = 0; i < count; i++) {
      scores[copied[i] * groups.size() + group] = out[i];
    }
  }

  List<String> groups() {
    return groups;
  }

  /** The score of a row in a group. */
  double score(int row, int group) {
    return scores[row * groups.size() + group];
  }

  /** The largest difference of a row's scores over all pairs of groups. */
  double range(int row) {
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (int group = 0; group < groups.size(); group++) {
      least = Math.min(least, score(row, group));
      largest = Math.max(largest, score(row, group));
    }
    return largest - least;
  }
}
