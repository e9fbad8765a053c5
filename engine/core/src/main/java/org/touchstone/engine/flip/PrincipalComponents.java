package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The principal components of a table, of its centred columns: the directions of largest variance.
 * The sign of each is such that its loading of largest size is positive.
 */
public final class PrincipalComponents {

  private final Matrix matrix;
  private final double[] means;
  private final double[] variances;
  private final double[][] components;

  /** A column's share in a component. */
  public record Loading(String column, double value) {}

  private PrincipalComponents(
      Matrix matrix, double[] means, double[] variances, double[][] components) {
    this.matrix = matrix;
    this.means = means;
    this.variances = variances;
    this.components = components;
  }

  /** By singular value decomposition; none of fewer than two rows. */
  static PrincipalComponents of(Matrix matrix) {
    int columns = matrix.columns();
    double[] means = matrix.means();
    if (matrix.rows() < 2 || columns == 0) {
      return new PrincipalComponents(matrix, means, new double[0], new double[0][]);
    }
    Matrix centred = matrix.centred();
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.rows(), columns, false, true, true);
    if (!svd.decompose(new DMatrixRMaj(matrix.rows(), columns, true, centred.values()))) {
      throw new IllegalStateException("The singular value decomposition did not converge");
    }
    DMatrixRMaj vt = svd.getV(null, true);
    double[] singular = svd.getSingularValues();
    int count = Math.min(matrix.rows(), columns);
    Integer[] order = new Integer[count];
    java.util.Arrays.setAll(order, i -> i);
    java.util.Arrays.sort(order, Comparator.comparingDouble(i -> -singular[i]));
    double[] variances = new double[count];
    double[][] components = new double[count][columns];
    for (int i = 0; i < count; i++) {
      variances[i] = singular[order[i]] * singular[order[i]] / (matrix.rows() - 1);
      int largest = 0;
      for (int j = 0; j < columns; j++) {
        components[i][j] = vt.get(order[i], j);
        largest = Math.abs(components[i][j]) > Math.abs(components[i][largest]) ? j : largest;
      }
      if (components[i][largest] < 0) {
        for (int j = 0; j < columns; j++) {
          components[i][j] = -components[i][j];
        }
      }
    }
    return new PrincipalComponents(matrix, means, variances, components);
  }

  /** Number of components: the smaller of rows and columns; 0 of fewer than two rows. */
  public int count() {
    return variances.length;
  }

  /** The variance along a component, counted from 0. */
  public double variance(int component) {
    return variances[component];
  }

  /** The share of the whole variance along a component. */
  public double explained(int component) {
    double sum = 0;
    for (double variance : variances) {
      sum += variance;
    }
    return sum == 0 ? 0 : variances[component] / sum;
  }

  /** The loadings of a component, in the order of the columns. */
  public double[] loadings(int component) {
    return components[component].clone();
  }

  /** The loadings of a component, of largest size first. */
  public List<Loading> largest(int component) {
    List<Loading> loadings = new ArrayList<>();
    for (int j = 0; j < matrix.columns(); j++) {
      loadings.add(new Loading(matrix.names().get(j), components[component][j]));
    }
    loadings.sort(Comparator.comparingDouble(loading -> -Math.abs(loading.value())));
    return loadings;
  }

  /**
   * The place of a column's loading in a component by its size, from 1.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public int place(int component, String column) {
    List<Loading> loadings = largest(component);
    for (int i = 0; i < loadings.size(); i++) {
      if (loadings.get(i).column().equals(column)) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException(
        "No column \"" + column + "\"; columns are " + matrix.names());
  }

  /** The coordinate of a row along a component, from the mean. */
  public double score(int row, int component) {
    double sum = 0;
    for (int j = 0; j < matrix.columns(); j++) {
      sum += (matrix.get(row, j) - means[j]) * components[component][j];
    }
    return sum;
  }
}
