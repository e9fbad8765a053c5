/**
 * TimeSHAP: Shapley values of the events, features and cells of a sequence, for models of
 * sequences.
 *
 * <p>Source: J. Bento, P. Saleiro, A. F. Cruz, M. A. T. Figueiredo, P. Bizarro, TimeSHAP:
 * Explaining recurrent models through sequence perturbations, KDD 2021. "Eq." and "Algorithm" in
 * this package are those of the paper.
 */
@NullMarked
package org.touchstone.engine.timeshap;

import org.jspecify.annotations.NullMarked;
