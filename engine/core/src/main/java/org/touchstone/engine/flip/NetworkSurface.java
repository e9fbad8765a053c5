package org.touchstone.engine.flip;

import java.util.List;
import org.touchstone.engine.model.Activation;
import org.touchstone.engine.model.DenseLayer;
import org.touchstone.engine.model.Mlp;

/** A network's margin in the coordinates of its first layer's column space. */
final class NetworkSurface implements Surface {

  private final Mlp network;
  private final double level;
  private final ColumnSpace space;
  private final boolean bends;
  private final int units;
  private final double[] margin = new double[1];

  NetworkSurface(Mlp network, double level, ColumnSpace space) {
    this.network = network;
    this.level = level;
    this.space = space;
    List<DenseLayer> hidden = network.layers().subList(0, network.layers().size() - 1);
    this.bends =
        !hidden.isEmpty()
            && hidden.stream().allMatch(layer -> layer.activation() == Activation.RELU);
    this.units = hidden.stream().mapToInt(DenseLayer::outputs).sum();
  }

  @Override
  public int dimension() {
    return space.rank();
  }

  @Override
  public void margins(double[] t, int count, double[] out) {
    network.logOdds(space.rank() == 0 ? new double[count] : t, count, out);
    for (int i = 0; i < count; i++) {
      out[i] -= level;
    }
  }

  @Override
  public double margin(double[] t, double[] gradient) {
    if (space.rank() == 0) {
      margins(t, 1, margin);
      return margin[0];
    }
    network.logOddsGradient(t, 1, margin, gradient);
    return margin[0] - level;
  }

  @Override
  public void toChanges(double[] t, double[] changes) {
    space.toChanges(t, changes);
  }

  @Override
  public void fromChanges(double[] changes, double[] t) {
    space.fromChanges(changes, t);
  }

  @Override
  public boolean bends() {
    return bends;
  }

  @Override
  public Kinks kinks(double[] t) {
    int n = space.rank();
    if (!bends || n == 0) {
      return Kinks.NONE;
    }
    double[] values = new double[units];
    double[] gradients = new double[units * n];
    // What a layer sees: at first the coordinates themselves.
    int inputs = n;
    double[] in = t;
    double[] inGradients = new double[n * n];
    for (int i = 0; i < n; i++) {
      inGradients[i * n + i] = 1;
    }
    int at = 0;
    for (DenseLayer layer : network.layers().subList(0, network.layers().size() - 1)) {
      double[] out = new double[layer.outputs()];
      double[] outGradients = new double[layer.outputs() * n];
      for (int k = 0; k < layer.outputs(); k++, at++) {
        double z = layer.bias(k);
        for (int i = 0; i < inputs; i++) {
          double weight = layer.weight(i, k);
          z += weight * in[i];
          for (int j = 0; j < n; j++) {
            gradients[at * n + j] += weight * inGradients[i * n + j];
          }
        }
        values[at] = z;
        if (z > 0) {
          out[k] = z;
          System.arraycopy(gradients, at * n, outGradients, k * n, n);
        }
      }
      inputs = layer.outputs();
      in = out;
      inGradients = outGradients;
    }
    return new Kinks(values, gradients);
  }
}
