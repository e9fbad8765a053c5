package org.touchstone.engine.flip;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.flip.FlipPoint.Change;

/** How values and changes read in a report: the user's names and units, digits that matter. */
final class FlipWording {

  private FlipWording() {}

  /**
   * A value with its unit: a level's name; a whole number in full; another number to about a
   * thousandth of its scale.
   */
  static String value(Feature feature, double value, double scale) {
    if (!feature.levels().isEmpty() && value == Math.rint(value)) {
      return feature.levels().get((int) value);
    }
    String unit = feature.attributes().unit();
    return number(value, scale) + (unit.isEmpty() ? "" : " " + unit);
  }

  private static String number(double value, double scale) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
    }
    int digits = (int) Math.max(0, Math.ceil(3 - Math.log10(scale)));
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** Reads like {@code income from 2000 EUR to 2450.5 EUR}. */
  static String change(Change change) {
    double scale = scale(change);
    return change.feature().name()
        + " from "
        + value(change.feature(), change.from(), scale)
        + " to "
        + value(change.feature(), change.to(), scale);
  }

  private static double scale(Change change) {
    double scale = Math.abs((change.to() - change.from()) / change.scaled());
    return scale > 0 && Double.isFinite(scale) ? scale : 1;
  }

  /** The value of a change at its end. */
  static String to(Change change) {
    return value(change.feature(), change.to(), scale(change));
  }

  /** The value of a change at its start. */
  static String from(Change change) {
    return value(change.feature(), change.from(), scale(change));
  }

  /** The changes of a flip point that are worth a word, as one list of words. */
  static List<Change> worthSaying(FlipPoint point) {
    List<Change> changes = point.changes(ChangeFrequency.DEFAULT_LEAST);
    return changes.isEmpty() ? point.changes() : changes;
  }

  /** Reads like {@code a, b and c}. */
  static String list(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    List<String> first = new ArrayList<>(parts.subList(0, parts.size() - 1));
    return String.join(", ", first) + " and " + parts.get(parts.size() - 1);
  }
}
