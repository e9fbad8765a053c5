package org.touchstone.engine.shapley;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How attributions were computed; the same for all rows of one explainer.
 *
 * @param method the method and its settings, for example {@code KernelSHAP (2108 coalitions)}
 * @param scale what is attributed
 * @param players names of the players, in order
 * @param backgroundHash see {@link Background#hash}; empty if the method has no background data
 * @param seed the seed, where the method is random
 */
public record Provenance(
    String method,
    Scale scale,
    List<String> players,
    Optional<String> backgroundHash,
    OptionalLong seed) {

  /** Copies the names. */
  public Provenance {
    players = List.copyOf(players);
  }

  /** What is attributed. */
  public enum Scale {
    /** The probability of the positive class. */
    PROBABILITY,
    /** The log odds of the positive class; for boosted trees the margin. */
    LOG_ODDS
  }
}
