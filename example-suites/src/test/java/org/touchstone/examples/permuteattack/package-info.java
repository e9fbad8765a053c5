/** The experiment of the PermuteAttack paper: German Credit and a forest of ten trees. */
@NullMarked
package org.touchstone.examples.permuteattack;

import org.jspecify.annotations.NullMarked;
