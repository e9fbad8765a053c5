package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.Feature;

/**
 * The flip directions of a group: one row for each flip point, the scaled change of each feature
 * (Yousefzadeh and O'Leary, Section 4.2). An unordered feature of more than two levels has a column
 * for each level, with {@code -w} where it is left and {@code +w} where it is entered, {@code w = 1
 * / (scale sqrt 2)}; so the length of a direction is the distance to its flip point.
 */
public final class FlipDirections {

  private final Matrix matrix;
  private final List<FlipPoint> points;

  private FlipDirections(Matrix matrix, List<FlipPoint> points) {
    this.matrix = matrix;
    this.points = points;
  }

  /**
   * The directions of flip points.
   *
   * @param flips the finder of the points, for its features
   * @param points one for each row of the group that has one
   */
  public static FlipDirections of(FlipPoints flips, List<FlipPoint> points) {
    List<Feature> features =
        flips.features().stream().map(name -> flips.schema().feature(name)).toList();
    List<String> names = new ArrayList<>();
    for (Feature feature : features) {
      if (feature instanceof Feature.Categorical && feature.levels().size() > 2) {
        feature.levels().forEach(level -> names.add(feature.name() + "=" + level));
      } else {
        names.add(feature.name());
      }
    }
    double[] values = new double[points.size() * names.size()];
    for (int i = 0; i < points.size(); i++) {
      FlipPoint point = points.get(i);
      int at = i * names.size();
      for (Feature feature : features) {
        int column = flips.schema().indexOf(feature.name());
        double change = point.scaledChange(column);
        if (feature instanceof Feature.Categorical && feature.levels().size() > 2) {
          if (change != 0) {
            values[at + (int) point.from(column)] = -Math.abs(change) / Math.sqrt(2);
            values[at + (int) point.to(column)] = Math.abs(change) / Math.sqrt(2);
          }
          at += feature.levels().size();
        } else {
          boolean back = feature.levels().size() == 2 && point.to(column) < point.from(column);
          values[at++] = back ? -Math.abs(change) : change;
        }
      }
    }
    return new FlipDirections(new Matrix(names, points.size(), values), List.copyOf(points));
  }

  /** The flip points, in the order of the rows. */
  public List<FlipPoint> points() {
    return points;
  }

  /** The names of the columns. */
  public List<String> columns() {
    return matrix.names();
  }

  /** Number of directions. */
  public int size() {
    return matrix.rows();
  }

  /** The scaled change of a row in a column, both counted from 0. */
  public double get(int row, int column) {
    return matrix.get(row, column);
  }

  /** The order of influence: the column of largest change first (Algorithm 2, line 4). */
  public PivotedQr pivotedQr() {
    return PivotedQr.of(matrix);
  }

  /** What the directions have in common (Algorithm 2, line 6). */
  public PrincipalComponents principalComponents() {
    return PrincipalComponents.of(matrix);
  }

  /** The mean change in each column. */
  public double[] means() {
    return matrix.means();
  }
}
