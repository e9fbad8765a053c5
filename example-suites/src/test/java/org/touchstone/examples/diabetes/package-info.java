/**
 * Pima Indians Diabetes: a rule list that ExMo learns, as a model that a person can read, with a
 * conformity suite of its own, written as a class and as a file.
 */
@NullMarked
package org.touchstone.examples.diabetes;

import org.jspecify.annotations.NullMarked;
