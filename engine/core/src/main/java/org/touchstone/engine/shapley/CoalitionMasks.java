package org.touchstone.engine.shapley;

/**
 * Coalitions of players as bits: player i takes part where bit {@code i % 64} of word {@code i /
 * 64} is set. Several coalitions lie one after the other.
 */
final class CoalitionMasks {

  private CoalitionMasks() {}

  /** Number of words of one coalition. */
  static int words(int players) {
    return (players + 63) >>> 6;
  }

  static boolean contains(long[] masks, int words, int coalition, int player) {
    return (masks[coalition * words + (player >>> 6)] >>> (player & 63) & 1) != 0;
  }

  static void add(long[] masks, int words, int coalition, int player) {
    masks[coalition * words + (player >>> 6)] |= 1L << (player & 63);
  }

  static int size(long[] masks, int words, int coalition) {
    int size = 0;
    for (int word = coalition * words; word < (coalition + 1) * words; word++) {
      size += Long.bitCount(masks[word]);
    }
    return size;
  }

  /** How many players take part in one of two coalitions only. */
  static int differences(long[] masks, int words, int one, int other) {
    int differences = 0;
    for (int word = 0; word < words; word++) {
      differences += Long.bitCount(masks[one * words + word] ^ masks[other * words + word]);
    }
    return differences;
  }

  /** One word of the coalition of all players. */
  static long all(int word, int players) {
    int left = players - (word << 6);
    return left >= 64 ? -1L : (1L << left) - 1;
  }

  /** The coalitions of all players who do not take part, in the same order. */
  static long[] complements(long[] masks, int words, int players) {
    long[] complements = new long[masks.length];
    for (int at = 0; at < masks.length; at++) {
      complements[at] = ~masks[at] & all(at % words, players);
    }
    return complements;
  }
}
