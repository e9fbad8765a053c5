package org.touchstone.engine.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.TreeEnsemble;

class TreeFlipPointsTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("a", -5, 5, false, Attributes.NONE),
              new Feature.Continuous("b", -5, 5, true, Attributes.NONE),
              new Feature.Categorical("c", List.of("u", "v", "w"), Attributes.NONE)));

  private static final Encoder ENCODER =
      Encoder.of(
          SCHEMA,
          List.of(
              new Input.Number("a", "a", 0.5, 2),
              Input.Number.passthrough("b", "b"),
              new Input.Indicator("c=u", "c", "u"),
              new Input.Indicator("c=v", "c", "v"),
              new Input.Indicator("c=w", "c", "w")));

  /** A full tree of depth 3 with random splits. */
  private static DecisionTree tree(SplittableRandom random) {
    int[] feature = new int[15];
    double[] threshold = new double[15];
    int[] left = new int[15];
    int[] right = new int[15];
    double[] value = new double[15];
    for (int node = 0; node < 15; node++) {
      feature[node] = node < 7 ? random.nextInt(5) : DecisionTree.LEAF;
      threshold[node] = feature[node] >= 2 ? 0.5 : random.nextDouble(-2, 2);
      left[node] = 2 * node + 1;
      right[node] = 2 * node + 2;
      value[node] = random.nextDouble(-1, 1);
    }
    return new DecisionTree(feature, threshold, left, right, new boolean[15], value, new double[0]);
  }

  private static TreeEnsemble ensemble(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<DecisionTree> trees = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      trees.add(tree(random));
    }
    return new TreeEnsemble(5, trees, EnsembleRules.xgboostLogistic(0.1f));
  }

  private static Dataset rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[3 * count];
    for (int i = 0; i < count; i++) {
      values[3 * i] = random.nextDouble(-5, 5);
      values[3 * i + 1] = random.nextInt(11) - 5;
      values[3 * i + 2] = random.nextInt(3);
    }
    return Dataset.of(SCHEMA, values);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void is_the_closest_point_of_the_other_class_of_all(long seed) {
    EncodedClassifier model = EncodedClassifier.of(ENCODER, ensemble(seed));
    Dataset data = rows(60, seed);
    FlipPoints flips = FlipPoints.of(model, data).build();
    double[] row = new double[3];
    double[] p = new double[1];
    for (int i = 0; i < 20; i++) {
      data.copyRows(i, i + 1, row);
      model.score(row, 1, p);
      double best = Double.POSITIVE_INFINITY;
      boolean positive = p[0] >= 0.5;
      // Every value next to a threshold, on both sides, with every whole number and level.
      for (double a : candidates((TreeEnsemble) model.model(), row[0])) {
        for (int b = -5; b <= 5; b++) {
          for (int c = 0; c < 3; c++) {
            model.score(new double[] {a, b, c}, 1, p);
            if (p[0] >= 0.5 != positive) {
              double x = (a - row[0]) / flips.scale("a");
              double y = (b - row[1]) / flips.scale("b");
              double z = c == row[2] ? 0 : 1 / flips.scale("c");
              best = Math.min(best, Math.sqrt(x * x + y * y + z * z));
            }
          }
        }
      }

      FlipResult result = flips.closest(row);

      assertThat(result.found()).isEqualTo(best <= 10);
      if (result.found()) {
        FlipPoint point = result.get();
        // The candidates come within 1e-7 of a threshold, the search to the last double.
        assertThat(point.distance()).isCloseTo(best, within(1e-7)).isLessThanOrEqualTo(best);
        assertThat(point.kind()).isEqualTo(FlipPoint.Kind.OTHER_CLASS);
        assertThat(point.certainty().proven()).isTrue();
        assertThat(point.probability() >= 0.5).isNotEqualTo(positive);
        assertThat(result.relaxed()).isEmpty();
      }
    }
  }

  private static List<Double> candidates(TreeEnsemble model, double own) {
    List<Double> values = new ArrayList<>(List.of(own));
    for (DecisionTree tree : model.trees()) {
      for (int node = 0; node < tree.nodeCount(); node++) {
        if (!tree.isLeaf(node) && tree.feature(node) == 0) {
          // The float input changes sides within a few float steps of the threshold.
          double at = (float) tree.threshold(node) * 2 + 0.5;
          for (int step = -3; step <= 3; step++) {
            double value = at + step * 1e-7;
            if (value >= -5 && value <= 5) {
              values.add(value);
            }
          }
        }
      }
    }
    return values;
  }

  @Test
  void changes_only_what_it_may() {
    EncodedClassifier model = EncodedClassifier.of(ENCODER, ensemble(2));
    Dataset data = rows(60, 2);
    FlipPoints flips = FlipPoints.of(model, data).build();
    double[] row = new double[3];
    int found = 0;
    for (int i = 0; i < 30; i++) {
      data.copyRows(i, i + 1, row);
      FlipResult result = flips.closest(row, Set.of("b"));
      if (result.found()) {
        found++;
        assertThat(result.get().changes()).hasSize(1);
        assertThat(result.get().to(1)).isEqualTo(Math.rint(result.get().to(1)));
      } else {
        assertThat(result.reason().orElseThrow()).contains("all cells of the trees");
      }
    }
    assertThat(found).isBetween(1, 29);
  }
}
