package org.touchstone.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads binary classifiers that XGBoost (1.0 to 3.x) saved as JSON: boosted trees ({@code gbtree})
 * with objective {@code binary:logistic} or {@code reg:logistic}. Inputs, thresholds, sums and the
 * logistic function are single precision, in XGBoost's order, so that predictions are the same.
 *
 * <p>What would be scored differently is refused: {@code dart} and {@code gblinear}, other
 * objectives, several classes or targets, categorical splits, and a file with more boosting rounds
 * than its best iteration (XGBoost's {@code Booster} predicts with all of them, its scikit-learn
 * wrapper with the best ones).
 *
 * <p>Source: XGBoost documentation, "Introduction to Model IO" and "JSON Schema"; {@code
 * src/objective/regression_loss.h} for the base score and the logistic function.
 */
public final class XgboostJson implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "xgboost-json";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean accepts(ModelFile file) {
    return file.hasJsonKey("learner");
  }

  /** {@inheritDoc} Input names are known where the booster was given them. */
  @Override
  public LoadedModel<TreeEnsemble> load(ModelFile file) {
    refuseBinary(file);
    ModelJson root = ModelJson.parse(file);
    ModelJson learner = root.get("learner");
    ModelJson parameters = learner.get("learner_model_param");
    requireLogistic(learner.get("objective").get("name"));
    ModelJson booster = learner.get("gradient_booster");
    requireTrees(booster.get("name"));
    requireAtMostOne(parameters, "num_class", "classes; this reader takes models of two classes");
    requireAtMostOne(parameters, "num_target", "targets; this reader takes models of one");
    int width = integer(parameters.get("num_feature"));
    ModelJson model = booster.get("model");
    refuseRoundsAfterTheBest(learner, model);
    List<DecisionTree> trees = new ArrayList<>();
    for (ModelJson tree : model.get("trees").elements()) {
      trees.add(tree(tree, width));
    }
    EnsembleRules rules = EnsembleRules.xgboostLogistic(baseMargin(parameters.get("base_score")));
    try {
      return new LoadedModel<>(
          new TreeEnsemble(width, trees, rules), file.source(ID), names(learner));
    } catch (IllegalArgumentException e) {
      throw model.get("trees").error(e);
    }
  }

  private static void refuseBinary(ModelFile file) {
    byte[] content = file.content();
    // UBJSON writes the length of the first key, with its type, where JSON has a quote.
    boolean ubjson = content.length > 1 && content[0] == '{' && "iUIlL#$".indexOf(content[1]) >= 0;
    boolean binary = content.length > 4 && content[0] == 'b' && content[1] == 'i';
    if (ubjson || binary) {
      throw new ModelException(
          "Model file "
              + file
              + " is XGBoost's "
              + (ubjson ? "UBJSON" : "old binary format")
              + "; save the model as JSON: save_model(\"model.json\")");
    }
  }

  private static void requireLogistic(ModelJson objective) {
    String name = objective.text();
    if (!name.equals("binary:logistic") && !name.equals("reg:logistic")) {
      throw objective.error(
          "objective \""
              + name
              + "\" does not predict a probability of two classes; this reader takes"
              + " binary:logistic and reg:logistic");
    }
  }

  private static void requireTrees(ModelJson booster) {
    if (!booster.text().equals("gbtree")) {
      throw booster.error(
          "booster \""
              + booster.text()
              + "\" is not read; this reader takes gbtree. Train with booster=gbtree, or export the"
              + " model to ONNX");
    }
  }

  private static void requireAtMostOne(ModelJson parameters, String key, String what) {
    Optional<ModelJson> value = parameters.find(key);
    if (value.isPresent() && integer(value.get()) > 1) {
      throw value.get().error("the model has " + value.get().text() + " " + what);
    }
  }

  private static void refuseRoundsAfterTheBest(ModelJson learner, ModelJson model) {
    Optional<ModelJson> best =
        learner.find("attributes").flatMap(attributes -> attributes.find("best_iteration"));
    if (best.isEmpty()) {
      return;
    }
    int perRound =
        model
            .get("gbtree_model_param")
            .find("num_parallel_tree")
            .map(XgboostJson::integer)
            .orElse(1);
    int rounds = model.get("trees").size() / Math.max(1, perRound);
    int used = integer(best.get()) + 1;
    if (used < rounds) {
      throw best.get()
          .error(
              "the model has "
                  + rounds
                  + " boosting rounds, the best are the first "
                  + used
                  + ": XGBoost's Booster predicts with all, its scikit-learn wrapper with the best."
                  + " Save the ones that are in use: booster[:"
                  + used
                  + "].save_model(...), or delete the attribute with"
                  + " booster.set_attr(best_iteration=None)");
    }
  }

  /** The log odds of the base score, in single precision: {@code -log(1 / p - 1)}. */
  private static float baseMargin(ModelJson baseScore) {
    String text = baseScore.text().strip();
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    float p;
    try {
      p = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw baseScore.error(
          "expected one number as the base score, found \"" + baseScore.text() + "\"");
    }
    if (!(p > 0 && p < 1)) {
      throw baseScore.error("the base score of a logistic objective lies in (0, 1), found " + p);
    }
    return (float) -Math.log(1f / p - 1f);
  }

  private static DecisionTree tree(ModelJson tree, int width) {
    refuseVectorLeaves(tree);
    refuseCategories(tree);
    int[] left = tree.get("left_children").integers();
    int[] right = tree.get("right_children").integers();
    int[] feature = tree.get("split_indices").integers();
    float[] conditions = tree.get("split_conditions").floats();
    double[] threshold = new double[conditions.length];
    double[] value = new double[conditions.length];
    boolean[] missingLeft = tree.get("default_left").flags();
    double[] cover = tree.find("sum_hessian").map(ModelJson::numbers).orElse(new double[0]);
    for (int node = 0; node < Math.min(left.length, conditions.length); node++) {
      // A leaf keeps its value where other nodes keep their threshold.
      threshold[node] = conditions[node];
      value[node] = conditions[node];
      if (left[node] == -1 && node < feature.length) {
        feature[node] = DecisionTree.LEAF;
      }
    }
    try {
      DecisionTree read =
          new DecisionTree(feature, threshold, left, right, missingLeft, value, cover);
      requireInputs(tree, read, width);
      return read;
    } catch (IllegalArgumentException e) {
      throw tree.error(e);
    }
  }

  private static void requireInputs(ModelJson json, DecisionTree tree, int width) {
    for (int node = 0; node < tree.nodeCount(); node++) {
      if (tree.feature(node) >= width) {
        throw json.error(
            "node "
                + node
                + " looks at input "
                + tree.feature(node)
                + "; the model has "
                + width
                + " inputs, numbered from 0");
      }
    }
  }

  private static void refuseVectorLeaves(ModelJson tree) {
    Optional<ModelJson> size =
        tree.find("tree_param").flatMap(parameters -> parameters.find("size_leaf_vector"));
    if (size.isPresent() && integer(size.get()) > 1) {
      throw size.get().error("leaves hold vectors; this reader takes models of one target");
    }
  }

  private static void refuseCategories(ModelJson tree) {
    boolean categorical =
        tree.find("split_type").stream().flatMapToInt(t -> Arrays.stream(t.integers())).sum() > 0
            || tree.find("categories").map(ModelJson::size).orElse(0) > 0;
    if (categorical) {
      throw tree.error(
          "the tree splits on categories; this reader takes numeric splits. Encode categories as"
              + " one-hot inputs (enable_categorical=False)");
    }
  }

  private static Optional<List<String>> names(ModelJson learner) {
    return learner.find("feature_names").map(ModelJson::texts).filter(names -> !names.isEmpty());
  }

  private static int integer(ModelJson value) {
    try {
      return Integer.parseInt(value.text());
    } catch (NumberFormatException e) {
      throw value.error("expected an integer, found \"" + value.text() + "\"");
    }
  }
}
