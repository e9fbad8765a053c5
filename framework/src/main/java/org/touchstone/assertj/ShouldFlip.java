package org.touchstone.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;

/** A flip point is not what was expected. */
final class ShouldFlip extends BasicErrorMessageFactory {

  private ShouldFlip(String expectation, String found) {
    super(
        "%nExpecting a flip point %s but found%n  %s",
        unquotedString(expectation), unquotedString(found));
  }

  static ShouldFlip of(String expectation, String found) {
    return new ShouldFlip(expectation, found);
  }
}
