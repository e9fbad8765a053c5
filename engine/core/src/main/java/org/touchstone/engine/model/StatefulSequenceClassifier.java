package org.touchstone.engine.model;

/**
 * A sequence classifier that reads one event after the other and keeps what it knows of the past in
 * a state of fixed size, as recurrent networks do. Explainers run a common past once and start from
 * its state.
 *
 * <p>For every split of a sequence, advancing by its first part and then by its second gives the
 * score and the state of advancing by the whole.
 */
public interface StatefulSequenceClassifier extends SequenceClassifier {

  /** Number of values of one state. */
  int stateWidth();

  /**
   * Writes the state before the first event.
   *
   * @param state receives the state, at least {@code stateWidth()} long
   */
  void initialState(double[] state);

  /**
   * Reads {@code steps} events of each sequence, starting from a state.
   *
   * @param events sequences x time x inputs, at least {@code count * steps * eventWidth()} long
   * @param count number of sequences, 0 or more
   * @param steps events of each sequence, 1 or more
   * @param states row-major, {@code stateWidth()} values for each sequence: the state before the
   *     first event, replaced by the state after the last
   * @param out receives the probability of the positive class after the last event of each sequence
   * @throws ModelException if the model cannot score the sequences
   */
  void advance(double[] events, int count, int steps, double[] states, double[] out);
}
