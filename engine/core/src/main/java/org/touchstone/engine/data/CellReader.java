package org.touchstone.engine.data;

import java.util.Set;

/** Turns the fields of one column into its numbers or codes. */
final class CellReader {

  private final Feature feature;
  private final TextCodes missing;
  private final TextCodes levels;

  /**
   * A reader of one column.
   *
   * @throws DataException if a level of the column also stands for a missing value
   */
  CellReader(Feature feature, Set<String> missing) {
    this.feature = feature;
    this.missing = new TextCodes(missing);
    this.levels = new TextCodes(feature.levels());
    for (String level : feature.levels()) {
      if (missing.contains(level)) {
        throw new DataException(
            "The level "
                + Wording.quote(level)
                + " of column "
                + Wording.quote(feature.name())
                + " also stands for a missing value; take it out of one of the two");
      }
    }
  }

  /** The number or code of a field, {@code NaN} if it is missing; problems are added. */
  double read(char[] buffer, int offset, int length, long line, CsvProblems problems) {
    if (missing.code(buffer, offset, length) >= 0) {
      return Double.NaN;
    }
    if (feature instanceof Feature.Continuous continuous) {
      double value = DecimalText.parse(buffer, offset, length);
      if (!isAllowed(continuous, value)) {
        String text = new String(buffer, offset, length);
        problems.add(line, feature.name(), () -> wrongNumber(continuous, text, value));
      }
      return value;
    }
    int code = levels.code(buffer, offset, length);
    if (code < 0) {
      String text = new String(buffer, offset, length);
      problems.add(line, feature.name(), () -> wrongLevel(text));
    }
    return code;
  }

  private static boolean isAllowed(Feature.Continuous feature, double value) {
    return value >= feature.min()
        && value <= feature.max()
        && Math.abs(value) <= Double.MAX_VALUE
        && !(feature.integer() && value != Math.rint(value));
  }

  private static String wrongNumber(Feature.Continuous feature, String text, double value) {
    String found = "found " + Wording.quote(text);
    if (Double.isNaN(value)) {
      return found
          + "; a number is needed"
          + bounds(feature)
          + (text.isEmpty() ? "; if it stands for a missing value, add \"\" to those" : hint(text));
    }
    if (Double.isInfinite(value)) {
      return found + "; it is beyond the range of a double";
    }
    if (feature.integer() && value != Math.rint(value)) {
      return found + "; a whole number is needed" + bounds(feature);
    }
    return found + "; allowed are numbers" + bounds(feature);
  }

  private static String hint(String text) {
    if (text.strip().length() < text.length()) {
      return "; remove the spaces around it";
    }
    if (text.matches("[+-]?[0-9.]*,[0-9]+")) {
      return "; write the decimal point as \".\" and no thousands separators";
    }
    if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}.*")) {
      return "; write a date as a number, for example the days or seconds since a fixed one";
    }
    return "; if it stands for a missing value, add it to those";
  }

  private static String bounds(Feature.Continuous feature) {
    boolean low = feature.min() > Double.NEGATIVE_INFINITY;
    boolean high = feature.max() < Double.POSITIVE_INFINITY;
    String min = Wording.number(feature.min());
    String max = Wording.number(feature.max());
    if (low && high) {
      return " from " + min + " to " + max;
    }
    if (low) {
      return " of at least " + min;
    }
    return high ? " of at most " + max : "";
  }

  private String wrongLevel(String text) {
    return "found "
        + Wording.quote(text)
        + "; allowed are "
        + Wording.list(feature.levels())
        + Wording.suggestion(text, feature.levels());
  }
}
