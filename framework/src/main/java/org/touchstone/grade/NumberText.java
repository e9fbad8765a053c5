package org.touchstone.grade;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.touchstone.profile.Band;
import org.touchstone.profile.KpiRule;

/** Numbers as people read them: four significant digits, more where four would mislead. */
final class NumberText {

  private static final int FEWEST_DIGITS = 4;

  /** So many digits give back every double (IEEE 754, DBL_DECIMAL_DIG). */
  private static final int ALL_DIGITS = 17;

  private static final double LARGE = 1e6;
  private static final double SMALL = 1e-4;
  private static final double LARGEST_WHOLE = 1e15;

  private NumberText() {}

  /** Four significant digits, or as many as its whole part has. */
  static String of(double value) {
    return rounded(value, FEWEST_DIGITS);
  }

  /**
   * As many digits as tell the value apart from the ends of the rule's bands: 0.79996 beside a
   * green band {@code (0.8, 1]} is not 0.8.
   */
  static String of(double value, KpiRule rule) {
    for (int digits = FEWEST_DIGITS; digits < ALL_DIGITS; digits++) {
      String text = rounded(value, digits);
      if (isTrueTo(rule, value, text)) {
        return text;
      }
    }
    return rounded(value, ALL_DIGITS);
  }

  /** Whether what is shown is the value, or no end of a band is at it or between the two. */
  private static boolean isTrueTo(KpiRule rule, double value, String text) {
    if (Double.isInfinite(value) || Double.parseDouble(text) == value) {
      return true;
    }
    double shown = Double.parseDouble(text);
    // One double beyond, so that a band that ends at what is shown does not hold it.
    double low = Math.nextDown(Math.min(value, shown));
    double high = Math.nextUp(Math.max(value, shown));
    Band range = rule.range();
    return high < range.low()
        || low > range.high()
        || rule.green().containsAll(low, high)
        || rule.amber().containsAll(low, high)
        || rule.red().containsAll(low, high);
  }

  private static String rounded(double value, int digits) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double magnitude = Math.abs(value);
    if (value == Math.rint(value) && magnitude < LARGEST_WHOLE) {
      return Long.toString((long) value);
    }
    BigDecimal exact = new BigDecimal(value);
    int exponent = exact.precision() - exact.scale() - 1;
    if (magnitude >= LARGE || magnitude < SMALL) {
      BigDecimal mantissa = exact.movePointLeft(exponent);
      return trimmed(mantissa.setScale(digits - 1, RoundingMode.HALF_EVEN)) + "e" + exponent;
    }
    int decimals = Math.max(0, digits - 1 - exponent);
    return trimmed(exact.setScale(decimals, RoundingMode.HALF_EVEN));
  }

  private static String trimmed(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
