package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.touchstone.engine.data.Schema;

/**
 * The counterfactuals of one row, with the probabilities and classes that the model gave them, and
 * how they were searched for. It may be empty: then {@link SearchRecord#shortfall} says what was
 * tried. Immutable.
 */
public final class CounterfactualSet {

  /** Numbers that differ by no more than this are the same value. */
  static final double SAME = 1e-9;

  private final Schema schema;
  private final int row;
  private final String rowId;
  private final Scored original;
  private final Scored counterfactuals;
  private final List<String> features;
  private final SearchRecord search;

  /**
   * Rows that the model scored.
   *
   * @param rows row-major values
   * @param classes number of classes, the stride of the probabilities
   * @param probabilities row-major probabilities of the classes
   * @param decisions the class of each row
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; read in inner loops.
  record Scored(double[] rows, int classes, double[] probabilities, int[] decisions) {

    static Scored of(DecisionModel model, double[] rows, int count) {
      int classes = model.classes();
      double[] probabilities = new double[count * classes];
      model.probabilities(rows, count, probabilities);
      return of(model, rows, count, probabilities);
    }

    static Scored of(DecisionModel model, double[] rows, int count, double[] probabilities) {
      int[] decisions = new int[count];
      for (int i = 0; i < count; i++) {
        decisions[i] = model.decide(probabilities, i * model.classes());
      }
      return new Scored(rows, model.classes(), probabilities, decisions);
    }
  }

  /**
   * A set; takes over the arrays.
   *
   * @param row index of the row in its table, from 0
   * @param original one row
   * @param counterfactuals any number of rows
   * @param features the features that could be changed
   */
  CounterfactualSet(
      Schema schema,
      int row,
      String rowId,
      Scored original,
      Scored counterfactuals,
      List<String> features,
      SearchRecord search) {
    this.schema = schema;
    this.row = row;
    this.rowId = rowId;
    this.original = original;
    this.counterfactuals = counterfactuals;
    this.features = List.copyOf(features);
    this.search = search;
  }

  /** The columns of the rows. */
  public Schema schema() {
    return schema;
  }

  /** Index of the row in the table that was explained, from 0. */
  public int row() {
    return row;
  }

  /** Id of the row in the table that was explained. */
  public String rowId() {
    return rowId;
  }

  /** The features that could be changed; see {@link CounterfactualGenerator#features}. */
  public List<String> features() {
    return features;
  }

  /** How the counterfactuals were searched for. */
  public SearchRecord search() {
    return search;
  }

  /** Number of counterfactuals. */
  public int size() {
    return counterfactuals.decisions().length;
  }

  /** The row itself; a copy. */
  public double[] original() {
    return original.rows().clone();
  }

  /** A value of the row itself. */
  public double original(int column) {
    return original.rows()[column];
  }

  /** The class that the model decides for on the row itself. */
  public int originalClass() {
    return original.decisions()[0];
  }

  /** The model's probability of a class on the row itself. */
  public double originalProbability(int whichClass) {
    return original.probabilities()[whichClass];
  }

  /** A counterfactual, counted from 0; a copy. */
  public double[] counterfactual(int index) {
    int from = index * schema.size();
    return Arrays.copyOfRange(counterfactuals.rows(), from, from + schema.size());
  }

  /** A value of a counterfactual. */
  public double value(int index, int column) {
    return counterfactuals.rows()[index * schema.size() + column];
  }

  /** The class that the model decides for on a counterfactual. */
  public int decidedClass(int index) {
    return counterfactuals.decisions()[index];
  }

  /** The model's probability of a class on a counterfactual. */
  public double probability(int index, int whichClass) {
    return counterfactuals.probabilities()[index * counterfactuals.classes() + whichClass];
  }

  /** Whether a counterfactual really is one: the model decides for another class. */
  public boolean valid(int index) {
    return decidedClass(index) != originalClass();
  }

  /** The features that a counterfactual changes, of {@link #features}, in their order. */
  public List<String> changed(int index) {
    List<String> names = new ArrayList<>();
    for (String name : features) {
      int column = schema.indexOf(name);
      if (differ(original(column), value(index, column))) {
        names.add(name);
      }
    }
    return names;
  }

  /** Whether two values of a feature differ: by more than 1e-9, or because one is missing. */
  static boolean differ(double a, double b) {
    return Double.isNaN(a) ? !Double.isNaN(b) : !(Math.abs(a - b) <= SAME);
  }
}
