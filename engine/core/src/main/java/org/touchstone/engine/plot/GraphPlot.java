package org.touchstone.engine.plot;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An undirected graph with weights: nodes on a circle in their order, clockwise from the top, with
 * their labels outside of it; the heavier a node the larger, the heavier an edge the wider and
 * darker.
 *
 * @param title what the plot shows
 * @param nodes at least one
 * @param edges each between two different nodes, no pair twice
 */
public record GraphPlot(String title, List<Node> nodes, List<Edge> edges) implements Plot {

  /**
   * A node.
   *
   * @param label what it stands for
   * @param weight 0 or more
   */
  public record Node(String label, double weight) {}

  /**
   * An edge.
   *
   * @param from index of a node
   * @param to index of another node
   * @param weight above 0
   */
  public record Edge(int from, int to, double weight) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no node, an edge has an end that does not exist or
   *     two equal ones, or is there twice, or a weight is out of range
   */
  public GraphPlot {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("A graph needs a node");
    }
    for (Node node : nodes) {
      if (!(node.weight >= 0 && node.weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Node \"" + node.label + "\" has weight " + node.weight + "; it is 0 or more");
      }
    }
    Set<Long> seen = new HashSet<>();
    for (Edge edge : edges) {
      int low = Math.min(edge.from, edge.to);
      int high = Math.max(edge.from, edge.to);
      if (low < 0 || high >= nodes.size() || low == high || !seen.add((long) low << 32 | high)) {
        throw new IllegalArgumentException(
            "An edge joins two nodes of 0 to "
                + (nodes.size() - 1)
                + ", each pair once, found "
                + edge);
      }
      if (!(edge.weight > 0 && edge.weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("An edge has a weight above 0, found " + edge);
      }
    }
  }
}
