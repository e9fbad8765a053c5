package org.touchstone.assertj;

import org.touchstone.profile.Band;

/** A value is not the one that was expected. */
final class ShouldHaveValue extends Message {

  private ShouldHaveValue(String expectation, String found) {
    super(expectation, found);
  }

  static Message exactly(double expected, double value, String found) {
    return new ShouldHaveValue(
        "to have the value " + expected, found + difference(expected, value));
  }

  static Message closeTo(double expected, double tolerance, double value, String found) {
    return new ShouldHaveValue(
        "to have a value within " + tolerance + " of " + expected,
        found + difference(expected, value));
  }

  static Message in(Band band, String found) {
    return new ShouldHaveValue("to have a value in " + band, found);
  }

  /** There is no value, or there is one where there should be none. */
  static Message none(String expectation, String found) {
    return new ShouldHaveValue(expectation, found);
  }

  private static String difference(double expected, double value) {
    return "\n  The value is " + value + ", it differs by " + Math.abs(value - expected);
  }
}
