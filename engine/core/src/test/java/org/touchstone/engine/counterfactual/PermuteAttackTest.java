package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.counterfactual.Constraints.Direction;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Input;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Activation;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.DenseLayer;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.MulticlassMlp;
import org.touchstone.engine.run.CancelledException;
import org.touchstone.engine.run.Execution;

class PermuteAttackTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Feature.Continuous("income", 0, 100, false, Attributes.NONE),
              new Feature.Continuous("age", 18, 90, true, Attributes.NONE),
              new Feature.Ordinal("grade", List.of("a", "b", "c", "d"), Attributes.NONE),
              new Feature.Categorical("job", List.of("none", "clerk", "cook"), Attributes.NONE),
              new Feature.Binary("phone", List.of("no", "yes"), Attributes.NONE),
              new Feature.Binary("label", List.of("good", "bad"), Attributes.NONE)));

  private static final List<String> FEATURES = SCHEMA.names().subList(0, 5);

  private static final int[] FIRST = {0};

  private final AtomicInteger calls = new AtomicInteger();

  /** Random models of two and three classes, random data, and constraints of every kind. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 25, 30})
  void what_is_handed_out_changes_the_class_keeps_the_constraints_and_has_training_values(
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Dataset training = rows(random, 80);
    Dataset test = rows(random, 15);
    DecisionModel model = counted(seed % 3 == 0 ? threeClasses(random) : binary(random));
    Constraints constraints =
        Constraints.of(SCHEMA)
            .direction("age", Direction.INCREASING)
            .direction("grade", Direction.DECREASING)
            .range("income", 10, 70)
            .levels("job", Set.of("none", "cook"))
            .immutable(seed % 2 == 0 ? List.of("phone") : List.of());
    int maxChanges = seed % 4 == 1 ? 2 : 5;
    double maxDistance = seed % 4 == 2 ? 1.5 : Double.POSITIVE_INFINITY;
    PermuteAttack.Builder builder =
        PermuteAttack.of(model, training, FEATURES)
            .constraints(constraints)
            .counterfactuals(3)
            .maxModelCalls(60)
            .maxChanges(maxChanges)
            .maxDistance(maxDistance)
            .exhaustiveUpTo(seed % 2 == 0 ? 0 : 1000)
            .seed(seed);
    if (seed % 5 == 0) {
      builder.realistic(new RealisticSampling(4, 2, 5, 50));
    }
    SearchSpace space = new SearchSpace(training, FEATURES, Constraints.NONE);
    PermuteAttack attack = builder.build();

    int found = 0;
    for (int row = 0; row < test.rowCount(); row++) {
      calls.set(0);
      CounterfactualSet set =
          attack.generate(test.select(new int[] {row}), Execution.SINGLE).get(0);
      assertThat(calls.get()).isEqualTo(set.search().modelCalls()).isLessThanOrEqualTo(60);
      assertThat(set.size() == 3).isEqualTo(set.search().shortfall().isEmpty());
      for (int i = 0; i < set.size(); i++) {
        requireGood(set, i, model, training);
        requireConstraints(set, i, seed % 2 == 0);
        assertThat(set.changed(i)).hasSizeBetween(1, maxChanges);
        assertThat(space.distance(set.counterfactual(i), 0, set.original()))
            .isLessThanOrEqualTo(maxDistance);
        found++;
      }
      requireDiverse(set);
    }
    assertThat(found).isPositive();
  }

  private static void requireGood(
      CounterfactualSet set, int index, DecisionModel model, Dataset training) {
    double[] row = set.counterfactual(index);
    double[] probabilities = new double[model.classes()];
    model.probabilities(row.clone(), 1, probabilities);
    assertThat(model.decide(probabilities, 0)).isNotEqualTo(set.originalClass());
    assertThat(set.probability(index, 0)).isEqualTo(probabilities[0]);
    assertThat(row[5]).as("the label is no feature").isEqualTo(set.original(5));
    assertThat(set.changed(index)).isNotEmpty();
    for (String name : set.changed(index)) {
      assertThat(training.column(name)).contains(row[SCHEMA.indexOf(name)]);
    }
  }

  /** The constraints of the random models, in their own words. */
  private static void requireConstraints(CounterfactualSet set, int index, boolean phoneStays) {
    for (String name : set.changed(index)) {
      double from = set.original(SCHEMA.indexOf(name));
      double to = set.value(index, SCHEMA.indexOf(name));
      boolean allowed =
          switch (name) {
            case "income" -> to >= 10 && to <= 70;
            case "age" -> to > from;
            case "grade" -> to < from;
            case "job" -> to == 0 || to == 2;
            default -> !phoneStays;
          };
      assertThat(allowed).as("%s from %s to %s", name, from, to).isTrue();
    }
  }

  private static void requireDiverse(CounterfactualSet set) {
    for (int a = 0; a < set.size(); a++) {
      for (int b = 0; b < set.size(); b++) {
        assertThat(a != b && set.changed(a).containsAll(set.changed(b))).isFalse();
      }
    }
  }

  @Test
  void the_same_seed_gives_the_same_counterfactuals_on_any_number_of_threads() {
    SplittableRandom random = new SplittableRandom(5);
    Dataset training = rows(random, 60);
    Dataset test = rows(random, 30);
    DecisionModel model = binary(random);
    PermuteAttack attack =
        PermuteAttack.of(model, training, FEATURES).exhaustiveUpTo(0).counterfactuals(2).build();

    List<CounterfactualSet> one = attack.generate(test, Execution.SINGLE);
    List<CounterfactualSet> four = attack.generate(test, Execution.on(4));

    for (int row = 0; row < 30; row++) {
      CounterfactualSet alone =
          attack.generate(test.select(new int[] {row}), Execution.SINGLE).get(0);
      assertThat(one.get(row).search()).isEqualTo(four.get(row).search());
      assertThat(one.get(row).search()).isEqualTo(alone.search());
      for (int i = 0; i < one.get(row).size(); i++) {
        assertThat(one.get(row).counterfactual(i)).isEqualTo(four.get(row).counterfactual(i));
        assertThat(one.get(row).counterfactual(i)).isEqualTo(alone.counterfactual(i));
      }
    }
  }

  /**
   * Three changes are needed and nothing says so before, so every stage has its turn: generations,
   * putting back, single changes, pairs, one in the place of two, nearer values, the check. Each
   * budget ends in another of them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"genetic", "no pass", "three of them", "Gibbs", "all rows"})
  void never_calls_the_model_more_often_than_the_budget_says_at_any_stage(String variant) {
    Dataset training = rows(new SplittableRandom(1), 50);
    Dataset row = Dataset.of(SCHEMA, new double[] {5, 30, 0, 0, 0, 0});
    Classifier model =
        counted(r -> r[0] >= 60 && r[2] >= 2 && (r[3] == 2 || r[4] == 1) ? 0.9 : r[0] / 400);
    int unlimited = calls(attack(variant, model, training, 5000), row).search().modelCalls();
    int found = 0;

    for (int budget = 3; budget <= unlimited; budget++) {
      CounterfactualSet set = calls(attack(variant, model, training, budget), row);

      assertThat(calls.get())
          .as("budget %d", budget)
          .isEqualTo(set.search().modelCalls())
          .isLessThanOrEqualTo(budget);
      found += set.size();
      requireDiverse(set);
      for (int i = 0; i < set.size(); i++) {
        requireGood(set, i, DecisionModel.argmax(model), training);
      }
      assertThat(set.search().shortfall().orElse("none short").contains("of at most " + budget))
          .isEqualTo(set.search().shortfall().isPresent());
    }
    assertThat(unlimited).isGreaterThan(variant.equals("all rows") ? 5 : 10);
    assertThat(found).isPositive();
  }

  private static PermuteAttack attack(
      String variant, Classifier model, Dataset training, int budget) {
    PermuteAttack.Builder builder =
        PermuteAttack.of(DecisionModel.argmax(model), training, FEATURES)
            .constraints(Constraints.NONE)
            .maxModelCalls(budget)
            .exhaustiveUpTo(variant.equals("all rows") ? 100_000 : 0)
            .minimalityPass(!variant.equals("no pass"))
            .counterfactuals(variant.equals("three of them") ? 3 : 1);
    return (variant.equals("Gibbs") ? builder.realistic(RealisticSampling.PAPER) : builder).build();
  }

  private CounterfactualSet calls(PermuteAttack attack, Dataset row) {
    calls.set(0);
    return attack.generate(row, Execution.SINGLE).get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 9, 20})
  void says_what_was_tried_where_the_budget_was_too_small(int budget) {
    Dataset training = rows(new SplittableRandom(1), 50);

    CounterfactualSet set =
        calls(attack("genetic", counted(row -> 0.3), training, budget), training.select(FIRST));

    assertThat(set.size()).isZero();
    assertThat(calls.get()).isEqualTo(budget - 1);
    assertThat(set.search().shortfall().orElseThrow())
        .startsWith("Found 0 of 1; tried ")
        .endsWith(budget - 1 + " model calls of at most " + budget);
  }

  @Test
  void takes_back_what_need_not_be_changed_where_many_features_are() {
    List<Feature> features = new ArrayList<>();
    for (int j = 0; j < 14; j++) {
      features.add(new Feature.Binary("f" + j, List.of("0", "1"), Attributes.NONE));
    }
    Schema schema = Schema.of(features);
    double[] values = new double[14 * 60];
    SplittableRandom random = new SplittableRandom(4);
    Arrays.setAll(values, i -> random.nextInt(2));
    Dataset training = Dataset.of(schema, values);
    Dataset none = Dataset.of(schema, new double[14]);
    // Ten of fourteen, and each helps.
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 14;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            calls.incrementAndGet();
            for (int i = 0; i < count; i++) {
              double on = Arrays.stream(rows, 14 * i, 14 * i + 14).sum();
              out[i] = on >= 10 ? 0.9 : on / 25;
            }
          }
        };
    PermuteAttack.Builder builder =
        PermuteAttack.of(DecisionModel.argmax(model), training, schema.names())
            .genetic(GeneticParameters.PAPER.withCosts(0.001, 0, 0.96))
            .exhaustiveUpTo(0);
    CounterfactualSet set = calls(builder.build(), none);
    int unlimited = set.search().modelCalls();

    assertThat(set.changed(0)).hasSize(10);
    for (int budget = 3; budget < unlimited; budget++) {
      CounterfactualSet bounded = calls(builder.maxModelCalls(budget).build(), none);
      assertThat(calls.get()).isEqualTo(bounded.search().modelCalls()).isLessThanOrEqualTo(budget);
    }
  }

  @Test
  void one_generation_is_one_call_of_the_model() {
    Dataset training = rows(new SplittableRandom(1), 50);
    calls.set(0);
    PermuteAttack attack =
        PermuteAttack.of(DecisionModel.argmax(counted(row -> 0.3)), training, FEATURES)
            .exhaustiveUpTo(0)
            .minimalityPass(false)
            .genetic(GeneticParameters.PAPER.withSizes(10, 5, 7))
            .build();

    CounterfactualSet set =
        attack.generate(training.select(new int[] {0}), Execution.SINGLE).get(0);

    // The row itself and seven generations; nothing to check.
    assertThat(calls.get()).isEqualTo(8);
    assertThat(set.search().rowsScored()).isEqualTo(71);
    assertThat(set.search().shortfall())
        .hasValue("Found 0 of 1; tried 7 generations of 10 rows, 8 model calls of at most 1000");
  }

  @Test
  void a_constant_model_has_no_counterfactual_and_the_set_says_what_was_tried() {
    Dataset training = rows(new SplittableRandom(1), 50);
    PermuteAttack attack =
        PermuteAttack.of(DecisionModel.argmax(counted(row -> 1)), training, FEATURES)
            .exhaustiveUpTo(0)
            .build();

    CounterfactualSet set =
        attack.generate(training.select(new int[] {3}), Execution.SINGLE).get(0);

    assertThat(set.size()).isZero();
    assertThat(set.originalClass()).isEqualTo(1);
    assertThat(set.search().shortfall().orElseThrow())
        .startsWith("Found 0 of 1; tried 100 generations of 35 rows")
        .contains("single changes");
  }

  @Test
  void a_probability_of_exactly_one_half_is_class_0_by_argmax_and_class_1_by_threshold() {
    Dataset training = rows(new SplittableRandom(1), 50);
    // 0.5 below an income of 50, else 0.7.
    Classifier model = counted(row -> row[0] < 50 ? 0.5 : 0.7);
    Dataset poor = Dataset.of(SCHEMA, new double[] {5, 30, 0, 0, 0, 0});

    CounterfactualSet byArgmax =
        PermuteAttack.of(DecisionModel.argmax(model), training, FEATURES)
            .build()
            .generate(poor, Execution.SINGLE)
            .get(0);
    CounterfactualSet byThreshold =
        PermuteAttack.of(DecisionModel.threshold(model, 0.5), training, FEATURES)
            .build()
            .generate(poor, Execution.SINGLE)
            .get(0);

    assertThat(byArgmax.originalClass()).isZero();
    assertThat(byArgmax.changed(0)).containsExactly("income");
    assertThat(byThreshold.originalClass()).isOne();
    assertThat(byThreshold.size()).isZero();
  }

  @Test
  void takes_the_nearest_value_that_still_changes_the_class() {
    Dataset training = rows(new SplittableRandom(2), 300);
    double[] incomes = training.column("income");
    double nearest = Arrays.stream(incomes).filter(income -> income >= 40).min().orElseThrow();
    PermuteAttack attack =
        PermuteAttack.of(
                DecisionModel.argmax(counted(row -> row[0] >= 40 ? 0.9 : 0.1)), training, FEATURES)
            .exhaustiveUpTo(0)
            .build();

    CounterfactualSet set =
        attack
            .generate(Dataset.of(SCHEMA, new double[] {5, 30, 0, 0, 0, 0}), Execution.SINGLE)
            .get(0);

    assertThat(set.value(0, 0)).isEqualTo(nearest);
    assertThat(set.changed(0)).containsExactly("income");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void takes_the_nearest_value_below_too_whether_all_rows_are_looked_at_or_not(int exhaustive) {
    Dataset training = rows(new SplittableRandom(2), 300);
    double nearest =
        Arrays.stream(training.column("income")).filter(x -> x <= 40).max().orElseThrow();
    PermuteAttack attack =
        PermuteAttack.of(
                DecisionModel.argmax(counted(row -> row[0] <= 40 ? 0.9 : 0.1)), training, FEATURES)
            .vary(List.of("income"))
            .exhaustiveUpTo(exhaustive)
            .build();

    CounterfactualSet set =
        attack
            .generate(Dataset.of(SCHEMA, new double[] {95, 30, 0, 0, 0, 0}), Execution.SINGLE)
            .get(0);

    assertThat(set.value(0, 0)).isEqualTo(nearest);
    assertThat(nearest).isGreaterThan(30);
  }

  @Test
  void says_so_where_no_feature_may_change_or_none_has_another_value() {
    Dataset training = rows(new SplittableRandom(1), 50);
    PermuteAttack.Builder builder =
        PermuteAttack.of(DecisionModel.argmax(counted(row -> 0.3)), training, FEATURES);

    CounterfactualSet immutable =
        calls(
            builder.constraints(Constraints.NONE.immutable(FEATURES)).build(),
            training.select(FIRST));
    CounterfactualSet noValue =
        calls(
            builder
                .constraints(
                    Constraints.NONE.range("income", 200, 300).immutable(FEATURES.subList(1, 5)))
                .build(),
            training.select(FIRST));

    assertThat(immutable.search().shortfall())
        .hasValue(
            "Found 0 of 1; tried nothing: no feature may change, 1 model call of at most 1000");
    assertThat(noValue.search().shortfall())
        .hasValue(
            "Found 0 of 1; tried nothing: the constraints leave no training value other than the"
                + " row's own, 1 model call of at most 1000");
  }

  @Test
  void a_level_that_training_has_not_and_a_missing_value_may_be_changed_but_never_made() {
    double[] values = new double[40 * 6];
    for (int i = 0; i < 40; i++) {
      System.arraycopy(new double[] {i, 30, 1, i % 2, 1, 0}, 0, values, 6 * i, 6);
    }
    Dataset training = Dataset.of(SCHEMA, values);
    // Cooks are declined; training knows only the unemployed and clerks, and one age.
    PermuteAttack attack =
        PermuteAttack.of(
                DecisionModel.argmax(counted(row -> row[3] == 2 ? 0.9 : 0.1)), training, FEATURES)
            .exhaustiveUpTo(0)
            .build();
    Dataset rows = Dataset.of(SCHEMA, new double[] {5, Double.NaN, 1, 2, 1, 0, 5, 30, 1, 1, 1, 0});

    List<CounterfactualSet> sets = attack.generate(rows, Execution.SINGLE);

    assertThat(sets.get(0).changed(0)).containsExactly("job");
    assertThat(sets.get(0).value(0, 3)).isIn(0.0, 1.0);
    assertThat(sets.get(1).size()).as("no training value makes a cook").isZero();
  }

  @Test
  void reaches_the_class_that_is_asked_for_of_three() {
    SplittableRandom random = new SplittableRandom(9);
    Dataset training = rows(random, 100);
    DecisionModel model = threeClasses(random);
    boolean[][] reached = new boolean[3][3];

    for (int target = 0; target < 3; target++) {
      for (CounterfactualSet set :
          PermuteAttack.of(model, training, FEATURES)
              .targetClass(target)
              .build()
              .generate(training, Execution.SINGLE)) {
        if (set.originalClass() == target) {
          assertThat(set.size()).isZero();
          assertThat(set.search().shortfall().orElseThrow())
              .contains("the model decides for the target class " + target + " already");
        } else if (set.size() > 0) {
          assertThat(set.decidedClass(0)).isEqualTo(target);
          reached[set.originalClass()][target] = true;
        }
      }
    }
    assertThat(reached)
        .isDeepEqualTo(
            new boolean[][] {{false, true, true}, {true, false, true}, {true, true, false}});
  }

  @Test
  void a_network_of_several_classes_is_attacked_behind_its_encoder() {
    Dataset training = rows(new SplittableRandom(3), 60);
    Encoder encoder =
        Encoder.of(
            SCHEMA,
            List.of(
                Input.Number.passthrough("income", "income"),
                new Input.Indicator("none", "job", "none"),
                new Input.Indicator("clerk", "job", "clerk"),
                new Input.Indicator("cook", "job", "cook")));
    // Logits: 0, (income - 50) / 10, 8 for a clerk.
    MulticlassMlp network =
        new MulticlassMlp(
            List.of(
                new DenseLayer(
                    new double[] {0, 0.1, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0},
                    new double[] {0, -5, 0},
                    Activation.IDENTITY)),
            new double[4],
            new double[] {1, 1, 1, 1});
    DecisionModel model = DecisionModel.argmax(encoder, network);
    Dataset poor = Dataset.of(SCHEMA, new double[] {5, 30, 0, 0, 0, 0});

    CounterfactualSet rich =
        PermuteAttack.of(model, training, FEATURES)
            .targetClass(1)
            .build()
            .generate(poor, Execution.SINGLE)
            .get(0);
    CounterfactualSet clerk =
        PermuteAttack.of(model, training, FEATURES)
            .targetClass(2)
            .build()
            .generate(poor, Execution.SINGLE)
            .get(0);

    assertThat(rich.originalClass()).isZero();
    assertThat(rich.changed(0)).containsExactly("income");
    assertThat(rich.value(0, 0)).isGreaterThan(50);
    assertThat(clerk.changed(0)).containsExactly("job");
    // softmax(0, -4.5, 8)
    assertThat(clerk.probability(0, 2))
        .isCloseTo(Math.exp(8) / (1 + Math.exp(-4.5) + Math.exp(8)), within(1e-12));
  }

  @Test
  void columns_that_are_computed_from_others_follow_them() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("age", 0, 100, true, Attributes.NONE),
                new Feature.Binary("old", List.of("no", "yes"), Attributes.NONE)),
            Map.of("old", new Derivation.Cut("age", List.of(50.0))));
    Dataset training = Dataset.of(schema, new double[] {20, 0, 40, 0, 60, 1, 80, 1});
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 2;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            for (int i = 0; i < count; i++) {
              out[i] = rows[2 * i + 1] == 1 ? 0.9 : 0.1;
            }
          }
        };
    PermuteAttack attack =
        PermuteAttack.of(DecisionModel.argmax(model), training, schema.names()).build();

    CounterfactualSet set =
        attack.generate(training.select(new int[] {0}), Execution.SINGLE).get(0);

    assertThat(attack.features()).containsExactly("age");
    assertThat(set.counterfactual(0)).containsExactly(60, 1);
  }

  @Test
  void an_immutable_computed_column_keeps_what_it_is_computed_from_as_it_is() {
    Schema schema =
        Schema.of(
            List.of(
                new Feature.Continuous("age", 0, 100, true, Attributes.NONE),
                new Feature.Continuous("income", 0, 100, true, Attributes.NONE),
                new Feature.Binary("old", List.of("no", "yes"), Attributes.NONE)),
            Map.of("old", new Derivation.Cut("age", List.of(50.0))));
    Dataset training = Dataset.of(schema, new double[] {20, 10, 0, 80, 90, 1});
    DecisionModel model = DecisionModel.argmax(columns(3, row -> row[0] >= 50 ? 0.9 : 0.1));
    Constraints fixed = Constraints.NONE.immutable(List.of("old"));

    PermuteAttack attack =
        PermuteAttack.of(model, training, schema.names()).constraints(fixed).build();

    assertThat(attack.features()).containsExactly("income");
    assertThat(attack.generate(training, Execution.SINGLE)).allMatch(set -> set.size() == 0);
    assertThatThrownBy(
            () ->
                PermuteAttack.of(model, training, schema.names())
                    .constraints(fixed)
                    .vary(List.of("age"))
                    .build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[age], or that an immutable column is computed from");
    for (Constraints limit :
        List.of(
            Constraints.NONE.direction("old", Direction.INCREASING),
            Constraints.NONE.levels("old", List.of("no")))) {
      assertThatThrownBy(
              () -> PermuteAttack.of(model, training, schema.names()).constraints(limit).build())
          .isInstanceOf(DataException.class)
          .hasMessage(
              "\"old\" is computed from \"age\" and follows it; set the direction, range or levels"
                  + " of that one");
    }
  }

  /** Pairs with the income flip too, and say nothing besides the income alone. */
  @Test
  void another_counterfactual_is_one_of_other_features() {
    Dataset training = rows(new SplittableRandom(8), 200);
    Dataset row = Dataset.of(SCHEMA, new double[] {5, 30, 0, 0, 0, 0});
    Classifier model =
        counted(
            r ->
                r[0] >= 60 || (r[1] >= 60 && r[2] >= 2 && r[4] == 1)
                    ? 0.9
                    : 0.1 + (r[1] >= 60 ? 0.1 : 0) + (r[2] >= 2 ? 0.1 : 0) + 0.1 * r[4]);

    for (long seed = 0; seed < 5; seed++) {
      CounterfactualSet set =
          calls(
              PermuteAttack.of(DecisionModel.argmax(model), training, FEATURES)
                  .counterfactuals(3)
                  .exhaustiveUpTo(0)
                  .seed(seed)
                  .build(),
              row);

      assertThat(set.size()).isEqualTo(2);
      assertThat(set.changed(0)).containsExactly("income");
      assertThat(set.changed(1)).containsExactly("age", "grade", "phone");
      assertThat(set.search().shortfall().orElseThrow()).startsWith("Found 2 of 3; tried ");
    }
  }

  @Test
  void a_feature_with_one_value_is_left_alone_or_changed_to_that_value() {
    double[] values = new double[40 * 6];
    for (int i = 0; i < 40; i++) {
      System.arraycopy(new double[] {50, 30, 1, i % 3, 1, 0}, 0, values, 6 * i, 6);
    }
    Dataset training = Dataset.of(SCHEMA, values);
    DecisionModel model = DecisionModel.argmax(counted(row -> row[0] >= 50 ? 0.9 : 0.1));
    Dataset rows = Dataset.of(SCHEMA, new double[] {5, 30, 1, 0, 1, 0, 50, 30, 1, 0, 1, 0});

    for (int exhaustive : new int[] {0, 1000}) {
      List<CounterfactualSet> sets =
          PermuteAttack.of(model, training, FEATURES)
              .exhaustiveUpTo(exhaustive)
              .build()
              .generate(rows, Execution.SINGLE);

      assertThat(sets.get(0).changed(0)).containsExactly("income");
      assertThat(sets.get(0).value(0, 0)).isEqualTo(50);
      assertThat(sets.get(1).size()).as("no training row is poor").isZero();
    }
  }

  @Test
  void all_rows_that_the_constraints_allow_are_looked_at_in_several_calls() {
    Dataset training = rows(new SplittableRandom(6), 400);
    Dataset row = Dataset.of(SCHEMA, new double[] {5, 30, 0, 0, 0, 0});
    Classifier model = counted(r -> r[0] >= 97 && r[1] == 66 && r[2] == 3 ? 0.9 : 0.1);

    CounterfactualSet set =
        calls(
            PermuteAttack.of(DecisionModel.argmax(model), training, FEATURES)
                .exhaustiveUpTo(1_000_000)
                .build(),
            row);

    double nearest =
        Arrays.stream(training.column("income")).filter(x -> x >= 97).min().orElseThrow();
    assertThat(set.changed(0)).containsExactly("income", "age", "grade");
    assertThat(set.value(0, 0)).isEqualTo(nearest);
    // Each feature's own value or a training value, but the row itself, and the row and the check.
    long all = 4L * 3 * 2;
    for (String name : List.of("income", "age")) {
      double own = name.equals("income") ? 5 : 30;
      all *= 1 + Arrays.stream(training.column(name)).filter(x -> x != own).distinct().count();
    }
    assertThat(set.search().rowsScored()).isEqualTo(all - 1 + 2);
    assertThat(calls.get()).isEqualTo((int) Math.ceil((all - 1) / 8192.0) + 2);
  }

  @Test
  void a_model_that_answers_otherwise_when_asked_again_confirms_nothing() {
    Dataset training = rows(new SplittableRandom(1), 50);
    Classifier fickle = counted(row -> calls.get() == 2 ? 0.9 : 0.1);
    calls.set(0);

    CounterfactualSet set =
        PermuteAttack.of(DecisionModel.argmax(fickle), training, FEATURES)
            .minimalityPass(false)
            .exhaustiveUpTo(0)
            .build()
            .generate(training.select(new int[] {0}), Execution.SINGLE)
            .get(0);

    assertThat(set.size()).isZero();
    assertThat(set.search().shortfall().orElseThrow())
        .contains("1 was not confirmed when the model was asked again");
  }

  @Test
  void stops_when_the_monitor_says_so_and_names_a_row_that_the_model_refuses() {
    Dataset training = rows(new SplittableRandom(1), 50);
    PermuteAttack attack =
        PermuteAttack.of(DecisionModel.argmax(counted(row -> 0.3)), training, FEATURES).build();
    List<CounterfactualSet> done = new ArrayList<>();

    assertThatThrownBy(
            () ->
                attack.generate(
                    training,
                    new Execution(
                        1,
                        (task, at, total) -> {
                          if (at == 2) {
                            throw new CancelledException("stop");
                          }
                        }),
                    done::add))
        .isInstanceOf(CancelledException.class);
    assertThat(done).hasSize(2);

    PermuteAttack broken =
        PermuteAttack.of(DecisionModel.argmax(counted(row -> 7)), training, FEATURES).build();
    assertThatThrownBy(() -> broken.generate(training.select(new int[] {4}), Execution.SINGLE))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("On row 5, or with some of its values changed: ")
        .hasMessageContaining("a probability lies in [0, 1]");
    PermuteAttack noNumbers = PermuteAttack.of(new NoNumbers(), training, FEATURES).build();
    assertThatThrownBy(() -> noNumbers.generate(training, Execution.SINGLE))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the model returned NaN for class 0");
  }

  @Test
  void a_thread_that_is_interrupted_asks_the_model_no_more() {
    Dataset training = rows(new SplittableRandom(1), 50);
    calls.set(0);
    PermuteAttack attack =
        PermuteAttack.of(
                DecisionModel.argmax(
                    counted(
                        row -> {
                          if (calls.get() == 3) {
                            Thread.currentThread().interrupt();
                          }
                          return 0.3;
                        })),
                training,
                FEATURES)
            .exhaustiveUpTo(0)
            .build();

    assertThatThrownBy(() -> attack.generate(training, Execution.SINGLE))
        .isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).as("the interrupt is not swallowed").isTrue();
    assertThat(calls.get()).isEqualTo(3);
  }

  @Test
  void refuses_settings_that_do_not_fit() {
    Dataset training = rows(new SplittableRandom(1), 50);
    DecisionModel model = DecisionModel.argmax(counted(row -> 0.3));
    PermuteAttack.Builder builder = PermuteAttack.of(model, training, FEATURES);

    assertThatThrownBy(() -> builder.vary(List.of("label")).build())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("\"label\" is to vary, but is no feature of the model");
    assertThatThrownBy(
            () ->
                PermuteAttack.of(model, training, FEATURES)
                    .constraints(Constraints.NONE.immutable(List.of("age")))
                    .vary(List.of("age"))
                    .build())
        .hasMessageContaining("Features to vary that the constraints call immutable: [age]");
    assertThatThrownBy(
            () ->
                PermuteAttack.of(model, training, FEATURES)
                    .constraints(Constraints.NONE.direction("job", Direction.INCREASING))
                    .build())
        .hasMessageContaining("The levels of \"job\" have no order");
    assertThatThrownBy(
            () ->
                PermuteAttack.of(model, training, FEATURES)
                    .constraints(Constraints.NONE.levels("job", List.of("king")))
                    .build())
        .hasMessageContaining("\"job\" has no level \"king\"");
    assertThatThrownBy(
            () ->
                PermuteAttack.of(model, training, FEATURES)
                    .constraints(Constraints.NONE.range("job", 0, 1))
                    .build())
        .hasMessageContaining("\"job\" has levels, not a range");
    assertThatThrownBy(
            () ->
                PermuteAttack.of(model, training, FEATURES)
                    .constraints(Constraints.NONE.levels("age", List.of()))
                    .build())
        .hasMessage("\"age\" has numbers, not levels; give it a range");
    assertThatThrownBy(
            () ->
                PermuteAttack.of(model, training, FEATURES)
                    .realistic(RealisticSampling.PAPER)
                    .genetic(GeneticParameters.PAPER.withMutation(1, 0.5))
                    .build())
        .hasMessageContaining("mutationRange is 0.5; it is 1 for the realistic variant");
    assertThatThrownBy(() -> PermuteAttack.of(model, training, FEATURES).targetClass(2).build())
        .hasMessage("targetClass is 2; it is a class of the model, from 0 to 1");
    assertThatThrownBy(() -> PermuteAttack.of(model, training, FEATURES).maxModelCalls(2).build())
        .hasMessage("maxModelCalls is 2; it is 3 or more");
    assertThatThrownBy(() -> GeneticParameters.PAPER.withTemperature(0))
        .hasMessage("temperature is 0.0; it is above 0");
    assertThatThrownBy(() -> PermuteAttack.of(model, training.select(new int[0]), FEATURES).build())
        .hasMessageContaining("There are no training rows to take values from");
  }

  @Test
  void each_parameter_of_the_genetic_search_changes_what_is_found() {
    SplittableRandom random = new SplittableRandom(21);
    Dataset training = rows(random, 200);
    Dataset test = rows(random, 40);
    // Three changes at once, and nothing says that two of them help: generations stagnate.
    DecisionModel model =
        DecisionModel.argmax(
            new Function6(row -> row[0] >= 80 && row[2] == 3 && row[3] == 2 ? 0.9 : 0.1));
    GeneticParameters paper = GeneticParameters.PAPER;
    List<GeneticParameters> others =
        List.of(
            paper.withSizes(20, 15, 100),
            paper.withSizes(35, 2, 100),
            paper.withSizes(35, 15, 1),
            paper.withTemperature(0.05),
            paper.withCosts(0, 0.2, 0.96),
            paper.withCosts(0.6, 2, 0.96),
            paper.withCosts(0.6, 0.2, 0.5),
            paper.withMutation(0.3, 1),
            paper.withMutation(1, 0.05));
    String base = found(model, training, test, paper);

    for (GeneticParameters other : others) {
      assertThat(found(model, training, test, other)).as("%s", other).isNotEqualTo(base);
    }
  }

  private static String found(
      DecisionModel model, Dataset training, Dataset test, GeneticParameters genetic) {
    StringBuilder text = new StringBuilder();
    for (CounterfactualSet set :
        PermuteAttack.of(model, training, FEATURES)
            .genetic(genetic)
            .minimalityPass(false)
            .exhaustiveUpTo(0)
            .build()
            .generate(test, Execution.SINGLE)) {
      text.append(set.search().rowsScored()).append(' ');
      for (int i = 0; i < set.size(); i++) {
        text.append(Arrays.toString(set.counterfactual(i)));
      }
    }
    return text.toString();
  }

  private static Dataset rows(SplittableRandom random, int count) {
    double[] values = new double[count * 6];
    for (int i = 0; i < count; i++) {
      values[6 * i] = Math.rint(random.nextDouble() * 1000) / 10;
      values[6 * i + 1] = 18 + random.nextInt(70);
      values[6 * i + 2] = random.nextInt(4);
      values[6 * i + 3] = random.nextInt(3);
      values[6 * i + 4] = random.nextInt(2);
      values[6 * i + 5] = random.nextInt(2);
    }
    return Dataset.of(SCHEMA, values);
  }

  /** A model with random weights and an interaction, by its probability. */
  private static DecisionModel binary(SplittableRandom random) {
    double[] w = new double[6];
    Arrays.setAll(w, i -> random.nextDouble() - 0.5);
    return DecisionModel.argmax(
        new Function6(
            row ->
                1
                    / (1
                        + Math.exp(
                            -(w[0] * (row[0] - 50) / 10
                                + w[1] * (row[1] - 50) / 10
                                + w[2] * row[2]
                                + 4 * w[3] * (row[3] == 1 ? 1 : -1)
                                + 2 * w[4] * row[4] * row[2])))));
  }

  private static DecisionModel threeClasses(SplittableRandom random) {
    double[] w = new double[15];
    Arrays.setAll(w, i -> random.nextDouble() - 0.5);
    return new DecisionModel() {
      @Override
      public int inputWidth() {
        return 6;
      }

      @Override
      public int classes() {
        return 3;
      }

      @Override
      public void probabilities(double[] rows, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          double sum = 0;
          for (int k = 0; k < 3; k++) {
            double z =
                w[5 * k] * (rows[6 * i] - 50) / 10 + w[5 * k + 1] * (rows[6 * i + 1] - 50) / 10;
            z += w[5 * k + 2] * rows[6 * i + 2] + 3 * w[5 * k + 3] * (rows[6 * i + 3] == k ? 1 : 0);
            out[3 * i + k] = Math.exp(z);
            sum += out[3 * i + k];
          }
          for (int k = 0; k < 3; k++) {
            out[3 * i + k] /= sum;
          }
        }
      }
    };
  }

  private Classifier counted(java.util.function.ToDoubleFunction<double[]> probability) {
    Classifier model = new Function6(probability);
    return new Classifier() {
      @Override
      public int inputWidth() {
        return 6;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        calls.incrementAndGet();
        model.score(rows, count, out);
      }
    };
  }

  private DecisionModel counted(DecisionModel model) {
    return new DecisionModel() {
      @Override
      public int inputWidth() {
        return model.inputWidth();
      }

      @Override
      public int classes() {
        return model.classes();
      }

      @Override
      public void probabilities(double[] rows, int count, double[] out) {
        calls.incrementAndGet();
        model.probabilities(rows, count, out);
      }
    };
  }

  /** A model of several columns, row by row. */
  private static Classifier columns(
      int width, java.util.function.ToDoubleFunction<double[]> probability) {
    return new Classifier() {
      @Override
      public int inputWidth() {
        return width;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          out[i] = probability.applyAsDouble(Arrays.copyOfRange(rows, width * i, width * (i + 1)));
        }
      }
    };
  }

  /** What a model does whose exponentials overflow. */
  private record NoNumbers() implements DecisionModel {
    @Override
    public int inputWidth() {
      return 6;
    }

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public void probabilities(double[] rows, int count, double[] out) {
      Arrays.fill(out, 0, 3 * count, Double.NaN);
    }
  }

  /** A model of six columns, row by row. */
  private record Function6(java.util.function.ToDoubleFunction<double[]> probability)
      implements Classifier {
    @Override
    public int inputWidth() {
      return 6;
    }

    @Override
    public void score(double[] rows, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = probability.applyAsDouble(Arrays.copyOfRange(rows, 6 * i, 6 * i + 6));
      }
    }
  }
}
