package org.touchstone.engine.flip;

import java.util.List;

/**
 * A table of numbers with named columns: data, or flip directions. Immutable.
 *
 * @param names of the columns
 * @param rows number of rows
 * @param values row-major, {@code rows * names.size()} long
 */
@SuppressWarnings("ArrayRecordComponent")
record Matrix(List<String> names, int rows, double[] values) {

  Matrix {
    names = List.copyOf(names);
  }

  int columns() {
    return names.size();
  }

  double get(int row, int column) {
    return values[row * names.size() + column];
  }

  double[] means() {
    double[] means = new double[columns()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < means.length; j++) {
        means[j] += values[i * means.length + j] / rows;
      }
    }
    return means;
  }

  /** The same with each column's mean taken away. */
  Matrix centred() {
    double[] means = means();
    double[] centred = values.clone();
    for (int i = 0; i < centred.length; i++) {
      centred[i] -= means[i % means.length];
    }
    return new Matrix(names, rows, centred);
  }
}
