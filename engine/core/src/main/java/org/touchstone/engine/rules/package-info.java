/**
 * Rule lists that a person can read: discretisation ({@link
 * org.touchstone.engine.rules.MdlpDiscretizer}), rule mining ({@link
 * org.touchstone.engine.rules.TfIdfRuleMiner}, {@link
 * org.touchstone.engine.rules.FpGrowthRuleMiner}), the Bayesian rule list ({@link
 * org.touchstone.engine.rules.BayesianRuleList}) and ExMo, which is the three together ({@link
 * org.touchstone.engine.rules.ExMo}).
 */
@NullMarked
package org.touchstone.engine.rules;

import org.jspecify.annotations.NullMarked;
