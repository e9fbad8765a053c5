/** Statistics that commons-math3 does not have: confidence intervals for AUC, rates and scores. */
@NullMarked
package org.touchstone.engine.stats;

import org.jspecify.annotations.NullMarked;
