package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;
import org.touchstone.engine.run.Execution;

/** Miners against brute force over texts. */
class MiningTest {

  /** As many orders as it takes to see each of 4 columns' 24 orders, so that chance has no say. */
  @ParameterizedTest
  @CsvSource({"1, 1, 5", "1, 3, 7", "2, 3, 4", "3, 4, 10", "2, 9, 6"})
  void tf_idf_finds_the_best_n_grams_of_the_texts(int smallest, int largest, int topK) {
    Dataset data = random(300, 4, 3, 11);
    ItemTable table = table(data);

    RulePool pool =
        new TfIdfRuleMiner(smallest, largest, 400, topK).mine(table, 5, Execution.SINGLE);

    assertThat(sets(pool)).isEqualTo(bruteForce(data, smallest, largest, topK));
  }

  @Test
  void counts_n_grams_of_many_levels_as_those_of_few() {
    // 40 levels each: 40^4 n-grams could be, so that columns are joined by renumbering.
    Dataset data = random(600, 4, 40, 3);

    RulePool pool = new TfIdfRuleMiner(1, 4, 200, 60).mine(table(data), 5, Execution.on(2));

    assertThat(sets(pool)).isEqualTo(bruteForce(data, 1, 4, 60));
  }

  @Test
  void weighs_n_grams_as_equation_6_does() {
    assertThat(NgramCounts.IDF_ONE).isCloseTo(1 + Math.log((1 + 2) / (1 + 1.0)), within(1e-15));
    assertThat(NgramCounts.IDF_BOTH).isEqualTo(1 + Math.log((1 + 2) / (1 + 2.0)));
  }

