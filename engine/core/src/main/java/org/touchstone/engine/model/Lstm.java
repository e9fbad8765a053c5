package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.model.EnsembleRules.Precision;

/**
 * A network of long short-term memory units (Hochreiter and Schmidhuber 1997), with a linear layer
 * on the last hidden state and a sigmoid (one output) or a softmax (several outputs, of which one
 * is picked). Layers may be stacked. PyTorch's conventions:
 *
 * <pre>
 * i  = sigmoid(W_i x + b_i + U_i h + c_i)
 * f  = sigmoid(W_f x + b_f + U_f h + c_f)
 * g  = tanh(W_g x + b_g + U_g h + c_g)
 * o  = sigmoid(W_o x + b_o + U_o h + c_o)
 * c' = f c + i g
 * h' = o tanh(c')
 * </pre>
 *
 * <p>A state holds the hidden values of each layer, from the first to the last, then their cells.
 * In double precision the gates' functions are exact to 2e-15; in single precision weights, inputs
 * and states are floats, sums are added as floats, and the gates' functions are exact to 7e-8. The
 * state before the first event is 0. An event with a missing value makes the score {@code NaN}.
 */
public final class Lstm implements StatefulSequenceClassifier {

  private final RecurrentNetwork network;

  /**
   * Creates a network in double precision.
   *
   * @param layers from input to output, 4 gates each, in the order i, f, g, o
   * @param head the output layer
   * @throws IllegalArgumentException if the layers do not fit together
   */
  public Lstm(List<RecurrentLayer> layers, SequenceHead head) {
    this(new RecurrentNetwork(RecurrentCell.LSTM, layers, head, Precision.DOUBLE));
  }

  private Lstm(RecurrentNetwork network) {
    this.network = network;
  }

  /** The same network with numbers of another width. */
  public Lstm withPrecision(Precision precision) {
    return new Lstm(network.with(precision));
  }

  /**
   * The same network with the probability of another output as its score.
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public Lstm withOutput(int output) {
    return new Lstm(network.withOutput(output));
  }

  /** The recurrent layers, from input to output. */
  public List<RecurrentLayer> layers() {
    return network.layers();
  }

  /** The output layer. */
  public SequenceHead head() {
    return network.head();
  }

  /** The width of the numbers that are computed with. */
  public Precision precision() {
    return network.precision();
  }

  @Override
  public int eventWidth() {
    return network.eventWidth();
  }

  @Override
  public int stateWidth() {
    return network.stateWidth();
  }

  @Override
  public void initialState(double[] state) {
    Arrays.fill(state, 0, stateWidth(), 0);
  }

  @Override
  public void score(double[] events, int count, int maxLength, int[] lengths, double[] out) {
    network.score(events, count, maxLength, lengths, out);
  }

  @Override
  public void advance(double[] events, int count, int steps, double[] states, double[] out) {
    network.advance(events, count, steps, states, out);
  }
}
