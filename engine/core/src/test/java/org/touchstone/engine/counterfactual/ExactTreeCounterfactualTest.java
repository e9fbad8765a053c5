package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.counterfactual.Constraints.Direction;
import org.touchstone.engine.counterfactual.ExactTreeCounterfactual.Options;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EncodedClassifier;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.run.Execution;

class ExactTreeCounterfactualTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("x", -100, 100, false, Attributes.NONE),
              new Feature.Categorical("colour", List.of("red", "green", "blue"), Attributes.NONE),
              new Feature.Ordinal("grade", List.of("a", "b", "c"), Attributes.NONE),
              new Feature.Continuous("y", -100, 100, false, Attributes.NONE)));

  private static final Encoder ENCODER =
      Encoder.of(
          SCHEMA,
          List.of(
              new Input.Indicator("red", "colour", "red"),
              new Input.Indicator("green", "colour", "green"),
              new Input.Indicator("blue", "colour", "blue"),
              Input.Number.passthrough("x", "x"),
              Input.Number.passthrough("grade", "grade"),
              Input.Number.passthrough("y", "y")));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void agrees_with_an_exhaustive_search_of_random_forests(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Dataset training = rows(random, 25);
    EnsembleRules rules =
        seed % 2 == 0
            ? EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED)
            : EnsembleRules.xgboostLogistic(0.1f);
    List<DecisionTree> trees = new ArrayList<>();
    for (int t = 0; t < 5; t++) {
      trees.add(tree(random, 4, seed % 2 == 0));
    }
    Classifier model = EncodedClassifier.of(ENCODER, new TreeEnsemble(6, trees, rules));
    Constraints constraints =
        seed % 3 == 0
            ? Constraints.NONE
                .direction("x", Direction.INCREASING)
                .levels("colour", Set.of("red", "blue"))
            : Constraints.NONE;
    SearchSpace space = new SearchSpace(training, SCHEMA.names(), constraints);
    double threshold = seed % 4 < 2 ? 0.5 : 0.6;
    Dataset test = rows(random, 12);

    List<CounterfactualSet> sets =
        ExactTreeCounterfactual.threshold(
                model, threshold, training, SCHEMA.names(), constraints, Options.DEFAULT)
            .generate(test, Execution.SINGLE);

    for (CounterfactualSet set : sets) {
      double[] best = bruteForce(space, set.original(), model, threshold);
      if (best.length == 0) {
        assertThat(set.size()).isZero();
        assertThat(set.search().shortfall().orElseThrow()).contains("there is no other");
      } else {
        assertThat(set.changed(0)).hasSize((int) best[0]);
        assertThat(space.distance(set.counterfactual(0), 0, set.original()))
            .isCloseTo(best[1], within(1e-12));
        assertThat(set.valid(0)).isTrue();
        for (String name : set.changed(0)) {
          double value = set.value(0, SCHEMA.indexOf(name));
          double own = set.original(SCHEMA.indexOf(name));
          assertThat(constraints.allows(SCHEMA.feature(name), own, value)).isTrue();
          assertThat(training.column(name)).contains(value);
        }
      }
    }
  }

  /** Fewest changes and, with so many, the least distance over all rows; empty if none flips. */
  private static double[] bruteForce(
      SearchSpace space, double[] original, Classifier model, double threshold) {
    RowSpace open = new RowSpace(space, original);
    double[] best = {};
    double[] out = new double[1];
    model.score(original, 1, out);
    boolean own = out[0] >= threshold;
    double[] row = original.clone();
    for (double x : with(open.candidates(0), original[0])) {
      row[0] = x;
      for (double colour : with(open.candidates(1), original[1])) {
        row[1] = colour;
        for (double grade : with(open.candidates(2), original[2])) {
          row[2] = grade;
          for (double y : with(open.candidates(3), original[3])) {
            row[3] = y;
            model.score(row, 1, out);
            if (out[0] >= threshold != own) {
              double changes = space.changes(row, 0, original);
              double distance = space.distance(row, 0, original);
              if (best.length == 0
                  || changes < best[0]
                  || (changes == best[0] && distance < best[1])) {
                best = new double[] {changes, distance};
              }
            }
          }
        }
      }
    }
    return best;
  }

  private static double[] with(double[] values, double own) {
    double[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = own;
    return all;
  }

  @Test
  void says_when_it_had_to_stop_and_when_there_is_none() {
    SplittableRandom random = new SplittableRandom(3);
    Dataset training = rows(random, 25);
    List<DecisionTree> trees = List.of(tree(random, 4, true), tree(random, 4, true));
    Classifier model =
        EncodedClassifier.of(
            ENCODER,
            new TreeEnsemble(6, trees, EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED)));

    CounterfactualSet stopped =
        ExactTreeCounterfactual.argmax(
                model, training, SCHEMA.names(), Constraints.NONE, new Options(1, 4, 1))
            .generate(training.select(new int[] {0}), Execution.SINGLE)
            .get(0);
    CounterfactualSet none =
        ExactTreeCounterfactual.argmax(
                model,
                training,
                SCHEMA.names(),
                Constraints.NONE
                    .range("x", 1e3, 1e4)
                    .range("y", 1e3, 1e4)
                    .levels("colour", List.of())
                    .levels("grade", List.of()),
                Options.DEFAULT)
            .generate(training.select(new int[] {0}), Execution.SINGLE)
            .get(0);

    assertThat(stopped.search().shortfall().orElseThrow()).contains("the search stopped after");
    assertThat(none.search().shortfall())
        .hasValue("Found 0 of 1; there is no other, whatever is changed");
  }

  @Test
  void says_so_where_it_stopped_before_the_nearest_was_proven() {
    // x alone turns the decision, and so does y, which is nearer and comes later.
    DecisionTree tree =
        new DecisionTree(
            new int[] {0, 3, DecisionTree.LEAF, DecisionTree.LEAF, DecisionTree.LEAF},
            new double[] {5, 0.5, 0, 0, 0},
            new int[] {1, 3, -1, -1, -1},
            new int[] {2, 4, -1, -1, -1},
            new boolean[5],
            new double[] {0, 0, 0.9, 0.1, 0.9},
            new double[0]);
    Classifier model =
        new TreeEnsemble(4, List.of(tree), EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED));
    Dataset training = Dataset.of(SCHEMA, new double[] {0, 0, 0, 0, 10, 0, 0, 1, 0, 0, 0, 9});
    int unproven = 0;
    int steps = 0;
    CounterfactualSet set;
    do {
      set =
          ExactTreeCounterfactual.argmax(
                  model, training, SCHEMA.names(), Constraints.NONE, new Options(1, 4, ++steps))
              .generate(training.select(new int[] {0}), Execution.SINGLE)
              .get(0);
      if (set.size() == 1 && set.changed(0).equals(List.of("x"))) {
        unproven++;
        assertThat(set.search().shortfall().orElseThrow())
            .startsWith("Found 1 of 1; the search stopped after ")
            .endsWith(" steps at 1 change; a nearer one with as many may exist");
      }
    } while (set.search().shortfall().isPresent());

    assertThat(set.changed(0)).containsExactly("y");
    assertThat(unproven).isPositive();
  }

  @Test
  void a_missing_value_of_another_feature_in_training_is_no_matter() {
    Dataset training =
        Dataset.of(SCHEMA, new double[] {1, Double.NaN, 2, Double.NaN, Double.NaN, 1, 1, 3});
    DecisionTree tree =
        new DecisionTree(
            new int[] {3, DecisionTree.LEAF, DecisionTree.LEAF},
            new double[] {0.5, 0, 0},
            new int[] {1, -1, -1},
            new int[] {2, -1, -1},
            new boolean[3],
            new double[] {0, 0.1, 0.9},
            new double[0]);
    // The encoder refuses missing values, which the row to explain has none of.
    Classifier model =
        EncodedClassifier.of(
            ENCODER,
            new TreeEnsemble(
                6, List.of(tree), EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED)));

    CounterfactualSet set =
        ExactTreeCounterfactual.argmax(
                model, training, SCHEMA.names(), Constraints.NONE, Options.DEFAULT)
            .generate(Dataset.of(SCHEMA, new double[] {0, 1, 1, 3}), Execution.SINGLE)
            .get(0);

    assertThat(set.counterfactual(0)).containsExactly(1, 1, 1, 3);
  }

  @Test
  void several_counterfactuals_each_leave_a_feature_of_the_others_alone() {
    SplittableRandom random = new SplittableRandom(8);
    Dataset training = rows(random, 40);
    List<DecisionTree> trees = new ArrayList<>();
    for (int t = 0; t < 7; t++) {
      trees.add(tree(random, 4, true));
    }
    Classifier model =
        EncodedClassifier.of(
            ENCODER,
            new TreeEnsemble(6, trees, EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED)));
    int several = 0;

    for (CounterfactualSet set :
        ExactTreeCounterfactual.argmax(
                model, training, SCHEMA.names(), Constraints.NONE, new Options(3, 4, 1 << 30))
            .generate(training, Execution.SINGLE)) {
      for (int later = 1; later < set.size(); later++) {
        several++;
        for (int earlier = 0; earlier < later; earlier++) {
          assertThat(set.changed(later)).isNotEmpty();
          assertThat(set.changed(later).containsAll(set.changed(earlier))).isFalse();
        }
        assertThat(set.valid(later)).isTrue();
      }
    }
    assertThat(several).isPositive();
  }

  @Test
  void a_thread_that_is_interrupted_stops() {
    SplittableRandom random = new SplittableRandom(3);
    Dataset training = rows(random, 25);
    Classifier model =
        EncodedClassifier.of(
            ENCODER,
            new TreeEnsemble(
                6,
                List.of(tree(random, 4, true)),
                EnsembleRules.scikitLearnForest(Missing.NOT_SUPPORTED)));
    ExactTreeCounterfactual exact =
        ExactTreeCounterfactual.argmax(
            model, training, SCHEMA.names(), Constraints.NONE, Options.DEFAULT);

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> exact.generate(training, Execution.SINGLE))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).as("the interrupt is not swallowed").isTrue();
  }

  @Test
  void refuses_a_model_that_it_cannot_look_into() {
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 4;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            Arrays.fill(out, 0, count, 0.3);
          }
        };
    Dataset training = rows(new SplittableRandom(1), 5);

    assertThat(ExactTreeCounterfactual.isFor(model)).isFalse();
    assertThatThrownBy(
            () ->
                ExactTreeCounterfactual.argmax(
                    model, training, SCHEMA.names(), Constraints.NONE, Options.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The exact search looks inside of tree ensembles");
  }

  private static Dataset rows(SplittableRandom random, int count) {
    double[] values = new double[count * 4];
    for (int i = 0; i < count; i++) {
      values[4 * i] = random.nextInt(-9, 10) / 2.0;
      values[4 * i + 1] = random.nextInt(3);
      values[4 * i + 2] = random.nextInt(3);
      values[4 * i + 3] = random.nextInt(-9, 10) / 2.0;
    }
    return Dataset.of(SCHEMA, values);
  }

  /** A complete tree with random splits and leaves. */
  private static DecisionTree tree(SplittableRandom random, int depth, boolean shares) {
    int inner = (1 << depth) - 1;
    int nodes = 2 * inner + 1;
    int[] feature = new int[nodes];
    double[] threshold = new double[nodes];
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    double[] value = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      if (node < inner) {
        feature[node] = random.nextInt(6);
        threshold[node] =
            feature[node] < 3
                ? 0.5
                : feature[node] == 4 ? random.nextInt(2) + 0.5 : random.nextInt(-8, 9) / 2.0;
        left[node] = 2 * node + 1;
        right[node] = 2 * node + 2;
      } else {
        feature[node] = DecisionTree.LEAF;
        left[node] = -1;
        right[node] = -1;
        value[node] = shares ? random.nextInt(5) / 4.0 : (float) (random.nextDouble() - 0.5);
      }
    }
    return new DecisionTree(
        feature, threshold, left, right, new boolean[nodes], value, new double[0]);
  }
}
