package org.touchstone.suite;

import java.util.Optional;
import org.touchstone.engine.data.Dataset;
import org.touchstone.engine.kpi.Audit;
import org.touchstone.engine.kpi.ModelDocumentation;
import org.touchstone.engine.kpi.Roles;
import org.touchstone.engine.model.Classifier;

/**
 * A model of table rows and its data.
 *
 * @param model scores the columns of the data
 * @param modelSource where the model came from
 * @param test the rows it is audited on
 * @param training the rows it was trained on
 * @param documentation what the technical documentation of the model states
 */
public record LoadedTable(
    Classifier model,
    ModelOrigin modelSource,
    Dataset test,
    Optional<Dataset> training,
    Optional<ModelDocumentation> documentation)
    implements LoadedSubject {

  @Override
  public Audit.Builder audit(Roles roles) {
    Audit.Builder audit = Audit.of(model, test, roles);
    training.ifPresent(audit::training);
    documentation.ifPresent(audit::documentation);
    return audit;
  }

  @Override
  public void close() {
    model.close();
  }
}
