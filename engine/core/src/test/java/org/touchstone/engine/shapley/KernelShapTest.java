package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.model.LogisticRegression;
import org.touchstone.engine.model.ModelException;
import org.touchstone.engine.model.Models;
import org.touchstone.engine.model.TreeEnsemble;
import org.touchstone.engine.run.Execution;

class KernelShapTest {

  private static final KernelShap.Options OPTIONS = KernelShap.Options.DEFAULT;

  @Test
  void equals_brute_force_where_the_budget_allows_all_coalitions() {
    assertGolden("rf_interventional_exact", ShapleyFixtures.forest8());
    assertGolden("lr_interventional_exact", ShapleyFixtures.logistic8());
  }

  private static void assertGolden(String game, Classifier model) {
    // given
    KernelShap explainer =
        new KernelShap(
            model,
            ShapleyFixtures.players(8),
            ShapleyFixtures.background8(),
            OPTIONS.withBudget(254));

    // when
    List<Attribution> actual = ShapleyFixtures.explain(explainer, ShapleyFixtures.rows8(), 1);

    // then
    for (Attribution attribution : actual) {
      double[] expected = ShapleyFixtures.golden8(game, attribution.row());
      assertThat(attribution.baseValue()).isCloseTo(expected[0], within(1e-12));
      assertThat(attribution.values())
          .containsExactly(Arrays.copyOfRange(expected, 1, 9), within(1e-10));
      assertThat(attribution.standardErrors()).containsOnly(0);
      assertThat(attribution.modelEvaluations()).isEqualTo(254 * 20 + 1);
    }
  }

  @Test
  void equals_enumeration_for_every_number_of_players_up_to_twelve() {
    SplittableRandom random = new SplittableRandom(29);
    for (int players = 1; players <= 12; players++) {
      // given
      TreeEnsemble forest = ShapleyFixtures.randomForest(random, players, 4, 5);
      Background background = Background.of(ShapleyFixtures.uniform(random, players * 7), players);
      double[] row = ShapleyFixtures.uniform(random, players);
      Players all = ShapleyFixtures.players(players);

      // when
      Attribution actual =
          new KernelShap(forest, all, background, OPTIONS.withBudget(1 << players)).explain(row);

      // then
      Attribution exact = new ExactShapley(forest, all, background, Link.IDENTITY).explain(row);
      assertThat(actual.values()).containsExactly(exact.values(), within(1e-10));
    }
  }

  @ParameterizedTest
  @EnumSource(CoalitionSampling.class)
  void lies_within_three_standard_errors_of_exact_values(CoalitionSampling sampling) {
    // given: 14 players of whose 16,382 coalitions 400 are drawn, for 5 rows and 20 seeds
    SplittableRandom random = new SplittableRandom(31);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 14, 8, 6);
    Background background = Background.of(ShapleyFixtures.uniform(random, 14 * 5), 14);
    double[] rows = ShapleyFixtures.uniform(random, 14 * 5);
    Players players = ShapleyFixtures.players(14);
    List<Attribution> exact =
        ShapleyFixtures.explain(new InterventionalTreeShap(forest, players, background), rows, 1);
    int within = 0;
    int all = 0;
    double squares = 0;

    // when
    for (int seed = 0; seed < 20; seed++) {
      KernelShap explainer =
          new KernelShap(
              forest,
              players,
              background,
              OPTIONS.withBudget(400).withSampling(sampling).withSeed(seed));
      for (Attribution actual : ShapleyFixtures.explain(explainer, rows, 1)) {
        for (int i = 0; i < 14; i++) {
          double error = actual.value(i) - exact.get(actual.row()).value(i);
          double z = error / actual.standardError(i);
          within += Math.abs(z) <= 3 ? 1 : 0;
          squares += z * z;
          all++;
        }
      }
    }

