package org.touchstone.engine.flip;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.flip.FlipPoint.Change;

/** How values and changes read in a report: the user's names and units, digits that matter. */
final class FlipWording {

  private final FlipReport.Names names;

  FlipWording(FlipReport.Names names) {
    this.names = names;
  }

  /** What a feature is called. */
  String name(String feature) {
    return names.features().getOrDefault(feature, feature);
  }

  /** What several features are called, as {@code a, b and c}. */
  String namesOf(List<String> features) {
    return list(features.stream().map(this::name).toList());
  }

  /**
   * A value with its unit: a level by its name, with the unit if it has a digit; a whole number in
   * full; another number to about a thousandth of its scale.
   */
  String value(Feature feature, double value, double scale) {
    String unit = names.units().getOrDefault(feature.name(), feature.attributes().unit());
    String ending = unit.isEmpty() ? "" : " " + unit;
    if (!feature.levels().isEmpty() && value == Math.rint(value)) {
      String level = feature.levels().get((int) value);
      String called = names.level(feature.name(), level);
      boolean bare = called.equals(level) && level.chars().anyMatch(Character::isDigit);
      return bare ? level + ending : called;
    }
    return number(value, scale) + ending;
  }

  private static String number(double value, double scale) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
    }
    int digits = (int) Math.max(0, Math.ceil(3 - Math.log10(scale)));
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** Reads like {@code income: 2450.5 EUR instead of 2000 EUR}. */
  String change(Change change) {
    return name(change.feature().name()) + ": " + to(change) + " instead of " + from(change);
  }

  /** What a scaled change of 1 is in the feature's own unit. */
  static double scale(Change change) {
    double scale = Math.abs((change.to() - change.from()) / change.scaled());
    return scale > 0 && Double.isFinite(scale) ? scale : 1;
  }

  /** The value of a change at its end. */
  String to(Change change) {
    return value(change.feature(), change.to(), scale(change));
  }

  /** The value of a change at its start. */
  String from(Change change) {
    return value(change.feature(), change.from(), scale(change));
  }

  /** The changes of a flip point that are worth a line of their own; the others are tiny. */
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
