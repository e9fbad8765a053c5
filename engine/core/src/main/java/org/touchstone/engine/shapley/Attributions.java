package org.touchstone.engine.shapley;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Feature.Attributes;
import org.touchstone.engine.data.Schema;

/**
 * Attributions of many rows by one explainer.
 *
 * @param provenance how they were computed
 * @param rows one for each row, in order
 * @param ids the name of each row, as the data have it
 */
public record Attributions(Provenance provenance, List<Attribution> rows, List<String> ids) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if an attribution has another provenance, or there is not one
   *     id for each
   */
  public Attributions {
    rows = List.copyOf(rows);
    ids = List.copyOf(ids);
    if (ids.size() != rows.size()) {
      throw new IllegalArgumentException(
          rows.size() + " attributions have " + ids.size() + " ids; each needs one");
    }
    for (Attribution row : rows) {
      if (!row.provenance().equals(provenance)) {
        throw new IllegalArgumentException(
            "Attributions of one list are computed in one way, found "
                + row.provenance()
                + " besides "
                + provenance);
      }
    }
  }

  /** Attributions of rows that are named by their index in the batch. */
  public Attributions(Provenance provenance, List<Attribution> rows) {
    this(provenance, rows, rows.stream().map(row -> Integer.toString(row.row())).toList());
  }

  /** The mean absolute value of each player: {@code 1/n sum_r |value_r,i|}; 0 without rows. */
  public double[] meanAbsolute() {
    double[] mean = new double[provenance.players().size()];
    for (Attribution row : rows) {
      for (int player = 0; player < mean.length; player++) {
        mean[player] += Math.abs(row.value(player));
      }
    }
    for (int player = 0; player < mean.length; player++) {
      mean[player] /= Math.max(1, rows.size());
    }
    return mean;
  }

  /**
   * A table with one row for each attribution, under the same id. Its columns are {@code base
   * value}, {@code output}, the value of each player under its name, {@code standard error of
   * <player>}, {@code additivity error} and {@code model evaluations}.
   *
   * @throws org.touchstone.engine.data.DataException if a player has the name of another column
   */
  public Dataset toTable() {
    List<Feature> columns = new ArrayList<>();
    columns.add(number("base value"));
    columns.add(number("output"));
    provenance.players().forEach(player -> columns.add(number(player)));
    provenance.players().forEach(player -> columns.add(number("standard error of " + player)));
    columns.add(number("additivity error"));
    columns.add(number("model evaluations"));
    Schema schema = Schema.of(columns);
    double[] values = new double[rows.size() * schema.size()];
    int players = provenance.players().size();
    int at = 0;
    for (Attribution row : rows) {
      values[at] = row.baseValue();
      values[at + 1] = row.output();
      System.arraycopy(row.values(), 0, values, at + 2, players);
      System.arraycopy(row.standardErrors(), 0, values, at + 2 + players, players);
      values[at + 2 + 2 * players] = row.additivityError();
      values[at + 3 + 2 * players] = row.modelEvaluations();
      at += schema.size();
    }
    return Dataset.of(schema, values, ids);
  }

  private static Feature number(String name) {
    return new Feature.Continuous(
        name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, Attributes.NONE);
  }
}
