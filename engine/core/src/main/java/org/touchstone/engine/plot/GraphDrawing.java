package org.touchstone.engine.plot;

import java.util.Comparator;
import java.util.List;
import org.touchstone.engine.plot.GraphPlot.Edge;
import org.touchstone.engine.plot.GraphPlot.Node;

/** Draws a {@link GraphPlot}. */
final class GraphDrawing implements Drawing {

  private static final int LONGEST_LABEL = 40;
  private static final double LABEL = 12;
  private static final double TOP = 44;
  private static final double MARGIN = 24;
  private static final double LARGEST_NODE = 11;
  private static final double SMALLEST_NODE = 3.5;
  private static final double WIDEST_EDGE = 9;
  private static final int LIGHTEST = 0xdfe7f1;

  private static final int DARKEST = PlotDrawing.LOW;

  /** Edges whose weight is written beside them. */
  private static final int NUMBERED = 6;

  private final GraphPlot plot;
  private final double radius;
  private final double side;

  GraphDrawing(GraphPlot plot) {
    this.plot = plot;
    int count = plot.nodes().size();
    // Neighbouring labels are at least a line apart, also at the sides of the circle, and the
    // number on an edge between neighbours does not hide it.
    this.radius = Math.max(170, count * 33.0 / Math.PI);
    this.side =
        plot.nodes().stream()
                .mapToDouble(node -> PlotDrawing.textWidth(label(node), LABEL))
                .max()
                .orElse(0)
            + LARGEST_NODE
            + MARGIN;
  }

  @Override
  public double width() {
    return Math.max(2 * (radius + side), plot.title().length() * 8.2 + 24);
  }

  @Override
  public double height() {
    return TOP + 2 * radius + 4 * MARGIN;
  }

  @Override
  public void draw(Canvas canvas) {
    canvas.rectangle(0, 0, width(), height(), 0xffffff);
    canvas.text(12, 24, 15, Canvas.Anchor.START, PlotDrawing.TEXT, plot.title());
    List<Edge> lightFirst =
        plot.edges().stream().sorted(Comparator.comparingDouble(Edge::weight)).toList();
    double heaviest = lightFirst.isEmpty() ? 1 : lightFirst.get(lightFirst.size() - 1).weight();
    for (Edge edge : lightFirst) {
      double share = edge.weight() / heaviest;
      canvas.line(
          x(edge.from()),
          y(edge.from()),
          x(edge.to()),
          y(edge.to()),
          Math.max(0.6, WIDEST_EDGE * share),
          PlotDrawing.mixed(LIGHTEST, DARKEST, share));
    }
    for (int i = Math.max(0, lightFirst.size() - NUMBERED); i < lightFirst.size(); i++) {
      drawWeight(canvas, lightFirst.get(i));
    }
    double largest = plot.nodes().stream().mapToDouble(Node::weight).max().orElse(0);
    for (int i = 0; i < plot.nodes().size(); i++) {
      double share = largest > 0 ? Math.sqrt(plot.nodes().get(i).weight() / largest) : 0;
      canvas.circle(
          x(i),
          y(i),
          SMALLEST_NODE + (LARGEST_NODE - SMALLEST_NODE) * share,
          share > 0 ? PlotDrawing.HIGH : PlotDrawing.GREY);
      drawLabel(canvas, i);
    }
  }

  private void drawWeight(Canvas canvas, Edge edge) {
    String text = PlotDrawing.number(edge.weight(), 3);
    // Off the middle, where the edges of opposite nodes cross.
    double x = x(edge.from()) + 0.64 * (x(edge.to()) - x(edge.from()));
    double y = y(edge.from()) + 0.64 * (y(edge.to()) - y(edge.from()));
    double width = PlotDrawing.textWidth(text, 11) + 4;
    canvas.rectangle(x - width / 2, y - 8, width, 15, 0xffffff);
    canvas.text(x, y + 4, 11, Canvas.Anchor.MIDDLE, PlotDrawing.TEXT, text);
  }

  private void drawLabel(Canvas canvas, int node) {
    double angle = angle(node);
    double distance = radius + LARGEST_NODE + 6;
    double x = width() / 2 + distance * Math.sin(angle);
    double y = centreY() - distance * Math.cos(angle);
    boolean onTheRight = Math.sin(angle) > 1e-9;
    boolean onTheLeft = Math.sin(angle) < -1e-9;
    canvas.text(
        x,
        y + 4 - (onTheRight || onTheLeft ? 0 : 6 * Math.cos(angle)),
        LABEL,
        onTheRight ? Canvas.Anchor.START : onTheLeft ? Canvas.Anchor.END : Canvas.Anchor.MIDDLE,
        PlotDrawing.TEXT,
        label(plot.nodes().get(node)));
  }

  private static String label(Node node) {
    return PlotDrawing.shortened(node.label(), LONGEST_LABEL);
  }

  private double centreY() {
    return TOP + 2 * MARGIN + radius;
  }

  private double angle(int node) {
    return 2 * Math.PI * node / plot.nodes().size();
  }

  private double x(int node) {
    return width() / 2 + radius * Math.sin(angle(node));
  }

  private double y(int node) {
    return centreY() - radius * Math.cos(angle(node));
  }
}
