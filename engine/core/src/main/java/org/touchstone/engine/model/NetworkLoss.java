package org.touchstone.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The mean softmax cross entropy of a network over rows, {@code -1/n sum_i sum_k t_ik log
 * softmax(z_i)_k}, and its gradient with respect to all weights and biases, which stand in one flat
 * array: for each layer the weights (inputs x outputs, row-major), then the biases.
 *
 * <p>Not thread-safe: keeps buffers.
 */
final class NetworkLoss {

  private final int[] widths;
  private final Activation activation;
  private final int[] offsets;
  private final double[][] h;
  private final double[][] z;
  private double[] deltas = new double[0];
  private double[] next = new double[0];

  NetworkLoss(int[] widths, Activation activation) {
    this.widths = widths.clone();
    this.activation = activation;
    this.offsets = new int[widths.length];
    for (int l = 0; l + 1 < widths.length; l++) {
      offsets[l + 1] = offsets[l] + (widths[l] + 1) * widths[l + 1];
    }
    this.h = new double[widths.length][0];
    this.z = new double[widths.length][0];
  }

  int parameters() {
    return offsets[widths.length - 1];
  }

  int inputs() {
    return widths[0];
  }

  int outputs() {
    return widths[widths.length - 1];
  }

  /** Whether a parameter is a weight; the others are biases. */
  boolean[] weights() {
    boolean[] weights = new boolean[parameters()];
    for (int l = 0; l + 1 < widths.length; l++) {
      java.util.Arrays.fill(weights, offsets[l], offsets[l] + widths[l] * widths[l + 1], true);
    }
    return weights;
  }

  double[] initial(SplittableRandom random) {
    double[] parameters = new double[parameters()];
    for (int l = 0; l + 1 < widths.length; l++) {
      boolean relu = activation == Activation.RELU && l + 2 < widths.length;
      double limit = Math.sqrt(6.0 / (relu ? widths[l] : widths[l] + widths[l + 1]));
      for (int i = 0; i < widths[l] * widths[l + 1]; i++) {
        parameters[offsets[l] + i] = (2 * random.nextDouble() - 1) * limit;
      }
    }
    return parameters;
  }

  List<DenseLayer> layers(double[] parameters) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.length; l++) {
      int biases = offsets[l] + widths[l] * widths[l + 1];
      layers.add(
          new DenseLayer(
              java.util.Arrays.copyOfRange(parameters, offsets[l], biases),
              java.util.Arrays.copyOfRange(parameters, biases, offsets[l + 1]),
              l + 2 < widths.length ? activation : Activation.IDENTITY));
    }
    return layers;
  }

  /**
   * Computes the mean loss of the rows, and its gradient.
   *
   * @param parameters all weights and biases
   * @param rows row-major standardised inputs
   * @param targets row-major probabilities of the classes
   * @param count number of rows
   * @param gradient receives the gradient
   */
  double gradient(
      double[] parameters, double[] rows, double[] targets, int count, double[] gradient) {
    allocate(count);
    int last = widths.length - 1;
    System.arraycopy(rows, 0, h[0], 0, count * widths[0]);
    for (int l = 0; l < last; l++) {
      forward(parameters, l, count);
    }
    double loss = outputDeltas(targets, count);
    for (int l = last - 1; l >= 0; l--) {
      backward(parameters, l, count, gradient);
    }
    return loss;
  }

  private void allocate(int count) {
    if (h[0].length >= count * widths[0]) {
      return;
    }
    int widest = 0;
    for (int l = 0; l < widths.length; l++) {
      h[l] = new double[count * widths[l]];
      z[l] = new double[count * widths[l]];
      widest = Math.max(widest, widths[l]);
    }
    deltas = new double[count * widest];
    next = new double[count * widest];
  }

  private void forward(double[] parameters, int l, int count) {
    int in = widths[l];
    int out = widths[l + 1];
    double[] x = h[l];
    double[] sums = z[l + 1];
    for (int i = 0; i < count; i++) {
      int to = i * out;
      System.arraycopy(parameters, offsets[l] + in * out, sums, to, out);
      for (int k = 0; k < in; k++) {
        double value = x[i * in + k];
        int from = offsets[l] + k * out;
        for (int j = 0; j < out; j++) {
          sums[to + j] += value * parameters[from + j];
        }
      }
    }
    boolean linear = l + 2 == widths.length;
    for (int i = 0; i < count * out; i++) {
      h[l + 1][i] = linear ? sums[i] : activation.apply(sums[i]);
    }
  }

  /** The loss; leaves {@code (softmax - target) / count} in {@link #deltas}. */
  private double outputDeltas(double[] targets, int count) {
    int classes = outputs();
    double[] values = h[widths.length - 1];
    double loss = 0;
    for (int i = 0; i < count; i++) {
      int at = i * classes;
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        max = Math.max(max, values[at + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(values[at + k] - max);
      }
      double logSum = max + Math.log(sum);
      for (int k = 0; k < classes; k++) {
        double logShare = values[at + k] - logSum;
        loss -= targets[at + k] * logShare;
        deltas[at + k] = (Math.exp(logShare) - targets[at + k]) / count;
      }
    }
    return loss / count;
  }

  private void backward(double[] parameters, int l, int count, double[] gradient) {
    int in = widths[l];
    int out = widths[l + 1];
    if (l + 2 < widths.length) {
      for (int i = 0; i < count * out; i++) {
        deltas[i] *= activation.derivative(z[l + 1][i], h[l + 1][i]);
      }
    }
    java.util.Arrays.fill(gradient, offsets[l], offsets[l + 1], 0);
    int biases = offsets[l] + in * out;
    for (int i = 0; i < count; i++) {
      int from = i * out;
      for (int j = 0; j < out; j++) {
        gradient[biases + j] += deltas[from + j];
      }
      for (int k = 0; k < in; k++) {
        double value = h[l][i * in + k];
        int to = offsets[l] + k * out;
        double sum = 0;
        for (int j = 0; j < out; j++) {
          gradient[to + j] += value * deltas[from + j];
        }
        if (l > 0) {
          for (int j = 0; j < out; j++) {
            sum += deltas[from + j] * parameters[to + j];
          }
          next[i * in + k] = sum;
        }
      }
    }
    double[] swap = deltas;
    deltas = next;
    next = swap;
  }
}
