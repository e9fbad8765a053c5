package org.touchstone.engine.kpi.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.touchstone.engine.counterfactual.MeshGrid;
import org.touchstone.engine.kpi.KpiParameters;

/**
 * What a profile sets about the counterfactuals that KPIs are measured on: which generator makes
 * them, and for which rows. KPIs with the same settings share the counterfactuals.
 *
 * @param generator who makes them
 * @param rows which rows they are made for
 * @param maxRows at most so many rows; of more a random sample is taken
 * @param k counterfactuals of one row that are asked for; not of a mesh grid, which has its points
 * @param trainingRows at most so many training rows that PermuteAttack takes values from; of more a
 *     random sample is taken. 0 for other generators
 * @param mesh the axes of a mesh grid, empty for other generators
 * @param extension the mesh grid's largest random addition to a half-width
 */
record CounterfactualSettings(
    Generator generator,
    Rows rows,
    int maxRows,
    int k,
    int trainingRows,
    List<MeshGrid.Axis> mesh,
    int extension) {

  private static final String GENERATOR = "generator";
  private static final String ROWS = "rows";
  private static final String MAX_ROWS = "maxRows";
  private static final String K = "k";
  private static final String TRAINING_ROWS = "trainingRows";
  private static final String MESH = "mesh";
  private static final String EXTENSION = "extension";

  static final Set<String> NAMES =
      Set.of(GENERATOR, ROWS, MAX_ROWS, K, TRAINING_ROWS, MESH, EXTENSION);

  /** Who makes the counterfactuals. */
  enum Generator {
    /** {@code PermuteAttack} with the paper's parameters and the schema's constraints. */
    PERMUTE_ATTACK,
    /** {@code ExactTreeCounterfactual}, of tree ensembles. */
    EXACT_TREE,
    /** {@code MeshGrid}, of the axes that the profile names. */
    MESH_GRID
  }

  /** Which of the test rows are explained. */
  enum Rows {
    /** Rows that are predicted class 0, not the positive class, as the audit framework has it. */
    NEGATIVE,
    /** Rows whose predicted outcome is not the favourable one. */
    UNFAVOURABLE,
    ALL
  }

  static CounterfactualSettings of(KpiParameters parameters) {
    Generator generator = parameters.choice(GENERATOR, Generator.PERMUTE_ATTACK);
    Rows rows = parameters.choice(ROWS, Rows.NEGATIVE);
    int maxRows = whole(parameters, MAX_ROWS, 1000, 1);
    boolean isMesh = generator == Generator.MESH_GRID;
    boolean isAttack = generator == Generator.PERMUTE_ATTACK;
    for (String name : otherParameters(generator)) {
      if (parameters.asMap().containsKey(name)) {
        throw new IllegalArgumentException(
            "Parameter \"" + name + "\" is not one of generator " + text(generator));
      }
    }
    return new CounterfactualSettings(
        generator,
        rows,
        maxRows,
        isMesh ? 0 : whole(parameters, K, 3, 1),
        isAttack ? whole(parameters, TRAINING_ROWS, 1000, 1) : 0,
        isMesh ? axes(parameters.text(MESH, "")) : List.of(),
        isMesh ? whole(parameters, EXTENSION, 2, 0) : 0);
  }

  /** The parameters that a generator does not have. */
  private static List<String> otherParameters(Generator generator) {
    return switch (generator) {
      case PERMUTE_ATTACK -> List.of(MESH, EXTENSION);
      case EXACT_TREE -> List.of(TRAINING_ROWS, MESH, EXTENSION);
      case MESH_GRID -> List.of(TRAINING_ROWS, K);
    };
  }

  /** The settings with the defaults filled in, as the report states them. */
  Map<String, String> inForce() {
    Map<String, String> texts = new TreeMap<>();
    texts.put(GENERATOR, text(generator));
    texts.put(ROWS, text(rows));
    texts.put(MAX_ROWS, Integer.toString(maxRows));
    if (generator == Generator.MESH_GRID) {
      texts.put(EXTENSION, Integer.toString(extension));
    } else {
      texts.put(K, Integer.toString(k));
    }
    if (generator == Generator.PERMUTE_ATTACK) {
      texts.put(TRAINING_ROWS, Integer.toString(trainingRows));
    }
    return texts;
  }

  /** Reads {@code age:25, bmi:25:0.5}: feature, half-width and, if it is not 1, step. */
  private static List<MeshGrid.Axis> axes(String text) {
    List<MeshGrid.Axis> axes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] fields = part.strip().split(":", -1);
      if (fields.length < 2 || fields.length > 3) {
        throw new IllegalArgumentException(
            "Parameter \""
                + MESH
                + "\" is \""
                + text
                + "\"; a mesh grid needs the half-width of each axis and, if it is not 1, its step,"
                + " for example \"age:25, bmi:25:0.5\"");
      }
      axes.add(
          new MeshGrid.Axis(
              fields[0].strip(),
              number(text, fields[1]),
              fields.length == 3 ? number(text, fields[2]) : 1));
    }
    return axes;
  }

  private static double number(String text, String field) {
    try {
      return Double.parseDouble(field.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Parameter \"" + MESH + "\" is \"" + text + "\"; \"" + field + "\" is no number", e);
    }
  }

  static int whole(KpiParameters parameters, String name, int fallback, int min) {
    double number = parameters.number(name, fallback);
    if (number != Math.rint(number) || number < min || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Parameter \"" + name + "\" is " + number + "; it is a whole number from " + min + " on");
    }
    return (int) number;
  }

  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
