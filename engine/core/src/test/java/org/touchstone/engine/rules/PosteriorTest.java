package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.run.Execution;

/** Prior, chain and averages on pools that are small enough to enumerate all lists. */
class PosteriorTest {

  private static final Dataset FEW = fewRows();

  @ParameterizedTest
  @CsvSource({"3, 1", "10, 2", "0.5, 0.3", "1, 7"})
  void the_prior_of_all_lists_adds_up_to_one(double lambda, double eta) {
    for (int[] conditions :
        List.of(
            new int[] {},
            new int[] {1},
            new int[] {1, 2, 2, 4},
            new int[] {3, 3, 3, 3, 3},
            new int[] {2, 1, 2, 1, 5})) {
      RuleListPrior prior = new RuleListPrior(conditions, lambda, eta);
      double sum = 0;
      for (int[] list : lists(conditions.length)) {
        sum += Math.exp(prior.logOf(list, list.length));
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void lists_are_drawn_from_the_prior() {
    int[] conditions = {1, 2, 2, 4};
    RuleListPrior prior = new RuleListPrior(conditions, 2, 1.5);
    SplittableRandom random = new SplittableRandom(7);
    Map<List<Integer>, Integer> drawn = new HashMap<>();
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      drawn.merge(boxed(prior.draw(random)), 1, Integer::sum);
    }
    double distance = 0;
    for (int[] list : lists(conditions.length)) {
      double expected = Math.exp(prior.logOf(list, list.length));
      distance += Math.abs(drawn.getOrDefault(boxed(list), 0) / (double) draws - expected) / 2;
    }
    assertThat(distance).isLessThan(0.02);
  }

  /** The bound: a total variation distance under 0.02 from the enumerated posterior. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 1, 1", "3, 2, 0.5"})
  void the_chain_visits_lists_as_often_as_the_posterior_says(
      int seed, double weight, double alphaPositive) {
    RulePool pool = smallPool();
    RuleListSettings settings = new RuleListSettings(2, 1.2, 1, alphaPositive, weight, 10, 1, 1);
    Map<List<Integer>, Double> posterior = posterior(pool, settings);
    RuleListChain chain = BayesianRuleList.chain(pool, settings, seed);
    Map<List<Integer>, Integer> visits = new HashMap<>();
    int steps = 400_000;
    for (int i = 0; i < steps; i++) {
      chain.step();
      visits.merge(boxed(chain.list()), 1, Integer::sum);
    }

    double distance = 0;
    for (Map.Entry<List<Integer>, Double> list : posterior.entrySet()) {
      double share = visits.getOrDefault(list.getKey(), 0) / (double) steps;
      distance += Math.abs(share - list.getValue()) / 2;
    }

    assertThat(posterior).hasSize(65);
    assertThat(distance).isLessThan(0.02);
    // Only a posterior that is spread over lists tells a right chain from a wrong one.
    assertThat(posterior.values().stream().filter(p -> p > 0.02).count()).isGreaterThan(5);
  }

  @Test
  void the_chain_carries_the_log_posterior_of_its_list() {
    RulePool pool = new FpGrowthRuleMiner(3, 0.1).mine(Pima.items(), 1, Execution.SINGLE);
    RuleListSettings settings = RuleListSettings.DEFAULT;
    RuleListChain chain = BayesianRuleList.chain(pool, settings, 4);
    for (int i = 0; i < 3_000; i++) {
      chain.step();
      if (i % 100 == 0) {
        assertThat(chain.logPosterior())
            .isCloseTo(logPosterior(pool, settings, chain.list()), within(1e-9));
        assertThat(new HashSet<>(boxed(chain.list()))).hasSize(chain.length());
      }
    }
    assertThat(chain.acceptanceRate()).isBetween(0.01, 0.99);
  }

  @Test
  void the_fit_returns_the_most_probable_list_and_the_posterior_mean() {
    RulePool pool = smallPool();
    RuleListSettings settings = new RuleListSettings(2, 1.2, 1, 1, 1, 60_000, 3, 30_000);
    Map<List<Integer>, Double> posterior = posterior(pool, settings);
    List<Integer> mostProbable =
        posterior.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();

    FittedRuleList fit = BayesianRuleList.fit(pool, Pima.DIABETES, settings, 5, Execution.SINGLE);

    assertThat(
            fit.list().lines().stream().flatMap(line -> line.rule().stream()).map(Rule::toString))
        .containsExactlyElementsOf(
            mostProbable.stream().map(rule -> pool.rules().get(rule).toString()).toList());
    assertThat(fit.logPosterior())
        .isCloseTo(
            logPosterior(pool, settings, mostProbable.stream().mapToInt(i -> i).toArray()),
            within(1e-9));
    assertThat(fit.convergence().reached()).isTrue();
    double[] rows = Pima.rows(FEW);
    int width = FEW.schema().size();
    double[] one = new double[1];
    for (int row = 0; row < 40; row++) {
      double[] values = Arrays.copyOfRange(rows, row * width, (row + 1) * width);
      double mean = 0;
      for (Map.Entry<List<Integer>, Double> list : posterior.entrySet()) {
        mean += list.getValue() * probability(pool, settings, list.getKey(), values);
      }
      fit.averaged().score(values, 1, one);
      assertThat(one[0]).isCloseTo(mean, within(0.01));
    }
  }

  @Test
  void the_potential_scale_reduction_is_that_of_gelman_and_rubin() {
    // Second halves {1, 2, 3} and {2, 4, 6}: W = (1 + 4) / 2, B / n = variance of 2 and 4 = 2.
    double[][] chains = {{9, 9, 9, 1, 2, 3}, {9, 9, 9, 2, 4, 6}};

    assertThat(GelmanRubin.ofSecondHalves(chains).orElseThrow())
        .isCloseTo(Math.sqrt((2.0 / 3 * 2.5 + 2) / 2.5), within(1e-15));
    assertThat(GelmanRubin.ofSecondHalves(new double[][] {{1, 2, 3, 4}}))
        .isEqualTo(OptionalDouble.empty());
    assertThat(GelmanRubin.ofSecondHalves(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 1}})).hasValue(1);
    assertThat(GelmanRubin.ofSecondHalves(new double[][] {{1, 1, 1, 1}, {2, 2, 2, 2}}))
        .hasValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void the_same_lists_come_out_on_any_number_of_threads() {
    FittedRuleList one =
        ExMo.DEFAULT.fit(Pima.training(), Pima.LABEL, Pima.POSITIVE, 3, Execution.SINGLE);
    FittedRuleList three =
        ExMo.DEFAULT.fit(Pima.training(), Pima.LABEL, Pima.POSITIVE, 3, Execution.on(3));

    assertThat(three.list().toString()).isEqualTo(one.list().toString());
    assertThat(three.convergence()).isEqualTo(one.convergence());
    assertThat(Pima.scores(three.averaged(), Pima.test()))
        .containsExactly(Pima.scores(one.averaged(), Pima.test()));
  }

  /** Four rules, two of them of one size, on few rows, so that no list is nearly certain. */
  private static RulePool smallPool() {
    ItemTable table = ItemTable.of(FEW, Pima.LABEL, Pima.POSITIVE, Execution.SINGLE);
    List<Rule> rules = new ArrayList<>();
    for (List<String> tokens :
        List.of(
            List.of("age:28.5_to_inf"),
            List.of("plasma_glucose:127.5_to_166.5", "body_mass_index:29.65_to_inf"),
            List.of("plasma_glucose:-inf_to_99.5", "times_pregnant:-inf_to_6.5"),
            List.of(
                "age:-inf_to_28.5",
                "body_mass_index:29.65_to_inf",
                "serum_insulin:-inf_to_16.0"))) {
      List<Condition> conditions = new ArrayList<>();
      for (String token : tokens) {
        conditions.add(new Condition.Level(token.substring(0, token.indexOf(':')), token));
      }
      rules.add(new Rule(conditions));
    }
    return RulePool.of(table, rules);
  }

  /** Every 15th training row, its numbers replaced by the bins of all training rows. */
  private static Dataset fewRows() {
    Dataset training = Pima.training();
    List<FeatureBins> bins = Pima.items().features();
    List<Feature> features = new ArrayList<>();
    for (FeatureBins feature : bins) {
      features.add(
          new Feature.Categorical(
              feature.feature().name(),
              feature.conditions().stream().map(Condition::token).toList(),
              Feature.Attributes.NONE));
    }
    features.add(training.schema().feature(Pima.LABEL));
    int rows = 40;
    double[] values = new double[rows * features.size()];
    for (int i = 0; i < values.length; i++) {
      Feature feature = features.get(i % features.size());
      int column = training.schema().indexOf(feature.name());
      double value = training.value(i / features.size() * 15, column);
      values[i] =
          feature.name().equals(Pima.LABEL) ? value : bins.get(i % features.size()).bin(value);
    }
    return Dataset.of(Schema.of(features), values);
  }

  private static Map<List<Integer>, Double> posterior(RulePool pool, RuleListSettings settings) {
    Map<List<Integer>, Double> posterior = new HashMap<>();
    double sum = 0;
    for (int[] list : lists(pool.size())) {
      double weight = Math.exp(logPosterior(pool, settings, list));
      posterior.put(boxed(list), weight);
      sum += weight;
    }
    double total = sum;
    posterior.replaceAll((list, weight) -> weight / total);
    return posterior;
  }

  /** Counts row by row, without bit sets. */
  private static double logPosterior(RulePool pool, RuleListSettings settings, int[] list) {
    ItemTable table = pool.table();
    int[][] counts = counts(pool, list);
    RuleListLikelihood likelihood =
        new RuleListLikelihood(
            table.negatives(),
            table.positives(),
            settings.alphaNegative(),
            settings.alphaPositive(),
            settings.positiveWeight());
    double log =
        new RuleListPrior(
                GoldenRulesTest.conditions(pool),
                settings.expectedRules(),
                settings.expectedConditions())
            .logOf(list, list.length);
    for (int[] line : counts) {
      log += likelihood.logOf(line[0], line[1]);
    }
    return log;
  }

  private static int[][] counts(RulePool pool, int[] list) {
    ItemTable table = pool.table();
    int[][] counts = new int[list.length + 1][2];
    for (int row = 0; row < table.rowCount(); row++) {
      Set<Integer> items = new HashSet<>();
      for (int f = 0; f < table.features().size(); f++) {
        items.add(table.item(f, table.bins(f)[row]));
      }
      int line = 0;
      while (line < list.length && !items.containsAll(boxed(pool.items(list[line])))) {
        line++;
      }
      counts[line][row < table.negatives() ? 0 : 1]++;
    }
    return counts;
  }

  private static double probability(
      RulePool pool, RuleListSettings settings, List<Integer> list, double[] row) {
    int[] rules = list.stream().mapToInt(i -> i).toArray();
    int line = 0;
    while (line < rules.length && !holds(pool.rules().get(rules[line]), row)) {
      line++;
    }
    int[] counts = counts(pool, rules)[line];
    double positives = settings.positiveWeight() * counts[1] + settings.alphaPositive();
    return positives / (positives + counts[0] + settings.alphaNegative());
  }

  private static boolean holds(Rule rule, double[] row) {
    Schema schema = FEW.schema();
    for (Condition condition : rule.conditions()) {
      Condition.Level level = (Condition.Level) condition;
      int code = schema.feature(level.feature()).code(level.level()).orElseThrow();
      if (row[schema.indexOf(level.feature())] != code) {
        return false;
      }
    }
    return true;
  }

  /** All ordered lists of different rules. */
  private static List<int[]> lists(int pool) {
    List<int[]> lists = new ArrayList<>();
    lists.add(new int[0]);
    for (int i = 0; i < lists.size(); i++) {
      int[] list = lists.get(i);
      for (int rule = 0; rule < pool; rule++) {
        if (!boxed(list).contains(rule)) {
          int[] longer = Arrays.copyOf(list, list.length + 1);
          longer[list.length] = rule;
          lists.add(longer);
        }
      }
    }
    return lists;
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
