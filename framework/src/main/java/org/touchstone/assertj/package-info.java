/**
 * AssertJ assertions on audits and measurements, for ordinary tests without the Touchstone engine.
 * Start at {@link org.touchstone.assertj.TouchstoneAssertions}.
 */
@NullMarked
package org.touchstone.assertj;

import org.jspecify.annotations.NullMarked;
