package org.touchstone.engine.stats;

import java.util.SplittableRandom;

/**
 * Draws from a binomial distribution in constant expected time, whatever the number of trials.
 *
 * <p>Inversion by a walk from 0 where {@code n min(p, 1-p) < 10} (Kachitvichyanukul and Schmeiser,
 * Binomial random variate generation, CACM 31, 1988, algorithm BINV), else transformed rejection
 * with squeeze (Hoermann, The generation of binomial random variates, Journal of Statistical
 * Computation and Simulation 46, 1993, algorithm BTRS). Logarithms are {@link StrictMath}'s, so
 * that every platform draws the same numbers.
 */
final class BinomialSampler {

  private static final double INVERSION_BELOW = 10;

  private final SplittableRandom random;

  BinomialSampler(SplittableRandom random) {
    this.random = random;
  }

  /** The number of successes in {@code trials >= 0} with {@code probability} in [0, 1]. */
  long draw(long trials, double probability) {
    if (trials == 0 || probability <= 0) {
      return 0;
    }
    if (probability >= 1) {
      return trials;
    }
    if (probability > 0.5) {
      return trials - drawSmall(trials, 1 - probability);
    }
    return drawSmall(trials, probability);
  }

  private long drawSmall(long trials, double p) {
    return trials * p < INVERSION_BELOW ? invert(trials, p) : reject(trials, p);
  }

  private long invert(long trials, double p) {
    double odds = p / (1 - p);
    double none = StrictMath.exp(trials * StrictMath.log1p(-p));
    while (true) {
      double u = random.nextDouble();
      double mass = none;
      long k = 0;
      while (u > mass && k < trials) {
        u -= mass;
        k++;
        mass *= odds * (trials - k + 1) / k;
        if (mass == 0) {
          break;
        }
      }
      if (mass > 0) {
        return k;
      }
    }
  }

  private long reject(long trials, double p) {
    double n = trials;
    double r = p / (1 - p);
    double spread = Math.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * spread;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double c = n * p + 0.5;
    double squeeze = 0.92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * spread;
    double m = Math.floor((n + 1) * p);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = random.nextDouble();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + c);
      if (us >= 0.07 && v <= squeeze) {
        return (long) k;
      }
      if (!(k >= 0 && k <= n)) {
        continue;
      }
      double accept = StrictMath.log(v * alpha / (a / (us * us) + b));
      double bound =
          (m + 0.5) * StrictMath.log((m + 1) / (r * (n - m + 1)))
              + (n + 1) * StrictMath.log((n - m + 1) / (n - k + 1))
              + (k + 0.5) * StrictMath.log(r * (n - k + 1) / (k + 1))
              + stirling(m)
              + stirling(n - m)
              - stirling(k)
              - stirling(n - k);
      if (accept <= bound) {
        return (long) k;
      }
    }
  }

  /** {@code ln k! - ((k + 1/2) ln(k + 1) - (k + 1) + ln(2 pi) / 2)}, Hoermann 1993, section 2. */
  static double stirling(double k) {
    if (k < STIRLING.length) {
      return STIRLING[(int) k];
    }
    double inverse = 1 / (k + 1);
    double square = inverse * inverse;
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 * square) * square) * inverse;
  }

  private static final double[] STIRLING = stirlingTable();

  private static double[] stirlingTable() {
    double[] table = new double[10];
    double logFactorial = 0;
    for (int k = 0; k < table.length; k++) {
      logFactorial += k == 0 ? 0 : StrictMath.log(k);
      table[k] =
          logFactorial
              - ((k + 0.5) * StrictMath.log(k + 1.0) - (k + 1) + 0.5 * StrictMath.log(2 * Math.PI));
    }
    return table;
  }
}
