package org.touchstone.engine.rules;

import java.util.Map;

/**
 * A rule list that was learnt from data, and what came out beside it.
 *
 * @param list the list of the highest posterior probability among all that the chains visited
 * @param averaged the mean prediction of lists from the second half of each chain
 * @param logPosterior {@code ln p(d | A) + ln p(y | x, d)} of {@code list}
 * @param convergence how far the chains can be trusted
 * @param minedRules number of rules that the list was chosen from
 * @param unusedFeatures features that no rule can ask about, each with the reason
 */
public record FittedRuleList(
    RuleList list,
    AveragedRuleList averaged,
    double logPosterior,
    Convergence convergence,
    int minedRules,
    Map<String, String> unusedFeatures) {}
