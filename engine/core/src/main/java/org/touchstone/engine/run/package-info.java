/** How long work is watched and stopped. */
@NullMarked
package org.touchstone.engine.run;

import org.jspecify.annotations.NullMarked;
