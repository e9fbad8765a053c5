package org.touchstone.engine.kpi;

import java.util.OptionalLong;

/**
 * How much data stands behind a value.
 *
 * @param rows rows that were read for the value
 * @param numerator smallest count of events that the value rests on (for a rate: its numerator; for
 *     a comparison of rates: the smaller one), where the KPI has one
 * @param denominator smallest count of rows that the value divides by (for a comparison of rates:
 *     the smaller group), where the KPI has one
 */
public record SampleSize(long rows, OptionalLong numerator, OptionalLong denominator) {

  /** Rows only, for values that are not built from rates. */
  public static SampleSize ofRows(long rows) {
    return new SampleSize(rows, OptionalLong.empty(), OptionalLong.empty());
  }

  /** Rows with the smallest numerator and denominator behind the value. */
  public static SampleSize of(long rows, long numerator, long denominator) {
    return new SampleSize(rows, OptionalLong.of(numerator), OptionalLong.of(denominator));
  }
}
