package org.touchstone.engine.model;

/**
 * The linear layer on the last hidden state of a recurrent network, and the probability that is
 * made of it: the logistic function of one output, or one of the softmax of several.
 *
 * @param weights outputs x hidden, row-major
 * @param bias one value for each output
 * @param output the output whose probability is the score, from 0; 0 if there is one output
 */
public record SequenceHead(double[] weights, double[] bias, int output) {

  /**
   * Copies the weights.
   *
   * @throws IllegalArgumentException if there is no output, the picked one does not exist, the
   *     lengths do not agree, or a weight is not finite
   */
  public SequenceHead {
    if (bias.length == 0 || weights.length == 0 || weights.length % bias.length != 0) {
      throw new IllegalArgumentException(
          "The output layer has " + weights.length + " weights for " + bias.length + " outputs");
    }
    if (output < 0 || output >= bias.length) {
      throw new IllegalArgumentException(
          "There is no output " + output + "; the model has " + bias.length + ", from 0");
    }
    for (double w : weights) {
      requireFinite(w);
    }
    for (double b : bias) {
      requireFinite(b);
    }
    weights = weights.clone();
    bias = bias.clone();
  }

  /** Number of hidden units that the layer takes. */
  public int hidden() {
    return weights.length / bias.length;
  }

  /** Number of outputs. */
  public int outputs() {
    return bias.length;
  }

  /** The same layer with the probability of another output. */
  public SequenceHead withOutput(int other) {
    return new SequenceHead(weights, bias, other);
  }

  /** The probability for a hidden state, given one after the other in {@code h[from ...]}. */
  double score(double[] h, int from) {
    int hidden = hidden();
    if (bias.length == 1) {
      return Logistic.sigmoid(linear(h, from, 0, hidden));
    }
    double picked = linear(h, from, output, hidden);
    double sum = 1;
    for (int k = 0; k < bias.length; k++) {
      if (k != output) {
        sum += Math.exp(linear(h, from, k, hidden) - picked);
      }
    }
    return 1 / sum;
  }

  private double linear(double[] h, int from, int row, int hidden) {
    double z = bias[row];
    for (int k = 0, at = row * hidden; k < hidden; k++) {
      z += weights[at + k] * h[from + k];
    }
    return z;
  }

  private static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("The output layer holds " + value);
    }
  }
}
