/** How long work is run on several threads, watched and stopped. */
@NullMarked
package org.touchstone.engine.run;

import org.jspecify.annotations.NullMarked;
