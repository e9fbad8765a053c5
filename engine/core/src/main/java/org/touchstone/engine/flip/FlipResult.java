package org.touchstone.engine.flip;

import java.util.Optional;

/**
 * The closest flip point of a row, if there is one.
 *
 * @param closest the closest flip point with every feature on its grid: whole numbers and ordinal
 *     levels; empty if none was found within the bounds
 * @param relaxed the closest point of the boundary where whole numbers and ordinal levels may take
 *     values between their steps; empty if none was found
 * @param reason why there is no closest flip point, empty if there is one
 */
public record FlipResult(
    Optional<FlipPoint> closest, Optional<FlipPoint> relaxed, Optional<String> reason) {

  static FlipResult of(FlipPoint closest, Optional<FlipPoint> relaxed) {
    return new FlipResult(Optional.of(closest), relaxed, Optional.empty());
  }

  static FlipResult none(Optional<FlipPoint> relaxed, String reason) {
    return new FlipResult(Optional.empty(), relaxed, Optional.of(reason));
  }

  /** Whether a flip point was found. */
  public boolean found() {
    return closest.isPresent();
  }

  /**
   * The closest flip point.
   *
   * @throws java.util.NoSuchElementException if there is none; the message has the reason
   */
  public FlipPoint get() {
    return closest.orElseThrow(
        () -> new java.util.NoSuchElementException(reason.orElse("No flip point was found")));
  }
}
