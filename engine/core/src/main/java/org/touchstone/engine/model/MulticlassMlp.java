package org.touchstone.engine.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A feed-forward network of three or more classes: dense layers, a linear output for each class,
 * softmax. Between two classes it decides as the network of these two outputs alone does ({@link
 * #pair}), so everything that is computed on an {@link Mlp} is available for each pair of classes.
 */
public final class MulticlassMlp {

  private final List<DenseLayer> layers;
  private final InputScaling scaling;

  /**
   * Creates a network of standardised inputs, {@code (x_j - mean_j) / scale_j}.
   *
   * @param layers from input to output; the last has activation {@link Activation#IDENTITY} and one
   *     output for each class
   * @param mean subtracted from each input
   * @param scale each input is divided by it; positive
   * @throws IllegalArgumentException if the layers do not fit together, or the scaling does not fit
   *     the first one
   */
  public MulticlassMlp(List<DenseLayer> layers, double[] mean, double[] scale) {
    this.layers = List.copyOf(layers);
    this.scaling = new InputScaling(mean, scale);
    if (layers.isEmpty() || layers.get(layers.size() - 1).outputs() < 2) {
      throw new IllegalArgumentException("A classifier of several classes needs two outputs");
    }
    // An Mlp checks that the layers fit together.
    pair(0, 1);
  }

  /** Number of inputs of one row. */
  public int inputWidth() {
    return scaling.width();
  }

  /** Number of classes. */
  public int classCount() {
    return layers.get(layers.size() - 1).outputs();
  }

  /**
   * The network of two of the classes: its log odds are the log of the ratio of the probabilities
   * of {@code positive} and {@code negative}, its decision boundary is where the two are equal.
   *
   * @throws IllegalArgumentException if a class does not exist, or both are the same
   */
  public Mlp pair(int negative, int positive) {
    int classes = classCount();
    if (negative < 0
        || positive < 0
        || negative >= classes
        || positive >= classes
        || negative == positive) {
      throw new IllegalArgumentException(
          "Classes "
              + negative
              + " and "
              + positive
              + " are not two of the "
              + classes
              + " classes, counted from 0");
    }
    DenseLayer last = layers.get(layers.size() - 1);
    double[] weights = new double[2 * last.inputs()];
    for (int i = 0; i < last.inputs(); i++) {
      weights[2 * i] = last.weight(i, negative);
      weights[2 * i + 1] = last.weight(i, positive);
    }
    List<DenseLayer> reduced = new ArrayList<>(layers.subList(0, layers.size() - 1));
    reduced.add(
        new DenseLayer(
            weights, new double[] {last.bias(negative), last.bias(positive)}, last.activation()));
    double[] mean = new double[inputWidth()];
    double[] scale = new double[inputWidth()];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = scaling.mean(j);
      scale[j] = scaling.scale(j);
    }
    return new Mlp(reduced, mean, scale);
  }

  /**
   * Computes the probabilities of all classes.
   *
   * @param rows row-major inputs, at least {@code count * inputWidth()} long
   * @param count number of rows
   * @param out receives {@code classCount()} probabilities of each row, row-major
   */
  public void score(double[] rows, int count, double[] out) {
    int classes = classCount();
    double[] x = new double[count * inputWidth()];
    scaling.apply(rows, 0, count, x);
    for (DenseLayer layer : layers) {
      double[] z = new double[count * layer.outputs()];
      layer.weightedInputs(x, count, z);
      layer.activate(z, count, z);
      x = z;
    }
    for (int i = 0; i < count; i++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        max = Math.max(max, x[i * classes + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        out[i * classes + k] = Math.exp(x[i * classes + k] - max);
        sum += out[i * classes + k];
      }
      for (int k = 0; k < classes; k++) {
        out[i * classes + k] /= sum;
      }
    }
  }

  /** The class with the highest probability of a row; the first of several equal ones. */
  public int predict(double[] row) {
    double[] probabilities = new double[classCount()];
    score(row, 1, probabilities);
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return best;
  }
}
