package org.touchstone.assertj;

import java.util.function.Consumer;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;

/**
 * Soft assertions: all are checked, and {@link #assertAll} reports those that failed together. Also
 * usable with AssertJ's {@code SoftAssertionsExtension}. A KPI that cannot be measured because the
 * model fails, or that is asked for wrongly, is no failed assertion: it is thrown at once.
 */
public class TouchstoneSoftAssertions extends AbstractSoftAssertions
    implements StandardSoftAssertionsProvider, TouchstoneSoftAssertionsProvider {

  /** Creates soft assertions without any failure. */
  public TouchstoneSoftAssertions() {}

  /**
   * Checks assertions softly and reports all failures at the end.
   *
   * @throws AssertionError if any of them failed
   */
  public static void assertSoftly(Consumer<TouchstoneSoftAssertions> assertions) {
    SoftAssertionsProvider.assertSoftly(TouchstoneSoftAssertions.class, assertions);
  }
}
