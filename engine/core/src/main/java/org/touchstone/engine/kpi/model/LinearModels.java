package org.touchstone.engine.kpi.model;

import java.util.Optional;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelStructure;
import org.touchstone.engine.kpi.ScopedKpi;

/** Which audits the KPIs about linear models apply to. */
final class LinearModels {

  /** What to say where an audit needs training rows and has none. */
  static final String NO_TRAINING_DATA =
      "The suite names no training data; name the rows that the model was fitted to";

  private LinearModels() {}

  /** Why a KPI that needs coefficients does not apply; empty where the model has them. */
  static Optional<String> needsCoefficients(Audit audit, String what) {
    if (audit.sequences().isPresent()) {
      return ScopedKpi.needsTable(audit);
    }
    ModelStructure structure = ModelStructure.of(audit);
    return structure.linear().isPresent()
        ? Optional.empty()
        : Optional.of("The model is " + structure.description() + ": " + what);
  }
}
