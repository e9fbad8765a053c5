/** Statistics that commons-math3 does not have: confidence intervals, tests of residuals, VIF. */
@NullMarked
package org.touchstone.engine.stats;

import org.jspecify.annotations.NullMarked;
