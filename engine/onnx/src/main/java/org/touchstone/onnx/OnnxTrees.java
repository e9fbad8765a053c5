package org.touchstone.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.touchstone.engine.model.DecisionTree;
import org.touchstone.engine.model.EnsembleRules;
import org.touchstone.engine.model.EnsembleRules.Aggregation;
import org.touchstone.engine.model.EnsembleRules.Comparison;
import org.touchstone.engine.model.EnsembleRules.Link;
import org.touchstone.engine.model.EnsembleRules.Missing;
import org.touchstone.engine.model.EnsembleRules.Precision;
import org.touchstone.engine.model.TreeEnsemble;

/** Turns the arrays of an ONNX tree ensemble operator into a {@link TreeEnsemble}. */
final class OnnxTrees {

  private static final Set<String> BEHIND = Set.of("Identity", "ZipMap", "Cast");

  private final OnnxGraph graph;
  private final OnnxNode node;
  private final boolean classifier;
  private final boolean single;
  private final Map<Long, Rows> trees = new LinkedHashMap<>();
  private final long[] nodeIds;
  private final List<String> modes;
  private final double[] thresholds;
  private final double[] hitRates;

  private OnnxTrees(OnnxGraph graph, OnnxNode node) {
    this.graph = graph;
    this.node = node;
    this.classifier = node.op().equals("TreeEnsembleClassifier");
    this.single = graph.rows().type() == OnnxTensorData.FLOAT;
    this.nodeIds = node.integers("nodes_nodeids");
    this.modes = node.texts("nodes_modes");
    this.thresholds = node.numbers("nodes_values");
    this.hitRates = node.numbers("nodes_hitrates");
  }

  /** The rows of the operator's arrays that belong to one tree. */
  private static final class Rows {
    private final List<Integer> rows = new ArrayList<>();
    private final Map<Long, Integer> index = new HashMap<>();
  }

  static TreeEnsemble read(OnnxGraph graph) {
    List<OnnxNode> trees =
        graph.nodes().stream().filter(n -> n.op().startsWith("TreeEnsemble")).toList();
    for (OnnxNode other : graph.nodes()) {
      if (!trees.contains(other)
          && !(trees.size() == 1
              && BEHIND.contains(other.op())
              && other.index() > trees.get(0).index())) {
        throw graph.error(other, "is not supported; this reader takes one tree ensemble alone");
      }
    }
    if (trees.size() != 1) {
      throw graph.error("it has " + trees.size() + " tree ensembles; this reader takes one");
    }
    OnnxNode node = trees.get(0);
    if (!node.op().equals("TreeEnsembleClassifier") && !node.op().equals("TreeEnsembleRegressor")) {
      throw graph.error(
          node, "is not supported; this reader takes TreeEnsembleClassifier and -Regressor");
    }
    return new OnnxTrees(graph, node).ensemble();
  }

  private TreeEnsemble ensemble() {
    indexNodes();
    int width = width();
    Scores scores = scores();
    Comparison comparison =
        modes.stream().anyMatch(mode -> mode.equals("BRANCH_LEQ") || mode.equals("BRANCH_GT"))
            ? Comparison.LESS_OR_EQUAL
            : Comparison.LESS;
    List<DecisionTree> list = new ArrayList<>();
    for (Map.Entry<Long, Rows> tree : trees.entrySet()) {
      list.add(tree(tree.getKey(), tree.getValue(), comparison, scores));
    }
    EnsembleRules rules =
        new EnsembleRules(
            comparison,
            single ? Precision.SINGLE : Precision.DOUBLE,
            Missing.BY_NODE,
            scores.aggregation(),
            scores.base(),
            single ? Precision.SINGLE : Precision.DOUBLE,
            scores.link());
    try {
      return new TreeEnsemble(width, list, rules);
    } catch (IllegalArgumentException e) {
      throw graph.error(node, "is broken: " + e.getMessage());
    }
  }

  private int width() {
    long width = graph.rows().dims()[1];
    if (width > 0) {
      return (int) width;
    }
    throw graph.error(
        "input \""
            + graph.rows().name()
            + "\" does not state how many inputs a row has; save the model with a fixed width");
  }

