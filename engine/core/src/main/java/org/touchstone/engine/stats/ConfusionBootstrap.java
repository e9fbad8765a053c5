package org.touchstone.engine.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Confidence intervals for F1 and the Fowlkes-Mallows index by resampling the confusion table.
 *
 * <p>Drawing rows with replacement makes the four counts multinomial, so the counts are drawn
 * directly, as a chain of three binomials: no row is touched, and the time does not depend on their
 * number. {@value #REPLICATES} tables are drawn; the limits are BCa (bias-corrected and
 * accelerated, Efron 1987, Better bootstrap confidence intervals, JASA 82, pp. 171-185) with the
 * acceleration of the jackknife over rows, which takes four distinct values only.
 *
 * <p>Where few rows are right or few are wrong ({@code min(TP, FP + FN) < }{@value #FEW}), the
 * replicates are too few different values to tell the limits. There the interval is widened to an
 * exact one: given {@code k = TP + FP + FN}, {@code TP} is binomial with the Jaccard index {@code
 * J} as its probability, {@code [J_l, J_u]} are its Clopper-Pearson limits (Biometrika 26, 1934,
 * pp. 404-413), {@code F1 = 2 J / (1 + J)}, and {@code 2 J / (1 + J) <= FM <= sqrt(J)}. This is
 * conservative: such an interval is wider than its level needs.
 */
public final class ConfusionBootstrap {

  /** Number of tables that are drawn. */
  public static final int REPLICATES = 2000;

  private static final int FEW = 5;
  private static final String METHOD =
      "BCa bootstrap (Efron 1987) of the confusion table, " + REPLICATES + " replicates";
  private static final String WIDENED =
      METHOD + ", widened by Clopper-Pearson limits of the Jaccard index";

  private ConfusionBootstrap() {}

  /**
   * The interval of {@link ConfusionTable#f1}, within [0, 1].
   *
   * @param table the counts
   * @param level confidence level in (0, 1)
   * @param seed the same seed gives the same interval
   * @throws ArithmeticException if precision or recall is not computable
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval f1(ConfusionTable table, double level, long seed) {
    return interval(Statistic.F1, table, level, seed);
  }

  /**
   * The interval of {@link ConfusionTable#fowlkesMallows}, within [0, 1].
   *
   * @param table the counts
   * @param level confidence level in (0, 1)
   * @param seed the same seed gives the same interval
   * @throws ArithmeticException if precision or recall is not computable
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public static ConfidenceInterval fowlkesMallows(ConfusionTable table, double level, long seed) {
    return interval(Statistic.FOWLKES_MALLOWS, table, level, seed);
  }

  private enum Statistic {
    F1 {
      @Override
      double of(double tp, double fp, double fn) {
        return 2 * tp / (2 * tp + fp + fn);
      }

      @Override
      double largestWithJaccard(double jaccard) {
        return smallestWithJaccard(jaccard);
      }
    },
    FOWLKES_MALLOWS {
      @Override
      double of(double tp, double fp, double fn) {
        return tp == 0 ? 0 : tp / Math.sqrt((tp + fp) * (tp + fn));
      }

      @Override
      double largestWithJaccard(double jaccard) {
        return Math.sqrt(jaccard);
      }
    };

    /** The value; 0 where nothing is right. */
    abstract double of(double tp, double fp, double fn);

    abstract double largestWithJaccard(double jaccard);

    double smallestWithJaccard(double jaccard) {
      return 2 * jaccard / (1 + jaccard);
    }
  }

  private static ConfidenceInterval interval(
      Statistic statistic, ConfusionTable table, double level, long seed) {
    table.precision().requireComputable();
    table.recall().requireComputable();
    double z = NormalQuantile.twoSided(level);
    double tp = table.truePositives();
    double fp = table.falsePositives();
    double fn = table.falseNegatives();
    double estimate = statistic.of(tp, fp, fn);
    double low = estimate;
    double high = estimate;
    if (tp > 0 && fp + fn > 0) {
      double[] replicates = replicates(statistic, table, seed);
      double[] limits = Bca.limits(replicates, estimate, acceleration(statistic, tp, fp, fn), z);
      low = limits[0];
      high = limits[1];
    }
    if (Math.min(tp, fp + fn) >= FEW) {
      return new ConfidenceInterval(low, high, level, METHOD);
    }
    Proportion jaccard = new Proportion(table.truePositives(), (long) (tp + fp + fn));
    low = Math.min(low, statistic.smallestWithJaccard(clopperPearsonLow(jaccard, level)));
    high = Math.max(high, statistic.largestWithJaccard(clopperPearsonHigh(jaccard, level)));
    return new ConfidenceInterval(low, high, level, WIDENED);
  }

  /** The statistic of each drawn table, sorted. Tables with true negatives only are drawn again. */
  private static double[] replicates(Statistic statistic, ConfusionTable table, long seed) {
    BinomialSampler sampler = new BinomialSampler(new SplittableRandom(seed));
    long rows = table.rows();
    long relevant = rows - table.trueNegatives();
    long wrong = table.falsePositives() + table.falseNegatives();
    double relevantShare = (double) relevant / rows;
    double wrongShare = (double) wrong / relevant;
    double missedShare = (double) table.falseNegatives() / wrong;
    double[] values = new double[REPLICATES];
    for (int i = 0; i < values.length; i++) {
      long drawnRelevant;
      do {
        drawnRelevant = sampler.draw(rows, relevantShare);
      } while (drawnRelevant == 0);
      long drawnWrong = sampler.draw(drawnRelevant, wrongShare);
      long drawnMissed = sampler.draw(drawnWrong, missedShare);
      values[i] = statistic.of(drawnRelevant - drawnWrong, drawnWrong - drawnMissed, drawnMissed);
    }
    Arrays.sort(values);
    return values;
  }

  /** Efron 1987: the skewness of the jackknife influence values, over 6. */
  private static double acceleration(Statistic statistic, double tp, double fp, double fn) {
    // True negatives do not enter: leaving one out changes nothing.
    double estimate = statistic.of(tp, fp, fn);
    double withoutTp = estimate - statistic.of(tp - 1, fp, fn);
    double withoutFp = fp > 0 ? estimate - statistic.of(tp, fp - 1, fn) : 0;
    double withoutFn = fn > 0 ? estimate - statistic.of(tp, fp, fn - 1) : 0;
    double squares =
        tp * withoutTp * withoutTp + fp * withoutFp * withoutFp + fn * withoutFn * withoutFn;
    double cubes =
        tp * withoutTp * withoutTp * withoutTp
            + fp * withoutFp * withoutFp * withoutFp
            + fn * withoutFn * withoutFn * withoutFn;
    return cubes / (6 * squares * Math.sqrt(squares));
  }

  private static double clopperPearsonLow(Proportion p, double level) {
    return p.successes() == 0
        ? 0
        : beta(p.successes(), p.trials() - p.successes() + 1.0, (1 - level) / 2);
  }

  private static double clopperPearsonHigh(Proportion p, double level) {
    return p.successes() == p.trials()
        ? 1
        : beta(p.successes() + 1.0, p.trials() - p.successes(), (1 + level) / 2);
  }

  private static double beta(double a, double b, double probability) {
    return new BetaDistribution(null, a, b, 1e-13).inverseCumulativeProbability(probability);
  }
}
