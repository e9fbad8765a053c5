package org.touchstone.engine.kpi.attribution;

import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;

/** Audits of tables for the tests: three numbers and a class. */
final class TableAudits {

  private TableAudits() {}

  /** A model of three numbers and the class, which it does not read. */
  interface Model {
    double score(double a, double b, double c);
  }

  static Audit linear() {
    return audit((a, b, c) -> 0.5 + 0.2 * a - 0.1 * b + 0.05 * c, 200, 0);
  }

  static Audit audit(Model model, int rows, long seed) {
    return audit(
        new Classifier() {
          @Override
          public int inputWidth() {
            return 4;
          }

          @Override
          public void score(double[] values, int count, double[] out) {
            for (int i = 0; i < count; i++) {
              out[i] = model.score(values[4 * i], values[4 * i + 1], values[4 * i + 2]);
            }
          }
        },
        rows,
        seed);
  }

  static Audit audit(Classifier model, int rows, long seed) {
    Schema schema =
        Schema.of(
            List.of(
                number("a"),
                number("b"),
                number("c"),
                new Feature.Binary("class", List.of("good", "bad"), Feature.Attributes.NONE)));
    double[] values = new SplittableRandom(7).doubles(4L * rows, -1, 1).toArray();
    for (int i = 0; i < rows; i++) {
      values[4 * i + 3] = i % 2;
    }
    return Audit.of(model, Dataset.of(schema, values), Roles.of("class", "bad", "good"))
        .seed(seed)
        .build();
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Feature.Attributes.NONE);
  }
}
