package org.touchstone.engine.shapley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoalitionSampleTest {

  @ParameterizedTest
  @EnumSource(CoalitionSampling.class)
  void holds_every_pair_once_where_the_budget_allows_it(CoalitionSampling sampling) {
    for (int players = 2; players <= 11; players++) {
      // when
      CoalitionSample sample = CoalitionSample.of(players, (1 << players) - 2, sampling, 1);

      // then
      Set<Long> coalitions = new HashSet<>();
      for (long mask : sample.masks()) {
        coalitions.add(mask);
        coalitions.add(~mask & ((1L << players) - 1));
      }
      assertThat(sample.isComplete()).isTrue();
      assertThat(sample.pairs()).isEqualTo((1 << (players - 1)) - 1);
      assertThat(coalitions).hasSize((1 << players) - 2);
      assertThat(Arrays.stream(sample.weights()).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(CoalitionSampling.class)
  void draws_no_pair_twice_and_keeps_to_the_budget(CoalitionSampling sampling) {
    // given: more than 64 players take two words each
    for (int players : new int[] {14, 30, 65, 130}) {
      // when
      CoalitionSample sample = CoalitionSample.of(players, 2000, sampling, 5);

      // then
      int words = CoalitionMasks.words(players);
      Set<String> coalitions = new HashSet<>();
      for (int k = 0; k < sample.pairs(); k++) {
        coalitions.add(
            Arrays.toString(Arrays.copyOfRange(sample.masks(), k * words, (k + 1) * words)));
      }
      assertThat(sample.pairs()).isLessThanOrEqualTo(1000).isGreaterThan(990);
      assertThat(coalitions).hasSize(sample.pairs());
      assertThat(Arrays.stream(sample.weights()).sum()).isCloseTo(1, within(0.02));
    }
  }

  @ParameterizedTest
  @EnumSource(CoalitionSampling.class)
  void gives_each_size_its_kernel_weight_in_the_mean_over_seeds(CoalitionSampling sampling) {
    // given
    int players = 15;
    double[] mass = new double[8];
    double total = 0;
    for (int size = 1; size <= 7; size++) {
      mass[size] = 1.0 / (size * (players - size));
      total += mass[size];
    }

    // when
    double[] mean = new double[8];
    for (int seed = 0; seed < 300; seed++) {
      CoalitionSample sample = CoalitionSample.of(players, 300, sampling, seed);
      for (int k = 0; k < sample.pairs(); k++) {
        int size = Long.bitCount(sample.masks()[k]);
        mean[Math.min(size, players - size)] += sample.weights()[k] / 300;
      }
    }

    // then: Lundberg and Lee 2017, theorem 2, both coalitions of a pair together
    for (int size = 1; size <= 7; size++) {
      assertThat(mean[size]).isCloseTo(mass[size] / total, within(0.006));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CoalitionSampling.class,
      names = {"STRATIFIED", "LEVERAGE"})
  void corrects_the_variance_for_the_share_of_a_size_that_was_drawn(CoalitionSampling sampling) {
    // given: C(14, s) pairs of size s below 7, half of C(14, 7) of size 7
    int[] pairsOfSize = {0, 14, 91, 364, 1001, 2002, 3003, 1716};

    // when
    CoalitionSample sample = CoalitionSample.of(14, 2000, sampling, 5);

    // then: the finite population correction, 0 where all pairs of a size are there
    int[] drawn = new int[8];
    for (long mask : sample.masks()) {
      drawn[Math.min(Long.bitCount(mask), 14 - Long.bitCount(mask))]++;
    }
    assertThat(drawn[1]).isEqualTo(14);
    assertThat(drawn[6]).isBetween(1, 1000);
    for (int k = 0; k < sample.pairs(); k++) {
      int size = Long.bitCount(sample.masks()[k]);
      int smaller = Math.min(size, 14 - size);
      assertThat(sample.varianceFactors()[k])
          .isCloseTo(1 - (double) drawn[smaller] / pairsOfSize[smaller], within(1e-12));
    }
  }

  @Test
  void depends_on_the_seed_alone() {
    CoalitionSample a = CoalitionSample.of(20, 500, CoalitionSampling.STRATIFIED, 9);
    CoalitionSample b = CoalitionSample.of(20, 500, CoalitionSampling.STRATIFIED, 9);
    CoalitionSample c = CoalitionSample.of(20, 500, CoalitionSampling.STRATIFIED, 10);
    assertThat(a.masks()).isEqualTo(b.masks()).isNotEqualTo(c.masks());
    assertThat(a.weights()).isEqualTo(b.weights());
  }

  @Test
  void holds_all_single_players_from_two_coalitions_a_player_on() {
    for (CoalitionSampling sampling :
        new CoalitionSampling[] {CoalitionSampling.STRATIFIED, CoalitionSampling.LEVERAGE}) {
      for (int budget : new int[] {140, 141, 150, 279, 280}) {
        // when
        CoalitionSample sample = CoalitionSample.of(70, budget, sampling, 3);

        // then: two words each, one bit at each place
        assertThat(sample.pairs()).isEqualTo(budget / 2);
        for (int player = 0; player < 70; player++) {
          assertThat(CoalitionMasks.size(sample.masks(), 2, player)).isEqualTo(1);
          assertThat(CoalitionMasks.contains(sample.masks(), 2, player, player)).isTrue();
        }
        assertThat(Arrays.stream(sample.weights()))
            .allMatch(weight -> weight > 0 && Double.isFinite(weight));
      }
    }
  }

  @Test
  void lists_complements_behind_one_coalition_of_each_pair() {
    // given
    CoalitionSample sample = CoalitionSample.of(70, 300, CoalitionSampling.LEVERAGE, 3);

    // when
    long[] all = sample.withComplements();

    // then
    assertThat(all).hasSize(4 * sample.pairs()).startsWith(sample.masks());
    for (int k = 0; k < sample.pairs(); k++) {
      for (int player = 0; player < 70; player++) {
        assertThat(CoalitionMasks.contains(all, 2, k, player))
            .isNotEqualTo(CoalitionMasks.contains(all, 2, sample.pairs() + k, player));
      }
    }
  }

  @Test
  void refuses_one_player_and_a_budget_of_one() {
    assertThatThrownBy(() -> CoalitionSample.of(1, 10, CoalitionSampling.LEVERAGE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("found 1 players and a budget of 10");
    assertThatThrownBy(() -> CoalitionSample.of(5, 1, CoalitionSampling.LEVERAGE, 1))
        .hasMessageEndingWith("found 5 players and a budget of 1");
  }

  @Test
  void goes_through_the_same_pairs_in_short_steps() {
    for (int players : new int[] {30, 130}) {
      // given
      CoalitionSample sample = CoalitionSample.of(players, 2000, CoalitionSampling.LEVERAGE, 5);

      // when
      CoalitionSample ordered = sample.inShortSteps();

      // then
      assertThat(described(ordered)).containsExactlyInAnyOrderElementsOf(described(sample));
      assertThat(steps(ordered)).isLessThan((players == 30 ? 0.6 : 0.9) * steps(sample));
    }
  }

  private static List<String> described(CoalitionSample sample) {
    int words = CoalitionMasks.words(sample.players());
    List<String> described = new ArrayList<>();
    for (int k = 0; k < sample.pairs(); k++) {
      described.add(
          Arrays.toString(Arrays.copyOfRange(sample.masks(), k * words, (k + 1) * words))
              + sample.weights()[k]
              + "/"
              + sample.varianceFactors()[k]);
    }
    return described;
  }

  private static double steps(CoalitionSample sample) {
    int words = CoalitionMasks.words(sample.players());
    double sum = 0;
    for (int k = 1; k < sample.pairs(); k++) {
      sum += CoalitionMasks.differences(sample.masks(), words, k - 1, k);
    }
    return sum;
  }
}
