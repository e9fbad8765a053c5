package org.touchstone.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The least data that a KPI needs before its light means something.
 *
 * @param rows least number of rows that are read for the value
 * @param numerator least count of events that the value rests on; for a comparison of rates, the
 *     smaller of the two
 * @param denominator least count of rows that the value divides by; for a comparison of rates, the
 *     smaller of the two
 * @param rationale why so many; empty only where no minimum is set
 */
public record MinimumSample(
    OptionalLong rows, OptionalLong numerator, OptionalLong denominator, String rationale) {

  /** No minimum. */
  public static final MinimumSample NONE =
      new MinimumSample(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), "");

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if a count is negative
   */
  public MinimumSample {
    requireCount("rows", rows);
    requireCount("numerator", numerator);
    requireCount("denominator", denominator);
  }

  /**
   * What is missing, in words, or empty if the data suffice. A minimum for a count that the KPI
   * does not report is not met: a rule that cannot be checked does not pass.
   *
   * @param actualRows rows behind the value
   * @param actualNumerator smallest numerator behind the value, where the KPI has one
   * @param actualDenominator smallest denominator behind the value, where the KPI has one
   */
  public Optional<String> shortfall(
      long actualRows, OptionalLong actualNumerator, OptionalLong actualDenominator) {
    List<String> missing = new ArrayList<>();
    addShortfall(missing, "rows", rows, OptionalLong.of(actualRows));
    addShortfall(missing, "numerator", numerator, actualNumerator);
    addShortfall(missing, "denominator", denominator, actualDenominator);
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", missing));
  }

  private static void addShortfall(
      List<String> missing, String what, OptionalLong minimum, OptionalLong actual) {
    if (minimum.isEmpty() || minimum.getAsLong() == 0) {
      return;
    }
    long needed = minimum.getAsLong();
    if (actual.isEmpty()) {
      missing.add(what + " is not reported, the profile asks for at least " + needed);
    } else if (actual.getAsLong() < needed) {
      missing.add(what + " is " + actual.getAsLong() + ", the profile asks for at least " + needed);
    }
  }

  private static void requireCount(String what, OptionalLong count) {
    if (count.isPresent() && count.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "A minimum of " + what + " is 0 or more, found " + count.getAsLong());
    }
  }
}
