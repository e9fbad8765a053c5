package org.touchstone.engine.plot;

import java.util.Arrays;
import org.touchstone.engine.plot.BeeswarmPlot.Swarm;

/** Draws a {@link BeeswarmPlot}. */
final class BeeswarmDrawing extends PlotDrawing {

  private static final double ROW = 32;
  private static final double RADIUS = 2.2;

  private final BeeswarmPlot plot;

  BeeswarmDrawing(BeeswarmPlot plot) {
    super(
        plot.title(),
        plot.axis(),
        plot.swarms().stream().map(Swarm::label).toList(),
        ROW,
        extreme(plot, -1),
        extreme(plot, 1));
    this.plot = plot;
  }

  @Override
  void drawRows(Canvas canvas) {
    boolean coloured = false;
    for (int row = 0; row < plot.swarms().size(); row++) {
      Swarm swarm = plot.swarms().get(row);
      double[] offsets = offsets(swarm);
      for (int point = 0; point < swarm.size(); point++) {
        coloured |= !Double.isNaN(swarm.colour(point));
        canvas.circle(
            x(swarm.value(point)), y(row) + offsets[point], RADIUS, colour(swarm.colour(point)));
      }
      if (plot.means() && swarm.size() > 0) {
        double mean = x(mean(swarm));
        canvas.line(mean, y(row) - ROW / 2 + 3, mean, y(row) + ROW / 2 - 3, 2.4, TEXT);
      }
    }
    if (coloured) {
      legend(canvas);
    }
  }

  private void legend(Canvas canvas) {
    double x = plotRight() + 22;
    double top = plotTop() + 14;
    int steps = 40;
    double length = Math.max(20, plot.swarms().size() * ROW - 28);
    for (int i = 0; i < steps; i++) {
      double colour = 1 - (i + 0.5) / steps;
      canvas.rectangle(x, top + i * length / steps, 8, length / steps + 0.5, colour(colour));
    }
    canvas.text(x + 4, top - 6, 11, Canvas.Anchor.MIDDLE, TEXT, "high");
    canvas.text(x + 4, top + length + 14, 11, Canvas.Anchor.MIDDLE, TEXT, "low");
  }

  /**
   * Points of the same bin of one diameter are stacked around the middle, in their order; the
   * distance shrinks so that the highest stack stays in its row.
   */
  private double[] offsets(Swarm swarm) {
    long[] bins = new long[swarm.size()];
    Integer[] order = new Integer[swarm.size()];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = (long) Math.floor(x(swarm.value(i)) / (2 * RADIUS));
      order[i] = i;
    }
    Arrays.sort(order, (a, b) -> Long.compare(bins[a], bins[b]));
    int highest = 0;
    int[] place = new int[bins.length];
    for (int i = 1; i < bins.length; i++) {
      place[i] = bins[order[i]] == bins[order[i - 1]] ? place[i - 1] + 1 : 0;
      highest = Math.max(highest, place[i]);
    }
    double room = ROW / 2 - RADIUS;
    double distance = Math.min(2 * RADIUS, room / Math.max(1, (highest + 1) / 2));
    double[] offsets = new double[bins.length];
    for (int i = 0; i < bins.length; i++) {
      int sign = place[i] % 2 == 0 ? 1 : -1;
      offsets[order[i]] = sign * ((place[i] + 1) / 2) * distance;
    }
    return offsets;
  }

  private static double mean(Swarm swarm) {
    double sum = 0;
    for (int point = 0; point < swarm.size(); point++) {
      sum += swarm.value(point);
    }
    return sum / swarm.size();
  }

  private static int colour(double share) {
    if (Double.isNaN(share)) {
      return GREY;
    }
    return mixed(LOW, HIGH, share);
  }

  private static double extreme(BeeswarmPlot plot, int sign) {
    double extreme = 0;
    for (Swarm swarm : plot.swarms()) {
      for (int i = 0; i < swarm.size(); i++) {
        extreme = Math.max(extreme, sign * swarm.value(i));
      }
    }
    return sign * extreme;
  }
}
