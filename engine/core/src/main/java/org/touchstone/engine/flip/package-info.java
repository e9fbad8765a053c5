/**
 * Flip points: the points of a model's decision boundary that are closest to a row, what they say
 * about the row, about groups of rows, and how they move the boundary. Yousefzadeh and O'Leary,
 * "Auditing and Debugging Deep Learning Models via Flip Points: Individual-level and Group-level
 * Analysis".
 */
@NullMarked
package org.touchstone.engine.flip;

import org.jspecify.annotations.NullMarked;
