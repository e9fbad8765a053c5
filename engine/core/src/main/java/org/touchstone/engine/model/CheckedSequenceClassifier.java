package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * A sequence model that is not taken at its word: an exception, a sequence without a score, a score
 * that is not a probability, or more scores than sequences stop it with a {@link ModelException}
 * that names the sequence.
 */
public final class CheckedSequenceClassifier implements SequenceClassifier {

  /** A NaN that no arithmetic produces: a sequence that still has it was not scored. */
  private static final long UNTOUCHED = 0x7ff8_0000_7075_7365L;

  /** Room behind the last sequence, to see a model that writes there. */
  private static final int GUARD = 8;

  private final SequenceClassifier model;

  private CheckedSequenceClassifier(SequenceClassifier model) {
    this.model = model;
  }

  /** Wraps a model; one that is wrapped already is returned as it is. */
  public static CheckedSequenceClassifier of(SequenceClassifier model) {
    return model instanceof CheckedSequenceClassifier checked
        ? checked
        : new CheckedSequenceClassifier(model);
  }

  /** The model itself. */
  public SequenceClassifier unwrap() {
    return model;
  }

  @Override
  public int eventWidth() {
    return model.eventWidth();
  }

  /** {@inheritDoc} Sequences are named by their index in the batch, from 0. */
  @Override
  public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
    score(events, count, maxLength, lengths, out, Integer::toString);
  }

  /**
   * Scores sequences and checks the scores.
   *
   * @param events sequences x time x inputs, as {@link SequenceClassifier#score} says
   * @param count number of sequences, 0 or more
   * @param maxLength events that each sequence has room for
   * @param lengths number of events of each sequence
   * @param out receives the probabilities; not changed if the model is stopped
   * @param names names a sequence of this batch, given its index from 0, in an error message
   * @throws ModelException if the model throws an exception (then the first sequence that it cannot
   *     score is named), leaves a sequence without a score, returns {@code NaN} or a value outside
   *     of [0, 1], or writes more scores than there are sequences
   * @throws IllegalArgumentException if a length is not in [1, maxLength]
   */
  public void score(
      double[] events,
      int count,
      int maxLength,
      int[] lengths,
      double[] out,
      IntFunction<String> names) {
    SequenceLengths.check(lengths, count, maxLength);
    double[] scores = new double[count + GUARD];
    Arrays.fill(scores, Double.longBitsToDouble(UNTOUCHED));
    Batch batch = new Batch(events, maxLength, lengths);
    try {
      model.score(events, count, maxLength, lengths, scores);
    } catch (RuntimeException e) {
      throw failure(batch, count, names, e);
    }
    for (int i = 0; i < count; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new ModelException(
            isUntouched(scores[i])
                ? "The model left sequence " + names.apply(i) + " without a score"
                : "The model returned "
                    + scores[i]
                    + " for sequence "
                    + names.apply(i)
                    + missingInput(batch, i)
                    + "; a probability lies in [0, 1]");
      }
    }
    for (int i = count; i < scores.length; i++) {
      if (!isUntouched(scores[i])) {
        throw new ModelException(
            "The model wrote more scores than it was given sequences ("
                + count
                + ", the last is sequence "
                + (count == 0 ? "none" : names.apply(count - 1))
                + "); it has to write one for each sequence");
      }
    }
    System.arraycopy(scores, 0, out, 0, count);
  }

  @Override
  public void close() {
    model.close();
  }

  private static boolean isUntouched(double score) {
    return Double.doubleToRawLongBits(score) == UNTOUCHED;
  }

  private String missingInput(Batch batch, int sequence) {
    int width = eventWidth();
    int first = sequence * batch.maxLength() * width;
    for (int i = 0; i < batch.lengths()[sequence] * width; i++) {
      if (Double.isNaN(batch.events()[first + i])) {
        return ", which has a missing value in input "
            + i % width
            + " of event "
            + i / width
            + " (both from 0)";
      }
    }
    return "";
  }

  private ModelException failure(
      Batch batch, int count, IntFunction<String> names, RuntimeException cause) {
    OptionalInt sequence = firstFailing(batch, 0, count);
    if (sequence.isEmpty()) {
      return new ModelException(
          "The model failed on "
              + count
              + " sequences together"
              + (count == 0 ? "" : ", from sequence " + names.apply(0))
              + ", but on none of them alone: "
              + cause,
          cause);
    }
    RuntimeException own = failureOf(batch, sequence.getAsInt(), 1).orElse(cause);
    return new ModelException(
        "The model failed on sequence " + names.apply(sequence.getAsInt()) + ": " + own, own);
  }

  /** Halves the range, the earlier half first: each sequence is scored about once more. */
  private OptionalInt firstFailing(Batch batch, int from, int count) {
    if (count == 0 || failureOf(batch, from, count).isEmpty()) {
      return OptionalInt.empty();
    }
    if (count == 1) {
      return OptionalInt.of(from);
    }
    int half = count / 2;
    OptionalInt first = firstFailing(batch, from, half);
    return first.isPresent() ? first : firstFailing(batch, from + half, count - half);
  }

  private Optional<RuntimeException> failureOf(Batch batch, int from, int count) {
    int size = batch.maxLength() * eventWidth();
    double[] part = Arrays.copyOfRange(batch.events(), from * size, (from + count) * size);
    int[] lengths = Arrays.copyOfRange(batch.lengths(), from, from + count);
    try {
      model.score(part, count, batch.maxLength(), lengths, new double[count + GUARD]);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  private record Batch(double[] events, int maxLength, int[] lengths) {}
}
