package org.touchstone.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulates data sets with a known truth and counts how often the 95 % interval holds it. Rows are
 * drawn one by one, with a generator that none of the intervals uses. The measured shares are the
 * table of docs/intervals.md, which this test holds to them.
 */
class CoverageTest {

  private static final double LEVEL = 0.95;
  private static final double LEAST = 0.93;
  private static final double MOST_WHERE_SMOOTH = 0.97;
  private static final int[] ROWS = {200, 2000};

  /** Draws one data set; empty where the statistic cannot be computed on it. */
  private interface Simulation {
    Optional<ConfidenceInterval> draw(SplittableRandom random, int rows);
  }

  /**
   * A truth, and an interval that should hold it.
   *
   * @param kpi what is estimated
   * @param truth the truth in words
   * @param value the truth
   * @param wideAt the largest number of rows at which the statistic is near a kink or an end of its
   *     range, so that its interval may be wider than its level; 0 if it never is
   * @param dataSets how many data sets to draw
   * @param simulation draws them
   */
  private record Scenario(
      String kpi, String truth, double value, int wideAt, int dataSets, Simulation simulation) {
    @Override
    public String toString() {
      return kpi + ", " + truth;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void a_95_percent_interval_holds_the_truth_at_its_level(Scenario scenario) throws IOException {
    double[] coverage = Arrays.stream(ROWS).mapToDouble(n -> coverage(scenario, n)).toArray();

    for (int i = 0; i < ROWS.length; i++) {
      double most = ROWS[i] <= scenario.wideAt ? 1 : MOST_WHERE_SMOOTH;
      assertThat(coverage[i]).as("coverage at n = %s", ROWS[i]).isBetween(LEAST, most);
    }
    assertThat(Files.readString(Path.of("..", "..", "docs", "intervals.md")))
        .as("the table of docs/intervals.md")
        .contains(documented(scenario, coverage));
  }

  private static double coverage(Scenario scenario, int rows) {
    SplittableRandom random = new SplittableRandom(RandomSeeds.derive(rows, scenario.toString()));
    int held = 0;
    int computable = 0;
    for (int i = 0; i < scenario.dataSets; i++) {
      Optional<ConfidenceInterval> interval = scenario.simulation.draw(random, rows);
      computable += interval.isPresent() ? 1 : 0;
      held += interval.filter(found -> found.contains(scenario.value)).isPresent() ? 1 : 0;
    }
    return (double) held / computable;
  }

  private static String documented(Scenario scenario, double[] coverage) {
    StringBuilder row = new StringBuilder("| " + scenario.kpi + " | " + scenario.truth + " |");
    for (int i = 0; i < ROWS.length; i++) {
      row.append(String.format(Locale.ROOT, " %.1f", 100 * coverage[i]))
          .append(ROWS[i] <= scenario.wideAt ? " (wide) |" : " |");
    }
    return row.append(" ").append(scenario.dataSets).append(" |").toString();
  }

  static Stream<Scenario> scenarios() {
    return Stream.of(areas(), means(), rates(), odds()).flatMap(List::stream);
  }

  private static List<Scenario> areas() {
    return List.of(
        area(0.70, 0.1, 0),
        area(0.70, 0.5, 0),
        area(0.80, 0.3, 0),
        area(0.90, 0.2, 0),
        area(0.95, 0.1, 0),
        area(0.95, 0.5, 0),
        area(0.99, 0.1, 2000));
  }

  private static Scenario area(double area, double base, int wideAt) {
    double distance = Math.sqrt(2) * NormalQuantile.inverse(area);
    return new Scenario(
        "AUC",
        "binormal " + area + ", base rate " + base,
        area,
        wideAt,
        2000,
        (random, rows) -> {
          double[] positives = new double[rows];
          double[] negatives = new double[rows];
          int m = 0;
          int n = 0;
          for (int i = 0; i < rows; i++) {
            double noise = gaussian(random);
            if (random.nextDouble() < base) {
              positives[m++] = distance + noise;
            } else {
              negatives[n++] = noise;
            }
          }
          if (m == 0 || n == 0) {
            return Optional.empty();
          }
          return Optional.of(
              RocArea.of(sorted(positives, m), sorted(negatives, n)).interval(LEVEL));
        });
  }

  private static List<Scenario> means() {
    return Stream.of(
            means(0.1, 0.8, 0.1), means(0.3, 0.7, 0.1), means(0.5, 0.8, 0.2), means(0.2, 0.5, 0.05))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Scenario> means(double base, double tpr, double fpr) {
    double truePositives = base * tpr;
    double falsePositives = (1 - base) * fpr;
    double falseNegatives = base * (1 - tpr);
    String truth = "base rate " + base + ", TPR " + tpr + ", FPR " + fpr;
    return List.of(
        new Scenario(
            "F1",
            truth,
            2 * truePositives / (2 * truePositives + falsePositives + falseNegatives),
            0,
            1000,
            (random, rows) -> {
              ConfusionTable table = confusion(random, rows, base, tpr, fpr);
              return table.precision().computable() && table.recall().computable()
                  ? Optional.of(ConfusionBootstrap.f1(table, LEVEL, random.nextLong()))
                  : Optional.empty();
            }),
        new Scenario(
            "FM",
            truth,
            truePositives
                / Math.sqrt((truePositives + falsePositives) * (truePositives + falseNegatives)),
            0,
            1000,
            (random, rows) -> {
              ConfusionTable table = confusion(random, rows, base, tpr, fpr);
              return table.precision().computable() && table.recall().computable()
                  ? Optional.of(ConfusionBootstrap.fowlkesMallows(table, LEVEL, random.nextLong()))
                  : Optional.empty();
            }));
  }

  private static List<Scenario> rates() {
    return Stream.of(
            rates(0.5, 0.3, 0.5, 0),
            rates(0.5, 0.3, 0.8, 200),
            rates(0.7, 0.5, 0.5, 0),
            rates(0.2, 0.1, 0.5, 200),
            rates(0.2, 0.1, 0.8, 200),
            rates(0.3, 0.3, 0.5, 2000),
            rates(0.3, 0.3, 0.8, 2000),
            rates(0.5, 0.48, 0.8, 2000))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Scenario> rates(double a, double b, double share, int foldedWideAt) {
    String truth = "rates " + a + " and " + b + ", groups " + split(share);
    int dataSets = 4000;
    double ratio = a / b;
    return List.of(
        new Scenario(
            "SP",
            truth,
            Math.abs(a - b),
            foldedWideAt,
            dataSets,
            (random, rows) -> {
              Proportion[] drawn = groups(random, rows, share, a, b);
              return Optional.of(RateDifference.absolute(drawn[0], drawn[1], LEVEL));
            }),
        new Scenario(
            "DI ratio",
            truth,
            ratio,
            0,
            dataSets,
            (random, rows) -> {
              Proportion[] drawn = groups(random, rows, share, a, b);
              return drawn[1].successes() == 0
                  ? Optional.empty()
                  : Optional.of(RateRatio.interval(drawn[0], drawn[1], LEVEL));
            }),
        new Scenario(
            "DI symmetric",
            truth,
            Math.min(ratio, 1 / ratio),
            foldedWideAt,
            dataSets,
            (random, rows) -> {
              Proportion[] drawn = groups(random, rows, share, a, b);
              return drawn[1].successes() == 0
                  ? Optional.empty()
                  : Optional.of(RateRatio.symmetricInterval(drawn[0], drawn[1], LEVEL));
            }));
  }

  private static List<Scenario> odds() {
    return List.of(
        odds(0.1, 0.55, 0.9, 0.4, 0.5, 0.5, 0),
        odds(0.3, 0.1, 0.8, 0.5, 0.5, 0.4, 200),
        odds(0.3, 0.1, 0.8, 0.5, 0.8, 0.4, 200),
        odds(0.3, 0.15, 0.6, 0.8, 0.8, 0.3, 2000),
        odds(0.1, 0.1, 0.8, 0.5, 0.5, 0.3, 2000),
        odds(0.22, 0.2, 0.75, 0.7, 0.8, 0.3, 2000),
        odds(0.2, 0.2, 0.7, 0.7, 0.5, 0.5, 2000),
        odds(0.2, 0.2, 0.7, 0.7, 0.8, 0.1, 2000));
  }

  private static Scenario odds(
      double fprA, double fprB, double tprA, double tprB, double share, double base, int wideAt) {
    return new Scenario(
        "EqualOdds",
        "FPR "
            + fprA
            + " and "
            + fprB
            + ", TPR "
            + tprA
            + " and "
            + tprB
            + ", base rate "
            + base
            + ", groups "
            + split(share),
        (Math.abs(fprA - fprB) + Math.abs(tprA - tprB)) / 2,
        wideAt,
        4000,
        (random, rows) -> {
          double[] rates = {fprA, fprB, tprA, tprB};
          int[] events = new int[4];
          int[] trials = new int[4];
          for (int i = 0; i < rows; i++) {
            int cell = (random.nextDouble() < base ? 2 : 0) + (random.nextDouble() < share ? 0 : 1);
            trials[cell]++;
            events[cell] += random.nextDouble() < rates[cell] ? 1 : 0;
          }
          if (Arrays.stream(trials).anyMatch(count -> count == 0)) {
            return Optional.empty();
          }
          return Optional.of(
              EqualizedOddsInterval.of(
                  new Proportion(events[0], trials[0]),
                  new Proportion(events[1], trials[1]),
                  new Proportion(events[2], trials[2]),
                  new Proportion(events[3], trials[3]),
                  LEVEL));
        });
  }

  private static String split(double share) {
    return Math.round(100 * share) + ":" + Math.round(100 * (1 - share));
  }

  private static Proportion[] groups(
      SplittableRandom random, int rows, double share, double a, double b) {
    int inA = 0;
    int eventsA = 0;
    int eventsB = 0;
    for (int i = 0; i < rows; i++) {
      if (random.nextDouble() < share) {
        inA++;
        eventsA += random.nextDouble() < a ? 1 : 0;
      } else {
        eventsB += random.nextDouble() < b ? 1 : 0;
      }
    }
    return new Proportion[] {new Proportion(eventsA, inA), new Proportion(eventsB, rows - inA)};
  }

  private static ConfusionTable confusion(
      SplittableRandom random, int rows, double base, double tpr, double fpr) {
    int[] cells = new int[4];
    for (int i = 0; i < rows; i++) {
      boolean positive = random.nextDouble() < base;
      boolean predicted = random.nextDouble() < (positive ? tpr : fpr);
      cells[(positive ? 2 : 0) + (predicted ? 1 : 0)]++;
    }
    return new ConfusionTable(cells[3], cells[1], cells[2], cells[0]);
  }

  private static SortedScores sorted(double[] scores, int count) {
    double[] sorted = Arrays.copyOf(scores, count);
    Arrays.sort(sorted);
    return SortedScores.of(sorted);
  }

  /** Box and Muller 1958. */
  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
