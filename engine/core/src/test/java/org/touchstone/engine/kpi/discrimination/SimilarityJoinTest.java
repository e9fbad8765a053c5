package org.touchstone.engine.kpi.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.engine.run.CancelledException;

/** Pairs within a distance, against comparing all pairs. */
class SimilarityJoinTest {

  /** A pair as one number, whichever of the two comes first. */
  private static long pair(int a, int b) {
    return 1_000_000L * Math.min(a, b) + Math.max(a, b);
  }

  @ParameterizedTest
  @CsvSource({
    "normal, 1, 0.001",
    "normal, 2, 0.05",
    "normal, 3, 0.4",
    "normal, 10, 1.5",
    "normal, 20, 3.5",
    "skewed, 2, 0.05",
    "skewed, 6, 0.5",
    "grid, 1, 1",
    "grid, 3, 1",
    "grid, 4, 2",
    "grid, 12, 5"
  })
  void finds_each_pair_within_the_distance_once(String law, int width, double distance) {
    double[] points = points(law, 900, width);
    Set<Long> expected = new HashSet<>();
    for (int i = 0; i < 900; i++) {
      for (int j = i + 1; j < 900; j++) {
        double squares = 0;
        for (int k = 0; k < width; k++) {
          double difference = points[i * width + k] - points[j * width + k];
          squares += difference * difference;
        }
        if (squares <= distance * distance) {
          expected.add(pair(i, j));
        }
      }
    }
    assertThat(expected).hasSizeGreaterThan(40);

    List<Long> found = new ArrayList<>();
    SimilarityJoin join = join(points, width, distance, found);
    join.forEachPair(IntStream.range(0, 900).toArray());

    assertThat(found).doesNotHaveDuplicates();
    assertThat(new HashSet<>(found)).isEqualTo(expected);
    assertThat(join.comparisons()).isBetween((long) expected.size(), 900L * 899 / 2);
  }

  @Test
  void finds_a_pair_whose_distance_is_the_limit_across_a_cut() {
    // 0.1 steps: neighbours are 0.1 apart up to rounding, wherever the cuts are.
    double[] points = IntStream.range(0, 2000).mapToDouble(i -> i * 0.1).toArray();
    double limit = 0;
    for (int i = 1; i < points.length; i++) {
      limit = Math.max(limit, points[i] - points[i - 1]);
    }

    List<Long> found = new ArrayList<>();
    join(points, 1, limit, found).forEachPair(IntStream.range(0, 2000).toArray());

    assertThat(found).hasSize(1999);
  }

  @ParameterizedTest
  @CsvSource({
    "normal, 2, 0.02",
    "normal, 5, 0.2",
    "normal, 20, 0.5",
    "normal, 20, 1",
    "skewed, 20, 0.3"
  })
  void comparisons_grow_far_more_slowly_than_the_pairs(String law, int width, double distance) {
    long[] comparisons = new long[3];
    for (int i = 0; i < 3; i++) {
      int count = 1500 << i;
      SimilarityJoin join =
          join(points(law, count, width), width, distance, new ArrayList<>(count));
      join.forEachPair(IntStream.range(0, count).toArray());
      comparisons[i] = join.comparisons();
    }

    // Twice the points are four times the pairs.
    assertThat(comparisons[1]).isLessThan(33 * comparisons[0] / 10);
    assertThat(comparisons[2]).isLessThan(33 * comparisons[1] / 10);
    assertThat(comparisons[2]).isLessThan(6000L * 5999 / 2 / 8);
  }

  @Test
  void looks_up_while_it_compares_and_can_be_stopped() {
    double[] points = points("normal", 3000, 2);
    SimilarityJoin join =
        new SimilarityJoin(
            points,
            2,
            100,
            (a, b) -> {},
            () -> {
              throw new CancelledException("stop");
            });

    assertThatThrownBy(() -> join.forEachPair(IntStream.range(0, 3000).toArray()))
        .isInstanceOf(CancelledException.class);
    assertThat(join.comparisons()).isEqualTo(1 << 20);
  }

  @Test
  void one_point_and_no_point_have_no_pair() {
    List<Long> found = new ArrayList<>();

    join(new double[] {1}, 1, 5, found).forEachPair(new int[] {0});
    join(new double[] {1}, 1, 5, found).forEachPair(new int[0]);

    assertThat(found).isEmpty();
  }

  private static SimilarityJoin join(
      double[] points, int width, double distance, List<Long> found) {
    return new SimilarityJoin(points, width, distance, (a, b) -> found.add(pair(a, b)), () -> {});
  }

  private static double[] points(String law, int count, int width) {
    Random random = new Random(count + width);
    double[] points = new double[count * width];
    for (int i = 0; i < points.length; i++) {
      points[i] =
          switch (law) {
            case "normal" -> random.nextGaussian();
            case "skewed" -> Math.exp(random.nextGaussian()) / 2.16;
            default -> random.nextInt(8);
          };
    }
    return points;
  }
}
