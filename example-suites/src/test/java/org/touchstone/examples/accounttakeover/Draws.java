package org.touchstone.examples.accounttakeover;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same on every Java platform: made from the bits of a {@link
 * SplittableRandom} with {@link StrictMath} only.
 */
final class Draws {

  private final SplittableRandom random;

  Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A uniform number in [0, 1), a multiple of 2^-53. */
  double unit() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** A uniform integer in [0, bound). */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  /** Whether something happens that has this probability. */
  boolean happens(double probability) {
    return unit() < probability;
  }

  /** An exponential number with this mean. */
  double exponential(double mean) {
    return -mean * StrictMath.log(1 - unit());
  }

  /** A number whose logarithm is normal with this median and spread (Box and Muller 1958). */
  double logNormal(double median, double sigma) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
    return median * StrictMath.exp(sigma * radius * StrictMath.cos(2 * StrictMath.PI * unit()));
  }

  /** A level with the probability that stands at its place; they add up to 1. */
  <T> T oneOf(T[] levels, double... probabilities) {
    double at = unit();
    for (int i = 0; i < levels.length - 1; i++) {
      at -= probabilities[i];
      if (at < 0) {
        return levels[i];
      }
    }
    return levels[levels.length - 1];
  }
}
