/**
 * Conformity suites: the annotations and files that name a model, its data, its roles and its
 * checks.
 */
@NullMarked
package org.touchstone.suite;

import org.jspecify.annotations.NullMarked;
