/** Tabular data with a declared schema: reading, checking and encoding it for a model. */
@NullMarked
package org.touchstone.engine.data;

import org.jspecify.annotations.NullMarked;
