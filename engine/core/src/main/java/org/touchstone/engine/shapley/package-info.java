/**
 * Shapley values of a model's output: exact by enumeration ({@link
 * org.touchstone.engine.shapley.ExactShapley}), by sampling ({@link
 * org.touchstone.engine.shapley.KernelShap}) and exact for tree ensembles ({@link
 * org.touchstone.engine.shapley.PathDependentTreeShap}, {@link
 * org.touchstone.engine.shapley.InterventionalTreeShap}).
 */
@NullMarked
package org.touchstone.engine.shapley;

import org.jspecify.annotations.NullMarked;
