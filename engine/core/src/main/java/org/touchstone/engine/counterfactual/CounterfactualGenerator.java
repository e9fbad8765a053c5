package org.touchstone.engine.counterfactual;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;

/**
 * Makes counterfactuals for rows of a table. Implementations are immutable and safe for use by
 * several threads at once; what comes out for a row depends on the row, its id and the generator's
 * seed alone, not on the rows around it or the number of threads.
 */
public interface CounterfactualGenerator {

  /** Name of the method, for reports; for example {@code PermuteAttack}. */
  String name();

  /**
   * The features that the generator may change, d of them: what distances and shares of changed
   * features are counted over. Features that it must leave alone would only flatter them.
   */
  List<String> features();

  /**
   * Makes counterfactuals and hands each row's over as soon as they and those before them are
   * there; memory does not grow with the number of rows.
   *
   * @param rows the rows; their schema is the generator's
   * @param execution threads and monitor
   * @param sink receives one set for each row, in order, on the calling thread
   * @throws org.touchstone.engine.data.DataException if the rows have other columns
   * @throws org.touchstone.engine.model.ModelException if the model fails on a row
   * @throws org.touchstone.engine.run.CancelledException if the monitor stops the work
   */
  void generate(Dataset rows, Execution execution, Consumer<CounterfactualSet> sink);

  /**
   * Makes counterfactuals and keeps them all; see {@link #generate(Dataset, Execution, Consumer)}.
   */
  default List<CounterfactualSet> generate(Dataset rows, Execution execution) {
    List<CounterfactualSet> sets = new ArrayList<>(rows.rowCount());
    generate(rows, execution, sets::add);
    return List.copyOf(sets);
  }
}
