/** What the tests of the examples share. */
@NullMarked
package org.touchstone.examples;

import org.jspecify.annotations.NullMarked;
