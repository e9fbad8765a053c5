package org.touchstone.profile;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as profiles write them: the shortest decimal, without an exponent where it is short. */
final class Decimals {

  /**
   * Every decimal of so many digits survives the way to a double and back (DBL_DIG of IEEE 754).
   */
  private static final int SAFE_DIGITS = 15;

  private static final int EXACT_DIGITS = 17;
  private static final int LONGEST_PLAIN = 20;

  private Decimals() {}

  /** The shortest decimal of at most 17 digits that reads back as {@code value}. */
  static String text(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    // Double.toString is not shortest before JDK 19, and messages are the same on every JDK.
    BigDecimal exact = new BigDecimal(value);
    for (int digits = SAFE_DIGITS; digits < EXACT_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return text(rounded);
      }
    }
    return text(exact.round(new MathContext(EXACT_DIGITS)));
  }

  /** The number without trailing zeros. */
  static String text(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    boolean plain =
        Math.abs((long) stripped.scale()) < LONGEST_PLAIN && stripped.precision() < LONGEST_PLAIN;
    return plain ? stripped.toPlainString() : stripped.toString();
  }
}
