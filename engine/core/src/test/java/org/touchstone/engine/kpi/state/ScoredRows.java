package org.touchstone.engine.kpi.state;

import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;

/** Audits of a model whose score is the first column, with a sensitive feature and groups. */
final class ScoredRows {

  static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("score", 0, 1, false, Feature.Attributes.NONE),
              new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE),
              new Feature.Categorical("sex", List.of("f", "m", "d"), Feature.Attributes.NONE),
              new Feature.Categorical("home", List.of("own", "rent"), Feature.Attributes.NONE)));
  private static final Roles ROLES =
      Roles.of("class", "bad", "good").withSensitive("sex", "m").withGroups("home");

  private ScoredRows() {}

  static Audit audit(Dataset data) {
    return Audit.of(new FirstColumn(), data, ROLES).build();
  }

  static Dataset rows(int count) {
    SplittableRandom random = new SplittableRandom(5);
    int width = SCHEMA.size();
    double[] values = new double[count * width];
    for (int i = 0; i < count; i++) {
      values[i * width] = random.nextInt(1000) / 1000.0;
      values[i * width + 1] = random.nextInt(2);
      values[i * width + 2] = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(3);
      values[i * width + 3] = random.nextInt(2);
    }
    return Dataset.of(SCHEMA, values);
  }

  /** Scores a row with its first column. */
  private static final class FirstColumn implements Classifier {
    @Override
    public int inputWidth() {
      return SCHEMA.size();
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = rows[i * SCHEMA.size()];
      }
    }
  }
}
