package org.touchstone.engine.kpi;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameters that a profile sets for a KPI, for example {@code form: symmetric}. Values are
 * texts, as the profile writes them; each accessor says what it needs.
 */
public final class KpiParameters {

  /** No parameters: every KPI uses its defaults. */
  public static final KpiParameters NONE = new KpiParameters(Map.of());

  private final SortedMap<String, String> values;

  private KpiParameters(Map<String, String> values) {
    this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** The parameters with these values. */
  public static KpiParameters of(Map<String, String> values) {
    return new KpiParameters(values);
  }

  /** All values by name. */
  public SortedMap<String, String> asMap() {
    return values;
  }

  /** A text, or {@code fallback} where the profile does not set it. */
  public String text(String name, String fallback) {
    return values.getOrDefault(name, fallback);
  }

  /**
   * One of the constants of an enum, written in lower case.
   *
   * @throws IllegalArgumentException if the profile sets another text
   */
  public <E extends Enum<E>> E choice(String name, E fallback) {
    String text = values.get(name);
    if (text == null) {
      return fallback;
    }
    E[] constants = fallback.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "Parameter \"" + name + "\" is \"" + text + "\"; it is one of " + choices(constants));
  }

  /**
   * A finite number, or {@code fallback}.
   *
   * @throws IllegalArgumentException if the profile sets something that is not a finite number
   */
  public double number(String name, double fallback) {
    String text = values.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException ignored) {
      // The message below covers both.
    }
    throw new IllegalArgumentException(
        "Parameter \"" + name + "\" is \"" + text + "\"; it is a number");
  }

  /**
   * A whole number, or {@code fallback}.
   *
   * @param least the smallest number that is allowed
   * @throws IllegalArgumentException if the profile sets something that is not a whole number, or
   *     one below {@code least}
   */
  public int whole(String name, int fallback, int least) {
    String text = values.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      int value = new java.math.BigDecimal(text).intValueExact();
      if (value >= least) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException ignored) {
      // The message below covers both.
    }
    throw new IllegalArgumentException(
        "Parameter \"" + name + "\" is \"" + text + "\"; it is a whole number from " + least);
  }

  /**
   * {@code true} or {@code false}, or {@code fallback}.
   *
   * @throws IllegalArgumentException if the profile sets another text
   */
  public boolean flag(String name, boolean fallback) {
    String text = values.get(name);
    if (text == null) {
      return fallback;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "Parameter \"" + name + "\" is \"" + text + "\"; it is true or false");
    };
  }

  private static String choices(Enum<?>[] constants) {
    StringBuilder text = new StringBuilder();
    for (Enum<?> constant : constants) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(constant.name().toLowerCase(java.util.Locale.ROOT));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
