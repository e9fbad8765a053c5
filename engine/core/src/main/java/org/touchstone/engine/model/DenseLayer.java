package org.touchstone.engine.model;

import java.util.Arrays;

/** A fully connected layer, {@code h = activation(x W + b)}. Immutable. */
public final class DenseLayer {

  private final int inputs;
  private final int outputs;
  private final double[] weights;
  private final double[] biases;
  private final Activation activation;

  /**
   * Creates a layer.
   *
   * @param weights row-major {@code W}, inputs x outputs: the weight from input i to output j is at
   *     {@code i * outputs + j}
   * @param biases {@code b}, one for each output
   * @param activation applied to each output
   * @throws IllegalArgumentException if the weights are not a whole number of rows, or a number is
   *     not finite
   */
  public DenseLayer(double[] weights, double[] biases, Activation activation) {
    if (biases.length == 0 || weights.length == 0 || weights.length % biases.length != 0) {
      throw new IllegalArgumentException(
          "A layer of "
              + biases.length
              + " outputs cannot have "
              + weights.length
              + " weights; give inputs x outputs of them");
    }
    if (!Arrays.stream(weights).allMatch(Double::isFinite)
        || !Arrays.stream(biases).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("A layer has a weight or bias that is not finite");
    }
    this.outputs = biases.length;
    this.inputs = weights.length / outputs;
    this.weights = weights.clone();
    this.biases = biases.clone();
    this.activation = activation;
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** Number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** The weight from an input to an output. */
  public double weight(int input, int output) {
    return weights[input * outputs + output];
  }

  /** The bias of an output. */
  public double bias(int output) {
    return biases[output];
  }

  /** Applied to each output. */
  public Activation activation() {
    return activation;
  }

  /** {@code z = x W + b} for {@code count} row-major rows. */
  void weightedInputs(double[] x, int count, double[] z) {
    for (int i = 0; i < count; i++) {
      int row = i * inputs;
      int to = i * outputs;
      System.arraycopy(biases, 0, z, to, outputs);
      int k = 0;
      // Four inputs at a time: z is read and written a quarter as often.
      for (; k + 3 < inputs; k += 4) {
        double x0 = x[row + k];
        double x1 = x[row + k + 1];
        double x2 = x[row + k + 2];
        double x3 = x[row + k + 3];
        int w0 = k * outputs;
        int w1 = w0 + outputs;
        int w2 = w1 + outputs;
        int w3 = w2 + outputs;
        for (int j = 0; j < outputs; j++) {
          z[to + j] +=
              x0 * weights[w0 + j]
                  + x1 * weights[w1 + j]
                  + x2 * weights[w2 + j]
                  + x3 * weights[w3 + j];
        }
      }
      for (; k < inputs; k++) {
        double value = x[row + k];
        int from = k * outputs;
        for (int j = 0; j < outputs; j++) {
          z[to + j] += value * weights[from + j];
        }
      }
    }
  }

  void activate(double[] z, int count, double[] h) {
    for (int i = 0; i < count * outputs; i++) {
      h[i] = activation.apply(z[i]);
    }
  }

  /** Turns derivatives by {@code h} into derivatives by {@code z}, in place. */
  void throughActivation(double[] z, double[] h, int count, double[] deltas) {
    for (int i = 0; i < count * outputs; i++) {
      deltas[i] *= activation.derivative(z[i], h[i]);
    }
  }

  /** Turns derivatives by {@code z} into derivatives by {@code x}: {@code delta W^T}. */
  void throughWeights(double[] deltas, int count, double[] inputDeltas) {
    for (int i = 0; i < count; i++) {
      int from = i * outputs;
      for (int k = 0; k < inputs; k++) {
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
          sum += deltas[from + j] * weights[k * outputs + j];
        }
        inputDeltas[i * inputs + k] = sum;
      }
    }
  }
}
