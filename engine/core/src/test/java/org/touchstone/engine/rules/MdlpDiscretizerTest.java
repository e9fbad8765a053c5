package org.touchstone.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Cuts of small columns against the criterion as Fayyad and Irani write it. */
class MdlpDiscretizerTest {

  /** A value and the class of its row. */
  private record Point(double value, boolean positive) {}

  @Test
  void cuts_where_the_criterion_of_fayyad_and_irani_says() {
    SplittableRandom random = new SplittableRandom(1);
    int cut = 0;
    int uncut = 0;
    for (int repeat = 0; repeat < 2_000; repeat++) {
      double strength = random.nextDouble();
      List<Point> points = new ArrayList<>();
      int count = 4 + random.nextInt(60);
      for (int i = 0; i < count; i++) {
        int value = random.nextInt(8);
        points.add(new Point(value, random.nextDouble() < 0.5 + strength * (value - 3.5) / 7));
      }

      double[] found =
          MdlpDiscretizer.cuts(
              points.stream().mapToDouble(Point::value).toArray(), positives(points));

      Set<Double> expected = new TreeSet<>();
      split(points, expected);
      assertThat(found)
          .as(points.toString())
          .containsExactly(expected.stream().mapToDouble(value -> value).toArray());
      cut += found.length > 0 ? 1 : 0;
      uncut += found.length == 0 ? 1 : 0;
    }
    assertThat(Math.min(cut, uncut)).isGreaterThan(200);
  }

  /** Section 3 of the paper, on lists. */
  private static void split(List<Point> points, Set<Double> cuts) {
    double[] values = points.stream().mapToDouble(Point::value).distinct().sorted().toArray();
    double best = Double.POSITIVE_INFINITY;
    double at = Double.NaN;
    for (int i = 1; i < values.length; i++) {
      double middle = (values[i - 1] + values[i]) / 2;
      double entropy = classEntropy(points, middle);
      if (entropy < best - 1e-12) {
        best = entropy;
        at = middle;
      }
    }
    if (Double.isNaN(at)) {
      return;
    }
    List<Point> below = side(points, at, true);
    List<Point> above = side(points, at, false);
    double n = points.size();
    double delta =
        log2(Math.pow(3, classes(points)) - 2)
            - (classes(points) * entropy(points)
                - classes(below) * entropy(below)
                - classes(above) * entropy(above));
    if (entropy(points) - best > (log2(n - 1) + delta) / n) {
      cuts.add(at);
      split(below, cuts);
      split(above, cuts);
    }
  }

  private static double classEntropy(List<Point> points, double at) {
    List<Point> below = side(points, at, true);
    List<Point> above = side(points, at, false);
    return (below.size() * entropy(below) + above.size() * entropy(above)) / points.size();
  }

  private static List<Point> side(List<Point> points, double at, boolean below) {
    return points.stream().filter(point -> (point.value() < at) == below).toList();
  }

  private static int classes(List<Point> points) {
    return (int) points.stream().map(Point::positive).distinct().count();
  }

  private static double entropy(List<Point> points) {
    double share = points.stream().filter(Point::positive).count() / (double) points.size();
    return share == 0 || share == 1 ? 0 : -share * log2(share) - (1 - share) * log2(1 - share);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private static boolean[] positives(List<Point> points) {
    boolean[] positive = new boolean[points.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = points.get(i).positive();
    }
    return positive;
  }
}
