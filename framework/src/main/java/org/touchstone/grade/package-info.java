/** Joins what was measured with what a profile asks for. */
@NullMarked
package org.touchstone.grade;

import org.jspecify.annotations.NullMarked;