  @Test
  void the_pool_is_shuffled_with_the_seed_and_has_each_rule_once() {
    ItemTable table = table(random(300, 5, 3, 11));
    TfIdfRuleMiner miner = new TfIdfRuleMiner(1, 3, 50, 5);

    List<Rule> one = miner.mine(table, 1, Execution.SINGLE).rules();
    List<Rule> again = miner.mine(table, 1, Execution.on(3)).rules();
    List<Rule> other = miner.mine(table, 2, Execution.SINGLE).rules();

    assertThat(again).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
    assertThat(one).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.3, 0.3", "3, 0.1, 0.05", "4, 0.02, 0.2"})
  void frequent_rules_are_those_of_brute_force(int largest, double negative, double positive) {
    Dataset data = random(250, 4, 3, 8);
    Set<Set<String>> expected = new HashSet<>();
    for (boolean positives : new boolean[] {false, true}) {
      List<List<String>> texts = texts(data, positives);
      double support = positives ? positive : negative;
      counts(texts, 1, largest)
          .forEach(
              (set, count) -> {
                if (count >= support * texts.size() - 1e-9) {
                  expected.add(set);
                }
              });
    }

    RulePool pool =
        new FpGrowthRuleMiner(largest, negative, positive).mine(table(data), 1, Execution.on(2));

    assertThat(sets(pool)).isEqualTo(expected);
    assertThat(pool.rules()).doesNotHaveDuplicates();
  }

  @Test
  void several_miners_give_the_rules_of_each_once() {
    ItemTable table = table(random(250, 4, 3, 8));
    RuleMiner one = new TfIdfRuleMiner(1, 2, 400, 5);
    RuleMiner other = new FpGrowthRuleMiner(2, 0.2);

    RulePool both = new CombinedRuleMiner(List.of(one, other)).mine(table, 1, Execution.SINGLE);

    Set<Set<String>> expected = new HashSet<>(sets(one.mine(table, 9, Execution.SINGLE)));
    expected.addAll(sets(other.mine(table, 9, Execution.SINGLE)));
    assertThat(sets(both)).isEqualTo(expected);
    assertThat(both.size()).isEqualTo(expected.size());
  }

  @Test
  void refuses_n_grams_that_are_longer_than_there_are_features() {
    ItemTable table = table(random(100, 2, 3, 8));

    assertThatThrownBy(() -> new TfIdfRuleMiner(3, 5, 10, 5).mine(table, 1, Execution.SINGLE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("N-grams of 3 or more conditions need as many features, but 2 of")
        .hasMessageContaining("mine shorter n-grams");
    assertThatThrownBy(() -> new TfIdfRuleMiner(3, 2, 10, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FpGrowthRuleMiner(3, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A table of levels whose classes lean on the first two columns. */
  private static Dataset random(int rows, int columns, int levels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> names = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      names.add("v" + level);
    }
    List<Feature> features = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      features.add(new Feature.Categorical("c" + column, names, Feature.Attributes.NONE));
    }
    features.add(new Feature.Binary("y", List.of("0", "1"), Feature.Attributes.NONE));
    double[] values = new double[rows * features.size()];
    for (int row = 0; row < rows; row++) {
      int at = row * features.size();
      for (int column = 0; column < columns; column++) {
        // Squared: some levels are more frequent than others, so that few counts are equal.
        double u = random.nextDouble();
        values[at + column] = (int) (u * u * levels);
      }
      double odds = 0.2 + 0.6 * (values[at] > values[at + 1 % columns] ? 1 : 0);
      values[at + columns] = random.nextDouble() < odds ? 1 : 0;
    }
    return Dataset.of(Schema.of(features), values);
  }

  private static ItemTable table(Dataset data) {
    return ItemTable.of(data, "y", "1", Execution.SINGLE);
  }

  private static List<List<String>> texts(Dataset data, boolean positive) {
    List<List<String>> texts = new ArrayList<>();
    int width = data.schema().size();
    for (int row = 0; row < data.rowCount(); row++) {
      if ((data.value(row, width - 1) == 1) == positive) {
        List<String> tokens = new ArrayList<>();
        for (int column = 0; column < width - 1; column++) {
          tokens.add("c" + column + ":v" + (int) data.value(row, column));
        }
        texts.add(tokens);
      }
    }
    return texts;
  }

  /** How many rows have each set of tokens of different columns. */
  private static Map<Set<String>, Integer> counts(
      List<List<String>> texts, int smallest, int largest) {
    Map<Set<String>, Integer> counts = new HashMap<>();
    for (List<String> text : texts) {
      for (int chosen = 1; chosen < 1 << text.size(); chosen++) {
        int size = Integer.bitCount(chosen);
        if (size >= smallest && size <= largest) {
          Set<String> set = new HashSet<>();
          for (int column = 0; column < text.size(); column++) {
            if ((chosen >>> column & 1) == 1) {
              set.add(text.get(column));
            }
          }
          counts.merge(set, 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  /**
   * What all orders of the columns add to the pool, by sorting all n-grams of each order; ties as
   * the miner's Javadoc says.
   */
  private static Set<Set<String>> bruteForce(Dataset data, int smallest, int largest, int topK) {
    List<Map<Set<String>, Integer>> documents =
        List.of(
            counts(texts(data, false), smallest, largest),
            counts(texts(data, true), smallest, largest));
    Set<Set<String>> pool = new HashSet<>();
    for (int[] order : permutations(data.schema().size() - 1)) {
      for (Map<Set<String>, Integer> document : documents) {
        document.keySet().stream()
            .filter(set -> neighbours(set, order))
            .sorted(
                java.util.Comparator.comparingDouble(
                        (Set<String> set) -> -document.getOrDefault(set, 0) * idf(set, documents))
                    .thenComparing(Set::size)
                    .thenComparing(MiningTest::place))
            .limit(topK)
            .forEach(pool::add);
      }
    }
    return pool;
  }

  private static double idf(Set<String> set, List<Map<Set<String>, Integer>> documents) {
    long df = documents.stream().filter(document -> document.containsKey(set)).count();
    return 1 + Math.log(3.0 / (1 + df));
  }

  private static String place(Set<String> set) {
    StringBuilder key = new StringBuilder();
    for (String token : new TreeSet<>(set)) {
      String level = token.substring(token.indexOf('v') + 1);
      key.append(token, 0, 2).append("0".repeat(3 - level.length())).append(level);
    }
    return key.toString();
  }

  private static boolean neighbours(Set<String> set, int[] order) {
    int[] places =
        set.stream()
            .mapToInt(
                token -> {
                  int column = token.charAt(1) - '0';
                  int place = 0;
                  while (order[place] != column) {
                    place++;
                  }
                  return place;
                })
            .sorted()
            .toArray();
    return places[places.length - 1] - places[0] == places.length - 1;
  }

  private static List<int[]> permutations(int n) {
    List<int[]> all = new ArrayList<>();
    permute(new int[n], 0, 0, all);
    return all;
  }

  private static void permute(int[] order, int at, int used, List<int[]> all) {
    if (at == order.length) {
      all.add(Arrays.copyOf(order, at));
      return;
    }
    for (int column = 0; column < order.length; column++) {
      if ((used >>> column & 1) == 0) {
        order[at] = column;
        permute(order, at + 1, used | 1 << column, all);
      }
    }
  }

  private static Set<Set<String>> sets(RulePool pool) {
    Set<Set<String>> sets = new HashSet<>();
    for (Rule rule : pool.rules()) {
      Set<String> tokens = new HashSet<>();
      rule.conditions().forEach(condition -> tokens.add(condition.token()));
      sets.add(tokens);
    }
    return sets;
  }
}
