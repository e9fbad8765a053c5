/** Random forests trained by Tribuo, as tree ensembles that explainers see inside. */
@NullMarked
package org.touchstone.tribuo;

import org.jspecify.annotations.NullMarked;
