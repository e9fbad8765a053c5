package org.touchstone.engine.flip;

import org.touchstone.engine.model.Mlp;

/** A network's margin in the coordinates of its first layer's column space. */
final class NetworkSurface implements Surface {

  private final Mlp network;
  private final double level;
  private final ColumnSpace space;
  private final double[] margin = new double[1];

  NetworkSurface(Mlp network, double level, ColumnSpace space) {
    this.network = network;
    this.level = level;
    this.space = space;
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
}
