package org.touchstone.engine.model;

import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.model.EnsembleRules.Precision;

/**
 * A network of gated recurrent units (Cho et al. 2014), with a linear layer on the last hidden
 * state and a sigmoid (one output) or a softmax (several outputs, of which one is picked). Layers
 * may be stacked. PyTorch's conventions:
 *
 * <pre>
 * r  = sigmoid(W_r x + b_r + U_r h + c_r)
 * z  = sigmoid(W_z x + b_z + U_z h + c_z)
 * n  = tanh(W_n x + b_n + r (U_n h + c_n))
 * h' = (1 - z) n + z h
 * </pre>
 *
 * <p>A state holds the hidden values of each layer, from the first to the last. In double precision
 * the gates' functions are exact to 2e-15; in single precision weights, inputs and states are
 * floats, sums are added as floats, and the gates' functions are exact to 7e-8. The state before
 * the first event is 0. An event with a missing value makes the score {@code NaN}.
 */
public final class Gru implements StatefulSequenceClassifier {

  private final RecurrentNetwork network;

  /**
   * Creates a network in double precision.
   *
   * @param layers from input to output, 3 gates each, in the order r, z, n
   * @param head the output layer
   * @throws IllegalArgumentException if the layers do not fit together
   */
  public Gru(List<RecurrentLayer> layers, SequenceHead head) {
    this(new RecurrentNetwork(RecurrentCell.GRU, layers, head, Precision.DOUBLE));
  }

  private Gru(RecurrentNetwork network) {
    this.network = network;
  }

  /** The same network with numbers of another width. */
  public Gru withPrecision(Precision precision) {
    return new Gru(network.with(precision));
  }

  /**
   * The same network with the probability of another output as its score.
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public Gru withOutput(int output) {
    return new Gru(network.withOutput(output));
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
