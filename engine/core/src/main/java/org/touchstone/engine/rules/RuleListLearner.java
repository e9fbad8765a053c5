package org.touchstone.engine.rules;

import java.util.List;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;

/** Learns a rule list from a table. */
public sealed interface RuleListLearner permits ExMo, RuleListBagging {

  /**
   * Learns a list from all columns of a table but its label.
   *
   * @param training the training rows; missing values are allowed, and are a category of their own
   * @param label the column that holds the class
   * @param positiveClass the level of the label whose probability the list gives
   * @param seed seed of mining and chains
   * @param execution threads and monitor
   * @throws org.touchstone.engine.data.DataException if there is no such column or level, a row has
   *     no label, all rows are of one class, or there are too few features for the miner
   * @throws org.touchstone.engine.run.CancelledException if the monitor stops the work
   */
  default FittedRuleList fit(
      Dataset training, String label, String positiveClass, long seed, Execution execution) {
    boolean[] positive = ItemTable.labels(training, label, positiveClass);
    List<String> features =
        training.schema().names().stream().filter(name -> !name.equals(label)).toList();
    return fit(
        training, features, positive, new RuleList.Label(label, positiveClass), seed, execution);
  }

  /**
   * Learns a list from some columns of a table and from classes that do not stand in it, for
   * example those that a model gives its rows.
   *
   * @param training the training rows
   * @param features the columns that rules may ask about
   * @param positive the class of each row
   * @param label what the classes are
   * @param seed seed of mining and chains
   * @param execution threads and monitor
   * @throws org.touchstone.engine.data.DataException as above
   */
  FittedRuleList fit(
      Dataset training,
      List<String> features,
      boolean[] positive,
      RuleList.Label label,
      long seed,
      Execution execution);
}
