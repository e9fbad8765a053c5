/** Fitting of logistic regressions, plain and multilevel, by maximum likelihood. */
@NullMarked
package org.touchstone.engine.model.fit;

import org.jspecify.annotations.NullMarked;
