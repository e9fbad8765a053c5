package org.touchstone.engine.run;

/**
 * Watches long work: is told how far it is, and may ask it to stop. Called between batches, from
 * the thread that does the work.
 */
public interface RunMonitor {

  /** Watches nothing and never stops. */
  RunMonitor NONE = (task, done, total) -> {};

  /**
   * Work has come this far.
   *
   * @param task what is being done, for example {@code scoring 100000 rows}
   * @param done units done so far
   * @param total units in all
   * @throws CancelledException if the work shall stop
   */
  void progress(String task, long done, long total);
}
