/** Suites that the tests of the engine run; their names are not looked for by Surefire. */
@NullMarked
package org.touchstone.junit.suites;

import org.jspecify.annotations.NullMarked;
