package org.touchstone.engine.timeshap;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a global explanation keeps of one sequence.
 *
 * @param id the entity
 * @param length number of events
 * @param prunedEvents number of old events that are one player
 * @param baseValue f(off)
 * @param output f(all)
 * @param events the value of each event that is not pruned, the last one first
 * @param prunedValue the value of the pruned events beside the other events; 0 if none is pruned
 * @param features the value of each feature
 * @param exact whether both attributions are exact
 * @param additivityError the larger of the two attributions'
 */
public record SequenceSummary(
    String id,
    int length,
    int prunedEvents,
    double baseValue,
    double output,
    double[] events,
    double prunedValue,
    double[] features,
    boolean exact,
    double additivityError) {

  /**
   * Checks that the parts belong together.
   *
   * @throws IllegalArgumentException if there is no event or no feature, or not one value for each
   *     event that is not pruned
   */
  public SequenceSummary {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(events, "events");
    Objects.requireNonNull(features, "features");
    if (prunedEvents < 0
        || prunedEvents >= length
        || events.length != length - prunedEvents
        || features.length == 0) {
      throw new IllegalArgumentException(
          "Sequence \""
              + id
              + "\" of "
              + length
              + " events, "
              + prunedEvents
              + " of them pruned, has values of "
              + events.length
              + " events and "
              + features.length
              + " features");
    }
  }

  static SequenceSummary of(
      String id, int length, int pruned, SequenceAttribution events, SequenceAttribution features) {
    int kept = length - pruned;
    double[] ofEvents = Arrays.copyOf(events.values(), kept);
    double[] all = features.values();
    int width = pruned > 0 ? all.length - 1 : all.length;
    return new SequenceSummary(
        id,
        length,
        pruned,
        events.baseValue(),
        events.output(),
        ofEvents,
        pruned > 0 ? events.value(kept) : 0,
        Arrays.copyOf(all, width),
        events.isExact() && features.isExact(),
        Math.max(events.additivityError(), features.additivityError()));
  }
}