  private void indexNodes() {
    long[] treeIds = node.integers("nodes_treeids");
    int count = treeIds.length;
    requireLength("nodes_nodeids", nodeIds.length, count);
    requireLength("nodes_modes", modes.size(), count);
    requireLength("nodes_values", thresholds.length, count);
    requireLength("nodes_featureids", node.integers("nodes_featureids").length, count);
    requireLength("nodes_truenodeids", node.integers("nodes_truenodeids").length, count);
    requireLength("nodes_falsenodeids", node.integers("nodes_falsenodeids").length, count);
    for (int row = 0; row < count; row++) {
      Rows tree = trees.computeIfAbsent(treeIds[row], id -> new Rows());
      if (tree.index.put(nodeIds[row], tree.rows.size()) != null) {
        throw graph.error(node, "has node " + nodeIds[row] + " of tree " + treeIds[row] + " twice");
      }
      tree.rows.add(row);
    }
  }

  private void requireLength(String attribute, int found, int expected) {
    if (found != expected) {
      throw graph.error(node, "has " + expected + " nodes_treeids, but " + found + " " + attribute);
    }
  }

  private DecisionTree tree(long id, Rows tree, Comparison comparison, Scores scores) {
    int count = tree.rows.size();
    int[] feature = new int[count];
    double[] threshold = new double[count];
    int[] left = new int[count];
    int[] right = new int[count];
    boolean[] missingLeft = new boolean[count];
    double[] value = new double[count];
    double[] cover = new double[count];
    long[] features = node.integers("nodes_featureids");
    long[] whenTrue = node.integers("nodes_truenodeids");
    long[] whenFalse = node.integers("nodes_falsenodeids");
    long[] missingTrue = node.integers("nodes_missing_value_tracks_true");
    for (int i = 0; i < count; i++) {
      int row = tree.rows.get(i);
      String mode = modes.get(row);
      cover[i] = row < hitRates.length ? hitRates[row] : 0;
      if (mode.equals("LEAF")) {
        feature[i] = DecisionTree.LEAF;
        value[i] = scores.values().getOrDefault(new Leaf(id, nodeIds[row]), 0.0);
        continue;
      }
      // A test for greater is the test for less-or-equal with its branches swapped, and so on.
      boolean swapped = mode.equals("BRANCH_GT") || mode.equals("BRANCH_GTE");
      boolean missingGoesTrue = row < missingTrue.length && missingTrue[row] == 1;
      feature[i] = (int) features[row];
      threshold[i] = threshold(row, mode, comparison);
      left[i] = child(id, tree, swapped ? whenFalse[row] : whenTrue[row]);
      right[i] = child(id, tree, swapped ? whenTrue[row] : whenFalse[row]);
      missingLeft[i] = missingGoesTrue != swapped;
    }
    try {
      return new DecisionTree(
          feature,
          threshold,
          left,
          right,
          missingLeft,
          value,
          addsUp(feature, left, right, cover) ? cover : new double[0]);
    } catch (IllegalArgumentException e) {
      throw graph.error(node, "has a broken tree " + id + ": " + e.getMessage());
    }
  }

  /** The threshold under the ensemble's comparison, where the node's own differs from it. */
  private double threshold(int row, String mode, Comparison comparison) {
    boolean inclusive =
        switch (mode) {
          case "BRANCH_LEQ", "BRANCH_GT" -> true;
          case "BRANCH_LT", "BRANCH_GTE" -> false;
          default ->
              throw graph.error(node, "has mode " + mode + ", which this reader does not support");
        };
    double threshold = thresholds[row];
    if (inclusive || comparison == Comparison.LESS) {
      return threshold;
    }
    return single ? Math.nextDown((float) threshold) : Math.nextDown(threshold);
  }

  private int child(long treeId, Rows tree, long nodeId) {
    Integer index = tree.index.get(nodeId);
    if (index == null) {
      throw graph.error(
          node, "has tree " + treeId + " with a child " + nodeId + " that is missing");
    }
    return index;
  }

  /** Converters fill hit rates with ones; those that count rows add up. */
  private static boolean addsUp(int[] feature, int[] left, int[] right, double[] cover) {
    for (int i = 0; i < cover.length; i++) {
      if (!(cover[i] > 0)) {
        return false;
      }
      if (feature[i] != DecisionTree.LEAF) {
        double sum = cover[left[i]] + cover[right[i]];
        if (Math.abs(sum - cover[i]) > 1e-4 * cover[i]) {
          return false;
        }
      }
    }
    return true;
  }

