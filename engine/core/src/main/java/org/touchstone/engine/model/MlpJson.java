package org.touchstone.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads feed-forward networks:
 *
 * <pre>
 * {"activation": "erf", "output": "softmax",
 *  "W": [[[w, ...], ...], ...], "b": [[b, ...], ...],
 *  "mean": [...], "std": [...], "features": [...]}
 * </pre>
 *
 * <p>{@code W} has a matrix of inputs x outputs for each layer, {@code b} its biases: {@code h =
 * activation(x W + b)}, the last layer without activation. {@code activation} is erf, tanh, relu,
 * sigmoid or identity, {@code output} is sigmoid (one output) or softmax (two, the second is the
 * positive class); a remark in parentheses behind either is allowed where it does not change the
 * function: {@code "erf (sigma=1)"}, {@code "softmax(z)"}. Optional are {@code mean} and {@code
 * std} (both or none) of the inputs, and their names, {@code features}.
 */
public final class MlpJson implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "mlp-json";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean accepts(ModelFile file) {
    return file.hasJsonKey("W");
  }

  /** {@inheritDoc} Input names are known where the file has {@code features}. */
  @Override
  public LoadedModel<Mlp> load(ModelFile file) {
    ModelJson root = ModelJson.parse(file);
    List<DenseLayer> layers = layers(root, activation(root.get("activation")));
    requireOutput(root.get("output"), layers.get(layers.size() - 1).outputs());
    Optional<List<String>> names = root.find("features").map(ModelJson::texts);
    boolean scaled = root.has("mean") || root.has("std");
    try {
      Mlp model =
          scaled
              ? new Mlp(layers, root.get("mean").numbers(), root.get("std").numbers())
              : new Mlp(layers);
      return new LoadedModel<>(model, file.source(ID), names);
    } catch (IllegalArgumentException e) {
      throw root.error(e);
    }
  }

  private static Activation activation(ModelJson json) {
    return switch (json.text().toLowerCase(Locale.ROOT).strip()) {
      case "erf", "erf (sigma=1)" -> Activation.ERF;
      case "tanh" -> Activation.TANH;
      case "relu" -> Activation.RELU;
      case "sigmoid", "logistic" -> Activation.SIGMOID;
      case "identity" -> Activation.IDENTITY;
      default ->
          throw json.error(
              "unknown activation \""
                  + json.text()
                  + "\"; this reader takes erf, tanh, relu, sigmoid and identity");
    };
  }

  private static void requireOutput(ModelJson json, int outputs) {
    int expected =
        switch (json.text().toLowerCase(Locale.ROOT).strip()) {
          case "sigmoid", "sigmoid(z)" -> 1;
          case "softmax", "softmax(z)" -> 2;
          default ->
              throw json.error(
                  "unknown output \"" + json.text() + "\"; this reader takes sigmoid and softmax");
        };
    if (outputs != expected) {
      throw json.error(
          "\""
              + json.text()
              + "\" needs a last layer of "
              + expected
              + " for two classes, found "
              + outputs);
    }
  }

  private static List<DenseLayer> layers(ModelJson root, Activation activation) {
    List<ModelJson> matrices = root.get("W").elements();
    List<ModelJson> biases = root.get("b").elements();
    if (matrices.isEmpty() || matrices.size() != biases.size()) {
      throw root.get("b")
          .error(
              biases.size()
                  + " vectors of biases for "
                  + matrices.size()
                  + " layers; give one for each, and at least one layer");
    }
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 0; l < matrices.size(); l++) {
      boolean last = l == matrices.size() - 1;
      double[] b = biases.get(l).numbers();
      try {
        layers.add(
            new DenseLayer(
                weights(matrices.get(l), b.length), b, last ? Activation.IDENTITY : activation));
      } catch (IllegalArgumentException e) {
        throw matrices.get(l).error(e);
      }
    }
    return layers;
  }

  private static double[] weights(ModelJson matrix, int outputs) {
    List<ModelJson> rows = matrix.elements();
    double[] weights = new double[rows.size() * outputs];
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i).numbers();
      if (row.length != outputs) {
        throw rows.get(i)
            .error("expected " + outputs + " weights, one for each bias, found " + row.length);
      }
      System.arraycopy(row, 0, weights, i * outputs, outputs);
    }
    return weights;
  }
}
