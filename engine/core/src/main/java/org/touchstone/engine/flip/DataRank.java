package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;

/**
 * How independent the features of a table are: pivoted QR of its columns (Algorithm 2, line 1).
 *
 * <p>Numbers and ordered levels are one column each, the value or code; an unordered feature has a
 * column for each level but its most frequent one, so that levels which exclude each other do not
 * count as dependent. Columns are centred and divided by their standard deviation; a column that is
 * constant has nothing to divide by, stays 0 and so lowers the rank. Rows with a missing value are
 * left out.
 */
public final class DataRank {

  private DataRank() {}

  /**
   * Decomposes a table.
   *
   * @param data the table
   * @param features its columns to look at
   */
  public static PivotedQr of(Dataset data, Set<String> features) {
    return PivotedQr.of(matrix(data, features));
  }

  /** How many rows have a value in all of these columns. */
  public static int completeRows(Dataset data, Set<String> features) {
    return complete(data, features).length;
  }

  private static int[] complete(Dataset data, Set<String> features) {
    int[] rows = new int[data.rowCount()];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      boolean missing = false;
      for (String feature : features) {
        missing |= Double.isNaN(data.value(i, data.schema().indexOf(feature)));
      }
      if (!missing) {
        rows[count++] = i;
      }
    }
    return java.util.Arrays.copyOf(rows, count);
  }

  static Matrix matrix(Dataset data, Set<String> features) {
    int[] rows = complete(data, features);
    List<String> names = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (Feature feature : data.schema().features()) {
      if (!features.contains(feature.name())) {
        continue;
      }
      int column = data.schema().indexOf(feature.name());
      double[] values = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        values[i] = data.value(rows[i], column);
      }
      if (feature instanceof Feature.Categorical) {
        int[] counts = new int[feature.levels().size()];
        for (double value : values) {
          counts[(int) value]++;
        }
        int reference = 0;
        for (int level = 0; level < counts.length; level++) {
          reference = counts[level] > counts[reference] ? level : reference;
        }
        for (int level = 0; level < counts.length; level++) {
          if (level != reference) {
            double[] indicator = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
              indicator[i] = values[i] == level ? 1 : 0;
            }
            names.add(feature.name() + "=" + feature.levels().get(level));
            columns.add(indicator);
          }
        }
      } else {
        names.add(feature.name());
        columns.add(values);
      }
    }
    double[] all = new double[rows.length * names.size()];
    for (int j = 0; j < names.size(); j++) {
      standardise(columns.get(j));
      for (int i = 0; i < rows.length; i++) {
        all[i * names.size() + j] = columns.get(j)[i];
      }
    }
    return new Matrix(names, rows.length, all);
  }

  private static void standardise(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / values.length);
    boolean constant = deviation <= 1e-12 * Math.abs(mean);
    for (int i = 0; i < values.length; i++) {
      values[i] = constant ? 0 : (values[i] - mean) / deviation;
    }
  }
}
