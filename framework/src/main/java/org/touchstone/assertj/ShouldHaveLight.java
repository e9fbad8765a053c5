package org.touchstone.assertj;

import org.touchstone.grade.Light;

/** A verdict is not the one that was expected. */
final class ShouldHaveLight extends Message {

  private ShouldHaveLight(String expectation, String found) {
    super(expectation, found);
  }

  static Message of(Light light, String found) {
    return new ShouldHaveLight("to be " + light.label(), found);
  }

  static Message atLeast(Light light, String found) {
    return new ShouldHaveLight("to be at least " + light.label(), found);
  }
}
