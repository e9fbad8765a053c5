package org.touchstone.engine.counterfactual;

import java.util.Optional;

/**
 * How a set of counterfactuals was searched for.
 *
 * @param generator name of the method
 * @param seed seed of the row's random stream
 * @param modelCalls calls of the model, each with a batch of rows; the last one checks what is
 *     handed out
 * @param rowsScored rows that the model scored in these calls
 * @param shortfall where fewer counterfactuals than asked for were found, or the last one is not
 *     proven to be what an exact search promises: what was tried, in one or two sentences for a
 *     report
 */
public record SearchRecord(
    String generator, long seed, int modelCalls, long rowsScored, Optional<String> shortfall) {}
