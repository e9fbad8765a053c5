package org.touchstone.engine.kpi.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;

class BatchReaderTest {

  /** The groups are the first column, which has the number 0. */
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Categorical("home", List.of("own", "rent"), Feature.Attributes.NONE),
              new Feature.Categorical("sex", List.of("f", "m", "d"), Feature.Attributes.NONE),
              new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE),
              new Feature.Continuous("score", 0, 1, false, Feature.Attributes.NONE)));

  private static final Roles ROLES = Roles.of("class", "bad", "good").withSensitive("sex", "m");

  @ParameterizedTest
  @CsvSource({"2,1", "1023,1", "1024,1", "1025,2", "2048,2", "2500,3"})
  void gives_each_row_once_in_batches_of_1024_and_a_rest(int rows, int batches) {
    Dataset data = rows(rows);
    List<Integer> sizes = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    List<Boolean> positive = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    List<Integer> levels = new ArrayList<>();

    new BatchReader(audit(data, ROLES.withGroups("home")), 1)
        .forEach(
            batch -> {
              sizes.add(batch.rows());
              for (int i = 0; i < batch.rows(); i++) {
                probabilities.add(batch.probabilities()[i]);
                positive.add(batch.positive()[i]);
                groups.add(batch.groups()[i]);
                levels.add(batch.sensitive()[0][i]);
              }
            });

    assertThat(sizes).hasSize(batches);
    assertThat(sizes.subList(0, batches - 1)).allMatch(size -> size == 1024);
    for (int i = 0; i < rows; i++) {
      assertThat(probabilities.get(i)).isEqualTo(score(i));
      assertThat(positive.get(i)).isEqualTo(i % 5 == 0);
      assertThat(groups.get(i)).isEqualTo(i % 2);
      assertThat(levels.get(i)).isEqualTo(i % 7 == 0 ? -1 : i % 3);
    }
    assertThat(probabilities).hasSize(rows);
  }

  @Test
  void gives_rows_of_no_group_where_the_audit_has_none() {
    List<ScoredBatch> batches = new ArrayList<>();

    new BatchReader(audit(rows(3), ROLES)).forEach(batches::add);

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).groups()).containsExactly(-1, -1, -1);
    assertThat(batches.get(0).sensitive()).isEmpty();
  }

  private static double score(int row) {
    return row % 1000 / 1000.0;
  }

  private static Dataset rows(int count) {
    double[] values = new double[count * 4];
    for (int i = 0; i < count; i++) {
      values[i * 4] = i % 2;
      values[i * 4 + 1] = i % 7 == 0 ? Double.NaN : i % 3;
      values[i * 4 + 2] = i % 5 == 0 ? 1 : 0;
      values[i * 4 + 3] = score(i);
    }
    return Dataset.of(SCHEMA, values);
  }

  private static Audit audit(Dataset data, Roles roles) {
    return Audit.of(new LastColumn(), data, roles).build();
  }

  /** Scores a row with its last column. */
  private static final class LastColumn implements Classifier {
    @Override
    public int inputWidth() {
      return 4;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = rows[i * 4 + 3];
      }
    }
  }
}
