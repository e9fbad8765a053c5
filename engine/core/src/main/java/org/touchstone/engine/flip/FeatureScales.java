package org.touchstone.engine.flip;

import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.data.Feature;

/**
 * The default scale of each feature: the square root of half the mean squared difference between
 * two random rows. For a number, and for ordered levels, that is the standard deviation (of the
 * codes); for levels without an order, any two of which are 1 apart, {@code sqrt((1 - sum_l p_l^2)
 * / 2)}. Missing values are left out.
 */
final class FeatureScales {

  private FeatureScales() {}

  /** The scale of each column; 0 where it is the same in all rows. */
  static double[] of(Dataset data) {
    double[] scales = new double[data.schema().size()];
    for (int column = 0; column < scales.length; column++) {
      Feature feature = data.schema().features().get(column);
      boolean unordered =
          feature instanceof Feature.Categorical || feature instanceof Feature.Binary;
      scales[column] = unordered ? impurity(data, feature.name()) : deviation(data, column);
    }
    return scales;
  }

  private static double impurity(Dataset data, String name) {
    long rows = 0;
    double squares = 0;
    for (int count : data.levelCounts(name)) {
      rows += count;
      squares += (double) count * count;
    }
    return rows == 0 ? 0 : Math.sqrt(Math.max(0, 1 - squares / ((double) rows * rows)) / 2);
  }

  private static double deviation(Dataset data, int column) {
    int rows = 0;
    double sum = 0;
    for (int i = 0; i < data.rowCount(); i++) {
      double value = data.value(i, column);
      if (!Double.isNaN(value)) {
        rows++;
        sum += value;
      }
    }
    double mean = sum / rows;
    double squares = 0;
    for (int i = 0; i < data.rowCount(); i++) {
      double value = data.value(i, column);
      if (!Double.isNaN(value)) {
        squares += (value - mean) * (value - mean);
      }
    }
    double deviation = rows == 0 ? 0 : Math.sqrt(squares / rows);
    return deviation > 1e-12 * Math.abs(mean) ? deviation : 0;
  }
}
