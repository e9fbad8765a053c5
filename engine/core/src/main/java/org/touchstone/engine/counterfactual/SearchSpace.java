package org.touchstone.engine.counterfactual;

import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.counterfactual.Constraints.Direction;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * What counterfactuals are searched among: of each feature that may change the values that it has
 * in the training data and that the constraints allow, sorted, once with their multiplicity and
 * once without; and how far two values are apart.
 */
final class SearchSpace {

  final Schema schema;
  final List<String> names;
  final int[] columns;
  final Constraints constraints;

  /**
   * Of each feature the allowed values of the training rows, sorted, each as often as it is there.
   */
  final double[][] draws;

  /** Of each feature the different ones of {@link #draws}. */
  final double[][] values;

  /** Standard deviation over the training rows; 0 for features without an order. */
  private final double[] scales;

  private final Direction[] directions;
  private final boolean derives;

  /**
   * A space.
   *
   * @param features the features that may be changed, in any order
   * @throws DataException if there is no training row, a feature is unknown, derived, named twice
   *     or immutable, or the constraints do not fit the schema
   */
  SearchSpace(Dataset training, List<String> features, Constraints constraints) {
    this.schema = training.schema();
    this.names = List.copyOf(features);
    constraints.require(schema);
    this.constraints = constraints.within(schema);
    check(training);
    this.columns = features.stream().mapToInt(schema::indexOf).toArray();
    this.draws = new double[columns.length][];
    this.values = new double[columns.length][];
    this.scales = new double[columns.length];
    this.directions = new Direction[columns.length];
    for (int j = 0; j < columns.length; j++) {
      Feature feature = schema.features().get(columns[j]);
      double[] column = training.column(feature.name());
      directions[j] = constraints.directions().getOrDefault(feature.name(), Direction.EITHER);
      draws[j] =
          Arrays.stream(column).filter(value -> this.constraints.allows(feature, value)).toArray();
      Arrays.sort(draws[j]);
      values[j] = Arrays.stream(draws[j]).distinct().toArray();
      boolean ordered = feature instanceof Feature.Continuous || feature instanceof Feature.Ordinal;
      scales[j] = ordered ? deviation(column) : 0;
    }
    this.derives =
        schema.names().stream()
            .flatMap(name -> schema.derivation(name).stream())
            .anyMatch(derivation -> features.contains(derivation.from()));
  }

  private void check(Dataset training) {
    if (training.rowCount() == 0) {
      throw new DataException(
          "There are no training rows to take values from; give the data the model learnt from");
    }
    for (int j = 0; j < names.size(); j++) {
      String name = names.get(j);
      if (schema.derivation(name).isPresent()) {
        throw new DataException(
            "\""
                + name
                + "\" is computed from \""
                + schema.derivation(name).get().from()
                + "\"; name that one as a feature to vary");
      }
      if (names.indexOf(name) < j) {
        throw new DataException("\"" + name + "\" is named twice as a feature to vary");
      }
    }
    List<String> immutable = constraints.immutableAmong(names);
    if (!immutable.isEmpty()) {
      throw new DataException(
          "Features to vary that the constraints call immutable: "
              + immutable
              + ", or that an immutable column is computed from; leave them out, or give other"
              + " constraints");
    }
  }

  private static double deviation(double[] column) {
    double[] present = Arrays.stream(column).filter(value -> !Double.isNaN(value)).toArray();
    double mean = Arrays.stream(present).average().orElse(0);
    double squares = Arrays.stream(present).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / Math.max(1, present.length));
  }

  /** Number of features that may be changed. */
  int size() {
    return columns.length;
  }

  /**
   * How far two values of a feature are apart: in standard deviations where it has an order, else 1
   * if they differ. So is a change from a missing value, and of a feature that the training data
   * have one value of.
   */
  double distance(int j, double a, double b) {
    if (!CounterfactualSet.differ(a, b)) {
      return 0;
    }
    double apart = Math.abs(a - b) / scales[j];
    return scales[j] > 0 && !Double.isNaN(apart) ? apart : 1;
  }

  /** The direction that a feature may go. */
  Direction direction(int j) {
    return directions[j];
  }

  /** Whether the values of a feature are nearer to or farther from each other. */
  boolean ordered(int j) {
    return scales[j] > 0;
  }

  /** Euclidean distance of a row in a batch to another row. */
  double distance(double[] rows, int from, double[] original) {
    double squares = 0;
    for (int j = 0; j < columns.length; j++) {
      double apart = distance(j, rows[from + columns[j]], original[columns[j]]);
      squares += apart * apart;
    }
    return Math.sqrt(squares);
  }

  /** Number of features in which a row in a batch differs from another row. */
  int changes(double[] rows, int from, double[] original) {
    int changes = 0;
    for (int column : columns) {
      changes += CounterfactualSet.differ(rows[from + column], original[column]) ? 1 : 0;
    }
    return changes;
  }

  /** Computes the columns that follow from others. */
  void derive(double[] rows, int count) {
    if (derives) {
      schema.derive(rows, count);
    }
  }
}
