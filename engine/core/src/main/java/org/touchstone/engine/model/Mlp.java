package org.touchstone.engine.model;

import java.util.List;

/**
 * A feed-forward network of dense layers with one probability as its output.
 *
 * <p>The last layer is linear and has one output, of which the logistic function is taken, or two,
 * of which the softmax is taken; the second is the positive class. Softmax over two is the logistic
 * function of their difference, and is computed so. All in double precision. A row with a missing
 * value scores {@code NaN}.
 */
public final class Mlp implements LogOddsClassifier {

  /** Rows that go through all layers together: their values stay in the first-level cache. */
  private static final int BLOCK = 32;

  private final List<DenseLayer> layers;
  private final InputScaling scaling;
  private final int widest;

  /**
   * Creates a network of unscaled inputs.
   *
   * @param layers from input to output; the last has activation {@link Activation#IDENTITY} and one
   *     or two outputs
   * @throws IllegalArgumentException if the layers do not fit together
   */
  public Mlp(List<DenseLayer> layers) {
    this(layers, InputScaling.none(layers.isEmpty() ? 0 : layers.get(0).inputs()));
  }

  /**
   * Creates a network of standardised inputs, {@code (x_j - mean_j) / scale_j}.
   *
   * @param layers from input to output; the last has activation {@link Activation#IDENTITY} and one
   *     or two outputs
   * @param mean subtracted from each input
   * @param scale each input is divided by it; positive
   * @throws IllegalArgumentException if the layers do not fit together, or the scaling does not fit
   *     the first one
   */
  public Mlp(List<DenseLayer> layers, double[] mean, double[] scale) {
    this(layers, new InputScaling(mean, scale));
  }

  private Mlp(List<DenseLayer> layers, InputScaling scaling) {
    this.layers = List.copyOf(layers);
    this.scaling = scaling;
    this.widest = check(this.layers, scaling);
  }

  @Override
  public int inputWidth() {
    return scaling.width();
  }

  /** The layers, from input to output. */
  public List<DenseLayer> layers() {
    return layers;
  }

  /** The same network for inputs that are standardised already. */
  public Mlp onStandardizedInputs() {
    return new Mlp(layers);
  }

  /** The mean that is subtracted from an input; 0 where inputs are not scaled. */
  public double inputMean(int input) {
    return scaling.mean(input);
  }

  /** What an input is divided by; 1 where inputs are not scaled. */
  public double inputScale(int input) {
    return scaling.scale(input);
  }

  @Override
  public void logOdds(double[] rows, int count, double[] out) {
    double[] x = new double[Math.min(BLOCK, count) * widest];
    double[] z = new double[x.length];
    for (int from = 0; from < count; from += BLOCK) {
      int block = Math.min(BLOCK, count - from);
      scaling.apply(rows, from, block, x);
      for (DenseLayer layer : layers) {
        layer.weightedInputs(x, block, z);
        layer.activate(z, block, x);
      }
      int outputs = layers.get(layers.size() - 1).outputs();
      for (int i = 0; i < block; i++) {
        out[from + i] = logOdds(x, i, outputs);
      }
    }
  }

  @Override
  public void score(double[] rows, int count, double[] out) {
    logOdds(rows, count, out);
    for (int i = 0; i < count; i++) {
      out[i] = Logistic.sigmoid(out[i]);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>By reverse-mode differentiation (back-propagation), exact up to rounding; where a ReLU's
   * input is exactly 0, the derivative from below.
   */
  @Override
  public void gradient(double[] rows, int count, double[] gradients) {
    double[] logOdds = new double[count];
    logOddsGradient(rows, count, logOdds, gradients);
    int width = inputWidth();
    for (int i = 0; i < count; i++) {
      double slope = Logistic.derivative(logOdds[i]);
      for (int j = i * width; j < (i + 1) * width; j++) {
        gradients[j] *= slope;
      }
    }
  }

  /** {@inheritDoc} By reverse-mode differentiation, as {@link #gradient}. */
  @Override
  public void logOddsGradient(double[] rows, int count, double[] out, double[] gradients) {
    int most = Math.min(BLOCK, count);
    double[][] h = new double[layers.size() + 1][];
    double[][] z = new double[layers.size()][];
    h[0] = new double[most * inputWidth()];
    for (int l = 0; l < z.length; l++) {
      z[l] = new double[most * layers.get(l).outputs()];
      h[l + 1] = new double[z[l].length];
    }
    double[] deltas = new double[most * widest];
    double[] next = new double[most * widest];
    int outputs = layers.get(layers.size() - 1).outputs();
    for (int from = 0; from < count; from += BLOCK) {
      int block = Math.min(BLOCK, count - from);
      scaling.apply(rows, from, block, h[0]);
      for (int l = 0; l < layers.size(); l++) {
        layers.get(l).weightedInputs(h[l], block, z[l]);
        layers.get(l).activate(z[l], block, h[l + 1]);
      }
      for (int i = 0; i < block; i++) {
        out[from + i] = logOdds(h[layers.size()], i, outputs);
        outputDeltas(i, outputs, deltas);
      }
      for (int l = layers.size() - 1; l >= 0; l--) {
        DenseLayer layer = layers.get(l);
        layer.throughActivation(z[l], h[l + 1], block, deltas);
        layer.throughWeights(deltas, block, next);
        double[] swap = deltas;
        deltas = next;
        next = swap;
      }
      int width = inputWidth();
      for (int i = 0; i < block; i++) {
        for (int j = 0; j < width; j++) {
          gradients[(from + i) * width + j] = deltas[i * width + j] / scaling.scale(j);
        }
      }
    }
  }

  private static void outputDeltas(int row, int outputs, double[] deltas) {
    if (outputs == 1) {
      deltas[row] = 1;
    } else {
      deltas[2 * row] = -1;
      deltas[2 * row + 1] = 1;
    }
  }

  private static double logOdds(double[] values, int row, int outputs) {
    return outputs == 1 ? values[row] : values[2 * row + 1] - values[2 * row];
  }

  private static int check(List<DenseLayer> layers, InputScaling scaling) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("A network needs a layer");
    }
    int width = scaling.width();
    int widest = width;
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      if (layer.inputs() != width) {
        throw new IllegalArgumentException(
            "Layer " + (l + 1) + " takes " + layer.inputs() + " inputs, but is given " + width);
      }
      width = layer.outputs();
      widest = Math.max(widest, width);
    }
    if (width > 2 || layers.get(layers.size() - 1).activation() != Activation.IDENTITY) {
      throw new IllegalArgumentException(
          "The last layer has "
              + width
              + " outputs and activation "
              + layers.get(layers.size() - 1).activation()
              + "; a classifier of two classes ends in a linear layer of one output (sigmoid) or"
              + " two (softmax)");
    }
    return widest;
  }
}