  private record Leaf(long tree, long node) {}

  /** What the leaves add up to, and what is made of it. */
  private record Scores(
      Map<Leaf, Double> values, double base, Aggregation aggregation, Link link) {}

  private Scores scores() {
    return classifier ? classifierScores() : regressorScores();
  }

  private Scores regressorScores() {
    if (node.integer("n_targets", 1) != 1) {
      throw graph.error(
          node, "has " + node.integer("n_targets", 1) + " targets; this reader takes one");
    }
    Aggregation aggregation =
        switch (node.text("aggregate_function", "SUM")) {
          case "SUM" -> Aggregation.SUM;
          case "AVERAGE" -> Aggregation.MEAN;
          default ->
              throw graph.error(
                  node,
                  "aggregates by "
                      + node.text("aggregate_function", "")
                      + "; this reader takes SUM and AVERAGE");
        };
    Map<Leaf, Double> values = new HashMap<>();
    long[] treeIds = node.integers("target_treeids");
    long[] leafIds = node.integers("target_nodeids");
    double[] weights = node.numbers("target_weights");
    requireWeights(treeIds.length, leafIds.length, weights.length);
    for (int i = 0; i < weights.length; i++) {
      values.merge(new Leaf(treeIds[i], leafIds[i]), weights[i], Double::sum);
    }
    double[] base = node.numbers("base_values");
    if (!transform().equals("NONE")) {
      throw graph.error(
          node,
          "has post_transform "
              + transform()
              + ", which the ONNX standard applies to one target and ONNX Runtime does not; save"
              + " the model with NONE, or as a classifier");
    }
    return new Scores(values, base.length == 0 ? 0 : base[0], aggregation, Link.IDENTITY);
  }

  /** The rules for two classes are those of ONNX Runtime's {@code TreeAggregatorClassifier}. */
  private Scores classifierScores() {
    int classes =
        Math.max(
            node.integers("classlabels_int64s").length, node.texts("classlabels_strings").size());
    if (classes != 2) {
      throw graph.error(node, "has " + classes + " classes; this reader takes two");
    }
    long[] treeIds = node.integers("class_treeids");
    long[] leafIds = node.integers("class_nodeids");
    long[] classIds = node.integers("class_ids");
    double[] weights = node.numbers("class_weights");
    requireWeights(treeIds.length, leafIds.length, weights.length);
    requireWeights(classIds.length, leafIds.length, weights.length);
    boolean oneScore = true;
    for (int i = 0; i < weights.length; i++) {
      oneScore &= classIds[i] == classIds[0];
    }
    boolean softmax = !oneScore && transform().equals("SOFTMAX");
    Map<Leaf, Double> values = new HashMap<>();
    for (int i = 0; i < weights.length; i++) {
      double weight = oneScore || classIds[i] == 1 ? weights[i] : softmax ? -weights[i] : 0;
      values.merge(new Leaf(treeIds[i], leafIds[i]), weight, Double::sum);
    }
    double base = classifierBase(oneScore, softmax);
    Link link = softmax ? Link.LOGISTIC : link();
    return new Scores(values, base, Aggregation.SUM, link);
  }

  private double classifierBase(boolean oneScore, boolean softmax) {
    double[] base = node.numbers("base_values");
    if (base.length == 0) {
      return 0;
    }
    if (base.length != (oneScore ? 1 : 2)) {
      throw graph.error(
          node,
          "has "
              + base.length
              + " base values for "
              + (oneScore ? "one score" : "two scores")
              + "; this reader takes one for each");
    }
    return oneScore ? base[0] : softmax ? base[1] - base[0] : base[1];
  }

  private String transform() {
    return node.text("post_transform", "NONE").toUpperCase(Locale.ROOT);
  }

  private Link link() {
    return switch (transform()) {
      case "NONE" -> Link.IDENTITY;
      case "LOGISTIC" -> Link.LOGISTIC;
      default ->
          throw graph.error(
              node,
              "has post_transform " + transform() + ", which this reader does not support here");
    };
  }

  private void requireWeights(int trees, int leaves, int weights) {
    if (trees != leaves || leaves != weights) {
      throw graph.error(
          node,
          "has arrays of leaf weights that differ in length: "
              + trees
              + ", "
              + leaves
              + " and "
              + weights);
    }
  }
}
