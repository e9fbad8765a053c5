package org.touchstone.assertj;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.touchstone.engine.flip.FlipResult;

/** Assertions on the search for a flip point. Made by {@link TouchstoneAssertions}. */
public class FlipResultAssert extends AbstractAssert<FlipResultAssert, FlipResult> {

  /** Use {@link TouchstoneAssertions}; public because AssertJ makes soft assertions of it. */
  public FlipResultAssert(@Nullable FlipResult actual) {
    super(actual, FlipResultAssert.class);
  }

  /** A flip point was found; further assertions are on it. */
  public FlipPointAssert hasFlipPoint() {
    isNotNull();
    if (!actual.found()) {
      throwAssertionError(ShouldFlip.of("", "none. " + actual.reason().orElse("")));
    }
    FlipPointAssert next = new FlipPointAssert(actual.closest().orElse(null));
    return info.hasDescription() ? next.as(info.description()) : next;
  }

  /** No flip point was found: these features cannot turn the decision. */
  public FlipResultAssert hasNoFlipPoint() {
    isNotNull();
    actual
        .closest()
        .ifPresent(point -> throwAssertionError(ShouldFlip.of("not to exist", point.toString())));
    return this;
  }
}
