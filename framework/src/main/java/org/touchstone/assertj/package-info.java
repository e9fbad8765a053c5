/** AssertJ assertions on audits, measurements and verdicts. */
@NullMarked
package org.touchstone.assertj;

import org.jspecify.annotations.NullMarked;
