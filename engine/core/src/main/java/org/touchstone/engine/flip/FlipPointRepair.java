package org.touchstone.engine.flip;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.EncodedClassifier;

/**
 * Moves a model's boundary by training it again with flip points (Yousefzadeh and O'Leary, Section
 * 4.3): flip points with the label of their row push the boundary away from these rows; with a flip
 * label they pin it down where they are.
 *
 * <p>Flip points that are added with the label of their row stand on the boundary, half a class
 * wrong: where a feature is followed only because the sample is lopsided, they cost the model more
 * than the feature is worth. Where the feature really tells the classes apart, or the rule selects
 * flip points that move the other way, nothing needs to sink: look at {@link State} before and
 * after.
 *
 * @param label what label the flip points are given
 */
public record FlipPointRepair(Label label) {

  /** The label of an added flip point. */
  public enum Label {
    /** That of its row. */
    OF_ROW,
    /** 0.5: neither class. */
    FLIP
  }

  /**
   * Trains a model.
   *
   * <p>The caller's own: from the rows and, for each, the probability of the positive class, 0, 1
   * or 0.5.
   */
  @FunctionalInterface
  public interface Trainer {
    /** Trains on rows whose labels are probabilities of the positive class. */
    EncodedClassifier train(Dataset rows, double[] labels);
  }

  /** Which rows' flip points are added. */
  @FunctionalInterface
  public interface Rule {
    /** Whether a flip point is added, from the label of its row and the point itself. */
    boolean selects(boolean positive, FlipPoint point);

    /**
     * Rows of one label whose flip point has a higher (lower) number or code of a feature, for
     * example {@code Rule.moves(true, "age", true)}: labelled positive, flip point older.
     *
     * @param positive the label
     * @param feature the feature
     * @param up whether the flip point has more of it
     */
    static Rule moves(boolean positive, String feature, boolean up) {
      return (label, point) -> {
        int column = point.schema().indexOf(feature);
        double change = point.to(column) - point.from(column);
        return label == positive && (up ? change > 0 : change < 0);
      };
    }

    /** Rows that one of two rules selects. */
    default Rule or(Rule other) {
      return (label, point) -> selects(label, point) || other.selects(label, point);
    }
  }

  /**
   * What a repair did.
   *
   * @param model the repaired model
   * @param added number of flip points added to the training rows
   * @param rows the training rows with the flip points at their end
   * @param labels their labels
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Repaired(EncodedClassifier model, int added, Dataset rows, double[] labels) {
    /** Copies the labels. */
    public Repaired {
      labels = labels.clone();
    }

    /** The labels of the rows; a copy. */
    @Override
    public double[] labels() {
      return labels.clone();
    }
  }

  /**
   * Repairs a model.
   *
   * @param audit the flip points of the training rows, of the model before: the closest ones
   *     (Section 5.2.4), or constrained to the feature that the repair is about (Section 4.3),
   *     which pushes the boundary away in that dimension alone
   * @param training the training rows, those of the audit
   * @param positives whether each row's label is the positive class
   * @param rule which flip points are added
   * @param trainer trains the model again
   * @throws DataException if the rule selects no flip point
   */
  public Repaired repair(
      FlipAudit audit, Dataset training, boolean[] positives, Rule rule, Trainer trainer) {
    List<double[]> points = new ArrayList<>();
    List<Boolean> ofRow = new ArrayList<>();
    for (int row : audit.rows(FlipAudit.Part.ALL)) {
      boolean positive = positives[row];
      audit
          .result(row)
          .closest()
          .filter(point -> rule.selects(positive, point))
          .ifPresent(
              point -> {
                points.add(point.values());
                ofRow.add(positive);
              });
    }
    if (points.isEmpty()) {
      throw new DataException(
          "The rule selects none of the "
              + audit.size()
              + " flip points; the model would be trained as before");
    }
    int width = training.schema().size();
    double[] values = new double[(training.rowCount() + points.size()) * width];
    training.copyRows(0, training.rowCount(), values);
    double[] labels = new double[training.rowCount() + points.size()];
    for (int i = 0; i < training.rowCount(); i++) {
      labels[i] = positives[i] ? 1 : 0;
    }
    for (int i = 0; i < points.size(); i++) {
      int at = training.rowCount() + i;
      System.arraycopy(points.get(i), 0, values, at * width, width);
      labels[at] = label == Label.FLIP ? 0.5 : ofRow.get(i) ? 1 : 0;
    }
    Dataset rows = Dataset.of(training.schema(), values);
    return new Repaired(trainer.train(rows, labels), points.size(), rows, labels);
  }

  /**
   * What a model looks like before or after a repair.
   *
   * @param accuracy share of rows predicted as labelled
   * @param place the feature's place in the order of influence, from 1 (pivoted QR)
   * @param columns number of columns in that order
   * @param loading the feature's loading in the first principal component of the directions
   * @param loadingPlace the place of that loading by its size, from 1; 0 where there is no
   *     component
   * @param share the feature's share in the summed squared length of the directions; what it adds
   *     to the distances
   * @param changeRate share of flip points that change the feature
   */
  public record State(
      double accuracy,
      int place,
      int columns,
      double loading,
      int loadingPlace,
      double share,
      double changeRate) {

    /**
     * Looks at a model.
     *
     * @param audit the flip points of some rows; the columns of {@code column}'s feature may change
     * @param column a column of the flip directions, for example {@code age}
     */
    public static State of(FlipAudit audit, String column) {
      FlipDirections directions = audit.directions(FlipAudit.Part.ALL);
      PivotedQr qr = directions.pivotedQr();
      PrincipalComponents components = directions.principalComponents();
      int at = directions.columns().indexOf(column);
      double accuracy = audit.rows(FlipAudit.Part.CORRECT).length / (double) audit.size();
      int changed = 0;
      double own = 0;
      double all = 0;
      for (int i = 0; i < directions.size(); i++) {
        double change = directions.get(i, at);
        changed += Math.abs(change) > ChangeFrequency.DEFAULT_LEAST ? 1 : 0;
        own += change * change;
        for (int j = 0; j < directions.columns().size(); j++) {
          all += directions.get(i, j) * directions.get(i, j);
        }
      }
      boolean none = components.count() == 0;
      return new State(
          accuracy,
          qr.place(column),
          directions.columns().size(),
          none ? 0 : components.loadings(0)[at],
          none ? 0 : components.place(0, column),
          all == 0 ? 0 : own / all,
          directions.size() == 0 ? 0 : changed / (double) directions.size());
    }
  }
}
