package org.touchstone.engine.stats;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * The area under the ROC curve: the probability that a positive row has a higher score than a
 * negative one, ties counting one half (the Mann-Whitney statistic),
 *
 * <pre>
 * A = 1 / (m n) sum_i sum_j (1[x_i &gt; y_j] + 1/2 1[x_i = y_j])
 * </pre>
 *
 * with its variance after DeLong: {@code V = S10 / m + S01 / n}, where {@code S10} is the sample
 * variance of the placements {@code V10_i = (#{y < x_i} + 1/2 #{y = x_i}) / n} of the {@code m}
 * positives, and {@code S01} that of the placements {@code V01_j = (#{x > y_j} + 1/2 #{x = y_j}) /
 * m} of the {@code n} negatives.
 *
 * <p>Computed by two scans over both sorted score lists (the area is exact in integers, the squares
 * are summed about it), so in linear time and constant memory beside the sorted scores.
 *
 * <p>Source: DeLong, DeLong and Clarke-Pearson, Comparing the areas under two or more correlated
 * receiver operating characteristic curves: a nonparametric approach, Biometrics 44, 1988, pp.
 * 837-845; that ranks suffice: Sun and Xu, Fast implementation of DeLong's algorithm, IEEE Signal
 * Processing Letters 21, 2014, pp. 1389-1393.
 *
 * @param area the area, in [0, 1]
 * @param variance DeLong's estimate of its variance; 0 where a class has one row
 * @param degreesOfFreedom what {@code variance} is worth: {@code 2 V^2 / Var(V)} with the variance
 *     of a sample variance, {@code Var(S) = (mu4 - S^2 (k - 3) / (k - 1)) / k} for {@code k} rows
 *     (Cramer, Mathematical Methods of Statistics, 1946, chapter 27), but no more than
 *     Satterthwaite's {@code V^2 / ((S10 / m)^2 / (m - 1) + (S01 / n)^2 / (n - 1))} (Biometrics
 *     Bulletin 2, 1946, pp. 110-114); 0 where {@code variance} is 0
 * @param positives number {@code m} of positive rows, at least 1
 * @param negatives number {@code n} of negative rows, at least 1
 * @param misplaced how many rows of a class are on the wrong side of some row of the other class,
 *     or tied with it, whichever class has fewer of them; counted as errors of the order that
 *     {@code area} is nearer to, so 0 where the classes are separated
 */
public record RocArea(
    double area,
    double variance,
    double degreesOfFreedom,
    long positives,
    long negatives,
    long misplaced) {

  private static final int FEW = 5;
  private static final double WEAK = 8;
  private static final double PRACTICALLY_NORMAL = 1e7;
  private static final String LOGIT = "DeLong 1988, logit scale, Student t";
  private static final String WIDENED =
      LOGIT + ", widened by a score interval with the Birnbaum-Klose 1957 variance bound";

  /**
   * The area and its variance.
   *
   * @param positives scores of the positive rows
   * @param negatives scores of the negative rows
   * @throws ArithmeticException if there is no positive or no negative row
   */
  public static RocArea of(SortedScores positives, SortedScores negatives) {
    if (positives.size() == 0 || negatives.size() == 0) {
      throw new ArithmeticException(
          "The area under the ROC curve needs rows of both classes, found "
              + positives.size()
              + " positive and "
              + negatives.size()
              + " negative");
    }
    double m = positives.size();
    double n = negatives.size();
    Pairs pairs = new Pairs();
    scan(positives, negatives, pairs);
    double area = pairs.twiceWon / (2 * m * n);
    Spread spread = new Spread(area, m, n);
    scan(positives, negatives, spread);
    return new RocArea(
        area,
        spread.variance(),
        spread.degreesOfFreedom(),
        positives.size(),
        negatives.size(),
        spread.misplaced(area >= 0.5));
  }

  /**
   * The confidence interval, within [0, 1]: {@code logit(A) -+ t sqrt(V) / (A (1 - A))}, with the
   * quantile {@code t} of Student's distribution for {@link #degreesOfFreedom}.
   *
   * <p>The logit scale keeps the limits in [0, 1] and coverage near the level (Qin and Hotilovac,
   * Comparison of non-parametric confidence intervals for the area under the ROC curve of a
   * continuous-scale diagnostic test, Statistical Methods in Medical Research 17, 2008, pp.
   * 207-221). Student's distribution pays for the uncertainty of {@code V}: with few rows of a
   * class or an area near 1, a few placements decide it, and with the normal quantile coverage of a
   * 95 % interval falls to 92 %.
   *
   * <p>Where {@code V} is not to be trusted at all (fewer than {@value #FEW} rows of a class are
   * misplaced, so also where the area is 0 or 1; fewer than 8 degrees of freedom; a class of one
   * row; all scores tied), the interval is widened to {@code {a : (A - a)^2 <= z^2 a (1 - a) /
   * min(m, n)}}, which is Wilson's score interval with an upper bound of the variance that holds
   * for every continuous distribution of scores (Birnbaum and Klose, Bounds for the variance of the
   * Mann-Whitney statistic, Annals of Mathematical Statistics 28, 1957, pp. 933-945). Conservative
   * there: it is wider than its level needs.
   *
   * @param level confidence level in (0, 1)
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public ConfidenceInterval interval(double level) {
    double z = NormalQuantile.twoSided(level);
    double low = area;
    double high = area;
    if (variance > 0 && area > 0 && area < 1) {
      double logit = Math.log(area / (1 - area));
      double half = quantile(level) * Math.sqrt(variance) / (area * (1 - area));
      low = Math.min(area, 1 / (1 + Math.exp(half - logit)));
      high = Math.max(area, 1 / (1 + Math.exp(-half - logit)));
      if (misplaced >= FEW && degreesOfFreedom >= WEAK) {
        return new ConfidenceInterval(low, high, level, LOGIT);
      }
    }
    Wilson bound = Wilson.of(area, Math.min(positives, negatives), z);
    return new ConfidenceInterval(
        Math.min(low, bound.low()), Math.max(high, bound.high()), level, WIDENED);
  }

  private double quantile(double level) {
    return degreesOfFreedom > PRACTICALLY_NORMAL
        ? NormalQuantile.twoSided(level)
        : new TDistribution(null, degreesOfFreedom, 1e-12)
            .inverseCumulativeProbability(0.5 + level / 2);
  }

  /** Is told, for each score from the lowest, how many rows have it and how many are below. */
  private interface Visitor {
    void visit(long positives, long negatives, long positivesBelow, long negativesBelow);
  }

  private static void scan(SortedScores positives, SortedScores negatives, Visitor visitor) {
    SortedScores.Cursor p = positives.cursor();
    SortedScores.Cursor n = negatives.cursor();
    long positivesBelow = 0;
    long negativesBelow = 0;
    while (positivesBelow < positives.size() || negativesBelow < negatives.size()) {
      double score = Math.min(p.lowest(), n.lowest());
      long tiedPositives = p.take(score);
      long tiedNegatives = n.take(score);
      visitor.visit(tiedPositives, tiedNegatives, positivesBelow, negativesBelow);
      positivesBelow += tiedPositives;
      negativesBelow += tiedNegatives;
    }
  }

  /** Counts twice the pairs that the positive row wins, ties once. */
  private static final class Pairs implements Visitor {
    private long twiceWon;

    @Override
    public void visit(long positives, long negatives, long positivesBelow, long negativesBelow) {
      twiceWon += positives * (2 * negativesBelow + negatives);
    }
  }

  /** Sums powers of the distances of the placements from the area, for both classes. */
  private static final class Spread implements Visitor {
    private final double area;
    private final double m;
    private final double n;
    private final Placements ofPositives = new Placements();
    private final Placements ofNegatives = new Placements();

    Spread(double area, double m, double n) {
      this.area = area;
      this.m = m;
      this.n = n;
    }

    @Override
    public void visit(long positives, long negatives, long positivesBelow, long negativesBelow) {
      if (positives > 0) {
        ofPositives.add((negativesBelow + 0.5 * negatives) / n, positives, area);
      }
      if (negatives > 0) {
        ofNegatives.add((m - positivesBelow - 0.5 * positives) / m, negatives, area);
      }
    }

    /** {@code S10 / m + S01 / n}; 0 where a class has one row and its part is not computable. */
    double variance() {
      return m < 2 || n < 2
          ? 0
          : ofPositives.sampleVariance(m) / m + ofNegatives.sampleVariance(n) / n;
    }

    double degreesOfFreedom() {
      double v = variance();
      if (v == 0) {
        return 0;
      }
      double s10 = ofPositives.sampleVariance(m) / m;
      double s01 = ofNegatives.sampleVariance(n) / n;
      double satterthwaite = v * v / (s10 * s10 / (m - 1) + s01 * s01 / (n - 1));
      double varianceOfV =
          ofPositives.varianceOfVariance(m) / (m * m) + ofNegatives.varianceOfVariance(n) / (n * n);
      return varianceOfV > 0 ? Math.min(satterthwaite, 2 * v * v / varianceOfV) : satterthwaite;
    }

    long misplaced(boolean nearOne) {
      return nearOne
          ? Math.min(ofPositives.belowOne, ofNegatives.belowOne)
          : Math.min(ofPositives.aboveZero, ofNegatives.aboveZero);
    }
  }

  /** Second and fourth powers of the distances of one class's placements from the area. */
  private static final class Placements {
    private double squares;
    private double fourthPowers;
    private long belowOne;
    private long aboveZero;

    void add(double placement, long count, double area) {
      double square = (placement - area) * (placement - area);
      squares += count * square;
      fourthPowers += count * square * square;
      belowOne += placement < 1 ? count : 0;
      aboveZero += placement > 0 ? count : 0;
    }

    double sampleVariance(double rows) {
      return squares / (rows - 1);
    }

    double varianceOfVariance(double rows) {
      double variance = sampleVariance(rows);
      return (fourthPowers / rows - variance * variance * (rows - 3) / (rows - 1)) / rows;
    }
  }
}
