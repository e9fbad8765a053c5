/**
 * Counterfactuals of tables: rows near a given one that a model puts into another class, how good
 * they are, and what they say about the model.
 *
 * <p>Sources: Hashemi and Fathi, PermuteAttack: Counterfactual Explanation of Machine Learning
 * Credit Scorecards, 2020; Bhaumik and Dey, An Audit Framework for Technical Assessment of Binary
 * Classifiers, ICAART 2023.
 */
@NullMarked
package org.touchstone.engine.counterfactual;

import org.jspecify.annotations.NullMarked;
