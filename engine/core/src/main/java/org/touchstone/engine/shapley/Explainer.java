package org.touchstone.engine.shapley;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.run.Execution;

/**
 * Attributes the output of a model to players. Implementations are immutable and safe for use by
 * several threads at once; the values of a row depend on the row alone, not on the batch it is in
 * or the number of threads.
 */
public interface Explainer {

  /** The players. */
  Players players();

  /** How the attributions are computed. */
  Provenance provenance();

  /**
   * Explains rows and hands each attribution over as soon as it and those before it are there;
   * memory does not grow with the number of rows.
   *
   * @param rows row-major values, at least {@code count * players().rowWidth()} long
   * @param count number of rows
   * @param execution threads and monitor
   * @param sink receives the attributions in the order of the rows, on the calling thread
   * @throws IllegalArgumentException if the array is too short
   * @throws org.touchstone.engine.model.ModelException if the model fails on a row
   * @throws AdditivityException if attributions of an exact method do not add up
   * @throws org.touchstone.engine.run.CancelledException if the monitor stops the work
   */
  void explain(double[] rows, int count, Execution execution, Consumer<Attribution> sink);

  /**
   * Explains one row on the calling thread.
   *
   * @param row values, {@code players().rowWidth()} long
   */
  default Attribution explain(double[] row) {
    List<Attribution> result = new ArrayList<>(1);
    explain(row, 1, Execution.SINGLE, result::add);
    return result.get(0);
  }

  /** Explains all rows of a table and keeps the attributions, under the ids of the rows. */
  default Attributions explain(Dataset data, Execution execution) {
    players().requireWidth(data.schema().size());
    double[] rows = new double[data.rowCount() * data.schema().size()];
    data.copyRows(0, data.rowCount(), rows);
    List<Attribution> results = new ArrayList<>(data.rowCount());
    explain(rows, data.rowCount(), execution, results::add);
    List<String> ids = new ArrayList<>(data.rowCount());
    for (int row = 0; row < data.rowCount(); row++) {
      ids.add(data.rowId(row));
    }
    return new Attributions(provenance(), results, ids);
  }
}
