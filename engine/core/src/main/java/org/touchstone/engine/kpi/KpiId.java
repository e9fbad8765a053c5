package org.touchstone.engine.kpi;

import java.util.regex.Pattern;

/**
 * The name of a KPI, as profiles and suites write it: {@code AUC}, {@code DI}, {@code
 * ACME_PROFIT_LIFT}.
 *
 * @param value a letter followed by letters, digits and underscores
 */
public record KpiId(String value) implements Comparable<KpiId> {

  private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is not a letter followed by letters, digits and
   *     underscores
   */
  public KpiId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "A KPI id is a letter followed by letters, digits and underscores, found \""
              + value
              + "\"");
    }
  }

  /** Returns the id with this name. */
  public static KpiId of(String value) {
    return new KpiId(value);
  }

  @Override
  public int compareTo(KpiId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
