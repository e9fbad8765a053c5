package org.touchstone.engine.rules;

import java.util.OptionalDouble;

/**
 * How far the chains of a fit can be trusted.
 *
 * @param potentialScaleReduction Gelman and Rubin's R of the log posterior, over the second halves
 *     of the chains; near 1 is good, above {@value #LARGE} says that the chains are too short;
 *     empty for a single chain
 * @param lengthScaleReduction the same of the number of rules
 * @param acceptanceRate the share of proposals that were accepted, over all chains
 * @param chains number of chains
 * @param iterations steps of each chain
 */
public record Convergence(
    OptionalDouble potentialScaleReduction,
    OptionalDouble lengthScaleReduction,
    double acceptanceRate,
    int chains,
    int iterations) {

  /** Above this, the chains are usually held to be too short. */
  public static final double LARGE = 1.1;

  /** Whether both scale reductions are known and at most {@value #LARGE}. */
  public boolean reached() {
    return potentialScaleReduction.orElse(Double.POSITIVE_INFINITY) <= LARGE
        && lengthScaleReduction.orElse(Double.POSITIVE_INFINITY) <= LARGE;
  }
}
