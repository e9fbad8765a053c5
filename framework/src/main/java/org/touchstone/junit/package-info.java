/** The JUnit Platform engine that turns each check of a conformity suite into a test. */
@NullMarked
package org.touchstone.junit;

import org.jspecify.annotations.NullMarked;
