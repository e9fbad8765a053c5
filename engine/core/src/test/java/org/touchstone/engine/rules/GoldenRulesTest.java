package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;

/** Cuts, items, frequent rules, likelihood and prior against the Python implementations. */
class GoldenRulesTest {

  @Test
  void finds_the_cuts_of_the_papers_table_4() {
    JsonNode golden = Pima.json("mdlp_cuts_rs42.json");
    Dataset training = Pima.training();
    boolean[] positive = ItemTable.labels(training, Pima.LABEL, Pima.POSITIVE);

    golden
        .properties()
        .forEach(
            feature ->
                assertThat(MdlpDiscretizer.cuts(training.column(feature.getKey()), positive))
                    .as(feature.getKey())
                    .containsExactly(numbers(feature.getValue())));
    assertThat(Pima.items().unused())
        .containsOnlyKeys(
            "diastolic_blood_pressure", "tricep_skin_fold_thickness", "diabetes_pedigree_function");
  }

  @Test
  void writes_the_test_rows_in_the_same_items() {
    ItemTable items = Pima.items();
    Dataset test = Pima.test();
    List<String> lines = lines("pima_items_test_rs42.csv");
    List<String> names = List.of(lines.get(0).split(","));

    for (int row = 0; row < test.rowCount(); row++) {
      List<String> golden = List.of(lines.get(row + 1).split(","));
      for (FeatureBins feature : items.features()) {
        String name = feature.feature().name();
        double value = test.value(row, test.schema().indexOf(name));
        Condition condition = feature.conditions().get(feature.bin(value));
        if (Arrays.binarySearch(feature.cuts(), value) >= 0) {
          // Bins are right-closed, as they were learnt; the golden file puts a cut into the next.
          assertThat(((Condition.Interval) condition).high()).isEqualTo(value);
        } else {
          assertThat(condition.token()).isEqualTo(golden.get(names.indexOf(name)));
        }
      }
    }
    assertThat(items.features()).hasSize(names.size() - 2);
  }

  @Test
  void finds_the_frequent_rules_of_fp_growth() {
    ItemTable items = Pima.items();

    RulePool pool = new FpGrowthRuleMiner(2, 0.1).mine(items, 1, Execution.SINGLE);

    Set<Set<String>> golden = new HashSet<>();
    Pima.json("pool_fpgrowth_mc2.json").forEach(rule -> golden.add(texts(rule)));
    assertThat(golden).hasSize(66);
    assertThat(pool.size()).isEqualTo(66);
    assertThat(tokens(pool)).isEqualTo(golden);
  }

  @Test
  void agrees_on_counts_theta_likelihood_and_prior_of_twenty_lists() {
    ItemTable items = Pima.items();
    int priors = 0;
    for (JsonNode golden : Pima.json("logposterior_golden.json")) {
      RulePool pool =
          new FpGrowthRuleMiner(golden.get("maxcard").asInt(), golden.get("minsup").asDouble())
              .mine(items, 1, Execution.SINGLE);
      RuleRows rows = RuleRows.of(pool);
      int weight = golden.get("pos_rep").asInt();
      RuleListLikelihood likelihood =
          new RuleListLikelihood(items.negatives(), items.positives(), 1, 1, weight);
      BetaPrior beta = new BetaPrior(1, 1, weight);
      int[] list = places(pool, golden.get("rules"));
      long[] left = rows.all();
      double log = 0;
      for (int j = 0; j <= list.length; j++) {
        long[] after = new long[rows.words()];
        int negatives = rows.negatives(left);
        int positives = rows.positives(left);
        if (j < list.length) {
          long taken = rows.take(list[j], left, after);
          negatives = (int) (taken >>> 32);
          positives = (int) taken;
        }
        left = after;
        assertThat(new int[] {negatives, weight * positives})
            .containsExactly(
                golden.get("N").get(j).get(0).asInt(), golden.get("N").get(j).get(1).asInt());
        assertThat(beta.mean(negatives, positives))
            .isCloseTo(golden.get("theta").get(j).asDouble(), within(1e-9));
        log += likelihood.logOf(negatives, positives);
      }
      assertThat(log).isCloseTo(golden.get("loglik").asDouble(), within(1e-9));

      int[] conditions = conditions(pool);
      if (!exhausts(list, conditions, golden.get("maxcard").asInt())) {
        RuleListPrior prior =
            new RuleListPrior(
                conditions, golden.get("lam").asDouble(), golden.get("eta").asDouble());
        assertThat(prior.logOf(list, list.length))
            .isCloseTo(golden.get("logprior").asDouble(), within(1e-9));
        priors++;
      }
    }
    assertThat(priors).isEqualTo(10);
  }

  static int[] conditions(RulePool pool) {
    int[] conditions = new int[pool.size()];
    Arrays.setAll(conditions, rule -> pool.items(rule).length);
    return conditions;
  }

  /**
   * Whether the list has all rules of a size, or the pool none, where the golden prior is wrong.
   */
  private static boolean exhausts(int[] list, int[] conditions, int largest) {
    return IntStream.rangeClosed(1, largest)
        .anyMatch(
            c ->
                Arrays.stream(list).filter(rule -> conditions[rule] == c).count()
                    == Arrays.stream(conditions).filter(other -> other == c).count());
  }

  private static int[] places(RulePool pool, JsonNode rules) {
    List<Set<String>> tokens = new ArrayList<>();
    pool.rules().forEach(rule -> tokens.add(tokens(rule)));
    int[] places = new int[rules.size()];
    Arrays.setAll(places, i -> tokens.indexOf(texts(rules.get(i))));
    return places;
  }

  private static Set<Set<String>> tokens(RulePool pool) {
    Set<Set<String>> tokens = new HashSet<>();
    pool.rules().forEach(rule -> tokens.add(tokens(rule)));
    return tokens;
  }

  private static Set<String> tokens(Rule rule) {
    Set<String> tokens = new HashSet<>();
    rule.conditions().forEach(condition -> tokens.add(condition.token()));
    return tokens;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    Arrays.setAll(numbers, i -> array.get(i).asDouble());
    return numbers;
  }

  private static List<String> lines(String file) {
    try (var in = GoldenRulesTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
