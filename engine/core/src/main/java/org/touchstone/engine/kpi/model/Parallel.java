package org.touchstone.engine.kpi.model;

import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.run.Execution;

/** Runs the long loops of a KPI on all processors; the numbers are the same on any number. */
final class Parallel {

  private Parallel() {}

  static Execution execution(Audit audit) {
    return new Execution(Runtime.getRuntime().availableProcessors(), audit.monitor());
  }
}
