package org.touchstone.engine.model;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes multilevel logistic regressions:
 *
 * <pre>
 * {"type": "multilevel-logistic",
 *  "features": ["age", "bmi"], "group": "region",
 *  "intercept": -5.05, "coefficients": [0.15, 0.008],
 *  "covariance": [[0.27, -0.002, -0.006], ...],
 *  "group_effects": [
 *    {"name": "northeast", "intercept": 0.195, "coefficients": [0, 0.01]}, ...]}
 * </pre>
 *
 * <p>A row is the features and, last, the number of its group: its position in {@code
 * group_effects}. What a group has is added to intercept and coefficients; {@code coefficients} of
 * a group may be left out where it has a random intercept alone. Optional are the covariance matrix
 * of the fixed effects' estimates, intercept first, or in its place {@code standard_errors}. The
 * inputs' names are {@code features} and {@code group}.
 */
public final class MultilevelLogisticJson implements ModelFormat {

  /** The id of this format. */
  public static final String ID = "multilevel-logistic-json";

  private static final String TYPE = "multilevel-logistic";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean accepts(ModelFile file) {
    return file.hasJsonKey("group_effects");
  }

  /** {@inheritDoc} Input names are always known. */
  @Override
  public LoadedModel<MultilevelLogisticRegression> load(ModelFile file) {
    ModelJson root = ModelJson.parse(file);
    Optional<ModelJson> type = root.find("type");
    if (type.isPresent() && !type.get().text().equals(TYPE)) {
      throw type.get()
          .error("type \"" + type.get().text() + "\" is not read; this reader takes " + TYPE);
    }
    List<String> inputs = new ArrayList<>(root.get("features").texts());
    int features = inputs.size();
    inputs.add(root.get("group").text());
    try {
      MultilevelLogisticRegression model =
          new MultilevelLogisticRegression(
              fixed(root, features), effects(root.get("group_effects"), features));
      return new LoadedModel<>(model, file.source(ID), Optional.of(inputs));
    } catch (IllegalArgumentException e) {
      throw root.error(e);
    }
  }

  private static FixedEffects fixed(ModelJson root, int features) {
    FixedEffects fixed =
        FixedEffects.of(
            root.get("intercept").number(), numbers(root.get("coefficients"), features));
    Optional<ModelJson> covariance = root.find("covariance");
    Optional<ModelJson> errors = root.find("standard_errors");
    if (covariance.isPresent() && errors.isPresent()) {
      throw errors
          .get()
          .error("the covariance states the standard errors already; leave one of the two out");
    }
    if (errors.isPresent()) {
      return fixed.withStandardErrors(numbers(errors.get(), fixed.size()));
    }
    if (covariance.isEmpty()) {
      return fixed;
    }
    List<ModelJson> rows = covariance.get().elements();
    if (rows.size() != fixed.size()) {
      throw covariance
          .get()
          .error("expected " + fixed.size() + " rows, intercept first, found " + rows.size());
    }
    double[] matrix = new double[fixed.size() * fixed.size()];
    for (int j = 0; j < rows.size(); j++) {
      double[] row = numbers(rows.get(j), fixed.size());
      System.arraycopy(row, 0, matrix, j * row.length, row.length);
    }
    return fixed.withCovariance(matrix);
  }

  private static GroupEffects effects(ModelJson json, int features) {
    List<ModelJson> groups = json.elements();
    List<String> names = new ArrayList<>();
    double[] deviations = new double[groups.size() * (features + 1)];
    for (int g = 0; g < groups.size(); g++) {
      ModelJson group = groups.get(g);
      names.add(group.get("name").text());
      deviations[g * (features + 1)] = group.get("intercept").number();
      double[] slopes =
          group
              .find("coefficients")
              .map(found -> numbers(found, features))
              .orElse(new double[features]);
      System.arraycopy(slopes, 0, deviations, g * (features + 1) + 1, features);
    }
    try {
      return GroupEffects.of(names, deviations, features);
    } catch (IllegalArgumentException e) {
      throw json.error(e);
    }
  }

  private static double[] numbers(ModelJson json, int expected) {
    double[] numbers = json.numbers();
    if (numbers.length != expected) {
      throw json.error("expected " + expected + " numbers, found " + numbers.length);
    }
    return numbers;
  }

  /**
   * Writes a model; reading the file gives the same numbers to the last bit.
   *
   * @param model the model
   * @param inputNames its inputs: the features and, last, what the groups are
   * @param file is created, or written over
   * @throws IllegalArgumentException if there is not one name for each input
   * @throws ModelException if the file cannot be written
   */
  public static void write(MultilevelLogisticRegression model, List<String> inputNames, Path file) {
    if (inputNames.size() != model.inputWidth()) {
      throw new IllegalArgumentException(
          "The model has "
              + model.inputWidth()
              + " inputs, the features and the group; found the names "
              + inputNames);
    }
    JsonMapper mapper = new JsonMapper();
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(new DefaultPrettyPrinter.FixedSpaceIndenter());
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      Files.writeString(
          file, mapper.writer(printer).writeValueAsString(json(mapper, model, inputNames)) + "\n");
    } catch (IOException e) {
      throw new ModelException("Model file " + file + " cannot be written: " + e, e);
    }
  }

  private static ObjectNode json(
      JsonMapper mapper, MultilevelLogisticRegression model, List<String> inputNames) {
    int features = model.featureCount();
    ObjectNode root = mapper.createObjectNode().put("type", TYPE);
    ArrayNode names = root.putArray("features");
    inputNames.subList(0, features).forEach(names::add);
    root.put("group", inputNames.get(features));
    FixedEffects fixed = model.fixed();
    root.put("intercept", fixed.intercept());
    add(root.putArray("coefficients"), fixed.coefficients());
    fixed
        .covariance()
        .ifPresentOrElse(
            matrix -> {
              ArrayNode rows = root.putArray("covariance");
              for (int at = 0; at < matrix.length; at += fixed.size()) {
                add(rows.addArray(), Arrays.copyOfRange(matrix, at, at + fixed.size()));
              }
            },
            () ->
                fixed
                    .standardErrors()
                    .ifPresent(errors -> add(root.putArray("standard_errors"), errors)));
    ArrayNode groups = root.putArray("group_effects");
    for (int g = 0; g < model.groupCount(); g++) {
      ObjectNode group =
          groups
              .addObject()
              .put("name", model.groups().get(g))
              .put("intercept", model.effects().intercept(g));
      double[] slopes = new double[features];
      for (int j = 0; j < features; j++) {
        slopes[j] = model.effects().coefficient(g, j);
      }
      add(group.putArray("coefficients"), slopes);
    }
    return root;
  }

  private static void add(ArrayNode array, double[] numbers) {
    for (double number : numbers) {
      array.add(number);
    }
  }
}
