package org.touchstone.assertj;

import org.touchstone.profile.Band;

/** An interval reaches beyond a band, or there is none. */
final class ShouldHaveIntervalWithin extends Message {

  private ShouldHaveIntervalWithin(Band band, String found) {
    super("to have an interval within " + band, found);
  }

  static Message of(Band band, String found) {
    return new ShouldHaveIntervalWithin(band, found);
  }

  static Message butHasNone(Band band, String found) {
    return new ShouldHaveIntervalWithin(band, found + "\n  It has no interval");
  }
}
