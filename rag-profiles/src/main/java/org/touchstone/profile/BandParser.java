package org.touchstone.profile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the notation of {@link Band}. */
final class BandParser {

  private static final Pattern NUMBER =
      Pattern.compile("-?(inf|[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?)");
  // Of a number that goes wrong, the message shows this much.
  private static final Pattern WORD = Pattern.compile("[^\\s,\\[\\](){}]+");

  private final String text;
  private int at;

  BandParser(String text) {
    this.text = text;
  }

  Band parse() {
    if (text.isBlank()) {
      throw error(0, "the text ends; a band looks like [0.8, 1.0], (10, inf), {0.8} or {}");
    }
    Band band = Band.EMPTY;
    while (true) {
      skipSpace();
      int start = at;
      Band part = part();
      Band shared = band.intersect(part);
      if (!shared.isEmpty()) {
        throw error(start, part + " overlaps the part before it in " + shared);
      }
      band = band.union(part);
      skipSpace();
      if (at == text.length()) {
        return band;
      }
      if (text.charAt(at) != 'u') {
        throw error(at, "found " + found() + "; join parts with \"u\", as in [0, 1) u {2}");
      }
      at++;
    }
  }

  private Band part() {
    if (accept('{')) {
      return points();
    }
    boolean lowClosed = accept('[');
    if (!lowClosed && !accept('(')) {
      throw error(at, "found " + found() + "; a part starts with [, ( or {");
    }
    int start = at - 1;
    int lowAt = peek();
    double low = number();
    if (!accept(',')) {
      throw error(at, "found " + found() + "; a comma separates the two ends");
    }
    int highAt = peek();
    double high = number();
    skipSpace();
    int endAt = at;
    boolean highClosed = accept(']');
    if (!highClosed && !accept(')')) {
      String hint =
          endAt < text.length() && text.charAt(endAt) == ','
              ? "; an interval has two ends, and decimals are written with a point"
              : "; an interval ends with ] or )";
      throw error(endAt, "found " + found() + hint);
    }
    return Band.of(
        List.of(interval(start, lowAt, low, lowClosed, highAt, high, highClosed, endAt)));
  }

  private Interval interval(
      int start,
      int lowAt,
      double low,
      boolean lowClosed,
      int highAt,
      double high,
      boolean highClosed,
      int endAt) {
    if (low == Double.POSITIVE_INFINITY) {
      throw error(lowAt, "found inf as the lower end; it is a number or -inf");
    }
    if (high == Double.NEGATIVE_INFINITY) {
      throw error(highAt, "found -inf as the upper end; it is a number or inf");
    }
    if (lowClosed && Double.isInfinite(low)) {
      throw error(start, "found [ before -inf; write (-inf");
    }
    if (highClosed && Double.isInfinite(high)) {
      throw error(endAt, "found ] after inf; write inf)");
    }
    if (low > high) {
      throw error(
          start,
          "the lower end "
              + Decimals.text(low)
              + " is above the upper end "
              + Decimals.text(high)
              + "; exchange them");
    }
    if (!Interval.isNonEmpty(low, lowClosed, high, highClosed)) {
      throw error(
          start,
          "the interval is empty; one point is written {"
              + Decimals.text(low)
              + "}, the empty band {}");
    }
    return new Interval(low, lowClosed, high, highClosed);
  }

  private Band points() {
    List<Interval> points = new ArrayList<>();
    skipSpace();
    if (accept('}')) {
      return Band.EMPTY;
    }
    do {
      int start = peek();
      double value = number();
      if (Double.isInfinite(value)) {
        throw error(start, "found " + Decimals.text(value) + " as a point; a point is a number");
      }
      points.add(new Interval(value, true, value, true));
      skipSpace();
    } while (accept(','));
    if (!accept('}')) {
      throw error(at, "found " + found() + "; points are separated by commas and end with }");
    }
    return Band.of(points);
  }

  private double number() {
    int start = peek();
    Matcher matcher = NUMBER.matcher(text).region(start, text.length());
    if (!matcher.lookingAt()) {
      throw error(start, "found " + found() + "; expected a number, inf or -inf");
    }
    String literal = matcher.group();
    at = matcher.end();
    skipSpace();
    if (at == matcher.end() && at < text.length() && ",])}".indexOf(text.charAt(at)) < 0) {
      at = start;
      throw error(start, "found " + found() + "; a number looks like 0.8, -1 or 2.5e-3");
    }
    return switch (literal) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(start, literal);
    };
  }

  private double finite(int start, String literal) {
    double value = Double.parseDouble(literal);
    if (Double.isInfinite(value)) {
      throw error(start, literal + " is too large for a double; unbounded is written inf");
    }
    BigDecimal written;
    try {
      written = new BigDecimal(literal).stripTrailingZeros();
    } catch (NumberFormatException e) {
      throw error(start, literal + " has an exponent that a double cannot hold");
    }
    if (value == 0 && written.signum() != 0) {
      throw error(start, literal + " is too small for a double");
    }
    // A threshold that is moved by rounding would be another threshold than the one on paper.
    BigDecimal kept = new BigDecimal(Decimals.text(value));
    if (written.compareTo(kept) != 0 && written.compareTo(new BigDecimal(value)) != 0) {
      throw error(
          start, "a double cannot hold " + literal + "; the nearest it can hold is " + kept);
    }
    return value;
  }

  private boolean accept(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private int peek() {
    skipSpace();
    return at;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String found() {
    if (at >= text.length()) {
      return "the end of the text";
    }
    Matcher word = WORD.matcher(text).region(at, text.length());
    return "\"" + (word.lookingAt() ? word.group() : text.substring(at, at + 1)) + "\"";
  }

  private BandSyntaxException error(int index, String problem) {
    return new BandSyntaxException(text, index, problem);
  }
}
