package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.model.DenseLayer;
import org.touchstone.engine.model.Mlp;

/**
 * The margin of a feed-forward network.
 *
 * <p>The network sees the variables' changes {@code y} only through its first layer, {@code u = u0
 * + A^T y}. A shortest change that reaches any {@code u} lies in the column space of A, so with
 * {@code A = Q R}, Q orthonormal, {@code y = Q t} and {@code |y| = |t|}, the closest flip point is
 * found in the coordinates {@code t}, of which there are no more than the first layer has units: 13
 * instead of 61 inputs, one for logistic regression. Nothing is lost: a change beside the column
 * space moves the row, not the output.
 */
final class NetworkMargin implements Margin {

  private final Mlp network;
  private final double level;
  private final DenseLayer first;
  private final double[] weights;

  NetworkMargin(Mlp network, double level) {
    this.network = network;
    this.level = level;
    this.first = network.layers().get(0);
    this.weights = new double[first.inputs() * first.outputs()];
    for (int i = 0; i < first.inputs(); i++) {
      for (int k = 0; k < first.outputs(); k++) {
        weights[i * first.outputs() + k] = first.weight(i, k) / network.inputScale(i);
      }
    }
  }

  @Override
  public int inputWidth() {
    return network.inputWidth();
  }

  /** The boundary of a single layer is flat: every start leads to the same point. */
  @Override
  public FlipSearch search() {
    return network.layers().size() == 1 ? FlipSearch.SINGLE : FlipSearch.THOROUGH;
  }

  @Override
  public void margins(double[] inputs, int count, double[] out) {
    network.logOdds(inputs, count, out);
    for (int i = 0; i < count; i++) {
      out[i] -= level;
    }
  }

  @Override
  public Family family(Columns columns) {
    int units = first.outputs();
    double[] a = new double[columns.size() * units];
    for (int j = 0; j < columns.size(); j++) {
      for (int e = columns.start()[j]; e < columns.start()[j + 1]; e++) {
        int from = columns.input()[e] * units;
        for (int k = 0; k < units; k++) {
          a[j * units + k] += columns.slope()[e] * weights[from + k];
        }
      }
    }
    ColumnSpace space = ColumnSpace.of(a, columns.size(), units);
    return inputs -> new NetworkSurface(reduced(space, inputs), level, space);
  }

  /** The network of the coordinates t around a row: its first layer is {@code u0 + R^T t}. */
  private Mlp reduced(ColumnSpace space, double[] inputs) {
    int units = first.outputs();
    double[] biases = new double[units];
    for (int k = 0; k < units; k++) {
      biases[k] = first.bias(k);
    }
    for (int i = 0; i < first.inputs(); i++) {
      double value = inputs[i] - network.inputMean(i);
      for (int k = 0; k < units; k++) {
        biases[k] += value * weights[i * units + k];
      }
    }
    // A layer needs an input also where nothing can change.
    double[] r = space.rank() == 0 ? new double[units] : space.r();
    List<DenseLayer> layers = new ArrayList<>(network.layers());
    layers.set(0, new DenseLayer(r, biases, first.activation()));
    return new Mlp(layers);
  }
}
