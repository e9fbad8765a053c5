package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.Feature;
import org.touchstone.engine.data.Schema;

/**
 * A point where a model's decision about a row flips, and how certain it is. Immutable.
 *
 * <p>Its values are those of the row except where the decision is changed by them; levels are
 * codes, as in a {@link org.touchstone.engine.data.Dataset}.
 */
public final class FlipPoint {

  /** What kind of point it is. */
  public enum Kind {
    /** On the decision boundary: the probability is the threshold, up to the residual. */
    BOUNDARY,
    /**
     * The closest point of the other class that was found: levels and whole numbers jump across the
     * boundary, and so do models whose output is constant in pieces, for example trees.
     */
    OTHER_CLASS
  }

  /**
   * A feature that changes.
   *
   * @param feature the feature
   * @param column its column in the schema
   * @param from value or code in the row
   * @param to value or code at the flip point
   * @param scaled the change in units of the feature's scale; for levels without an order, one over
   *     the scale
   */
  public record Change(Feature feature, int column, double from, double to, double scaled) {}

  private final Schema schema;
  private final double[] row;
  private final double[] values;
  private final double[] scaled;
  private final Kind kind;
  private final boolean positive;
  private final double probability;
  private final double threshold;
  private final Certainty certainty;

  /**
   * How certain it is that no closer flip point exists.
   *
   * @param kktResidual sine of the angle between the change and the boundary's normal, over the
   *     variables that are free to move: 0 at a local minimum of the distance, but for one at a
   *     kink of a ReLU network, where the boundary has no normal; {@code NaN} where there is no
   *     boundary
   * @param starts how many starts of the search reached the boundary
   * @param agreeing how many of them ended at this distance, to 1e-6
   * @param proven whether a complete search showed that there is no closer one
   */
  public record Certainty(double kktResidual, int starts, int agreeing, boolean proven) {}

  FlipPoint(
      Schema schema,
      double[] row,
      double[] values,
      double[] scaled,
      Kind kind,
      boolean positive,
      double probability,
      double threshold,
      Certainty certainty) {
    this.schema = schema;
    this.row = row.clone();
    this.values = values.clone();
    this.scaled = scaled.clone();
    this.kind = kind;
    this.positive = positive;
    this.probability = probability;
    this.threshold = threshold;
    this.certainty = certainty;
  }

  /** The columns of the row. */
  public Schema schema() {
    return schema;
  }

  /** The value or code of a column in the row. */
  public double from(int column) {
    return row[column];
  }

  /** The value or code of a column at the flip point. */
  public double to(int column) {
    return values[column];
  }

  /** The values and codes of the row; a copy. */
  public double[] row() {
    return row.clone();
  }

  /** The values and codes at the flip point; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** The change of a column in units of its scale; see {@link Change#scaled}. */
  public double scaledChange(int column) {
    return scaled[column];
  }

  /** The weighted distance, {@code sqrt(sum_j scaledChange_j^2)}. */
  public double distance() {
    double sum = 0;
    for (double change : scaled) {
      sum += change * change;
    }
    return Math.sqrt(sum);
  }

  /** What kind of point it is. */
  public Kind kind() {
    return kind;
  }

  /** Whether the row is predicted as the positive class; beyond the flip point it is not. */
  public boolean rowIsPositive() {
    return positive;
  }

  /** The model's probability of the positive class at the flip point. */
  public double probability() {
    return probability;
  }

  /** The probability on the decision boundary. */
  public double threshold() {
    return threshold;
  }

  /** {@code |probability - threshold|}. */
  public double residual() {
    return Math.abs(probability - threshold);
  }

  /** How certain it is that no closer flip point exists. */
  public Certainty certainty() {
    return certainty;
  }

  /** The features whose scaled change is not 0, in the schema's order. */
  public List<Change> changes() {
    return changes(0);
  }

  /** The features whose scaled change is more than this, in the schema's order. */
  public List<Change> changes(double moreThan) {
    List<Change> changes = new ArrayList<>();
    for (int j = 0; j < scaled.length; j++) {
      if (Math.abs(scaled[j]) > moreThan) {
        changes.add(new Change(schema.features().get(j), j, row[j], values[j], scaled[j]));
      }
    }
    return changes;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("flip point at distance ").append(distance());
    for (Change change : changes()) {
      text.append(", ")
          .append(change.feature().name())
          .append(' ')
          .append(text(change.feature(), change.from()))
          .append(" -> ")
          .append(text(change.feature(), change.to()));
    }
    return text.toString();
  }

  private static String text(Feature feature, double value) {
    boolean level = !feature.levels().isEmpty() && value == Math.rint(value);
    return level ? feature.levels().get((int) value) : Double.toString(value);
  }
}
