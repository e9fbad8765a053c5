package org.touchstone.engine.kpi.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * Rows as vectors: a number as it is, an ordinal or binary feature as its code, a categorical
 * feature as one coordinate for each level, 1 for the row's level and else 0.
 */
final class FeatureVectors {

  /** In which space the vectors lie. */
  enum Space {
    /** Values as they are. */
    RAW,
    /** {@code (x - mean) / standard deviation} of each coordinate; 0 where it does not vary. */
    STANDARDISED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int NO_LEVEL = -1;

  private final List<Coordinate> coordinates = new ArrayList<>();
  private final double[] mean;
  private final double[] scale;

  /** A number, a code, or whether a level is the row's one. */
  private record Coordinate(int column, int level) {}

  /**
   * Vectors of these features.
   *
   * @param features columns of the schema
   * @param reference the rows that give means and standard deviations
   */
  FeatureVectors(List<String> features, Space space, Dataset reference) {
    Schema schema = reference.schema();
    for (String name : features) {
      Feature feature = schema.feature(name);
      int column = schema.indexOf(name);
      if (feature instanceof Feature.Categorical) {
        for (int level = 0; level < feature.levels().size(); level++) {
          coordinates.add(new Coordinate(column, level));
        }
      } else {
        coordinates.add(new Coordinate(column, NO_LEVEL));
      }
    }
    mean = new double[coordinates.size()];
    scale = new double[coordinates.size()];
    Arrays.fill(scale, 1);
    if (space == Space.STANDARDISED) {
      standardise(reference);
    }
  }

  int size() {
    return coordinates.size();
  }

  /**
   * Writes a row's vector.
   *
   * @return whether the row has all the values that it needs
   */
  boolean write(Dataset data, int row, double[] out, int at) {
    for (int c = 0; c < mean.length; c++) {
      double value = value(data, row, coordinates.get(c));
      if (Double.isNaN(value)) {
        return false;
      }
      out[at + c] = scale[c] > 0 ? (value - mean[c]) / scale[c] : 0;
    }
    return true;
  }

  private static double value(Dataset data, int row, Coordinate coordinate) {
    double value = data.value(row, coordinate.column());
    if (coordinate.level() == NO_LEVEL || Double.isNaN(value)) {
      return value;
    }
    return value == coordinate.level() ? 1 : 0;
  }

  private void standardise(Dataset reference) {
    for (int c = 0; c < mean.length; c++) {
      long count = 0;
      double sum = 0;
      for (int row = 0; row < reference.rowCount(); row++) {
        double value = value(reference, row, coordinates.get(c));
        if (!Double.isNaN(value)) {
          count++;
          sum += value;
        }
      }
      mean[c] = count == 0 ? 0 : sum / count;
      double squares = 0;
      for (int row = 0; row < reference.rowCount(); row++) {
        double value = value(reference, row, coordinates.get(c));
        if (!Double.isNaN(value)) {
          squares += (value - mean[c]) * (value - mean[c]);
        }
      }
      scale[c] = count == 0 ? 0 : Math.sqrt(squares / count);
    }
  }
}