    // then: a normal law has 99.73 % within three standard errors, and a mean square of 1
    assertThat((double) within / all).isGreaterThan(0.99);
    assertThat(Math.sqrt(squares / all)).isBetween(0.7, 1.15);
  }

  @Test
  void agrees_with_shap_on_the_coalitions_that_shap_drew() {
    // given: shap 0.46, l1_reg=False: its 2,108 coalitions, their weights and mean outputs
    JsonNode golden = kernelGolden();
    CoalitionValues game =
        new CoalitionValues(
            logistic30(), ShapleyFixtures.players(30), background30(golden), Link.IDENTITY);
    int[] everyone = new int[30];
    Arrays.setAll(everyone, i -> i);
    int runs = 0;
    for (JsonNode run : golden.get("runs")) {
      if (!run.has("masks")) {
        continue;
      }
      int row = run.get("row").intValue();
      long[] masks = masks(run.get("masks"));
      double[] weights = ShapleyFixtures.numbers(run.get("kernel_weights"));

      // when
      double[] outputs = new double[masks.length];
      game.evaluate(
          RowBatch.row(data30(), row, 30), row, everyone, masks, masks.length, 1 << 20, outputs);
      double[] targets = new double[masks.length];
      Arrays.setAll(targets, k -> outputs[k] - game.base());
      double total = run.get("pred").doubleValue() - game.base();
      double[] phi = KernelRegression.of(30, masks, weights).solve(targets, total);

      // then
      assertThat(outputs).containsExactly(ShapleyFixtures.numbers(run.get("ey")), within(1e-12));
      assertThat(phi).containsExactly(ShapleyFixtures.numbers(run.get("phi")), within(1e-9));
      runs++;
    }
    assertThat(runs).isEqualTo(1);
  }

  private static long[] masks(JsonNode texts) {
    long[] masks = new long[texts.size()];
    for (int k = 0; k < masks.length; k++) {
      JsonNode players = texts.get(k);
      for (int i = 0; i < 30; i++) {
        boolean takesPart =
            players.isArray() ? players.get(i).asInt() == 1 : players.asText().charAt(i) == '1';
        masks[k] |= takesPart ? 1L << i : 0;
      }
    }
    return masks;
  }

  @ParameterizedTest
  @EnumSource(Link.class)
  void agrees_with_shap_within_standard_errors_on_30_features(Link link) {
    // given: shap 0.46, l1_reg=False, its own random stream; 20,000 coalitions on the probability
    JsonNode golden = kernelGolden();
    double[] data = data30();
    KernelShap explainer =
        new KernelShap(
            logistic30(),
            ShapleyFixtures.players(30),
            background30(golden),
            OPTIONS.withBudget(2108).withLink(link));
    int samples = link == Link.LOGIT ? 2108 : 20000;
    double spread = Math.sqrt(1 + 2108.0 / samples);
    int compared = 0;
    int within = 0;
    for (JsonNode run : golden.get("runs")) {
      boolean isCase =
          run.get("l1_reg").asText().equals("false")
              && run.get("link").asText().equalsIgnoreCase(link.name())
              && run.get("nsamples").intValue() == samples;
      if (!isCase) {
        continue;
      }
      // when
      Attribution actual = explainer.explain(RowBatch.row(data, run.get("row").intValue(), 30));

      // then: the errors of two samples add up
      double[] phi = ShapleyFixtures.numbers(run.get("phi"));
      assertThat(actual.baseValue())
          .isCloseTo(run.get("expected_value").doubleValue(), within(1e-12));
      for (int i = 0; i < 30; i++) {
        double gap = Math.abs(actual.value(i) - phi[i]);
        within += gap <= 3 * spread * actual.standardError(i) ? 1 : 0;
        compared++;
      }
    }
    assertThat(compared).isEqualTo(150);
    assertThat((double) within / compared).isGreaterThan(0.98);
  }

  private static JsonNode kernelGolden() {
    return ShapleyFixtures.json(ShapleyFixtures.shared("golden/shap/kernelshap_lr30.json"));
  }

  private static double[] data30() {
    return ShapleyFixtures.columns(ShapleyFixtures.shared("golden/shap/data.csv"), 1, 31);
  }

  private static Background background30(JsonNode golden) {
    return Background.of(ShapleyFixtures.select(data30(), 30, golden.get("background_rows")), 30);
  }

  @Test
  void gives_the_same_numbers_on_any_number_of_threads_and_with_any_memory() {
    // given: memory for a seventh of the background rows only
    SplittableRandom random = new SplittableRandom(37);
    TreeEnsemble forest = ShapleyFixtures.randomForest(random, 12, 6, 6);
    Background background = Background.of(ShapleyFixtures.uniform(random, 12 * 700), 12);
    double[] rows = ShapleyFixtures.uniform(random, 12 * 6);
    Players players = ShapleyFixtures.players(12);
    KernelShap.Options options = OPTIONS.withBudget(100);
    KernelShap large = new KernelShap(forest, players, background, options);
    KernelShap small =
        new KernelShap(forest, players, background, options.withMemory(2 * 100 * 40 * 8));

    // when
    List<Attribution> one = ShapleyFixtures.explain(large, rows, 1);
    List<Attribution> three = ShapleyFixtures.explain(large, rows, 3);
    List<Attribution> sliced = ShapleyFixtures.explain(small, rows, 2);

    // then: to the last bit
    for (int r = 0; r < 6; r++) {
      assertThat(three.get(r).values()).isEqualTo(one.get(r).values());
      assertThat(three.get(r).standardErrors()).isEqualTo(one.get(r).standardErrors());
      assertThat(sliced.get(r).values()).isEqualTo(one.get(r).values());
    }
  }

  @Test
  void scores_no_more_rows_at_a_time_than_the_memory_bound_allows() {
    // given: rows of 10 columns cost 3 * 10 + 4 numbers of 8 bytes
    AtomicInteger largest = new AtomicInteger();
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 10;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            largest.accumulateAndGet(count, Math::max);
            Arrays.fill(out, 0, count, 0.5);
          }
        };
    double[] rows = ShapleyFixtures.uniform(new SplittableRandom(1), 10 * 100);
    Background background = Background.of(rows, 10);
    KernelShap explainer =
        new KernelShap(
            model, ShapleyFixtures.players(10), background, OPTIONS.withMemory(250 * 34 * 8));

    // when: the base value is computed before, of all background rows
    largest.set(0);
    explainer.explain(new double[10]);

    // then: whole coalitions of 100 background rows; two threads have half of the memory each
    assertThat(largest).hasValue(200);
    largest.set(0);
    explainer.explain(new double[40], 4, Execution.on(2), attribution -> {});
    assertThat(largest).hasValue(100);
  }

  @Test
  void uses_all_of_the_budget_and_no_more() {
    // given
    KernelShap explainer =
        new KernelShap(
            logistic(20),
            ShapleyFixtures.players(20),
            Background.of(new double[20], 20),
            OPTIONS.withBudget(1001));
    double[] row = ShapleyFixtures.uniform(new SplittableRandom(2), 20);

    // when / then: 500 pairs, and the row itself
    assertThat(explainer.explain(row).modelEvaluations()).isEqualTo(1001);
  }

  @Test
  void keeps_the_sum_exact_and_every_player_where_it_samples() {
    // given: 40 players of similar weight; an L1 penalty would zero some
    KernelShap explainer =
        new KernelShap(
            logistic(40), ShapleyFixtures.players(40), Background.of(new double[40], 40), OPTIONS);
    double[] row = ShapleyFixtures.uniform(new SplittableRandom(3), 40);
    Arrays.setAll(row, i -> row[i] + 0.1);

    // when
    Attribution attribution = explainer.explain(row);

    // then
    assertThat(attribution.additivityError()).isLessThan(1e-12);
    assertThat(attribution.values()).doesNotContain(0);
    assertThat(attribution.provenance().seed()).hasValue(0);
  }

  @Test
  void refuses_a_budget_that_cannot_determine_the_players() {
    assertThatThrownBy(
            () ->
                new KernelShap(
                    logistic(40),
                    ShapleyFixtures.players(40),
                    Background.of(new double[40], 40),
                    OPTIONS.withBudget(159)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A budget of 159 coalitions is too small for 40 players; allow at least 160");
  }

  @Test
  void refuses_a_memory_bound_below_one_row() {
    KernelShap explainer =
        new KernelShap(
            logistic(4),
            ShapleyFixtures.players(4),
            Background.of(new double[4], 4),
            OPTIONS.withMemory(127));
    assertThatThrownBy(() -> explainer.explain(new double[] {1, 1, 1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A memory bound of 127 bytes for each thread does not hold one row of 4 columns; allow"
                + " at least 128 bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {2_000, 20_000, 200_000, 256L << 20})
  void equals_enumeration_however_few_rows_its_buffer_holds(long memory) {
    // given: players of two columns; the buffer holds a slice of the background, one coalition,
    // some, or all
    SplittableRandom random = new SplittableRandom(7);
    int columns = 2 * 9;
    double[] background = ShapleyFixtures.uniform(random, 16 * columns);
    double[] row = ShapleyFixtures.uniform(random, columns);
    KernelShap explainer =
        new KernelShap(
            logistic(columns),
            pairs(columns),
            Background.of(background, columns),
            OPTIONS.withMemory(memory));

    // when
    Attribution attribution = explainer.explain(row);

    // then
    assertThat(attribution.values())
        .containsExactly(
            new ExactShapley(
                    logistic(columns),
                    pairs(columns),
                    Background.of(background, columns),
                    Link.IDENTITY)
                .explain(row)
                .values(),
            within(1e-12));
  }

  @Test
  void stops_a_model_that_writes_to_its_rows() {
    Classifier model =
        new Classifier() {
          @Override
          public int inputWidth() {
            return 3;
          }

          @Override
          public void score(double[] rows, int count, double[] out) {
            Arrays.fill(out, 0, count, 0.5);
            rows[1] -= 1;
          }
        };
    KernelShap explainer =
        new KernelShap(model, ShapleyFixtures.players(3), Background.of(new double[3], 3), OPTIONS);
    assertThatThrownBy(() -> explainer.explain(new double[] {1, 1, 1}))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "The model changed the rows that it was given to score, with coalitions of row 0; it"
                + " has to copy what it wants to change");
  }

  /** Players of two neighbouring columns. */
  private static Players pairs(int columns) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (int i = 0; i < columns; i += 2) {
      groups.put("pair " + i, List.of("x" + i, "x" + (i + 1)));
    }
    return ShapleyFixtures.players(columns).grouped(groups);
  }

  static LogisticRegression logistic30() {
    return (LogisticRegression)
        Models.load(ShapleyFixtures.shared("golden/shap/lr30.json")).classifier();
  }

  private static LogisticRegression logistic(int inputs) {
    double[] coefficients = new double[inputs];
    Arrays.setAll(coefficients, i -> (i % 2 == 0 ? 1 : -1) * (0.3 + 0.01 * i));
    return new LogisticRegression(coefficients, 0.1);
  }
}
