package org.touchstone.engine.timeshap;

import java.util.List;

/**
 * All that TimeSHAP says about one sequence.
 *
 * @param pruning the pruning table
 * @param prunedEvents number of old events that are one player
 * @param events the attribution to events, the last event first, then the pruned ones
 * @param features the attribution to features, then to the pruned events
 * @param relevantEvents the events whose cells are players of their own, negative, the oldest first
 * @param relevantFeatures the features whose cells are players of their own, in order
 * @param cells the attribution to the groups of Eqs. 8 to 11
 */
public record SequenceExplanation(
    PruningTable pruning,
    int prunedEvents,
    SequenceAttribution events,
    SequenceAttribution features,
    List<Integer> relevantEvents,
    List<Integer> relevantFeatures,
    SequenceAttribution cells) {

  /** Copies the lists. */
  public SequenceExplanation {
    relevantEvents = List.copyOf(relevantEvents);
    relevantFeatures = List.copyOf(relevantFeatures);
  }

  /** Whether there is an event and a feature that are both relevant. */
  public boolean hasRelevantCells() {
    return !relevantEvents.isEmpty() && !relevantFeatures.isEmpty();
  }
}
