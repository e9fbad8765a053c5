/**
 * Adult: flip points of every test row of the large network of Yousefzadeh and O'Leary, with 88
 * inputs and 6 hidden layers.
 */
@NullMarked
package org.touchstone.examples.adult;

import org.jspecify.annotations.NullMarked;
