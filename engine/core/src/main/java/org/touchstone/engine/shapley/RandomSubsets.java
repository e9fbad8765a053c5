package org.touchstone.engine.shapley;

import java.util.BitSet;
import java.util.SplittableRandom;

/** Uniform random subsets. Bounded numbers are made here, not by the JDK, to stay the same. */
final class RandomSubsets {

  private RandomSubsets() {}

  /** A uniform integer in [0, bound); the bias is below {@code bound / 2^31}. */
  static int below(SplittableRandom random, int bound) {
    return (int) (((random.nextLong() >>> 33) * bound) >>> 31);
  }

  /** A uniform number in [0, 1), a multiple of 2^-53. */
  static double unit(SplittableRandom random) {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  /**
   * A uniform subset of {@code size} of the numbers 0 to {@code n - 1}, in no particular order
   * (Robert Floyd's algorithm, CACM 30(9), 1987).
   */
  static int[] draw(SplittableRandom random, int n, int size) {
    BitSet chosen = new BitSet(n);
    int[] subset = new int[size];
    for (int i = 0; i < size; i++) {
      int last = n - size + i;
      int candidate = below(random, last + 1);
      int drawn = chosen.get(candidate) ? last : candidate;
      chosen.set(drawn);
      subset[i] = drawn;
    }
    return subset;
  }
}
