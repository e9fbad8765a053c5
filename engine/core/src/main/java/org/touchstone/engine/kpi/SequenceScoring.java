package org.touchstone.engine.kpi;

import java.util.Arrays;
import org.touchstone.engine.data.Sequences;
import org.touchstone.engine.model.CheckedSequenceClassifier;

/** Scores the sequences of an audit once, in batches, and refuses what is not a probability. */
final class SequenceScoring {

  /** Sequences of one batch: enough for a native model's throughput. */
  private static final int BATCH = 256;

  /** Values of one batch, padding included; a single sequence may have more. */
  private static final int MOST_VALUES = 1 << 22;

  private SequenceScoring() {}

  static double[] score(SequenceSubject subject, Audit audit) {
    Sequences sequences = subject.test();
    CheckedSequenceClassifier model = CheckedSequenceClassifier.of(subject.model());
    int count = sequences.count();
    String task = "scoring " + count + " sequences";
    double[] probabilities = new double[count];
    for (int from = 0; from < count; ) {
      audit.monitor().progress(task, from, count);
      int to = end(sequences, from);
      score(model, sequences, from, to, probabilities);
      from = to;
    }
    audit.monitor().progress(task, count, count);
    return probabilities;
  }

  /** Where the batch that starts here ends: one sequence or more. */
  private static int end(Sequences sequences, int from) {
    int most = Math.min(sequences.count(), from + BATCH);
    int width = sequences.schema().size();
    int longest = sequences.length(from);
    int to = from + 1;
    while (to < most) {
      longest = Math.max(longest, sequences.length(to));
      if ((long) (to - from + 1) * longest * width > MOST_VALUES) {
        break;
      }
      to++;
    }
    return to;
  }

  private static void score(
      CheckedSequenceClassifier model,
      Sequences sequences,
      int from,
      int to,
      double[] probabilities) {
    int count = to - from;
    int[] lengths = new int[count];
    Arrays.setAll(lengths, s -> sequences.length(from + s));
    int longest = Arrays.stream(lengths).max().orElseThrow();
    int size = longest * sequences.schema().size();
    double[] events = new double[count * size];
    for (int s = 0; s < count; s++) {
      double[] own = sequences.events(from + s);
      System.arraycopy(own, 0, events, s * size, own.length);
    }
    double[] out = new double[count];
    model.score(events, count, longest, lengths, out, s -> sequences.id(from + s));
    System.arraycopy(out, 0, probabilities, from, count);
  }
}
