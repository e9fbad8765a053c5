package org.touchstone.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads recurrent networks whose weights were written from PyTorch:
 *
 * <pre>
 * {"type": "GRU",
 *  "gru": [{"w_ih": [[...], ...], "w_hh": [[...], ...], "b_ih": [...], "b_hh": [...]}, ...],
 *  "out_w": [[...], ...], "out_b": [...], "features": [...]}
 * </pre>
 *
 * <p>{@code type} is GRU or LSTM, and the layers are under {@code gru} or {@code lstm}: {@code
 * weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0}, {@code bias_hh_l0} and so on as PyTorch
 * holds them. {@code out_w} and {@code out_b} are the output layer: with one row a sigmoid, with
 * several a softmax, whose last output is the score until another is picked. {@code layers}, {@code
 * input_size} and {@code hidden_size} are checked where they are there. {@code features} names the
 * inputs.
 */
public final class RecurrentJson {

  /** The id of this format. */
  public static final String ID = "recurrent-json";

  private RecurrentJson() {}

  /**
   * Reads a network in double precision: a {@link Gru} or an {@link Lstm}.
   *
   * @throws ModelException if the file is no such network; the message names the file and the place
   *     in it
   */
  public static LoadedSequenceModel<StatefulSequenceClassifier> load(ModelFile file) {
    ModelJson root = ModelJson.parse(file);
    if (root.find("type").isEmpty()) {
      throw root.error(
          "there is no \"type\"; this reader takes recurrent networks, GRU or LSTM. Is it a model of"
              + " another format?");
    }
    String type = root.get("type").text();
    if (!type.equals("GRU") && !type.equals("LSTM")) {
      throw root.get("type").error("unknown type \"" + type + "\"; this reader takes GRU and LSTM");
    }
    boolean gru = type.equals("GRU");
    ModelJson stack = root.get(gru ? "gru" : "lstm");
    List<RecurrentLayer> layers = new ArrayList<>();
    for (ModelJson layer : stack.elements()) {
      layers.add(layer(layer));
    }
    requireSizes(root, layers);
    SequenceHead head = head(root);
    try {
      StatefulSequenceClassifier model = gru ? new Gru(layers, head) : new Lstm(layers, head);
      Optional<List<String>> names = root.find("features").map(ModelJson::texts);
      return new LoadedSequenceModel<>(model, file.source(ID), names);
    } catch (IllegalArgumentException e) {
      throw stack.error(e);
    }
  }

  private static RecurrentLayer layer(ModelJson json) {
    double[] inputWeights = matrix(json.get("w_ih"));
    double[] recurrentWeights = matrix(json.get("w_hh"));
    int rows = json.get("w_ih").size();
    int recurrentRows = json.get("w_hh").size();
    try {
      return new RecurrentLayer(
          rows == 0 ? 0 : inputWeights.length / rows,
          recurrentRows == 0 ? 0 : recurrentWeights.length / recurrentRows,
          inputWeights,
          recurrentWeights,
          json.get("b_ih").numbers(),
          json.get("b_hh").numbers());
    } catch (IllegalArgumentException e) {
      throw json.error(e);
    }
  }

  private static SequenceHead head(ModelJson root) {
    double[] bias = root.get("out_b").numbers();
    ModelJson weights = root.get("out_w");
    try {
      return new SequenceHead(matrix(weights), bias, Math.max(0, bias.length - 1));
    } catch (IllegalArgumentException e) {
      throw weights.error(e);
    }
  }

  private static void requireSizes(ModelJson root, List<RecurrentLayer> layers) {
    require(root, "layers", layers.size());
    if (!layers.isEmpty()) {
      require(root, "input_size", layers.get(0).inputs());
      require(root, "hidden_size", layers.get(0).hidden());
    }
  }

  private static void require(ModelJson root, String key, int found) {
    Optional<ModelJson> stated = root.find(key);
    if (stated.isPresent() && stated.get().integer() != found) {
      throw stated
          .get()
          .error("the file states " + stated.get().integer() + ", its weights are for " + found);
    }
  }

  private static double[] matrix(ModelJson json) {
    List<ModelJson> rows = json.elements();
    double[] values = new double[0];
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i).numbers();
      if (i == 0) {
        values = new double[rows.size() * row.length];
      }
      if (row.length * rows.size() != values.length) {
        throw rows.get(i)
            .error(
                "expected "
                    + values.length / rows.size()
                    + " weights as in row 0, found "
                    + row.length);
      }
      System.arraycopy(row, 0, values, i * row.length, row.length);
    }
    return values;
  }
}
