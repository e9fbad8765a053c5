package org.touchstone.engine.data;

/**
 * Reads decimal numbers from a buffer: an optional sign, digits with an optional point, an optional
 * exponent. Anything else is refused, also what {@link Double#parseDouble} takes: spaces, {@code
 * NaN}, {@code Infinity}, {@code 1d}, {@code 0x1p3}.
 *
 * <p>The result is the nearest double. Where the digits are below 2^53 and the power of ten is at
 * most 22, both are exact doubles and one division or multiplication rounds correctly (Clinger, How
 * to read floating point numbers accurately, PLDI 1990); else {@link Double#parseDouble} is used.
 */
final class DecimalText {

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final int MOST_EXACT_DIGITS = 15;

  private DecimalText() {}

  /**
   * The number, or {@code NaN} if the text is not one; {@code +-Infinity} if it is beyond the range
   * of a double.
   */
  static double parse(char[] buffer, int offset, int length) {
    int end = offset + length;
    int at = offset;
    boolean negative = at < end && buffer[at] == '-';
    if (at < end && (buffer[at] == '-' || buffer[at] == '+')) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int significant = 0;
    int fraction = 0;
    boolean point = false;
    for (; at < end; at++) {
      char c = buffer[at];
      if (c == '.' && !point) {
        point = true;
      } else if (c >= '0' && c <= '9') {
        count++;
        fraction += point ? 1 : 0;
        if (significant > 0 || c != '0') {
          significant++;
        }
        if (significant <= MOST_EXACT_DIGITS) {
          digits = 10 * digits + (c - '0');
        }
      } else {
        break;
      }
    }
    if (count == 0 || (at < end && !isExponent(buffer, at, end))) {
      return Double.NaN;
    }
    if (at == end && significant <= MOST_EXACT_DIGITS && fraction < POWERS_OF_TEN.length) {
      double value = digits / POWERS_OF_TEN[fraction];
      return negative ? -value : value;
    }
    return Double.parseDouble(new String(buffer, offset, length));
  }

  private static boolean isExponent(char[] buffer, int from, int end) {
    int at = from;
    if (buffer[at] != 'e' && buffer[at] != 'E') {
      return false;
    }
    at++;
    if (at < end && (buffer[at] == '-' || buffer[at] == '+')) {
      at++;
    }
    int digits = at;
    while (at < end && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
    }
    return at == end && at > digits;
  }
}
