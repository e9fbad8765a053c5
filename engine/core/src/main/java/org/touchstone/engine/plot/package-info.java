/**
 * Plots of evidence, as SVG and PNG. A plot is data that draws itself on a canvas.
 *
 * <p>SVG is written here, a handful of shapes, and not by a library: it needs no fonts on the
 * machine, so it works in a bare container, its bytes are the same everywhere, and it brings no
 * dependency. PNG is drawn by Java's own graphics, which need a font to be installed.
 */
@NullMarked
package org.touchstone.engine.plot;

import org.jspecify.annotations.NullMarked;
