package org.touchstone.engine.model;

/**
 * A binary classifier of sequences of events, scored in batches from flat buffers. A sequence may
 * have any length from 1; every event has the same number of inputs. A model of several outputs is
 * made a classifier of the one that is picked. Implementations are safe for use by several threads
 * at once.
 */
public interface SequenceClassifier extends AutoCloseable {

  /** Number of inputs of one event. */
  int eventWidth();

  /**
   * Scores {@code count} sequences.
   *
   * @param events sequences x time x inputs: input j of event t of sequence s is at {@code (s *
   *     maxLength + t) * eventWidth() + j}; what is behind the length of a sequence is not read. A
   *     missing value is {@code NaN}
   * @param count number of sequences, 0 or more
   * @param maxLength events that each sequence has room for, 1 or more
   * @param lengths number of events of each sequence, from 1 to {@code maxLength}; the first is the
   *     oldest, the last the one that the score is about
   * @param out receives the probability of the positive class of each sequence, in [0, 1]
   * @throws ModelException if the model cannot score the sequences
   * @throws IllegalArgumentException if a length is not in [1, maxLength]
   */
  void score(double[] events, int count, int maxLength, int[] lengths, double[] out);

  /**
   * Releases what the model holds outside of the heap. Models without such resources do nothing.
   */
  @Override
  default void close() {}
}
