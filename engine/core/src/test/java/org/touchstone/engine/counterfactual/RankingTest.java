package org.touchstone.engine.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 100, 1000})
  void ranks_the_largest_first_and_equal_ones_in_their_order(int count) {
    // given: many equal numbers, and more than are ranked
    SplittableRandom random = new SplittableRandom(count);
    double[] numbers = new double[count + 3];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextInt(-5, 20);
    }

    // when
    int[] ranked = Ranking.descending(numbers, count);

    // then: as the library's stable sort has it
    assertThat(ranked)
        .containsExactly(
            IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> numbers[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray());
  }
}
