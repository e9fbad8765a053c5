package org.touchstone.engine.rules;

import java.util.List;
import org.touchstone.engine.data.DataException;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.model.CheckedClassifier;
import org.touchstone.engine.model.Classifier;
import org.touchstone.engine.run.Execution;
import org.touchstone.engine.stats.Proportion;

/**
 * A rule list that was learnt from a model's decisions instead of the labels, so that a person can
 * read what the model does, as far as the list agrees with it.
 *
 * @param fit the list; its positive class is what the model decides for
 * @param decisionThreshold the model decides for the positive class from this probability on
 */
public record Surrogate(FittedRuleList fit, double decisionThreshold) {

  private static final int BATCH = 4096;

  /** A list decides for the more probable class, whatever the model's threshold. */
  private static final double MORE_PROBABLE = 0.5;

  /**
   * Learns a list from the decisions of a model.
   *
   * @param model scores rows of the training data's columns
   * @param decisionThreshold the model decides for the positive class from this probability on
   * @param training the rows whose decisions are learnt
   * @param features the columns that rules may ask about
   * @param label what the model decides about
   * @param learner finds the rules and the list
   * @param seed seed of the learner
   * @param execution threads and monitor
   * @throws DataException if the model puts all rows into one class, or there are too few features
   * @throws org.touchstone.engine.model.ModelException if the model fails on a row
   */
  public static Surrogate of(
      Classifier model,
      double decisionThreshold,
      Dataset training,
      List<String> features,
      RuleList.Label label,
      ExMo learner,
      long seed,
      Execution execution) {
    boolean[] decisions = decisions(model, decisionThreshold, training, execution);
    return new Surrogate(
        learner.fit(training, features, decisions, label, seed, execution), decisionThreshold);
  }

  /** The list. */
  public RuleList list() {
    return fit.list();
  }

  /**
   * How often the list decides as the model does.
   *
   * @param model the model that the list was learnt from
   * @param heldOut rows that it was not learnt from
   * @param execution threads and monitor
   */
  public Fidelity fidelity(Classifier model, Dataset heldOut, Execution execution) {
    return fidelity(decisions(model, decisionThreshold, heldOut, execution), decide(heldOut));
  }

  /**
   * How often decisions of the list and of the model agree.
   *
   * @param model the model's decisions
   * @param list the list's decisions on the same rows
   * @throws IllegalArgumentException if there are not as many of one as of the other
   */
  public static Fidelity fidelity(boolean[] model, boolean[] list) {
    if (model.length != list.length) {
      throw new IllegalArgumentException(
          "To compare decisions takes as many of the model as of the list, found "
              + model.length
              + " and "
              + list.length);
    }
    long[] counts = new long[4];
    for (int row = 0; row < model.length; row++) {
      counts[(model[row] ? 2 : 0) + (list[row] ? 1 : 0)]++;
    }
    return new Fidelity(counts[0], counts[1], counts[2], counts[3]);
  }

  /** The list's decisions: positive where the positive class is at least as probable. */
  public boolean[] decide(Dataset rows) {
    return decisions(list(), MORE_PROBABLE, rows, Execution.SINGLE);
  }

  /**
   * What a model decides on the rows of a table: positive from the threshold on.
   *
   * @throws org.touchstone.engine.model.ModelException if the model fails on a row
   */
  public static boolean[] decisions(
      Classifier model, double threshold, Dataset data, Execution execution) {
    CheckedClassifier checked = CheckedClassifier.of(model);
    int width = data.schema().size();
    boolean[] decisions = new boolean[data.rowCount()];
    execution.run(
        "scoring " + decisions.length + " rows",
        decisions.length,
        BATCH,
        (from, to) -> {
          double[] rows = new double[(to - from) * width];
          double[] out = new double[to - from];
          data.copyRows(from, to, rows);
          checked.score(rows, to - from, out, row -> data.rowId(from + row));
          for (int i = 0; i < out.length; i++) {
            decisions[from + i] = out[i] >= threshold;
          }
          return to;
        },
        to -> {});
    return decisions;
  }

  /**
   * How decisions of a model and of a list agree.
   *
   * @param bothNegative rows that both put into the negative class
   * @param listPositive rows that the list alone puts into the positive class
   * @param modelPositive rows that the model alone puts into the positive class
   * @param bothPositive rows that both put into the positive class
   */
  public record Fidelity(
      long bothNegative, long listPositive, long modelPositive, long bothPositive) {

    /** Number of rows. */
    public long rows() {
      return bothNegative + listPositive + modelPositive + bothPositive;
    }

    /** The share of rows on which both decide alike. */
    public Proportion agreement() {
      return new Proportion(bothNegative + bothPositive, rows());
    }

    /** What always guessing the model's more frequent class would reach. */
    public Proportion constantGuess() {
      return new Proportion(
          Math.max(bothNegative + listPositive, modelPositive + bothPositive), rows());
    }

    /**
     * Cohen's kappa, {@code (p - e) / (1 - e)} for an agreement of {@code p} where chance alone
     * would give {@code e}; {@code NaN} where chance gives 1 or there are no rows.
     *
     * <p>Source: Cohen, A coefficient of agreement for nominal scales, Educational and
     * Psychological Measurement 20, 1960, pp. 37-46.
     */
    public double kappa() {
      double n = rows();
      double model = (modelPositive + bothPositive) / n;
      double list = (listPositive + bothPositive) / n;
      double chance = model * list + (1 - model) * (1 - list);
      return ((bothNegative + bothPositive) / n - chance) / (1 - chance);
    }
  }
}
