package org.touchstone.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.touchstone.engine.model.EnsembleRules.Missing;

/**
 * Reads forests of two classes written as the arrays of scikit-learn's {@code tree_}:
 *
 * <pre>
 * {"type": "RandomForestClassifier", "n_features": 8,
 *  "trees": [{"feature": [5, -2, ...], "threshold": [15.45, -2.0, ...],
 *             "left": [1, -1, ...], "right": [10, -1, ...],
 *             "value": [[0.61, 0.39], ...], "cover": [398.0, ...]}, ...]}
 * </pre>
 *
 * <p>A leaf has {@code left} -1. A row goes left where {@code (double) (float) x <= threshold}; the
 * probability is the mean over the trees of the leaf's share of class 1, in double precision. A
 * leaf's value is a pair of shares or counts of the two classes, or the share of class 1. Optional
 * are {@code cover} (or {@code n_node_samples}), {@code missing_go_to_left} and the names {@code
 * features}. The number of inputs is that of {@code features}, {@code n_features} or the length of
 * {@code columns}; in a file with none of them it is taken to be the greatest input that a tree
 * looks at plus one, and a model with more inputs has to state it.
 */
public final class SklearnTreesJson implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "sklearn-trees-json";

  private static final Set<String> TYPES =
      Set.of("RandomForestClassifier", "ExtraTreesClassifier", "DecisionTreeClassifier");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean accepts(ModelFile file) {
    return file.hasJsonKey("trees");
  }

  /** {@inheritDoc} Input names are known where the file has {@code features}. */
  @Override
  public LoadedModel<TreeEnsemble> load(ModelFile file) {
    ModelJson root = ModelJson.parse(file);
    requireMeanOfTwoClasses(root);
    List<ModelJson> elements = root.get("trees").elements();
    List<DecisionTree> trees = new ArrayList<>();
    int withMissing = 0;
    int greatest = -1;
    for (ModelJson element : elements) {
      DecisionTree tree = tree(element);
      trees.add(tree);
      withMissing += element.has("missing_go_to_left") ? 1 : 0;
      for (int node = 0; node < tree.nodeCount(); node++) {
        greatest = Math.max(greatest, tree.feature(node));
      }
    }
    if (withMissing != 0 && withMissing != trees.size()) {
      throw root.get("trees")
          .error("missing_go_to_left is stated by some trees only; state it for all or none");
    }
    Missing missing = withMissing == 0 ? Missing.NOT_SUPPORTED : Missing.BY_NODE;
    Optional<List<String>> names = root.find("features").map(ModelJson::texts);
    int width = width(root, names, greatest);
    try {
      return new LoadedModel<>(
          new TreeEnsemble(width, trees, EnsembleRules.scikitLearnForest(missing)),
          file.source(ID),
          names);
    } catch (IllegalArgumentException e) {
      throw root.get("trees").error(e);
    }
  }

  private static void requireMeanOfTwoClasses(ModelJson root) {
    Optional<ModelJson> type = root.find("type");
    if (type.isPresent() && !TYPES.contains(type.get().text())) {
      throw type.get()
          .error(
              "type \""
                  + type.get().text()
                  + "\" is not a mean of trees; this reader takes "
                  + TYPES.stream().sorted().toList());
    }
    Optional<ModelJson> classes = root.find("n_classes");
    if (classes.isPresent() && classes.get().number() != 2) {
      throw classes
          .get()
          .error("the model has " + classes.get().number() + " classes; this reader takes two");
    }
  }

  private static int width(ModelJson root, Optional<List<String>> names, int greatest) {
    if (names.isPresent()) {
      return names.get().size();
    }
    Optional<ModelJson> stated = root.find("n_features");
    if (stated.isPresent()) {
      return stated.get().integer();
    }
    return root.find("columns").map(ModelJson::size).orElse(Math.max(1, greatest + 1));
  }

  private static DecisionTree tree(ModelJson tree) {
    int[] feature = tree.get("feature").integers();
    int[] left = tree.get("left").integers();
    for (int node = 0; node < Math.min(feature.length, left.length); node++) {
      if ((feature[node] < 0) != (left[node] < 0)) {
        throw tree.error(
            "node "
                + node
                + " has feature "
                + feature[node]
                + " and left "
                + left[node]
                + "; a leaf has -2 and -1, another node has neither");
      }
      feature[node] = Math.max(feature[node], DecisionTree.LEAF);
    }
    boolean[] missingLeft =
        tree.find("missing_go_to_left").map(ModelJson::flags).orElse(new boolean[feature.length]);
    double[] cover =
        tree.find("cover")
            .or(() -> tree.find("n_node_samples"))
            .map(ModelJson::numbers)
            .orElse(new double[0]);
    try {
      return new DecisionTree(
          feature,
          tree.get("threshold").numbers(),
          left,
          tree.get("right").integers(),
          missingLeft,
          shares(tree.get("value")),
          cover);
    } catch (IllegalArgumentException e) {
      throw tree.error(e);
    }
  }

  private static double[] shares(ModelJson values) {
    if (values.size() > 0 && !values.elements().get(0).isArray()) {
      return values.numbers();
    }
    double[] shares = new double[values.size()];
    int node = 0;
    for (ModelJson value : values.elements()) {
      double[] pair = value.numbers();
      if (pair.length != 2) {
        throw value.error("expected a number for each of two classes, found " + pair.length);
      }
      double total = pair[0] + pair[1];
      if (!(pair[0] >= 0 && pair[1] >= 0 && total > 0)) {
        throw value.error("shares or counts are not negative, and not all 0");
      }
      // Shares are kept as they are: dividing by a sum that is 1 but for rounding changes digits.
      shares[node++] = Math.abs(total - 1) < 1e-9 ? pair[1] : pair[1] / total;
    }
    return shares;
  }
}
