/** Models that score rows in batches, and loaders for the formats they are saved in. */
@NullMarked
package org.touchstone.engine.model;

import org.jspecify.annotations.NullMarked;
