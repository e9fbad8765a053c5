package org.touchstone.engine.timeshap;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Explanations of many sequences, taken together (section 4.2 of the paper).
 *
 * @param sequences what is kept of each
 * @param featureNames names of the features, in order
 */
public record GlobalExplanation(List<SequenceSummary> sequences, List<String> featureNames) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no sequence, or one has another number of features
   */
  public GlobalExplanation {
    sequences = List.copyOf(sequences);
    featureNames = List.copyOf(featureNames);
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("A global explanation needs a sequence");
    }
    for (SequenceSummary sequence : sequences) {
      if (sequence.features().length != featureNames.size()) {
        throw new IllegalArgumentException(
            "Sequence \""
                + sequence.id()
                + "\" has "
                + sequence.features().length
                + " features, their names are "
                + featureNames);
      }
    }
  }

  /** Numbers of events before pruning (Table 1, column "Original"). */
  public Distribution lengths() {
    return Distribution.of(sequences.stream().mapToDouble(SequenceSummary::length).toArray());
  }

  /** Numbers of events that are left after pruning (Table 1, the other columns). */
  public Distribution keptLengths() {
    return Distribution.of(
        sequences.stream().mapToDouble(s -> (double) s.length() - s.prunedEvents()).toArray());
  }

  /** Share of all events of all sequences that are pruned, in [0, 1). */
  public double prunedShare() {
    double pruned = sequences.stream().mapToDouble(SequenceSummary::prunedEvents).sum();
    return pruned / sequences.stream().mapToDouble(SequenceSummary::length).sum();
  }

  /** Share of sequences whose values are exact, in [0, 1]. */
  public double exactShare() {
    return (double) sequences.stream().filter(SequenceSummary::exact).count() / sequences.size();
  }

  /** The largest additivity error of any sequence. */
  public double additivityError() {
    return sequences.stream().mapToDouble(SequenceSummary::additivityError).max().orElseThrow();
  }

  /**
   * The values of the events at one place, over the sequences where this event is not pruned.
   *
   * @param event -1 for the last, -2 for the one before it, and so on
   * @return empty where no sequence has this event
   */
  public Optional<Distribution> event(int event) {
    int place = -1 - event;
    double[] values =
        sequences.stream()
            .filter(s -> place >= 0 && place < s.events().length)
            .mapToDouble(s -> s.events()[place])
            .toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(Distribution.of(values));
  }

  /** The values of a feature over all sequences. */
  public Distribution feature(int feature) {
    return Distribution.of(sequences.stream().mapToDouble(s -> s.features()[feature]).toArray());
  }

  /**
   * The share of absolute attribution that some features have: {@code sum |phi| of these / sum
   * |phi| of all}, over all sequences; 0 where every value is 0.
   */
  public double featureShare(List<String> names) {
    int[] chosen = names.stream().mapToInt(this::indexOf).toArray();
    double own = Arrays.stream(chosen).mapToDouble(this::absoluteSum).sum();
    double all = 0;
    for (int j = 0; j < featureNames.size(); j++) {
      all += absoluteSum(j);
    }
    return all == 0 ? 0 : own / all;
  }

  /** The features whose value is 0 in every sequence: constant, or not used by the model. */
  public List<String> deadFeatures() {
    return featureNames.stream().filter(name -> absoluteSum(indexOf(name)) == 0).toList();
  }

  private int indexOf(String name) {
    int index = featureNames.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "There is no feature \"" + name + "\"; the features are " + featureNames);
    }
    return index;
  }

  private double absoluteSum(int feature) {
    return sequences.stream().mapToDouble(s -> Math.abs(s.features()[feature])).sum();
  }
}
