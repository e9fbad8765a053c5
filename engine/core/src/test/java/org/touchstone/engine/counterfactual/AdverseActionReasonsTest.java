package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.counterfactual.AdverseActionReasons.Reason;
import org.touchstone.engine.counterfactual.AdverseActionReasons.Source;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Derivation;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.shapley.Attribution;
import org.touchstone.engine.shapley.Background;
import org.touchstone.engine.shapley.ExactShapley;
import org.touchstone.engine.shapley.Link;
import org.touchstone.engine.shapley.Players;
import org.touchstone.engine.shapley.Provenance;

class AdverseActionReasonsTest {

  private static final Attributes SENSITIVE = new Attributes("", false, true, "");
  private static final Attributes IMMUTABLE = new Attributes("", true, false, "");

  /** Eight features that may be named, and of each kind one that may not. */
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              number("income"),
              number("debt"),
              number("savings"),
              number("duration"),
              number("employment"),
              new Feature.Categorical("home", List.of("rent", "own", "free"), Attributes.NONE),
              new Feature.Ordinal("grade", List.of("a", "b", "c", "d"), Attributes.NONE),
              new Feature.Binary("phone", List.of("no", "yes"), Attributes.NONE),
              new Feature.Continuous("age", 18, 90, true, SENSITIVE),
              new Feature.Binary("foreign", List.of("no", "yes"), IMMUTABLE),
              new Feature.Categorical("title", List.of("Mr", "Ms", "Dr"), Attributes.NONE),
              new Feature.Binary("sex", List.of("m", "f"), SENSITIVE),
              number("post_code"),
              new Feature.Binary("label", List.of("good", "bad"), Attributes.NONE)),
          Map.of("sex", new Derivation.Mapped("title", Map.of("Mr", "m", "Ms", "f", "Dr", "m"))));

  private static final int WIDTH = SCHEMA.size();
  private static final List<String> FEATURES = SCHEMA.names().subList(0, WIDTH - 1);
  private static final List<String> NAMED = SCHEMA.names().subList(0, 8);

  /** Named by the suite, not by the schema. */
  private static final Set<String> SUITE = Set.of("post_code");

  private static final Map<String, String> TEXTS = texts();

  private static Feature number(String name) {
    return new Feature.Continuous(name, 0, 100, true, Attributes.NONE);
  }

  private static Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    NAMED.forEach(name -> texts.put(name, "The reason is " + name));
    return texts;
  }

  /**
   * Random models, rows and attributions: whatever the attribution says, a reason is true. The
   * adverse class is 1 or 0 by turns.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void reasons_are_true_at_most_four_in_the_suites_words_and_name_nothing_protected(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Dataset training = rows(random, 150);
    Dataset test = rows(random, 30);
    Classifier model = model(random);
    DecisionModel decision = DecisionModel.argmax(model);
    int adverse = (int) (seed % 2);
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, adverse, training, FEATURES, SUITE, TEXTS);
    // Every feature may change, so that counterfactuals offer protected ones too.
    PermuteAttack attack =
        PermuteAttack.of(decision, training, FEATURES)
            .constraints(Constraints.NONE)
            .counterfactuals(3)
            .seed(seed)
            .build();
    int given = 0;
    int full = 0;

    for (CounterfactualSet set : attack.generate(test, Execution.SINGLE)) {
      if (set.originalClass() != adverse) {
        continue;
      }
      List<Reason> found = reasons.of(set, attribution(random, FEATURES));
      assertThat(found).hasSizeLessThanOrEqualTo(4);
      assertThat(found).extracting(Reason::feature).doesNotHaveDuplicates().isSubsetOf(NAMED);
      for (Reason reason : found) {
        assertThat(reason.text()).isEqualTo(TEXTS.get(reason.feature()));
        assertThat(reason.effect())
            .isPositive()
            .isCloseTo(effect(model, adverse, set, reason, training), within(1e-12));
      }
      assertThat(reasons.of(set)).allMatch(reason -> reason.source() == Source.COUNTERFACTUAL);
      assertThat(found.subList(0, Math.min(4, reasons.of(set).size()))).isEqualTo(reasons.of(set));
      given += found.size();
      full += found.size() == 4 ? 1 : 0;
    }
    assertThat(given).isPositive();
    assertThat(full).isPositive();
  }

  /** From the model: the fall of the adverse probability by this feature alone. */
  private static double effect(
      Classifier model, int adverse, CounterfactualSet set, Reason reason, Dataset training) {
    int column = SCHEMA.indexOf(reason.feature());
    double own = adverseProbability(model, adverse, set.original());
    double[] row = set.original();
    if (reason.source() == Source.COUNTERFACTUAL) {
      double best = 0;
      for (int i = 0; i < set.size(); i++) {
        if (set.changed(i).contains(reason.feature())) {
          row[column] = set.value(i, column);
          best = Math.max(best, own - adverseProbability(model, adverse, row));
        }
      }
      return best;
    }
    double sum = 0;
    for (double value : training.column(reason.feature())) {
      row[column] = value;
      sum += own - adverseProbability(model, adverse, row);
    }
    return sum / training.rowCount();
  }

  private static double adverseProbability(Classifier model, int adverse, double[] row) {
    double[] out = new double[1];
    model.score(row, 1, out);
    return adverse == 1 ? out[0] : 1 - out[0];
  }

  private static Attribution attribution(SplittableRandom random, List<String> players) {
    double[] values = new double[players.size()];
    Arrays.setAll(values, i -> random.nextDouble() - 0.5);
    return attribution(players, values);
  }

  private static Attribution attribution(List<String> players, double[] values) {
    return new Attribution(
        new Provenance(
            "random",
            Provenance.Scale.PROBABILITY,
            players,
            Optional.empty(),
            OptionalLong.empty()),
        0,
        0.5,
        0.5,
        values,
        new double[values.length],
        0);
  }

  @Test
  void reasons_by_shapley_values_come_after_those_of_counterfactuals() {
    SplittableRandom random = new SplittableRandom(5);
    Dataset training = rows(random, 100);
    Classifier model = model(random);
    DecisionModel decision = DecisionModel.argmax(model);
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, 1, training, FEATURES, SUITE, TEXTS);
    ExactShapley shap =
        new ExactShapley(
            model,
            Players.of(SCHEMA.names()),
            Background.of(training.select(new int[] {0, 1, 2})),
            Link.IDENTITY);
    int byAttribution = 0;

    for (CounterfactualSet set :
        PermuteAttack.of(decision, training, FEATURES)
            .build()
            .generate(rows(random, 10), Execution.SINGLE)) {
      if (set.originalClass() == 0) {
        assertThatThrownBy(() -> reasons.of(set))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("reasons are given for class 1");
        continue;
      }
      Attribution attribution = shap.explain(set.original());
      List<Source> sources = reasons.of(set, attribution).stream().map(Reason::source).toList();
      assertThat(sources).isSortedAccordingTo(java.util.Comparator.naturalOrder());
      for (Reason reason : reasons.of(set, attribution)) {
        int player = attribution.provenance().players().indexOf(reason.feature());
        if (reason.source() == Source.ATTRIBUTION) {
          assertThat(attribution.value(player)).isPositive();
          byAttribution++;
        }
      }
    }
    assertThat(byAttribution).isPositive();
  }

  @Test
  void features_that_share_a_text_are_one_reason() {
    SplittableRandom random = new SplittableRandom(7);
    Dataset training = rows(random, 100);
    DecisionModel decision = DecisionModel.argmax(model(random));
    Map<String, String> shared = new HashMap<>(TEXTS);
    shared.replaceAll((name, text) -> "Finances");
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, 1, training, FEATURES, SUITE, shared);
    AdverseActionReasons apart =
        new AdverseActionReasons(decision, 1, training, FEATURES, SUITE, TEXTS);
    int several = 0;

    for (CounterfactualSet set :
        PermuteAttack.of(decision, training, FEATURES)
            .counterfactuals(3)
            .build()
            .generate(training, Execution.SINGLE)) {
      if (set.originalClass() == 1 && !apart.of(set).isEmpty()) {
        assertThat(reasons.of(set))
            .extracting(Reason::effect)
            .containsExactly(apart.of(set).get(0).effect());
        several += apart.of(set).size() > 1 ? 1 : 0;
      }
    }
    assertThat(several).isPositive();
  }

  /** One row in 200 has a grade that is far worse; 64 quantiles of the grades leave it out. */
  @Test
  void a_rare_value_counts_in_the_mean_of_a_reason_by_attribution() {
    double[] values = new double[200 * WIDTH];
    int grade = SCHEMA.indexOf("grade");
    values[3 * WIDTH + grade] = 3;
    SCHEMA.derive(values, 200);
    Dataset training = Dataset.of(SCHEMA, values);
    double[] probabilities = {0.599, 0.6, 0.6, 1.0};
    DecisionModel decision = DecisionModel.argmax(columns(row -> probabilities[(int) row[grade]]));
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, 1, training, FEATURES, SUITE, TEXTS);
    double[] row = new double[WIDTH];
    row[grade] = 1;
    CounterfactualSet set =
        PermuteAttack.of(decision, training, FEATURES)
            .build()
            .generate(Dataset.of(SCHEMA, row), Execution.SINGLE)
            .get(0);
    double[] pushes = new double[FEATURES.size()];
    pushes[grade] = 0.1;

    // (199 * 0.001 - 0.4) / 200 is below 0: on average the grade speaks for the person.
    assertThat(reasons.of(set, attribution(FEATURES, pushes))).isEmpty();
  }

  @Test
  void what_the_constraints_of_an_attack_call_immutable_is_withheld() {
    SplittableRandom random = new SplittableRandom(6);
    Dataset training = rows(random, 100);
    DecisionModel decision = DecisionModel.argmax(model(random));
    Constraints constraints = Constraints.of(SCHEMA).immutable(List.of("post_code", "home"));
    Map<String, String> texts = new HashMap<>(TEXTS);
    texts.remove("home");
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, 1, training, FEATURES, constraints.immutable(), texts);
    double[] pushes = new double[FEATURES.size()];
    Arrays.fill(pushes, 1);
    int given = 0;

    for (CounterfactualSet set :
        PermuteAttack.of(decision, training, FEATURES)
            .constraints(constraints)
            .build()
            .generate(rows(random, 20), Execution.SINGLE)) {
      if (set.originalClass() == 1) {
        List<Reason> found = reasons.of(set, attribution(FEATURES, pushes));
        assertThat(found).extracting(Reason::feature).doesNotContain("home", "post_code");
        given += found.size();
      }
    }
    assertThat(given).isPositive();
  }

  @Test
  void there_is_no_reason_where_only_a_sensitive_feature_would_have_turned_the_decision() {
    Dataset training = rows(new SplittableRandom(2), 100);
    int age = SCHEMA.indexOf("age");
    Classifier young = columns(row -> row[age] < 30 ? 0.9 : 0.1);
    DecisionModel decision = DecisionModel.argmax(young);
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, 1, training, FEATURES, SUITE, TEXTS);
    double[] row = new double[WIDTH];
    row[age] = 20;

    CounterfactualSet set =
        PermuteAttack.of(decision, training, FEATURES)
            .constraints(Constraints.NONE)
            .build()
            .generate(Dataset.of(SCHEMA, row), Execution.SINGLE)
            .get(0);

    assertThat(set.changed(0)).containsExactly("age");
    assertThat(reasons.of(set, attribution(new SplittableRandom(1), FEATURES))).isEmpty();
  }

  @Test
  void refuses_missing_and_blank_texts_and_texts_for_what_may_not_be_named() {
    Dataset training = rows(new SplittableRandom(1), 20);
    DecisionModel decision = DecisionModel.argmax(columns(row -> 0.3));
    Map<String, String> texts = new HashMap<>(TEXTS);
    texts.remove("income");
    texts.put("debt", " ");
    for (String name : List.of("age", "foreign", "title", "sex", "post_code")) {
      texts.put(name, "No");
    }

    assertThatThrownBy(
            () -> new AdverseActionReasons(decision, 1, training, FEATURES, SUITE, texts))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no reason text for [debt, income]")
        .hasMessageContaining(
            "There are texts for [age, foreign, post_code, sex, title], which are sensitive,"
                + " immutable");
    assertThatThrownBy(() -> new AdverseActionReasons(decision, 1, training, FEATURES, TEXTS))
        .as("the schema alone does not say that the post code is sensitive")
        .hasMessageContaining("There is no reason text for [post_code]");
    assertThatThrownBy(
            () -> new AdverseActionReasons(decision, 1, training, FEATURES, Set.of("race"), TEXTS))
        .hasMessageContaining("There is no column \"race\"");
    assertThatThrownBy(
            () -> new AdverseActionReasons(decision, 2, training, FEATURES, SUITE, TEXTS))
        .hasMessageContaining("The adverse class is 2; the model's classes are 0 to 1");
  }

  @Test
  void refuses_an_attribution_to_other_players() {
    Dataset training = rows(new SplittableRandom(1), 20);
    DecisionModel decision = DecisionModel.argmax(columns(row -> 0.9));
    AdverseActionReasons reasons =
        new AdverseActionReasons(decision, 1, training, FEATURES, SUITE, TEXTS);
    CounterfactualSet set =
        PermuteAttack.of(decision, training, FEATURES)
            .build()
            .generate(training.select(new int[] {0}), Execution.SINGLE)
            .get(0);

    assertThatThrownBy(
            () -> reasons.of(set, attribution(new SplittableRandom(1), List.of("x0", "x1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "The attribution is to [x0, x1]; reasons need one to each of [income");
  }

  /** Random weights of all columns, levels and an interaction. */
  private static Classifier model(SplittableRandom random) {
    double[] w = new double[WIDTH + 3];
    Arrays.setAll(w, i -> random.nextDouble() - 0.5);
    return columns(
        row -> {
          double z = w[WIDTH] * (row[0] - 50) * (row[1] - 50) / 500;
          for (int j = 0; j < WIDTH - 1; j++) {
            boolean isNumber = SCHEMA.features().get(j) instanceof Feature.Continuous;
            z += w[j] * (isNumber ? (row[j] - 50) / 10 : 2 * row[j] - 2);
          }
          return 1 / (1 + Math.exp(-z));
        });
  }

  private static Classifier columns(java.util.function.ToDoubleFunction<double[]> probability) {
    return new Classifier() {
      @Override
      public int inputWidth() {
        return WIDTH;
      }

      @Override
      public void score(double[] rows, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          out[i] = probability.applyAsDouble(Arrays.copyOfRange(rows, WIDTH * i, WIDTH * (i + 1)));
        }
      }
    };
  }

  private static Dataset rows(SplittableRandom random, int count) {
    double[] values = new double[count * WIDTH];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < WIDTH; j++) {
        Feature feature = SCHEMA.features().get(j);
        int levels = feature.levels().size();
        values[i * WIDTH + j] =
            levels > 0
                ? random.nextInt(levels)
                : feature.name().equals("age") ? 18 + random.nextInt(70) : random.nextInt(101);
      }
    }
    SCHEMA.derive(values, count);
    return Dataset.of(SCHEMA, values);
  }
}
