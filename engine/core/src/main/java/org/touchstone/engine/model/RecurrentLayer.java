package org.touchstone.engine.model;

/**
 * The weights of one recurrent layer, in PyTorch's layout: one block of {@code hidden} rows for
 * each gate, the gates in the order r, z, n for a GRU and i, f, g, o for an LSTM.
 *
 * @param inputs number of inputs of one step
 * @param hidden number of hidden units
 * @param inputWeights {@code weight_ih}: gates * hidden rows of {@code inputs} columns, row-major
 * @param recurrentWeights {@code weight_hh}: gates * hidden rows of {@code hidden} columns,
 *     row-major
 * @param inputBias {@code bias_ih}: gates * hidden values
 * @param recurrentBias {@code bias_hh}: gates * hidden values
 */
public record RecurrentLayer(
    int inputs,
    int hidden,
    double[] inputWeights,
    double[] recurrentWeights,
    double[] inputBias,
    double[] recurrentBias) {

  /**
   * Copies the weights.
   *
   * @throws IllegalArgumentException if the layer has no input or no hidden unit, the lengths do
   *     not agree, or a weight is not finite
   */
  public RecurrentLayer {
    int rows = recurrentBias.length;
    if (inputs < 1 || hidden < 1 || rows == 0 || rows % Math.max(1, hidden) != 0) {
      throw new IllegalArgumentException(
          "A recurrent layer has inputs, hidden units and a bias for each gate of each unit, found "
              + inputs
              + " inputs, "
              + hidden
              + " hidden units and "
              + rows
              + " biases");
    }
    inputWeights = checked("inputWeights", inputWeights, (long) rows * inputs);
    recurrentWeights = checked("recurrentWeights", recurrentWeights, (long) rows * hidden);
    inputBias = checked("inputBias", inputBias, rows);
    recurrentBias = checked("recurrentBias", recurrentBias, rows);
  }

  /** Number of gates: 3 for a GRU, 4 for an LSTM. */
  public int gates() {
    return recurrentBias.length / hidden;
  }

  private static double[] checked(String name, double[] values, long expected) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values; " + expected + " are needed");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(name + " holds " + values[i] + " at " + i);
      }
    }
    return values.clone();
  }
}
